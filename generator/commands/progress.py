"""A progress bar, for work that takes so long that somebody would wonder."""

from __future__ import annotations

import sys
from time import monotonic
from typing import TYPE_CHECKING, Final, TypeVar

from generator.commands.output import draw_bar, erase_bar
from generator.commands.terminal import is_quiet, is_smart, width

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

_Item = TypeVar("_Item")

_PATIENCE: Final = 1.0
"""Seconds before the bar shows itself."""

_PAUSE: Final = 0.1
"""Seconds from one drawing of it to the next."""

_LONGEST: Final = 30
"""Signs of a bar on a wide terminal."""


def progress(
    items: Iterable[_Item], length: int, what: str, size: Callable[[_Item], int] = lambda _: 1
) -> Iterator[_Item]:
    """The items one by one, with a bar on a terminal once they have taken a while.

    The bar says how much there has been of the `length`, to which each item adds its `size`;
    `what` is the unit.
    """
    if is_quiet() or not is_smart(sys.stderr):
        yield from items
        return
    due, done = monotonic() + _PATIENCE, 0
    try:
        for item in items:
            yield item
            done += size(item)
            if monotonic() >= due and done < length:
                draw_bar(_bar(done, length, what))
                due = monotonic() + _PAUSE
    finally:
        erase_bar()


def reading(files: Sequence[str]) -> Iterator[str]:
    """The files of catalogs, with such a bar while they are read."""
    return progress(files, len(files), "catalogs read")


def of_bytes(pieces: Iterable[bytes], length: int) -> Iterator[bytes]:
    """The pieces of a file of `length` bytes, with such a bar while they come or go."""
    return progress(pieces, length, "bytes", len)


def _bar(done: int, length: int, what: str) -> str:
    """A bar that leaves the last column free, in which some terminals go on to the next line."""
    said = f"{done:,} of {length:,} {what}"
    room = (width(sys.stderr) or 0) - 1
    size = min(_LONGEST, room - len(f"[] {said}"))
    if size < 1:
        return said[: max(room, 0)]
    filled = size * done // length
    return f"[{'#' * filled}{'-' * (size - filled)}] {said}"
