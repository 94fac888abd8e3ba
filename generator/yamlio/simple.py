"""Reading block YAML of the simplest kind, such as `emit` writes it, several times faster.

Every line is `key: value`, `key:`, `- key: value`, `- key:` or `- value`, its value plain or in
double quotes and without anything that YAML could mean otherwise. A text with any other line is
for `goread`, and so is one that is no YAML: what is read here, both read alike.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from generator.yamlio.golang import resolve

if TYPE_CHECKING:
    from generator.catalog.values import Value

_SCALAR: Final = r"""[A-Za-z0-9_/][A-Za-z0-9_./+=@-]*|"[ !#-\[\]-~]*\""""
_LINE: Final = re.compile(
    rf"( *)(- )?(?:([A-Za-z_][A-Za-z0-9_./-]*):(?: ({_SCALAR}))?|(?<=- )({_SCALAR}))"
)
_IGNORED: Final = re.compile(r" *#[ -~]*|")
_MAX_DEPTH: Final = 90

_Container: TypeAlias = Any
"""A dict or a list while it is filled."""


def read_simple(data: bytes) -> Value:
    """The only document of a text, a mapping; None where the text is not of the simplest kind."""
    try:
        text = data.decode("ascii")
    except UnicodeDecodeError:
        return None
    return _Reader().read(text.split("\n"))


class _Reader:
    """Open containers with their indentation, innermost last, and a key that waits for one."""

    def __init__(self) -> None:
        self._root: dict[str, Value] = {}
        self._open: list[tuple[int, _Container]] = [(0, self._root)]
        self._waiting: str | None = None

    def read(self, lines: list[str]) -> Value:
        match, take = _LINE.fullmatch, self._take
        for line in lines:
            found = match(line)
            if not (take(*found.groups()) if found else _IGNORED.fullmatch(line)):
                return None
        return self._root or None

    def _take(
        self, margin: str, dash: str | None, key: str | None, value: str | None, item: str | None
    ) -> bool:
        indent = len(margin)
        if not (self._item(indent) if dash else self._entry(indent)):
            return False
        if item is not None:
            self._open[-1][1].append(_scalar(item))
        if key is None:
            return True
        if dash:
            inner: dict[str, Value] = {}
            self._open[-1][1].append(inner)
            self._open.append((indent + 2, inner))
        self._open[-1][1][key] = None if value is None else _scalar(value)
        self._waiting = key if value is None else None
        return isinstance(resolve(key), str)

    def _entry(self, indent: int) -> bool:
        """Make the mapping of a line the innermost container; False where it can have none."""
        opened = self._open
        if self._waiting is not None:
            waiting, self._waiting = self._waiting, None
            if indent > opened[-1][0]:
                return self._nest(waiting, indent, {})
        while opened[-1][0] > indent or (opened[-1][0] == indent and type(opened[-1][1]) is list):
            opened.pop()
        return opened[-1][0] == indent and type(opened[-1][1]) is dict

    def _item(self, indent: int) -> bool:
        """Make the list of a line the innermost container; False where it can have none."""
        opened = self._open
        if self._waiting is not None:
            waiting, self._waiting = self._waiting, None
            if indent >= opened[-1][0]:
                return self._nest(waiting, indent, [])
        while opened[-1][0] > indent:
            opened.pop()
        return opened[-1][0] == indent and type(opened[-1][1]) is list

    def _nest(self, key: str, indent: int, container: _Container) -> bool:
        self._open[-1][1][key] = container
        self._open.append((indent, container))
        return len(self._open) < _MAX_DEPTH


def _scalar(text: str) -> Value:
    return text[1:-1] if text[0] == '"' else resolve(text)
