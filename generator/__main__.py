"""The process: `alicloud-generator`, and `python -m generator`, which is the same."""

from __future__ import annotations

import gc
import os
import sys


def main() -> None:
    """Run the command line of this process."""
    # A short life without cyclic garbage: looking for it would cost a fifth of a large run.
    gc.disable()
    # What the caller has closed takes no output, but need not hear what is wrong.
    if sys.stdout is None:
        sys.stdout = os.fdopen(os.open(os.devnull, os.O_RDONLY), "w")
    if sys.stderr is None:
        sys.stderr = os.fdopen(os.open(os.devnull, os.O_WRONLY), "w")
    from generator.cli import run

    code = run(sys.argv[1:])
    # Nor has Python to look for it at the end.
    gc.freeze()
    sys.exit(code)


if __name__ == "__main__":
    main()
