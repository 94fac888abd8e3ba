"""What stands in an object and not in the one that was generated in its place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from generator.importing.metadata import LAST_APPLIED, OF_THE_SERVER
from generator.yamlio.golang import resolve
from generator.yamlio.read import Plain, is_null

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from generator.problems import Path
    from generator.yamlio.read import Node

_KEYS: Final = ("name", "version", "region", "kind", "type", "id")
"""What tells the entries of a list apart."""

_STATUS: Final = "status"


@dataclass(frozen=True, slots=True)
class Difference:
    """A part that is missing (`found`), or only stands elsewhere among its neighbours."""

    path: Path
    found: Node | None


def differences(found: Node, generated: Node | None, path: Path = ()) -> Iterator[Difference]:
    """Every part of `found` that `generated` has not, or has with another value."""
    if _says_nothing(found) or is_of_the_server(path):
        return
    if isinstance(found, dict) and isinstance(generated, dict):
        for key, node in found.items():
            yield from differences(node, generated.get(key), (*path, key))
    elif isinstance(found, list) and isinstance(generated, list):
        yield from _of_lists(found, generated, path)
    elif not (isinstance(found, str) and isinstance(generated, str) and _equal(found, generated)):
        yield Difference(path, found)


def is_of_the_server(path: Path) -> bool:
    """Whether a part of an object is written by the API server or by kubectl for itself."""
    if path[:1] == ("metadata",):
        return path[1:2] != () and (path[1] in OF_THE_SERVER or path[2:] == (LAST_APPLIED,))
    return path == (_STATUS,)


def _says_nothing(node: Node) -> bool:
    return is_null(node) if isinstance(node, str) else not node


def _equal(one: str, other: str) -> bool:
    return one == other or (
        type(one) is Plain and type(other) is Plain and resolve(one) == resolve(other)
    )


def _of_lists(found: Sequence[Node], generated: Sequence[Node], path: Path) -> Iterator[Difference]:
    names, others = [*map(_name, found)], [*map(_name, generated)]
    if len({*names}) < len(names) or len({*others}) < len(others):
        for index, node in enumerate(found):
            other = generated[index] if index < len(generated) else None
            yield from differences(node, other, (*path, index))
        return
    by_name = dict(zip(others, generated, strict=True))
    for index, (name, node) in enumerate(zip(names, found, strict=True)):
        yield from differences(node, by_name.get(name), (*path, index))
    known = {*names}
    if [n for n in names if n in by_name] != [name for name in others if name in known]:
        yield Difference(path, None)


def _name(node: Node) -> tuple[str, ...]:
    if isinstance(node, dict):
        return tuple(str(node.get(key, "")) for key in _KEYS)
    return (node,) if isinstance(node, str) else ("", "")
