"""Inserting and removing entries in flow style: between braces, on one line or on several."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.edit.source import Splice

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from generator.edit.source import Source
    from generator.yamlio.spans import Span


def insertion(
    source: Source, container: Span, index: int | None, entries: Sequence[str]
) -> Iterator[Splice]:
    """New entries, before the entry at an index or behind the last."""
    starts, ends = _starts(container), _ends(container)
    if not starts:
        yield Splice(container.end - 1, container.end - 1, ", ".join(entries))
    elif index is not None and _has_own_lines(source, container):
        top, pad = source.top(starts[index]), source.pad(starts[index])
        yield Splice(top, top, "".join(f"{pad}{entry},\n" for entry in entries))
    elif index is not None:
        yield Splice(starts[index], starts[index], "".join(f"{entry}, " for entry in entries))
    elif _has_own_lines(source, container):
        yield from _appended(source, container, ends[-1], entries)
    else:
        yield Splice(ends[-1], ends[-1], "".join(f", {entry}" for entry in entries))


def _appended(
    source: Source, container: Span, end: int, entries: Sequence[str]
) -> Iterator[Splice]:
    """Entries on lines of their own, behind the last; a comma that ends the list stays."""
    pad = source.pad(_starts(container)[-1])
    comma = _comma(source, end)
    new = "".join(f",\n{pad}{entry}" for entry in entries)
    behind = source.content_end(end if comma is None else comma)
    if behind >= container.end - 1:
        yield Splice(end, end, new)
    elif comma is None:
        yield Splice(end, end, ",")
        yield Splice(behind, behind, new[1:])
    else:
        yield Splice(behind, behind, new[1:] + ",")


def removal(source: Source, container: Span, indexes: Sequence[int]) -> Iterator[Splice]:
    """Cuts of entries with the commas that are theirs."""
    starts, ends = _starts(container), _ends(container)
    for first, last in _runs(indexes):
        comma = _comma(source, ends[last])
        end = source.line_end(comma or ends[last])
        is_last = last == len(ends) - 1
        next_start = container.end - 1 if is_last else starts[last + 1]
        if source.leads(starts[first]) and end <= source.line_start(next_start):
            if is_last and first and comma is None:
                before = _comma(source, ends[first - 1]) or 0
                yield Splice(before, before + 1, "")
            yield Splice(source.top(starts[first]), end, "")
        elif first:
            yield Splice(ends[first - 1], ends[last], "")
        else:
            yield Splice(starts[0], ends[-1] if is_last else next_start, "")


def _runs(indexes: Sequence[int]) -> list[tuple[int, int]]:
    """Neighbouring indexes as the first and the last of each run."""
    runs: list[tuple[int, int]] = []
    for index in sorted(indexes):
        if runs and runs[-1][1] == index - 1:
            runs[-1] = (runs[-1][0], index)
        else:
            runs.append((index, index))
    return runs


def _starts(container: Span) -> list[int]:
    return [span.start for span in container.keys or container.items]


def _ends(container: Span) -> list[int]:
    keys = container.keys or container.items
    return [max(k.end, item.end) for k, item in zip(keys, container.items, strict=True)]


def _has_own_lines(source: Source, container: Span) -> bool:
    return all(map(source.leads, _starts(container)))


def _comma(source: Source, position: int) -> int | None:
    """Where the comma behind an entry stands; None where none does."""
    text = source.text
    while text[position] in " \t\r\n#":
        position = source.line_end(position) if text[position] == "#" else position + 1
    return position if text[position] == "," else None
