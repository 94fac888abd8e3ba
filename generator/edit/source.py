"""The text of a file, with the positions of its nodes and lines."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from generator.problems import Problem, ProblemsError, dotted
from generator.yamlio.spans import Kind, Span, spans

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.problems import Path


@dataclass(frozen=True, slots=True)
class Splice:
    """`new` instead of `text[start:end]`, with line feeds for line ends."""

    start: int
    end: int
    new: str


class Source:
    """The text of a file whose syntax is known to be good; positions are indexes of characters."""

    def __init__(self, text: str, file: str) -> None:
        self.text = text
        self.file = file

    @cached_property
    def root(self) -> Span:
        """The whole document."""
        return spans(self.text)

    @cached_property
    def unit(self) -> str:
        """The indentation of one level."""
        return self._unit(self.root) or "  "

    @cached_property
    def _anchors(self) -> dict[str, Span]:
        return {span.anchor: span for span in _all(self.root) if span.anchor}

    def at(self, path: Path) -> Span:
        """The node at a path; raises `ProblemsError` where it stands elsewhere, or nowhere."""
        span = self.root
        for depth, step in enumerate(path):
            if span.kind is Kind.ALIAS:
                raise self.refusal(span, path[:depth], f"is *{span.value}")
            found = _child(span, step)
            if found is None:
                raise self.refusal(span, path[: depth + 1], "comes from a merge key, `<<`")
            span = found
        if span.kind is Kind.ALIAS:
            raise self.refusal(span, path, f"is *{span.value}")
        return span

    def model(self, path: Path) -> Span | None:
        """The node at a path whose style is to be copied; aliases are followed."""
        span: Span | None = self.root
        for step in path:
            span = _child(span, step) if span is not None else None
            if span is not None and span.kind is Kind.ALIAS:
                span = self._anchors.get(span.value)
        return span

    def refusal(self, span: Span, path: Path, reason: str) -> ProblemsError:
        """The error for a node that is written once and used in several places."""
        start = self.line_start(span.start)
        line, column = self.text.count("\n", 0, start) + 1, span.start - start + 1
        message = f"{dotted(path)} {reason}: what is changed there changes elsewhere"
        hint = "write it out here, then try again"
        return ProblemsError([Problem(self.file, line, column, message, hint=hint)])

    def line_start(self, position: int) -> int:
        """Where the line of a position starts."""
        return self.text.rfind("\n", 0, position) + 1

    def line_end(self, position: int) -> int:
        """Where the next line starts."""
        return self.text.find("\n", position) + 1 or len(self.text)

    def content_end(self, position: int) -> int:
        """Where the line of a position ends, without its line end."""
        end = self.line_end(position)
        tail = self.text[max(position, end - 2) : end]
        return end - len(tail) + len(tail.rstrip("\r\n"))

    def pad(self, position: int) -> str:
        """The white space that the line of a position starts with."""
        start = self.line_start(position)
        line = self.text[start : self.line_end(start)]
        return line[: len(line) - len(line.lstrip(" \t"))]

    def leads(self, position: int) -> bool:
        """Whether nothing stands before a position on its line."""
        return not self.text[self.line_start(position) : position].strip()

    def top(self, position: int) -> int:
        """Where an entry starts with the comment lines directly above it, indented as it is."""
        top, pad = self.line_start(position), self.pad(position)
        while top:
            above = self.line_start(top - 1)
            line = self.text[above:top]
            if not line.startswith(f"{pad}#"):
                break
            top = above
        return top

    def is_one_line(self, span: Span) -> bool:
        """Whether a node stands on one line."""
        return "\n" not in self.text[span.start : span.end]

    def _unit(self, span: Span) -> str:
        for child in span.items if span.keys else ():
            if child.keys and (unit := self._step(span, child) or self._unit(child)):
                return unit
        return ""

    def _step(self, span: Span, child: Span) -> str:
        above, below = self.pad(span.keys[0].start), self.pad(child.keys[0].start)
        return below.removeprefix(above) if below.startswith(above) else ""


def _child(span: Span, step: str | int) -> Span | None:
    if isinstance(step, str):
        return span.get(step)
    inside = span.kind is Kind.LIST and step < len(span.items)
    return span.items[step] if inside else None


def _all(span: Span) -> Iterator[Span]:
    yield span
    for below in (*span.keys, *span.items):
        yield from _all(below)
