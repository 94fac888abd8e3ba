"""Problems as people and machines read them: `render` makes the text of each format.

`sources` has the lines that problems stand in, without credentials. `text`, `github`, `gitlab` and
`sarif` are a format each; `details` is what formats for programs say of a problem.
"""
