"""Masks both versions, but still marks a changed credential as changed.

What is a credential, `generator.credentials` knows; here both sides are looked at together, so that
a changed one shows as changed although nobody sees either value.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from generator.credentials.policy import REDACTED
from generator.visible import visible_lines

if TYPE_CHECKING:
    from generator.catalog.values import Value

CHANGED: Final = "<redacted, changed>"

_LARGEST: Final = 2 * 1024 * 1024
"""Bytes of a file in a chart that are compared line by line; nobody reads more."""


def hidden_trees(old: Value, new: Value) -> tuple[Value, Value]:
    """Both values without credentials; None for a side that is absent."""
    from generator.credentials.tree import masked

    old_shown, new_shown = masked(old), masked(new)
    return old_shown, _marked(old, new, old_shown, new_shown)


def hidden_texts(old: bytes, new: bytes) -> tuple[list[str], list[str]]:
    """The lines, without their ends, of two files without credentials."""
    from generator.show.textual import textual

    if max(len(old), len(new)) > _LARGEST:
        return [_digest(old)], [_digest(new)]
    olds, news = _lines(textual(old)), _lines(textual(new))
    raw_olds, raw_news = _lines(old), _lines(new)
    if olds == news and len(raw_olds) == len(raw_news) == len(news):
        every = zip(raw_olds, raw_news, news, strict=True)
        news = [_mark(line) if raw_old != raw_new else line for raw_old, raw_new, line in every]
    return olds, news


def _lines(data: bytes) -> list[str]:
    """What is no text is one line that tells it apart."""
    try:
        lines = data.decode().split("\n")
    except UnicodeDecodeError:
        return [_digest(data)]
    if lines[-1]:
        return [*map(visible_lines, lines), "<no line break at the end>"]
    return [*map(visible_lines, lines[:-1])]


def _digest(data: bytes) -> str:
    from generator.chart.blob import digest

    return f"<{len(data):,} bytes, {digest(data)}>"


def _marked(old: Value, new: Value, old_shown: Value, new_shown: Value) -> Value:
    """The new side with a mark wherever a credential differs from the old one at its place."""
    if old == new:
        return new_shown
    if isinstance(new_shown, dict) and isinstance(new, dict):
        olds = old if isinstance(old, dict) else {}
        shown = old_shown if isinstance(old_shown, dict) else {}
        if len(new) != len(new_shown):  # keys that are credentials have become one
            return new_shown
        return {
            key: _marked(olds.get(name), new[name], shown.get(key), item)
            for name, (key, item) in zip(new, new_shown.items(), strict=True)
        }
    if isinstance(new_shown, list) and isinstance(new, list):
        olds_list = old if isinstance(old, list) else []
        shown_list = old_shown if isinstance(old_shown, list) else []
        return [
            _marked(_at(olds_list, index), new[index], _at(shown_list, index), item)
            for index, item in enumerate(new_shown)
        ]
    same_text = isinstance(new_shown, str) and new_shown == old_shown
    return _mark(str(new_shown)) if same_text else new_shown


def _at(items: list[Value], index: int) -> Value:
    return items[index] if index < len(items) else None


def _mark(text: str) -> str:
    return text.replace(REDACTED, CHANGED)
