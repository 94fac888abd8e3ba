"""Manifests that cannot mean what they say: texts that YAML reads as something else, old shapes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.decode.paths import node_at
from generator.manifest.field_findings import old_images, old_shape, unquoted
from generator.problems import ProblemsError
from generator.reading.typed_values import typed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from generator.manifest.located_objects import LocatedObject
    from generator.problems import Finding, Path


def refuse_misread(items: Iterable[LocatedObject]) -> None:
    """Raise `ProblemsError` with every text of the items that has no quotes and needs them.

    Gardener would read another version there, or refuse the object, and so would we have to guess.
    """
    problems = [
        item.problem(found.path, found.message, found.expected, found.hint)
        for item in items
        for found in _findings(item)
    ]
    if problems:
        raise ProblemsError(problems)


def _findings(item: LocatedObject) -> Iterator[Finding]:
    def written(path: Path) -> str:
        node = node_at(item.tree, path)
        return node if isinstance(node, str) else ""

    body = typed(item.tree, (), [])
    if isinstance(body, dict):
        yield from unquoted(item.kind, body, written)
        if old := [*old_images(item.kind, body)]:
            yield old_shape(old)
