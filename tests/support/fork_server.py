"""Runs command lines in forks of one process that has everything imported: many, and cheaply.

Each line on standard input is a JSON list: the folder to run in, the moment at which to be killed
(the number of a change of the disk; 0 is never), and the arguments. The answer is a line with the
exit code, negative for a signal, and what was printed.
"""

from __future__ import annotations

import json
import os
import pkgutil
import signal
import sys
import tempfile
from importlib import import_module
from typing import Any, NoReturn

import generator
from generator import cli

CHANGES = frozenset(
    {
        *("os.rename", "os.remove", "os.rmdir", "os.link", "os.symlink", "os.mkdir"),
        *("os.chmod", "os.chown", "os.truncate", "os.utime", "os.setxattr"),
    }
)
"""The audit events of changes of the disk, beside `open` with flags to write."""


STANDARD_INPUT = "stdin"
"""The file in the folder of a call that it finds on standard input, where there is one."""


def import_everything() -> None:
    for module in pkgutil.walk_packages(generator.__path__, "generator."):
        if not module.name.endswith("__main__"):
            import_module(module.name)


def die_at(moment: int) -> None:
    left = moment

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        nonlocal left
        # What has a number in place of a path is open already.
        opens = event == "open" and not isinstance(arguments[0], int)
        if event in CHANGES or (opens and (arguments[2] or 0) & (os.O_CREAT | os.O_TRUNC)):
            left -= 1
            if not left:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(hook)


def run_and_exit(output: int, where: str, moment: int, arguments: list[str]) -> NoReturn:
    os.chdir(where)
    given = STANDARD_INPUT if os.path.exists(STANDARD_INPUT) else os.devnull  # noqa: PTH110  cheap
    os.dup2(os.open(given, os.O_RDONLY), 0)
    os.dup2(output, 1)
    os.dup2(output, 2)
    die_at(moment)
    code = cli.run(arguments)
    sys.stdout.flush()
    os._exit(code)


def serve() -> None:
    import_everything()
    for line in sys.stdin:
        with tempfile.TemporaryFile() as output:
            child = os.fork()
            if not child:
                run_and_exit(output.fileno(), *json.loads(line))
            code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
            output.seek(0)
            sys.stdout.write(json.dumps([code, output.read().decode()]) + "\n")
            sys.stdout.flush()


if __name__ == "__main__":
    serve()
