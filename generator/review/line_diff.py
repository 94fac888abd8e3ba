"""The unified diff of two lists of lines, of any length in a time that grows with it.

`difflib` alone takes minutes for profiles of thousands of IDs, whose other lines repeat without
end. So lines that are unique on both sides, such as the IDs, are matched first (the idea of
patience diff), and only what is left between two of them is given to it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from generator.review.model import TextDiff
from generator.visible import visible

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_CONTEXT: Final = 3
"""Equal lines that are shown on either side of a difference, as diff and git do."""

_LARGEST: Final = 1_000_000
"""Pairs of lines that difflib may compare in one gap; a larger one is shown as replaced."""


@dataclass(frozen=True, slots=True)
class Block:
    """Lines `old[a:b]` that became `new[c:d]`; one of the two may be empty."""

    a: int
    b: int
    c: int
    d: int


def line_diff(
    file: str, old: Sequence[str] | None, new: Sequence[str] | None, old_file: str = ""
) -> TextDiff | None:
    """The diff of a file that is absent where a side is None; None where nothing differs.

    `old_file` is what the old side is called where that is something else.
    """
    olds, news = old or (), new or ()
    blocks = [*_blocks(olds, news)]
    if not blocks and (old is None) == (new is None):
        return None
    head = [f"--- {'/dev/null' if old is None else _side('a', old_file or file)}"]
    head += [f"+++ {'/dev/null' if new is None else _side('b', file)}"]
    body = [line for group in _groups(blocks) for line in _hunk(group, olds, news)]
    added, removed = sum(b.d - b.c for b in blocks), sum(b.b - b.a for b in blocks)
    return TextDiff(file, (*head, *body), added, removed)


def _side(letter: str, file: str) -> str:
    """A file below a or b, as git writes it: an absolute path, too."""
    return f"{letter}/{visible(file).removeprefix('./').lstrip('/')}"


def _blocks(old: Sequence[str], new: Sequence[str]) -> Iterator[Block]:
    """Where the two differ, in order; neighbours are one."""
    pending: Block | None = None
    for block in _between(old, new):
        if pending and (pending.b, pending.d) == (block.a, block.c):
            pending = Block(pending.a, block.b, pending.c, block.d)
            continue
        if pending:
            yield pending
        pending = block
    if pending:
        yield pending


def _between(old: Sequence[str], new: Sequence[str]) -> Iterator[Block]:
    """The differences in every gap between matches of unique lines."""
    start, end_old, end_new = _trimmed(old, new, 0, len(old), 0, len(new))
    at_old, at_new = start, start
    for match_old, match_new in [*_anchors(old, new, start, end_old, end_new), (end_old, end_new)]:
        if old[at_old:match_old] != new[at_new:match_new]:
            yield from _gap(old, new, Block(at_old, match_old, at_new, match_new))
        at_old, at_new = match_old + 1, match_new + 1


def _trimmed(
    old: Sequence[str], new: Sequence[str], a: int, b: int, c: int, d: int
) -> tuple[int, int, int]:
    """Where the first difference is in `old`, and where equal ends start on both sides."""
    start = a
    while start < b and start - a < d - c and old[start] == new[c + start - a]:
        start += 1
    while b > start and d > c + start - a and old[b - 1] == new[d - 1]:
        b, d = b - 1, d - 1
    return start, b, d


def _anchors(
    old: Sequence[str], new: Sequence[str], start: int, end_old: int, end_new: int
) -> list[tuple[int, int]]:
    """Indexes of lines that each side has once: as many as rise on both sides."""
    olds, news = _unique(old, start, end_old), _unique(new, start, end_new)
    pairs = [(at, news[line]) for line, at in olds.items() if line in news]
    return pairs if _is_rising(pairs) else _longest_rise(pairs)


def _is_rising(pairs: Sequence[tuple[int, int]]) -> bool:
    return all(one[1] < other[1] for one, other in pairwise(pairs))


def _longest_rise(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    tails: list[int] = []
    heads: list[int] = []
    before: list[int] = []
    for number, (_, at_new) in enumerate(pairs):
        place = bisect_left(tails, at_new)
        before.append(heads[place - 1] if place else -1)
        if place == len(tails):
            tails.append(at_new)
            heads.append(number)
        else:
            tails[place], heads[place] = at_new, number
    chain = []
    number = heads[-1] if heads else -1
    while number >= 0:
        chain.append(pairs[number])
        number = before[number]
    return chain[::-1]


def _unique(lines: Sequence[str], start: int, end: int) -> dict[str, int]:
    """The lines that stand once in a range, in order, with their indexes."""
    part = lines[start:end]
    counts = Counter(part)
    return {line: index for index, line in enumerate(part, start) if counts[line] == 1}


def _gap(old: Sequence[str], new: Sequence[str], gap: Block) -> Iterator[Block]:
    start, b, d = _trimmed(old, new, gap.a, gap.b, gap.c, gap.d)
    a, c = start, gap.c + start - gap.a
    if (a, c) == (b, d):
        return
    if (b - a) * (d - c) > _LARGEST or set(old[a:b]).isdisjoint(new[c:d]):
        yield Block(a, b, c, d)
        return
    from difflib import SequenceMatcher

    matcher = SequenceMatcher(None, old[a:b], new[c:d])
    for tag, i, j, k, m in matcher.get_opcodes():
        if tag != "equal":
            yield Block(a + i, a + j, c + k, c + m)


def _groups(blocks: Sequence[Block]) -> Iterator[list[Block]]:
    """Blocks whose surroundings touch belong to one hunk."""
    group: list[Block] = []
    for block in blocks:
        if group and block.a - group[-1].b > 2 * _CONTEXT:
            yield group
            group = []
        group.append(block)
    if group:
        yield group


def _hunk(group: Sequence[Block], old: Sequence[str], new: Sequence[str]) -> Iterator[str]:
    first, last = group[0], group[-1]
    lead = min(_CONTEXT, first.a, first.c)
    tail = min(_CONTEXT, len(old) - last.b, len(new) - last.d)
    olds = _span(first.a - lead, last.b + tail)
    news = _span(first.c - lead, last.d + tail)
    yield f"@@ -{olds} +{news} @@"
    at = first.a - lead
    for block in group:
        yield from (f" {line}" for line in old[at : block.a])
        yield from (f"-{line}" for line in old[block.a : block.b])
        yield from (f"+{line}" for line in new[block.c : block.d])
        at = block.b
    yield from (f" {line}" for line in old[at : last.b + tail])


def _span(start: int, end: int) -> str:
    """A range of lines as unified diffs have it: from 1 on, and the line before an empty one."""
    length = end - start
    if length == 1:
        return f"{start + 1}"
    return f"{start + 1 if length else start},{length}"
