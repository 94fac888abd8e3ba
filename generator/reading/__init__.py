"""Readers for mappings, texts and dates.

They collect all problems instead of stopping at the first.
"""
