"""A manifest read back: its objects, where charts, values and images stand, and comparing two.

`objects` is where to start: it reads a manifest into objects with their `deployments` (charts) and
`images`, which `shapes` finds in all versions of the API, by the help of `parts`.
`located_objects` reads the same objects strictly, with the lines of their parts. `chart_source`
reads a chart from a folder, an archive or a manifest. `header`, `encryption` and `recognize` tell
what a file is before it is read. `matching` pairs objects, `tree_diff` compares two, without the
`server_fields`; `tool_marks` are what tools write into live objects beside them.
"""
