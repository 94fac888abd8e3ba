"""What an imported object has that the regenerated one lacks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from generator.gardener.stored_form import is_stored_as
from generator.manifest.server_fields import server_fields, without_fields
from generator.manifest.tool_marks import tool_marks
from generator.manifest.tree_diff import Absent, ListItem, Reordered, changes
from generator.yamlio.golang import resolve
from generator.yamlio.read import Plain, is_null

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from generator.catalog.values import Value
    from generator.problems import Path
    from generator.yamlio.read import Node


@dataclass(frozen=True, slots=True)
class Difference:
    """A part that is missing (`found`), or only stands elsewhere among its neighbours."""

    path: Path
    found: Node | None


def differences(found: dict[str, Node], generated: dict[str, Node]) -> Iterator[Difference]:
    """Every part of an object that the one generated has not, or has with another value.

    What the server and other tools write for themselves is left out, and so are nulls and what is
    empty, which say nothing.
    """
    others = [*server_fields(found), *(path for path, _ in tool_marks(found))]
    own = without_fields(cast("dict[str, Value]", found), others)
    return _differences(cast("Node", own), generated, ())


def _differences(found: Node, generated: Node | None, path: Path) -> Iterator[Difference]:
    for change in changes(cast("Value", generated), cast("Value", found)):
        steps = (step.position if isinstance(step, ListItem) else step for step in change.path)
        place = (*path, *steps)
        if isinstance(change, Reordered):
            yield Difference(place, None)
        elif not isinstance(change.new, Absent):
            other = None if isinstance(change.old, Absent) else change.old
            yield from _difference(cast("Node", change.new), cast("Node | None", other), place)


def _difference(found: Node, generated: Node | None, path: Path) -> Iterator[Difference]:
    if is_null(found) or not found:
        return
    if isinstance(found, list) and isinstance(generated, list):
        yield from _list_differences(found, generated, path)
    elif not (isinstance(found, str) and isinstance(generated, str) and _equal(found, generated)):
        yield Difference(path, found)


def _equal(found: str, generated: str) -> bool:
    """Whether a text that was found means what was generated in its place."""
    if found == generated or is_stored_as(found, generated):
        return True
    are_plain = type(found) is Plain and type(generated) is Plain
    return are_plain and resolve(found) == resolve(generated)


def _list_differences(
    found: Sequence[Node], generated: Sequence[Node], path: Path
) -> Iterator[Difference]:
    """The differences of lists whose items have no names: texts, or mappings by their position."""
    olds, news = _distinct_texts(generated), _distinct_texts(found)
    if olds is None or news is None:
        for index, node in enumerate(found):
            other = generated[index] if index < len(generated) else None
            yield from _differences(node, other, (*path, index))
        return
    for index, text in enumerate(found):
        if text not in olds:
            yield Difference((*path, index), text)
    if [text for text in news if text in olds] != [text for text in olds if text in news]:
        yield Difference(path, None)


def _distinct_texts(nodes: Sequence[Node]) -> dict[str, None] | None:
    texts = dict.fromkeys(node for node in nodes if isinstance(node, str))
    return texts if len(texts) == len(nodes) else None
