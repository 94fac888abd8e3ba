"""Manifests read back: what objects say, which charts they hold, and what is wrong with them.

`describe`, `textual` and `verify` are what the verbs say.
"""
