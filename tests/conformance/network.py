"""A network of its own, in which nothing but the loopback interface is up and nobody else is."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from tests.support.tools import lacking, need

if TYPE_CHECKING:
    from types import TracebackType
    from typing import Self

HERE = Path(__file__).parent


class Network:
    """A network namespace of Linux, for as long as the `with` block lasts.

    Whoever enters it is its root, and so may listen on every port and mount what it likes. Skips
    the calling test where the kernel allows no user namespace.
    """

    def __init__(self) -> None:
        # Its standard input holds the namespace, which so outlives nobody.
        holder = f"{need('ip')} link set lo up && echo up && exec cat"
        self._holder = subprocess.Popen(
            [need("unshare"), "--user", "--map-root-user", "--net", "sh", "-c", holder],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def __enter__(self) -> Self:
        assert self._holder.stdout is not None
        if (said := self._holder.stdout.readline()) != "up\n":
            self._holder.communicate()
            lacking(f"no network namespace can be made here: {said.strip()}")
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _traceback: TracebackType | None,
    ) -> None:
        self._holder.communicate()

    def inside(self, *command: str) -> list[str]:
        """The command that runs another one in here, with its input, output and environment."""
        target = f"--target={self._holder.pid}"
        return [need("nsenter"), target, "--user", "--net", "--preserve-credentials", *command]

    def python(self, script: str, *arguments: str) -> list[str]:
        """The command that runs a script beside this module in here."""
        return self.inside(sys.executable, "-I", str(HERE / script), *arguments)
