"""Running whole processes: how long they take and how much memory they need at most."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

Command: TypeAlias = "Callable[[Path], Sequence[str | Path]]"
"""A command line, given an empty folder that is this run's own."""

_MAXRSS_UNIT = 1 if sys.platform == "darwin" else 1024
"""Bytes in the unit of `ru_maxrss` (getrusage(2)): bytes on macOS, KiB elsewhere."""


@dataclass(frozen=True, slots=True)
class Sample:
    """What one run took: wall time, and the peak memory of its largest process in bytes.

    `processor` is the processor time in seconds, that of processes that it started included.
    """

    seconds: float
    memory: int
    processor: float = 0.0


@dataclass(frozen=True, slots=True)
class Bench:
    """Where runs happen: each in a folder of its own below `folder`, all in one environment."""

    folder: Path
    environment: Mapping[str, str]

    def measure(self, command: Command) -> Sample:
        """Run a command; raises `RuntimeError` when it fails."""
        with TemporaryDirectory(dir=self.folder) as folder:
            return self.run(command, Path(folder))

    def measure_in_turns(self, commands: Sequence[Command], repetitions: int) -> list[list[Sample]]:
        """The samples of each command, taken in turns, so that a busy machine hits all of them."""
        rounds = [[self.measure(command) for command in commands] for _ in range(repetitions)]
        return [list(samples) for samples in zip(*rounds, strict=True)]

    def run(self, command: Command, folder: Path) -> Sample:
        """Run a command in a folder that stays, its output in `stdout` there."""
        arguments = command(folder)
        with (folder / "stdout").open("wb") as out, (folder / "stderr").open("wb") as err:
            start = perf_counter()
            process = subprocess.Popen(
                arguments, stdin=subprocess.DEVNULL, stdout=out, stderr=err, env=self.environment
            )
            _, status, usage = os.wait4(process.pid, 0)
            seconds = perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            message = (folder / "stderr").read_text(encoding="utf-8", errors="replace")
            shown = " ".join(map(str, arguments))
            raise RuntimeError(f"exit code {process.returncode}: {shown[:200]}\n{message[:2000]}")
        memory = usage.ru_maxrss * _MAXRSS_UNIT
        return Sample(seconds, memory, usage.ru_utime + usage.ru_stime)
