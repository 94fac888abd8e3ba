"""New nodes as text, in the style of nodes that are there: flow or block, quotes, indentation."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from generator.yamlio.emit import text as quoted_where_needed
from generator.yamlio.read import NULL_TEXTS, Plain
from generator.yamlio.spans import Kind

if TYPE_CHECKING:
    from generator.edit.changes import StyleModels
    from generator.edit.source import Source
    from generator.problems import Path
    from generator.yamlio.read import Node
    from generator.yamlio.spans import Span

_WIDTH = 100
"""Characters of a line beyond which a mapping is not written on one, unless others are."""

_PLAIN = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.+/@-]*")


def scalar(value: str, style: str) -> str:
    """A scalar in the quotes of another one: `style` is one of them, or empty."""
    if type(value) is Plain:
        return value
    if not value.isprintable():
        return quoted_where_needed(value)
    if style == '"':
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
    if style == "'":
        return "'" + value.replace("'", "''") + "'"
    # A catalog reads as text what looks like a number or a date: it needs no quotes.
    if _PLAIN.fullmatch(value) and value not in NULL_TEXTS:
        return value
    return quoted_where_needed(value)


def default_style(source: Source) -> str:
    """The quotes of a scalar without a model: JSON stays JSON."""
    return '"' if source.root.flow else ""


class NodeWriter:
    """Writes new entries of a container, or new values.

    `models` are paths below that container and, for each, the path of a node whose style to copy.
    """

    def __init__(self, source: Source, models: StyleModels, container: Span) -> None:
        self._source = source
        self._models = models
        self._container = container

    def entry(self, key: str, value: Node, pad: str) -> str:
        """`key: value`, its further lines indented by `pad` and more."""
        return self._entry(key, value, pad, (), self._container, flow=self._container.flow)

    def value(self, key: Span, value: Node) -> str:
        """What stands behind the colon of a key: after a space, or on lines of its own."""
        pad, path, flow = self._source.pad(key.start), (key.value,), self._container.flow
        return self._value(value, pad, path, len(pad) + key.end - key.start, flow=flow)

    def item(self, value: dict[str, Node], pad: str, dash: str) -> str:
        """An item of a list, which is the container, its further lines indented by `pad`."""
        if self._container.flow:
            return self._braces(value, pad, (), self._model(()))
        return self._item(value, pad, dash, ())

    def _entry(
        self, key: str, value: Node, pad: str, path: Path, model: Span | None, *, flow: bool
    ) -> str:
        name = scalar(key, self._key_style(model, key))
        return f"{name}:{self._value(value, pad, (*path, key), len(pad + name), flow=flow)}"

    def _value(self, value: Node, pad: str, path: Path, column: int, *, flow: bool) -> str:
        if isinstance(value, list):
            return self._list(value, pad, path, flow=flow)
        if isinstance(value, dict):
            return self._mapping(value, pad, path, column, flow=flow)
        model = self._model(path)
        same = model is not None and model.kind is Kind.SCALAR
        style = model.style if same and model is not None else default_style(self._source)
        return " " + scalar(value, style)

    def _mapping(
        self, value: dict[str, Node], pad: str, path: Path, column: int, *, flow: bool
    ) -> str:
        model = self._model(path)
        if flow or (model is not None and model.flow):
            braces = self._braces(value, pad, path, model)
            if flow or column + len(braces) < max(_WIDTH, self._width(model)):
                return f" {braces}"
        below = pad + self._source.unit
        entries = self._entries(value, below, path, model, flow=False)
        return "".join(f"\n{below}{entry}" for entry in entries)

    def _braces(self, value: dict[str, Node], pad: str, path: Path, model: Span | None) -> str:
        candidates = (model, *self._container.items)
        braces = next((s for s in candidates if s and s.keys and s.flow), None)
        if braces is not None and not self._source.is_one_line(braces):
            below = pad + self._source.unit
            entries = self._entries(value, below, path, model, flow=True)
            return "{" + ",".join(f"\n{below}{entry}" for entry in entries) + f"\n{pad}}}"
        entries = self._entries(value, pad, path, model, flow=True)
        return ("{ %s }" if self._is_padded(braces) else "{%s}") % ", ".join(entries)

    def _entries(
        self, value: dict[str, Node], pad: str, path: Path, model: Span | None, *, flow: bool
    ) -> list[str]:
        return [self._entry(key, item, pad, path, model, flow=flow) for key, item in value.items()]

    def _list(self, value: list[Node], pad: str, path: Path, *, flow: bool) -> str:
        if flow or not all(isinstance(item, dict) for item in value):
            items = [self._value(item, pad, (*path, 0), 0, flow=True)[1:] for item in value]
            return f" [{', '.join(items)}]"
        items = [self._item(i, pad, "- ", (*path, 0)) for i in value if isinstance(i, dict)]
        return "".join(f"\n{pad}{item}" for item in items)

    def _item(self, value: dict[str, Node], pad: str, dash: str, path: Path) -> str:
        model, below = self._model(path), pad + " " * len(dash)
        if model is not None and model.flow:
            braces = self._braces(value, below, path, model)
            if len(below + braces) < max(_WIDTH, self._width(model)):
                return dash + braces
        return dash + f"\n{below}".join(self._entries(value, below, path, model, flow=False))

    def _model(self, path: Path) -> Span | None:
        """The node whose style that at a path copies: of `models`, else from its parent's model."""
        if path in self._models:
            return self._source.model(self._models[path])
        parent = self._model(path[:-1]) if path else None
        if parent is None or not parent.items:
            return None
        found = parent.get(str(path[-1]))
        if found is None or found.kind is Kind.ALIAS:
            found = next((item for item in parent.items if item.kind is not Kind.ALIAS), None)
        return found

    def _key_style(self, model: Span | None, key: str) -> str:
        """The quotes of the same key in a mapping, or of any that does not need them."""
        keys = model.keys if model is not None else ()
        alike = (
            *(span for span in keys if span.value == key),
            *(span for span in keys if _PLAIN.fullmatch(span.value)),
        )
        return alike[0].style if alike else default_style(self._source)

    def _width(self, model: Span | None) -> int:
        """The length of the model's line; 0 where it stands on several."""
        if model is None or not self._source.is_one_line(model):
            return 0
        return self._source.content_end(model.end) - self._source.line_start(model.start)

    def _is_padded(self, model: Span | None) -> bool:
        if model is None:
            return False
        return self._source.text[self._source.text.index("{", model.start) + 1] == " "
