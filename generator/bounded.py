"""Work on what others wrote, in a process that may take only so much memory and processor time.

An expression such as `10 ** 10 ** 10` is one step of Python, which nothing inside of its process
can interrupt.
"""

from __future__ import annotations

import os
import pickle
import resource
import signal
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Final, TypeVar

from generator import files
from generator.problems import ProblemsError, fail

if TYPE_CHECKING:
    from collections.abc import Callable

    from generator.problems import Problem

_Result = TypeVar("_Result")

SECONDS: Final = 30
"""Processor time; the largest documents take less than one."""

MEMORY: Final = 1024**3
"""Bytes beyond those that the process takes already; the largest documents take a tenth."""


def bounded(function: Callable[[], _Result], what: str, file: str) -> _Result:
    """The result of a function, which must pickle, from a process of its own.

    Raises the `ProblemsError` that the function raises, or one about `file` where `what` it works
    on takes more than `SECONDS` or `MEMORY`, or ends the process.
    """
    reader, writer = os.pipe()
    pid = os.fork()
    if not pid:
        os.close(reader)
        _work(function, writer)
    os.close(writer)
    try:
        with os.fdopen(reader, "rb") as stream:
            data = stream.read()
    except BaseException:
        os.kill(pid, signal.SIGKILL)
        raise
    finally:
        # A caller that ignores SIGCHLD leaves nobody to wait for.
        with suppress(ChildProcessError):
            os.waitpid(pid, 0)
    if not data:
        message = f"{what} takes more than {SECONDS} seconds or {MEMORY:,} bytes of memory"
        raise fail(message, file=file)
    result, problems = pickle.loads(data)  # noqa: S301  a process of ours wrote it
    if problems:
        raise ProblemsError(problems)
    answer: _Result = result
    return answer


def _work(function: Callable[[], _Result], writer: int) -> None:
    """Write the result or the problems, and end; in silence, the parent tells."""
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
        _limit(resource.RLIMIT_CORE, 0)
        _limit(resource.RLIMIT_CPU, SECONDS)
        _limit(resource.RLIMIT_AS, _memory_in_use() + MEMORY)
        answer: tuple[_Result | None, tuple[Problem, ...]]
        try:
            answer = function(), ()
        except ProblemsError as error:
            answer = None, error.problems
        with os.fdopen(writer, "wb") as stream:
            stream.write(pickle.dumps(answer))
    finally:
        os._exit(0)


def _limit(kind: int, amount: int) -> None:
    """Lower a limit, where the system has it and a lower one is not in force."""
    soft, hard = resource.getrlimit(kind)
    if resource.RLIM_INFINITY in (soft, hard) or amount < min(soft, hard):
        with suppress(ValueError, OSError):
            resource.setrlimit(kind, (amount, hard))


def _memory_in_use() -> int:
    """Bytes of the address space, which is what is limited; each thread has reserved some of it.

    Where the system does not tell it, the most that this process had in memory.
    """
    with suppress(OSError, ValueError, IndexError):
        return int(files.read("/proc/self/statm").split()[0]) * resource.getpagesize()
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most if sys.platform == "darwin" else most * 1024
