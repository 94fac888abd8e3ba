"""An imported catalog as text for people: compact, in the order of its tree, with comments."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath
from typing import TYPE_CHECKING, Final

from generator.visible import visible
from generator.yamlio.emit import block, flow
from generator.yamlio.emit import text as quoted_where_needed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from generator.catalog.values import Value
    from generator.importing.release import Note
    from generator.problems import Finding

_WIDTH: Final = 100
_FLOW_DEPTH: Final = 2
"""Containers in each other that may stand on one line."""

_TALL: Final = frozenset({"images", "versions", "spec"})
"""Mappings that never stand on one line."""

_MOST_NOTES: Final = 100
"""Notes in the comment at the top of a catalog."""


@dataclass(frozen=True, slots=True)
class IncompleteSection:
    """A section that is invalid, with the reasons."""

    value: Value
    reasons: tuple[str, ...]


def section_text(key: str, value: Value) -> str:
    """One key of a catalog with all that stands below it."""
    if value is None:
        return f"{key}: null  # without this line, the default one is written\n"
    return "".join(f"{line}\n" for line in _entry(key, value, 0, top=True))


def heading(files: Sequence[str], notes: Sequence[Note], refused: Sequence[Finding]) -> str:
    """The comment at the top: the files that were imported, and what the catalog cannot say.

    `refused` is what rules refuse in it, which it therefore turns into warnings.
    """
    *names, last = (PurePath(file).name for file in files)
    listed = f"{', '.join(names)} and {last}" if names else last
    lines = [f"Imported from {visible(listed)}."]
    if notes:
        lines += ["", "Found there, but left out, or worth a look:"]
        lines += [f"- {note.item.place(note.path)}: {note.message}" for note in notes[:_MOST_NOTES]]
        if len(notes) > _MOST_NOTES:
            lines.append(f"- and {len(notes) - _MOST_NOTES:,} more of this kind")
    if refused:
        lines += ["", "Found there, but refused by rules: fix it, then remove `rules`:"]
        lines += [f"- {finding.message} [{finding.rule}]" for finding in refused[:_MOST_NOTES]]
    return _commented("\n".join(map(visible, lines))) + "\n"


def incomplete_section(key: str, section: IncompleteSection) -> str:
    """A section that is invalid as it is, as a comment for somebody to complete."""
    lines = [f"{key} is not complete enough for a catalog:"]
    lines += [f"- {reason}" for reason in section.reasons]
    lines.append("Complete it, then remove the comment signs.")
    text = "\n".join(map(visible, lines)) + f"\n\n{section_text(key, section.value)}"
    return "\n" + _commented(text)


def _commented(text: str) -> str:
    return "".join(f"# {line}".rstrip() + "\n" for line in text.splitlines())


def _entry(key: str, value: Value, indent: int, *, top: bool = False) -> Iterator[str]:
    """The lines of a key of a mapping; `top` is a key of the catalog itself."""
    head = f"{' ' * indent}{quoted_where_needed(key)}:"
    if line := _line(head, value, key, top=top):
        yield line
    else:
        yield head
        yield from _members(value, indent + 2 if isinstance(value, dict) else indent)


def _list_item(value: Value, indent: int) -> Iterator[str]:
    head = f"{' ' * indent}-"
    if line := _line(head, value, ""):
        yield line
        return
    lines = _members(value, indent + 2)
    first = next(lines)
    yield f"{head} {first.lstrip(' ')}"
    yield from lines


def _members(value: Value, indent: int) -> Iterator[str]:
    if isinstance(value, dict):
        for name, item in value.items():
            yield from _entry(name, item, indent)
    elif isinstance(value, list):
        for item in value:
            yield from _list_item(item, indent)


def _line(head: str, value: Value, key: str, *, top: bool = False) -> str:
    """The value on one line, or nothing where it wants several."""
    if isinstance(value, str) and "\n" in value:
        return head + block(value, len(head) - len(head.lstrip(" ")) + 2)
    if not isinstance(value, (dict, list)) or not value:
        return f"{head} {flow(value)}"
    if (
        _depth(value) > _FLOW_DEPTH
        or _has_lines(value)
        or (isinstance(value, dict) and (top or _is_tall(value, key)))
    ):
        return ""
    line = f"{head} {flow(value)}"
    return line if len(line) <= _WIDTH else ""


def _has_lines(value: Value) -> bool:
    """Whether a text in it has several lines, which people read in a block."""
    if isinstance(value, dict):
        return any(map(_has_lines, value.values()))
    return any(map(_has_lines, value)) if isinstance(value, list) else "\n" in str(value)


def _is_tall(value: dict[str, Value], key: str) -> bool:
    """Whether people compare its entries, so that each has a line of its own."""
    if len(value) == 1:
        return key in _TALL
    return key in _TALL or all(isinstance(i, str) and i.startswith("m-") for i in value.values())


def _depth(value: Value) -> int:
    if isinstance(value, dict):
        return 1 + max(map(_depth, value.values()), default=0)
    if isinstance(value, list):
        return 1 + max(map(_depth, value), default=0)
    return 0
