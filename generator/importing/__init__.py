"""Manifests and release metadata back to catalog text: the arrow of `generate`, reversed.

`catalog` leads through it. `without_credentials` takes the credentials out of the objects that were
read before anything else looks, `provider` tells ours from those of others, `classify` gives each
its role, and takes out what refers to `resources` that a catalog cannot declare.
`release_formats` and `profiles` find images, which `merge_images` merges. `assemble` makes the
sections of the catalog of all that, `overriding_values` those of values. At last, `verify`
generates from the result and notes what differs.
"""
