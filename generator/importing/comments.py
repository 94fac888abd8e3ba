"""What stands in comments: where a catalog comes from, and what it cannot say."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING, Final

from generator.importing.text import commented, section
from generator.visible import visible

if TYPE_CHECKING:
    from collections.abc import Sequence

    from generator.catalog.values import Value
    from generator.importing.release import Note

_MOST_NOTES: Final = 100
"""Comments at the top of a catalog."""


def heading(sources: Sequence[str], notes: Sequence[Note]) -> str:
    """Where the catalog comes from, and what stood there that it does not say."""
    *names, last = (PurePath(source).name for source in sources)
    files = f"{', '.join(names)} and {last}" if names else last
    lines = [f"Imported from {visible(files)}."]
    if notes:
        lines += ["", "What stands there, and a catalog cannot say, or should be looked at:"]
        lines += [f"- {note.item.place(note.path)}: {note.message}" for note in notes[:_MOST_NOTES]]
        if len(notes) > _MOST_NOTES:
            lines.append(f"- and {len(notes) - _MOST_NOTES:,} more of the kind")
    return commented("\n".join(map(visible, lines))) + "\n"


def refused_section(refused: tuple[str, tuple[Value, tuple[str, ...]]]) -> str:
    """A section that the catalog cannot take as it is, for somebody to complete."""
    key, (value, reasons) = refused
    lines = [f"{key} is not complete enough for a catalog:", *(f"- {reason}" for reason in reasons)]
    lines.append("Complete it, and take the comment signs away.")
    return "\n" + commented("\n".join(map(visible, lines)) + f"\n\n{section(key, value)}")
