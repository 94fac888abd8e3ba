"""Inserting and removing entries in block style: whole lines, with the comments of each entry.

A comment directly above an entry, indented as it is, belongs to it, and so do those below that are
indented more than it. What an empty line sets apart stays where it is.
"""

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
    """The lines of new entries, before the entry at an index or behind the last."""
    pad = source.pad(_starts(container)[0])
    gap = _gap(source, container)
    lines = [f"{pad}{entry}\n" for entry in entries]
    if index is not None:
        top = source.top(_starts(container)[index])
        yield Splice(top, top, "".join(f"{line}{gap}" for line in lines))
        return
    end = _extent(source, container, len(container.items) - 1)[1]
    new = "".join(f"{gap}{line}" for line in lines)
    if source.text[:end].endswith("\n"):
        yield Splice(end, end, new)
    else:
        yield Splice(end, end, "\n" + new.removesuffix("\n"))


def removal(source: Source, container: Span, indexes: Sequence[int]) -> Iterator[Splice]:
    """Cuts of whole entries; of the empty lines around an entry, those behind it go, too."""
    for index in indexes:
        start, end = _extent(source, container, index)
        if index == 0 or _blank_above(source, start):
            end = _skip_blank(source, end)
        yield Splice(start, end, "")


def _starts(container: Span) -> list[int]:
    return [span.start for span in container.keys or container.items]


def _extent(source: Source, container: Span, index: int) -> tuple[int, int]:
    """Where the lines of an entry start and end."""
    start, item = _starts(container)[index], container.items[index]
    end = max(start, item.end, container.keys[index].end if container.keys else 0)
    return source.top(start), entry_end(source, max(start, end - 1), len(source.pad(start)))


def entry_end(source: Source, last: int, indent: int) -> int:
    """Where the lines end of an entry with this last character: behind comments that it indents."""
    end = position = source.line_end(last)
    while position < len(source.text):
        after = source.line_end(position)
        line = source.text[position:after].strip()
        if line.startswith("#") and len(source.pad(position)) > indent:
            end = after
        elif line:
            break
        position = after
    return end


def _gap(source: Source, container: Span) -> str:
    """The empty lines that stand between two entries of a mapping."""
    if len(container.items) < 2:
        return ""
    top, count = _extent(source, container, 1)[0], 0
    while _blank_above(source, top):
        top, count = source.line_start(top - 1), count + 1
    return "\n" * count


def _blank_above(source: Source, start: int) -> bool:
    return start > 0 and not source.text[source.line_start(start - 1) : start].strip()


def _skip_blank(source: Source, end: int) -> int:
    while end < len(source.text) and not source.text[end : source.line_end(end)].strip():
        end = source.line_end(end)
    return end
