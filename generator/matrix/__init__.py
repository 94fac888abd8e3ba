"""Image versions by region: which have an ID, which miss one, and when they expire.

Pure: a `Catalog` in, a `Grid` out; and text, Markdown, JSON and HTML made of grids.
"""
