"""Which dots of a path that somebody wrote belong to names: those of a version, most often.

Helm's syntax wants a backslash before such a dot. A path without any may leave them out where the
catalog leaves no doubt: a dot belongs to a name where such a name stands.
"""

from __future__ import annotations

from itertools import accumulate, takewhile
from typing import TYPE_CHECKING

from generator.decode.paths import names_below, node_at
from generator.problems import dotted, fail
from generator.record import Record

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from generator.decode.paths import WrittenPath
    from generator.problems import Path
    from generator.yamlio.read import Node


class _Reading(Record):
    """A path that is meant, maybe; of its steps, the last `missing` stand nowhere."""

    path: Path
    missing: int


def as_meant(
    written: WrittenPath, trees: Sequence[Node], file: str, regions: Sequence[str] = ()
) -> Path:
    """The path with the dots of names put back, as far as `trees`, in the long form, have it.

    Its own steps, if such a path stands. `regions` are those that `"*"` stands for. Raises
    `ProblemsError` where two other paths are as good.
    """
    if written.is_exact:
        return written.steps
    readings = [*_readings((), written.steps, trees, regions)]
    missing = min(reading.missing for reading in readings)
    best = [reading.path for reading in readings if reading.missing == missing]
    if written.steps in best or len(best) == 1:
        return written.steps if written.steps in best else best[0]
    message = f"{dotted(written.steps)} can mean {len(best)} paths"
    raise fail(message, file=file, expected=f"one of {', '.join(map(dotted, best))}")


def _readings(
    above: Path, rest: Path, trees: Sequence[Node], regions: Sequence[str]
) -> Iterator[_Reading]:
    """Each way to go on below a path that stands, as far as the trees lead."""
    ways = [*_ways(above, rest, trees, regions)] if rest else []
    for step, left in ways:
        yield from _readings((*above, step), left, trees, regions)
    if not ways:
        yield _Reading((*above, *rest), len(rest))


def _ways(
    above: Path, rest: Path, trees: Sequence[Node], regions: Sequence[str]
) -> Iterator[tuple[str | int, Path]]:
    """Each step below a path that stands, with what is left of the rest behind it."""
    if isinstance(rest[0], int):
        if any(node_at(tree, (*above, rest[0])) is not None for tree in trees):
            yield rest[0], rest[1:]
        return
    names = names_below(trees, above, regions)
    for number, name in enumerate(names_of(rest), 1):
        if name in names:
            yield name, rest[number:]


def names_of(path: Path) -> Iterator[str]:
    """The names that may begin a path: `a`, `a.b`, `a.b.c` for `a`, `b`, `c`, up to an index."""
    steps = takewhile(lambda step: isinstance(step, str), path)
    return accumulate(map(str, steps), "{}.{}".format)
