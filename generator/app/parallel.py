"""A `map` by several processes, for calls with many large catalogs.

What is left to do for a catalog once it is read has nothing to do with the others, and is two
thirds of a call. Reading stays in one process: names must be known to be unique before anything is
written, and what several catalogs extend is read once. The processes are forks, so that they have
what was read without being sent it, and cost little: some 25 ms each, mostly imports.
"""

from __future__ import annotations

import os
import pickle
from contextlib import suppress
from typing import TYPE_CHECKING, BinaryIO, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

_Item = TypeVar("_Item")
_Result = TypeVar("_Result")

WORTH = 500_000
"""Characters of catalogs from which on a process pays: 50 ms of work, often twice as much."""


def parallel_map(
    function: Callable[[_Item], _Result], items: Sequence[_Item], sizes: Sequence[int]
) -> Iterator[_Result]:
    """The results of a function in the order of the items, as `map` gives them.

    `sizes` says for each item how many characters it was read from. Several processes share the
    items where there are processors and text enough (`WORTH`), and the system can fork. Only
    results go from one to another: they must be small, and pickle. What a process leaves
    unanswered, because the function raised or the process died, is done in this one, so that an
    exception is raised here: doing an item again must do no harm.
    """
    shares = _shares(sizes, min(_processors(), sum(sizes) // WORTH, len(items)))
    workers: dict[int, BinaryIO] = {}
    answers: dict[int, BinaryIO] = {}
    try:
        # Where the system refuses a process, there are fewer.
        with suppress(OSError):
            for share in shares:
                pid, stream = _start(function, [items[index] for index in share], workers)
                workers[pid] = stream
                answers |= dict.fromkeys(share, stream)
        for index, item in enumerate(items):
            yield _answer(answers[index], function, item) if index in answers else function(item)
    finally:
        _end(workers)


def _start(
    function: Callable[[_Item], _Result], items: Iterable[_Item], others: Mapping[int, BinaryIO]
) -> tuple[int, BinaryIO]:
    """A process that works on items, and the stream of its results; raises OSError."""
    reader, writer = os.pipe()
    pid = os.fork()
    if pid:
        os.close(writer)
        return pid, os.fdopen(reader, "rb")
    try:
        # Without readers but the parent, writing fails once the parent has given up.
        os.close(reader)
        for other in others.values():
            other.close()
        with os.fdopen(writer, "wb") as stream:
            for item in items:
                pickle.dump(function(item), stream)
                stream.flush()
    finally:
        # Silently, whatever happened: the parent tells.
        os._exit(0)


def _answer(stream: BinaryIO, function: Callable[[_Item], _Result], item: _Item) -> _Result:
    try:
        result: _Result = pickle.load(stream)  # noqa: S301  a process of ours wrote it
    except (EOFError, pickle.UnpicklingError):
        return function(item)
    return result


def _end(workers: Mapping[int, BinaryIO]) -> None:
    """Wait for the processes, which end with the item at hand where results are still missing."""
    for stream in workers.values():
        stream.close()
    for pid in workers:
        # A caller that ignores SIGCHLD leaves nobody to wait for.
        with suppress(ChildProcessError):
            os.waitpid(pid, 0)


def _shares(sizes: Sequence[int], count: int) -> list[list[int]]:
    """The indexes of items in so many shares of about equal size; none where one process does."""
    if count < 2 or not hasattr(os, "fork"):
        return []
    shares: list[list[int]] = [[] for _ in range(count)]
    loads = [0] * count
    for index in sorted(range(len(sizes)), key=sizes.__getitem__, reverse=True):
        least = loads.index(min(loads))
        shares[least].append(index)
        loads[least] += sizes[index]
    return [sorted(share) for share in shares]


def _processors() -> int:
    """How many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
