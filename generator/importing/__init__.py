"""Manifests and release metadata back to catalog text: the arrow of `generate`, reversed.

`catalog` leads through it. `documents` reads files into items, `without_credentials` takes the
credentials out of them before anything else looks, `classify` gives each item its role.
`release_formats` and `profiles` find images, which `merge_images` merges. `assemble` makes the
sections of the catalog of all that, `overriding_values` those of values. At last, `verify`
generates from the result and notes what differs.
"""
