"""Which line of a catalog's files decided a value, and what that line overrode.

Pure: the layers of a catalog and a path in; an `Explanation` out.
"""
