"""Changes of a catalog that leave every other character of it alone.

`changes` says what shall be different about a tree, `engine.edit` writes it into the text: by the
places of the nodes (`source`), in the manner of their neighbours (`layout`). What comes out is read
again and compared with what was asked for, so that a text is changed rightly or not at all.
"""
