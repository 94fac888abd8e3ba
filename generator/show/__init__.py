"""Manifests read back: what objects say, which charts they hold, and what is wrong with them.

`objects` reads any manifest into small values, `charts` and `redact` make of them what may be
shown, and `describe`, `textual` and `verify` are what the verbs say.
"""
