"""Image versions against regions: what is there, what is missing, and until when.

Pure: a `Catalog` in; a `Grid` out, and texts made of grids.
"""
