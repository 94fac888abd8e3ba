"""Runs calls in a process of their own, with limits to memory and time."""

from __future__ import annotations

import contextlib
import io
import os
import resource
import signal
import traceback
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, NoReturn

from generator import cli
from generator.commands import crash
from tests.fuzz.inputs import STANDARD_INPUT, mutated

if TYPE_CHECKING:
    from collections.abc import Sequence

MEMORY = 1 << 30
"""Bytes that a process may have beside those that it has when it starts."""

SECONDS = 60
"""For one call, on a machine that does much else: most take a hundredth of one."""


@dataclass(frozen=True)
class Failure:
    """The number of an input, and how the call ended."""

    number: int
    ending: str


class _BlockedError(BaseException):
    """A call takes too long."""


def failures(numbers: Sequence[int]) -> list[Failure]:
    """What fails of the inputs of these numbers; a process that dies ends with the one at hand."""
    reader, writer = os.pipe()
    pid = os.fork()
    if not pid:
        os.close(reader)
        _work(numbers, writer)
    os.close(writer)
    with os.fdopen(reader) as stream:
        lines = [line.rstrip("\n").split("\t", 1) for line in stream]
    _, status = os.waitpid(pid, 0)
    done = [int(number) for number, _ in lines]
    found = [Failure(int(number), ending) for number, ending in lines if ending]
    if len(done) < len(numbers):
        found.append(Failure(numbers[len(done)], f"the process ended with status {status}"))
        found += failures(numbers[len(done) + 1 :])
    return found


def _work(numbers: Sequence[int], writer: int) -> NoReturn:
    """Write the number of each input, with how its call ended where it failed."""
    code = 1
    try:
        _limit()
        with TemporaryDirectory() as folder, os.fdopen(writer, "w") as stream:
            for number in numbers:
                stream.write(f"{number}\t{_ending(number, Path(folder, str(number)))}\n")
                stream.flush()
        code = 0
    finally:
        os._exit(code)


def _limit() -> None:
    size = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (size + MEMORY, size + MEMORY))
    signal.signal(signal.SIGALRM, _blocked)


def _blocked(*_: object) -> NoReturn:
    raise _BlockedError


def _ending(number: int, folder: Path) -> str:
    """How the call of an input ended; empty where it ended well."""
    crashes: list[BaseException] = []
    crash.report_crash = crashes.append
    code = _code_of(number, folder)
    if crashes:
        place = traceback.extract_tb(crashes[0].__traceback__)[-1]
        code = f"{crashes[0]!r:.100} in {place.filename}:{place.lineno}"
    return "" if code in ("0", "1", "2") else f"{' '.join(mutated(number).call)}: {code}"


def _code_of(number: int, folder: Path) -> str:
    given = mutated(number)
    folder.mkdir()
    os.chdir(folder)
    for name, data in given.files.items():
        Path(name).write_bytes(data)
    with Path(STANDARD_INPUT if STANDARD_INPUT in given.files else os.devnull).open() as stdin:
        os.dup2(stdin.fileno(), 0)
    out, err = io.TextIOWrapper(io.BytesIO(), encoding="utf-8"), io.StringIO()
    signal.alarm(SECONDS)
    try:
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            code = str(cli.run(given.call))
    except _BlockedError as blocked:
        frame = traceback.extract_tb(blocked.__traceback__)[-2]
        return f"blocked in {frame.filename}:{frame.lineno}"
    finally:
        signal.alarm(0)
    if code == "3":
        return f"3: {err.getvalue()[-300:]!r}"
    silent = code == "1" and given.call[0] != "check" and not (err.getvalue() or out.buffer.tell())
    return "1 without a word" if silent else code
