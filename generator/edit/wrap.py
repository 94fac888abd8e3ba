"""One level deeper: how the short form of a version becomes the long form, keeping its lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.edit.block import entry_end
from generator.edit.node_text import default_style, scalar
from generator.edit.source import Splice

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.edit.changes import Wrap
    from generator.edit.source import Source
    from generator.yamlio.spans import Span


def wrapped(
    source: Source, container: Span, index: int, change: Wrap, model: Span | None
) -> Iterator[Splice]:
    """The splices that put the value at an index of a mapping one level deeper.

    `model` is the value of another entry that has this form, whose style is copied.
    """
    key, value = container.keys[index], container.items[index]
    heads = _heads(change, model.keys[0].style if model and model.keys else default_style(source))
    is_apart = "\n" in source.text[key.end : value.end]
    if value.keys and not value.flow:
        yield from _in_block(source, key, value, heads)
    elif container.flow or is_apart or (model is not None and model.flow):
        yield from _in_braces(source, value, heads)
    else:
        yield from _on_lines(source, key, value, heads)


def _heads(change: Wrap, style: str) -> list[str]:
    """The new entries as text, the last one still without its value."""
    entries = [
        f"{scalar(name, style)}: {scalar(str(item), style) if type(item) is str else item}"
        for name, item in change.entries.items()
    ]
    return [*entries, f"{scalar(change.key, style)}:"]


def _in_braces(source: Source, value: Span, heads: list[str]) -> Iterator[Splice]:
    """Braces around the value, which touch its first and its last line alone."""
    space = " " if source.text.startswith("{ ", value.start) else ""
    yield Splice(value.start, value.start, f"{{{space}{', '.join(heads)} ")
    yield Splice(value.end, value.end, f"{space}}}")


def _in_block(source: Source, key: Span, value: Span, heads: list[str]) -> Iterator[Splice]:
    """Entries on the lines below the key; an anchor goes down with what it names.

    Half a level in, they leave the lines of the value as they are, so that a diff shows no image ID
    that has not changed. A level of one column leaves no room for that.
    """
    yield from _without_anchor(source, value)
    outer, inner = key.column - 1, value.keys[0].column - 1
    pad = " " * (outer + max(1, (inner - outer) // 2))
    start = source.line_end(key.end)
    ends = [*heads[:-1], f"{heads[-1]} &{value.anchor}" if value.anchor else heads[-1]]
    yield Splice(start, start, "".join(f"{pad}{head}\n" for head in ends))
    if len(pad) == inner:
        yield from _shifted(source, start, entry_end(source, value.end - 1, outer))


def _without_anchor(source: Source, value: Span) -> Iterator[Splice]:
    """The cut of an anchor, with its line where nothing else stands there."""
    if not value.anchor:
        return
    start, end = value.start, value.start + len(f"&{value.anchor}")
    if not source.leads(start):
        yield Splice(start - 1, end, "")
    elif source.text[end : source.content_end(end)].strip():
        yield Splice(start, end, "")
    else:
        yield Splice(source.line_start(start), source.line_end(end), "")


def _on_lines(source: Source, key: Span, value: Span, heads: list[str]) -> Iterator[Splice]:
    """Entries on the lines below the key; a comment behind the value, which is about all, stays."""
    below = f"\n{source.pad(key.start)}{source.unit}"
    new = "".join(f"{below}{head}" for head in heads)
    end = source.content_end(value.end)
    yield Splice(source.text.index(":", key.end) + 1, value.end, "")
    yield Splice(end, end, f"{new} {source.text[value.start : value.end]}")


def _shifted(source: Source, start: int, end: int) -> Iterator[Splice]:
    """The lines from `start` to the one that `end` is on, indented by one level more."""
    while start < end:
        after = source.line_end(start)
        if source.text[start:after].strip():
            yield Splice(start, start, source.unit)
        start = after
