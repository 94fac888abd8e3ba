"""YAML between Python and Go: the only package that imports `yaml`.

`read` parses strictly into plain trees, `locate` finds the line of a tree's path on demand,
`golang` knows how Go reads and writes scalars, and `emit` writes what Go reads back unchanged.
"""
