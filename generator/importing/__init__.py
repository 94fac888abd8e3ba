"""Manifests and release metadata back to catalog text: the arrow of `generate`, reversed.

`documents` reads files into items, `scrub` takes the credentials out of them before anything else
looks, `releases` and `profiles` find images, `pool` merges those of all files, `controllers`,
`deployed`, `values` and `seeds` say what other objects mean to a catalog, and `verify` generates
from the result and notes what differs.
"""
