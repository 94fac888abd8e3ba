"""Changes of a catalog that leave every other character of its files alone.

`add`, `promote` and `retire` decide, each for its verb, on `changes` of the trees of the files;
`edit_text` makes such changes in the text of a file. It puts them where the nodes stand (`source`),
in the style of their neighbours (`node_text`). The new text is read again and compared with what
was asked for, so that a text is changed rightly or not at all.
"""
