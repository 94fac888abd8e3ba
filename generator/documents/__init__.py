"""What each document says, the plan of all of them, rendering, and the output folder.

`plan` makes all documents of a catalog: `profile` (with `machine_images`), `registration`,
`extension`, `seeds`, `secrets` and `values` say what is in them as plain data, `oci` how charts in
registries are named, and `render` makes text of that with the templates. `passed_through` finds
credentials that users wrote. `output_folder` writes the documents; `ownership` says which of the
files that stand there are ours.
"""
