"""The verbs of the command line, one module each: `command` is what click runs.

They alone touch the environment, the file system's reading side, the clock and the terminal; they
call the core with plain values and return an exit code.
"""
