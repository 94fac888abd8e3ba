"""Manifests read back: what objects say, which charts they hold, and what is wrong with them.

`describe`, `textual` and `chart_comparison` are what the verbs say.
"""
