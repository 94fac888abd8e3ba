"""YAML between Python and Go: the only package that imports `yaml`.

`compose` has the loop that all reading goes through: `read` reads catalogs strictly into plain
trees (with `bulk` for large ones), `goread` what Go reads, `spans` where everything stands, by
which `locate` finds the line of a tree's path on demand. `golang` knows how Go types and spells
scalars, `gowrite` writes Go's bytes, and `emit` what every reader takes for what it is.
"""
