"""A changed value in words, whatever the document is about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.manifest.tree_diff import ABSENT, Absent, ListItem, Reordered
from generator.problems import dotted
from generator.review.hide import CHANGED
from generator.review.model import Statement, code, names_or_count, statement
from generator.yamlio.emit import flow

if TYPE_CHECKING:
    from collections.abc import Sequence

    from generator.catalog.values import Value
    from generator.manifest.tree_diff import Change, Path


def value_statement(change: Change | Reordered) -> Statement:
    """A change of a tree in a sentence."""
    if isinstance(change, Reordered):
        where = code(f"{path_text(change.path)}: the order")
        old, new = code(", ".join(change.old)), code(", ".join(change.new))
        return statement("value", f"{where}: {old} → {new}")
    where = code(path_text(change.path))
    if CHANGED in (change.old, change.new):
        return statement("credential", f"{where}: {code(CHANGED)}")
    olds, news = _texts(change.old), _texts(change.new)
    if olds is not None and news is not None:
        return statement("value", f"{where}: {_members(olds, news)}")
    old, new = _shown(change.old), _shown(change.new)
    if change.old is ABSENT:
        return statement("value-added", f"{where} added{new and f': {new}'}")
    if change.new is ABSENT:
        return statement("value-removed", f"{where} removed{old and f' (was {old})'}")
    return statement("value", f"{where}: {old} → {new}" if old and new else f"{where} changed")


def path_text(path: Path) -> str:
    """A path in the syntax of Helm, with the names of list items in place of their indices."""
    steps = [
        f"[{step.name}]" if isinstance(step, ListItem) else f".{dotted((step,))}" for step in path
    ]
    return "".join(steps).removeprefix(".")


def _shown(value: Value | Absent) -> str:
    """A value that fits into a sentence; empty for one that does not."""
    if isinstance(value, Absent) or (isinstance(value, (dict, list)) and value):
        return ""
    return code(str(value) if isinstance(value, str) and value else flow(value))


def _texts(value: Value | Absent) -> list[str] | None:
    """A list of texts; None for anything else."""
    if not isinstance(value, list):
        return None
    texts = [item for item in value if isinstance(item, str)]
    return texts if len(texts) == len(value) else None


def _members(old: Sequence[str], new: Sequence[str]) -> str:
    """What came and went: `` +`a` -`b` ``."""
    before, after = set(old), set(new)
    added = [item for item in new if item not in before]
    removed = [item for item in old if item not in after]
    parts = [f"+{names_or_count(added, 'item')}"] if added else []
    parts += [f"-{names_or_count(removed, 'item')}"] if removed else []
    return " ".join(parts) or "a different order"
