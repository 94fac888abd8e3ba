"""A progress bar on a pseudo terminal, with a clock that the test moves."""

from __future__ import annotations

import os
import pty
import re
import struct
import termios
from contextlib import contextmanager, nullcontext, redirect_stderr, redirect_stdout
from fcntl import ioctl
from itertools import count
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

import pytest

from generator import cli
from generator.commands.output import lines_to_stderr, lines_to_stdout
from generator.commands.progress import of_bytes, progress
from tests.support.command import CATALOG
from tests.support.terminal import Stream

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from generator.app.sources import Sources
    from generator.catalog import Catalog

NAMES = [f"a{number}" for number in range(10)]
FILES = [f"{name}.yaml" for name in NAMES]
WARNED = CATALOG.replace("m-gw8iwwd9dqjxwgjtvc3i", "not-an-id")

CALLS: dict[str, tuple[list[str], str]] = {
    "generate": (["generate", *FILES, "-o", "new"], "catalogs"),
    "generate to standard output": (["generate", *FILES, "-o", "-"], "catalogs"),
    "check": (["check", *FILES, "-o", "out"], "catalogs"),
    "diff": (["diff", *FILES, "-o", "out"], "catalogs"),
    "diff with what is deployed": (["diff", *FILES, "--against", "out"], "catalogs"),
    "validate": (["validate", *FILES], "catalogs"),
    "matrix": (["matrix", *FILES], "catalogs read"),
    "calendar": (["calendar", *FILES, "--as-of", "2026-11-30"], "catalogs read"),
    "catalogs": (["catalogs", *FILES], "catalogs read"),
    "audit": (["audit", "a0.yaml"], "regions"),
}
"""What may take long, and what its bar counts."""


class Terminal:
    """A pseudo terminal: everything that was written to it, and the lines that stay there."""

    def __init__(self) -> None:
        self.written = ""

    def lines(self) -> list[str]:
        """What is to be seen in the end: a line starts again at each `\\r`."""
        return [
            re.sub(r"^.*\r\x1b\[K|\x1b\[\d*m", "", line.removesuffix("\r"))
            for line in self.written.split("\n")
        ]


@contextmanager
def terminal(columns: int = 80) -> Iterator[Terminal]:
    """Makes standard output and error a terminal."""
    ours, theirs = pty.openpty()
    ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    found, pieces = Terminal(), []

    def read() -> None:
        # Linux says so when the other side has closed.
        try:
            while piece := os.read(ours, 65_536):
                pieces.append(piece)
        except OSError:
            pass

    reader = Thread(target=read)
    reader.start()
    try:
        with (
            os.fdopen(theirs, "w", encoding="utf-8") as out,
            os.fdopen(os.dup(theirs), "w", encoding="utf-8", buffering=1) as err,
            redirect_stdout(out),
            redirect_stderr(err),
        ):
            yield found
            out.flush()
    finally:
        reader.join()
        os.close(ours)
        found.written = b"".join(pieces).decode()


@pytest.fixture(autouse=True)
def landscapes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ten catalogs, and two regions that answer nothing."""
    monkeypatch.chdir(tmp_path)
    for name in FILES:
        Path(name).write_text(WARNED)
    assert cli.run(["generate", *FILES, "-o", "out", "-q"]) == 0
    monkeypatch.setattr("generator.alicloud.asking.ask", lambda asked, *_: ([] for _ in asked))
    # Children would move clocks of their own.
    monkeypatch.setattr("generator.app.parallel._processors", lambda: 1)


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whenever somebody looks at the clock, more than a second is over."""
    set_clock(monkeypatch, 1.1)


def set_clock(monkeypatch: pytest.MonkeyPatch, step: float) -> None:
    moments = count()
    monkeypatch.setattr("generator.commands.progress.monotonic", lambda: next(moments) * step)


def shown(call: Sequence[str], columns: int = 80) -> Terminal:
    with terminal(columns) as found:
        assert cli.run(call) == int("audit" in call)
    return found


def piped(call: Sequence[str]) -> list[str]:
    out, err = Stream(terminal=False), Stream(terminal=False)
    with redirect_stdout(out), redirect_stderr(err):
        assert cli.run(call) == int("audit" in call)
    return sorted((out.text() + err.text()).split("\n"))


@pytest.mark.usefixtures("slow")
@pytest.mark.parametrize("name", CALLS)
def test_a_bar_counts_what_is_done_and_leaves_the_messages_alone(name: str) -> None:
    call, what = CALLS[name]
    length = 2 if name == "audit" else len(FILES)
    found = shown(call)
    counted = re.findall(rf"\r\[(#+)(-+)\] (\d) of {length} {what}\x1b\[K", found.written)
    assert counted
    for filled, empty, done in counted:
        assert len(filled) == 30 * int(done) // length
        assert len(filled + empty) == 30
    assert [int(done) for _, _, done in counted] == sorted(int(done) for _, _, done in counted)
    if name == "generate":
        Path("new").rename("newer")
    # A table may be laid out otherwise on a terminal.
    assert name == "matrix" or sorted(found.lines()) == sorted(["", *piped(call)[1:]])
    assert not [line for line in found.lines() if "#-" in line]


@pytest.mark.parametrize("name", CALLS)
@pytest.mark.parametrize("reason", ["quick", "quiet", "dumb"])
def test_no_bar(name: str, reason: str, monkeypatch: pytest.MonkeyPatch) -> None:
    set_clock(monkeypatch, 0 if reason == "quick" else 1.1)
    monkeypatch.setenv("TERM", "dumb" if reason == "dumb" else "xterm")
    quiet = ["-q"] if reason == "quiet" else []
    assert "\x1b[K" not in shown([*quiet, *CALLS[name][0]]).written


@pytest.mark.usefixtures("slow")
@pytest.mark.parametrize("name", CALLS)
def test_what_is_piped_has_no_bar(name: str) -> None:
    assert "\r" not in "".join(piped(CALLS[name][0]))


@pytest.mark.usefixtures("slow")
@pytest.mark.parametrize("columns", [200, 80, 40, 20, 8, 1])
def test_a_bar_fits_into_the_terminal(columns: int) -> None:
    with terminal(columns) as found:
        assert [*progress(iter("abcdefgh"), 8, "regions")] == [*"abcdefgh"]
    drawn = [bar for bar in re.split(r"\r|\x1b\[K", found.written) if bar]
    assert drawn or columns == 1
    assert all(len(bar) < columns for bar in drawn)
    assert columns < 16 or " of 8 regions" in drawn[0]


@pytest.mark.usefixtures("slow")
@pytest.mark.parametrize("say", [lines_to_stdout, lines_to_stderr])
def test_what_is_said_meanwhile_stands_where_the_bar_was(say: Callable[[str], None]) -> None:
    with terminal() as found:
        for item in progress(iter("abcd"), 4, "regions"):
            say(item)
    assert re.sub(r"\[[#-]+\]", "[]", found.written).split("\r\n") == [
        "a",
        "\r[] 1 of 4 regions\x1b[K\r\x1b[Kb",
        "\r[] 2 of 4 regions\x1b[K\r\x1b[Kc",
        "\r[] 3 of 4 regions\x1b[K\r\x1b[Kd",
        "",
    ]


@pytest.mark.usefixtures("slow")
def test_a_bar_of_bytes_counts_bytes() -> None:
    with terminal() as found:
        pieces = [b"x" * 65_536] * 4
        assert [*of_bytes(pieces, 4 * 65_536)] == pieces
    assert "] 131,072 of 262,144 bytes" in found.written


@pytest.mark.usefixtures("slow")
@pytest.mark.parametrize("error", [KeyboardInterrupt, ValueError])
def test_a_bar_goes_when_the_work_ends_early(
    error: type[BaseException], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def judged(_: Sources, catalog: Catalog, __: object) -> list[object]:
        if catalog.name == "a7":
            raise error
        return []

    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.setattr("generator.commands.validate.collected", lambda *_: nullcontext())
    monkeypatch.setattr("generator.app.sources.Sources.catalog_warnings", judged)
    with terminal() as found:
        assert cli.run(["validate", *FILES]) == (130 if error is KeyboardInterrupt else 3)
    assert "of 10 catalogs\x1b[K" in found.written
    first, *rest = filter(None, found.lines())
    assert first == "interrupted" or first.startswith("this is a bug in alicloud-generator")
    assert rest == []
