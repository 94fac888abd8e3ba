"""New nodes as text, in the manner of those that are there: style, quotes, indentation."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from generator.yamlio.emit import text as quoted_where_needed
from generator.yamlio.read import NULL_TEXTS, Plain
from generator.yamlio.spans import Kind

if TYPE_CHECKING:
    from generator.edit.changes import Likes
    from generator.edit.source import Source
    from generator.problems import Path
    from generator.yamlio.read import Node
    from generator.yamlio.spans import Span

_WIDTH = 100
"""Characters of a line beyond which a mapping is not written on one, unless others are."""

_PLAIN = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.+/@-]*")


def scalar(value: str, style: str) -> str:
    """A text in the quotes of another, of which `style` are the quotes."""
    if type(value) is Plain:
        return value
    if style == '"':
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
    if style == "'":
        return "'" + value.replace("'", "''") + "'"
    # Among texts without quotes, a catalog's text needs none to stay text.
    if _PLAIN.fullmatch(value) and value not in NULL_TEXTS:
        return value
    return quoted_where_needed(value)


def default_style(source: Source) -> str:
    """The quotes of a text that is like no other: JSON stays JSON."""
    return '"' if source.root.flow else ""


class Writer:
    """Writes new entries of a container, or new values.

    `likes` are paths below that container and, for each, the path of a node to copy the looks of.
    """

    def __init__(self, source: Source, likes: Likes, container: Span) -> None:
        self._source = source
        self._likes = likes
        self._container = container

    def entry(self, key: str, value: Node, pad: str) -> str:
        """`key: value`, its further lines indented by `pad` and more."""
        return self._entry(key, value, pad, (), self._container, flow=self._container.flow)

    def value(self, key: Span, value: Node) -> str:
        """What stands behind the colon of a key: after a space, or on lines of its own."""
        pad, path, flow = self._source.pad(key.start), (key.value,), self._container.flow
        return self._value(value, pad, path, len(pad) + key.end - key.start, flow=flow)

    def _entry(
        self, key: str, value: Node, pad: str, path: Path, like: Span | None, *, flow: bool
    ) -> str:
        name = scalar(key, self._key_style(like, key))
        return f"{name}:{self._value(value, pad, (*path, key), len(pad + name), flow=flow)}"

    def _value(self, value: Node, pad: str, path: Path, column: int, *, flow: bool) -> str:
        if isinstance(value, list):
            return self._list(value, pad, path, flow=flow)
        if isinstance(value, dict):
            return self._mapping(value, pad, path, column, flow=flow)
        like = self._like(path)
        same = like is not None and like.kind is Kind.SCALAR
        style = like.style if same and like is not None else default_style(self._source)
        return " " + scalar(value, style)

    def _mapping(
        self, value: dict[str, Node], pad: str, path: Path, column: int, *, flow: bool
    ) -> str:
        like = self._like(path)
        if flow or (like is not None and like.flow):
            braces = self._braces(value, pad, path, like)
            if flow or column + len(braces) < max(_WIDTH, self._width(like)):
                return f" {braces}"
        below = pad + self._source.unit
        entries = self._entries(value, below, path, like, flow=False)
        return "".join(f"\n{below}{entry}" for entry in entries)

    def _braces(self, value: dict[str, Node], pad: str, path: Path, like: Span | None) -> str:
        models = [s for s in (like, *self._container.items) if s and s.keys and s.flow]
        looks = models[0] if models else None
        if looks is not None and not self._source.is_one_line(looks):
            below = pad + self._source.unit
            entries = self._entries(value, below, path, like, flow=True)
            return "{" + ",".join(f"\n{below}{entry}" for entry in entries) + f"\n{pad}}}"
        entries = self._entries(value, pad, path, like, flow=True)
        return ("{ %s }" if self._is_padded(looks) else "{%s}") % ", ".join(entries)

    def _entries(
        self, value: dict[str, Node], pad: str, path: Path, like: Span | None, *, flow: bool
    ) -> list[str]:
        return [self._entry(key, item, pad, path, like, flow=flow) for key, item in value.items()]

    def _list(self, value: list[Node], pad: str, path: Path, *, flow: bool) -> str:
        if flow or not all(isinstance(item, dict) for item in value):
            items = [self._value(item, pad, (*path, 0), 0, flow=True)[1:] for item in value]
            return f" [{', '.join(items)}]"
        like = self._like((*path, 0))
        items = [
            f"\n{pad}  ".join(self._entries(item, f"{pad}  ", (*path, 0), like, flow=False))
            for item in value
            if isinstance(item, dict)
        ]
        return "".join(f"\n{pad}- {item}" for item in items)

    def _like(self, path: Path) -> Span | None:
        """The node that one at a path shall look like: a named one, or its parent's like child."""
        if path in self._likes:
            return self._source.model(self._likes[path])
        parent = self._like(path[:-1]) if path else None
        if parent is None or not parent.items:
            return None
        found = parent.get(str(path[-1]))
        if found is None or found.kind is Kind.ALIAS:
            found = next((item for item in parent.items if item.kind is not Kind.ALIAS), None)
        return found

    def _key_style(self, like: Span | None, key: str) -> str:
        """The quotes of the same key in a mapping, or of any."""
        if like is None or not like.keys:
            return default_style(self._source)
        return like.keys[like.index(key) or 0].style

    def _width(self, like: Span | None) -> int:
        """How long the lines are of the node to look like."""
        if like is None or not self._source.is_one_line(like):
            return 0
        return self._source.content_end(like.end) - self._source.line_start(like.start)

    def _is_padded(self, like: Span | None) -> bool:
        if like is None:
            return False
        return self._source.text[self._source.text.index("{", like.start) + 1] == " "
