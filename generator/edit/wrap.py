"""One level deeper: how the short form of a version becomes the long form, keeping its text."""

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
    if container.flow:
        yield from _in_flow(source, key, value, heads)
    elif value.keys and not value.flow:
        yield from _in_block(source, key, value, heads)
    elif model is not None and model.flow and source.is_one_line(value):
        yield Splice(value.start, value.start, "{" + " ".join(_comma_ended(heads)) + " ")
        yield Splice(value.end, value.end, "}")
    else:
        yield from _on_lines(source, key, value, heads)


def _heads(change: Wrap, style: str) -> list[str]:
    """The new entries as text, the last one still without its value."""
    entries = [
        f"{scalar(name, style)}: {scalar(str(item), style) if type(item) is str else item}"
        for name, item in change.entries.items()
    ]
    return [*entries, f"{scalar(change.key, style)}:"]


def _comma_ended(heads: list[str]) -> list[str]:
    return [*(f"{head}," for head in heads[:-1]), heads[-1]]


def _in_flow(source: Source, key: Span, value: Span, heads: list[str]) -> Iterator[Splice]:
    pad = source.pad(key.start)
    if source.is_one_line(value) or not source.leads(key.start):
        yield Splice(value.start, value.start, "{" + " ".join(_comma_ended(heads)) + " ")
        yield Splice(value.end, value.end, "}")
        return
    below = f"\n{pad}{source.unit}"
    yield Splice(value.start, value.start, "{" + below + below.join(_comma_ended(heads)) + " ")
    yield from _shifted(source, source.line_end(value.start), value.end)
    yield Splice(value.end, value.end, f"\n{pad}}}")


def _in_block(source: Source, key: Span, value: Span, heads: list[str]) -> Iterator[Splice]:
    """Entries on the lines below the key; an anchor goes down with what it names."""
    first = value.keys[0].start
    anchor = f" &{value.anchor}" if value.anchor else ""
    if anchor:
        at = source.text.index(anchor, key.end)
        yield Splice(at, at + len(anchor), "")
    pad = source.pad(first)
    start = source.line_end(key.end)
    yield Splice(
        start, start, "".join(f"{pad}{head}\n" for head in [*heads[:-1], heads[-1] + anchor])
    )
    indent = len(source.pad(key.start))
    yield from _shifted(source, start, entry_end(source, value.end - 1, indent))


def _on_lines(source: Source, key: Span, value: Span, heads: list[str]) -> Iterator[Splice]:
    """Entries on the lines below the key, and the value behind the last of them as it is."""
    below = f"\n{source.pad(key.start)}{source.unit}"
    new = "".join(f"{below}{head}" for head in heads)
    colon = source.text.index(":", key.end) + 1
    end = source.content_end(value.end)
    if source.is_one_line(value) and end > value.end:
        # The comment behind the value is about all of it.
        yield Splice(colon, value.end, "")
        yield Splice(end, end, f"{new} {source.text[value.start : value.end]}")
    else:
        yield Splice(colon, value.start, f"{new} ")


def _shifted(source: Source, start: int, end: int) -> Iterator[Splice]:
    """The lines from `start` to the one that `end` is on, indented by one level more."""
    while start < end:
        after = source.line_end(start)
        if source.text[start:after].strip():
            yield Splice(start, start, source.unit)
        start = after
