"""A progress bar, for work that takes so long that somebody would wonder."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING, TypeVar

import click

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_Item = TypeVar("_Item")

_PATIENCE = 1.0
"""Seconds before the bar shows itself."""


def progress(items: Iterable[_Item], length: int) -> Iterator[_Item]:
    """The items one by one, with a bar on a terminal once they have taken a while."""
    start = time.monotonic()
    remaining = iter(items)
    for done, item in enumerate(remaining, 1):
        yield item
        if sys.stderr.isatty() and time.monotonic() - start > _PATIENCE:
            with click.progressbar(
                remaining, length=length, file=sys.stderr, show_eta=False
            ) as bar:
                bar.update(done)
                yield from bar
            return
