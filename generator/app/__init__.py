"""What verbs do with files, access keys, Git and processes; without options and without printing.

`sources` reads catalogs, `planning` makes their documents, `comparing` sets these beside the output
folder, `editing` changes catalogs, `importing` writes new ones, `manifests` and `git` read what
people name.
"""
