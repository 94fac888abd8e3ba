"""The chart blob: folders, archives and manifests to the one tar that is a chart's identity.

`source` reads whatever holds a chart, `load` and `metadata` do what Helm does with its files,
`tarball` and `blob` write the bytes that Gardener's script would write.
"""
