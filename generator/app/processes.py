"""Starting other programs, which belong to the user: `git` and `kubectl`, by nobody else."""

from __future__ import annotations

import os
import signal
import subprocess
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from generator.problems import fail

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


@dataclass(frozen=True, slots=True)
class Finished:
    """What a program that has ended leaves behind."""

    code: int
    output: bytes = field(repr=False)
    messages: str = field(repr=False)


def run(
    command: Sequence[str], stdin: str, environment: Mapping[str, str], seconds: int | None = None
) -> Finished | None:
    """Run a program to its end, without a shell; None where it takes longer than some seconds.

    `environment` is over that of this process. What a program has started ends with it, if it does
    not end by itself. Raises `ProblemsError` where the program cannot be started.
    """
    try:
        process = subprocess.Popen(  # noqa: S603  lists of arguments, and no shell
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env={**os.environ, **environment},
            process_group=0,
        )
    except FileNotFoundError:
        raise fail(f"{command[0]} is not installed") from None
    except OSError as error:
        raise fail(f"{command[0]} cannot be started: {error.strerror}") from None
    with process:
        try:
            output, messages = process.communicate(stdin.encode(), seconds)
        except subprocess.TimeoutExpired:
            return None
        finally:
            if process.poll() is None:
                _end(process)
    return Finished(process.returncode, output, messages.decode("utf-8", "replace"))


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a program with all that it has started: one of these could hold its output open."""
    # Its parts may have ended in the meantime, which systems tell in different ways.
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
