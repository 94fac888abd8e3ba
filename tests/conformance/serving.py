"""Programs that serve while tests run: on free ports of this machine, no longer than the tests."""

from __future__ import annotations

import socket
import subprocess
import time
from collections import deque
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from types import TracebackType
    from typing import Self

LOOPBACK = "127.0.0.1"
PATIENCE = 120
"""Seconds in which a server has to be ready, also on a machine that is busy."""


class Server:
    """A running program that ends when its standard input does, and so outlives nobody."""

    def __init__(self, command: list[str], log: Path) -> None:
        self._log = log
        with log.open("wb") as output:
            self.process = subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=output, stderr=subprocess.STDOUT
            )

    @property
    def runs(self) -> bool:
        return self.process.poll() is None

    def report(self) -> str:
        """Its name, whether it runs, and the last lines of what it said."""
        state = "runs" if self.runs else f"ended with {self.process.returncode}"
        with self._log.open(encoding="utf-8", errors="replace") as lines:
            return f"{self._log.stem} {state}:\n{''.join(deque(lines, maxlen=20))}"

    def end(self) -> None:
        assert self.process.stdin is not None
        self.process.stdin.close()
        try:
            self.process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


class Servers:
    """Servers that need each other; all of them end with the `with` block."""

    def __init__(self) -> None:
        self._servers: list[Server] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _traceback: TracebackType | None,
    ) -> None:
        for server in reversed(self._servers):
            server.end()

    def start(self, command: list[str], log: Path) -> None:
        self._servers.append(Server(command, log))

    def must_run(self) -> None:
        """Raises RuntimeError, with the ends of their logs, when a server has ended."""
        if ended := [server for server in self._servers if not server.runs]:
            raise RuntimeError("\n".join(server.report() for server in ended))

    def must_be(self, ready: Callable[[], bool], what: str) -> None:
        """Returns when `ready` says so; RuntimeError when a server ends or is too slow."""
        deadline = time.monotonic() + PATIENCE
        while not ready():
            self.must_run()
            if time.monotonic() > deadline:
                raise self.failure(f"{what} is not ready after {PATIENCE} seconds")
            time.sleep(0.1)

    def failure(self, message: str) -> RuntimeError:
        """The error of servers that do not serve, with the ends of all logs."""
        return RuntimeError("\n".join((message, *(server.report() for server in self._servers))))


def free_ports(count: int) -> list[int]:
    """Ports of the loopback interface on which nobody listens."""
    sockets = [socket.create_server((LOOPBACK, 0)) for _ in range(count)]
    ports = [each.getsockname()[1] for each in sockets]
    for each in sockets:
        each.close()
    return ports
