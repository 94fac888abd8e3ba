"""The verbs of the command line, one module each: `command` is what click runs.

Options, printing, the clock and exit codes are here alone. What a verb does is in `app` and below,
which take plain values and return values, or raise `ProblemsError`.
"""
