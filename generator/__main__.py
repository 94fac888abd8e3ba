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
    code = _run(sys.argv[1:])
    # Nor has Python to look for it at the end.
    gc.freeze()
    sys.exit(code)


def _run(arguments: list[str]) -> int:
    """The exit code of a command line; where the installation is broken, that is said."""
    if type(getattr(__spec__, "loader", None)).__name__ == "zipimporter":
        from generator.installation import IN_A_ZIP

        sys.exit(f"error: {IN_A_ZIP}")
    try:
        from generator.cli import run

        return run(arguments)
    except Exception as error:
        from generator.installation import fault

        if broken := fault(error):
            sys.exit(f"error: {broken}")
        raise


if __name__ == "__main__":
    main()
