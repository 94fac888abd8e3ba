"""Explaining images: `regions`, `"*"` and `holdBack` may change what the files say of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from generator.decode import catalog_keys
from generator.decode.paths import node_at
from generator.decode.positions import located
from generator.explain.history import history
from generator.explain.landscape import is_of_region, landscape, without
from generator.explain.notes import Note, explanation, notes, overridden
from generator.problems import ProblemsError
from generator.yamlio.read import is_null

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import date

    from generator.decode.layers import Layer
    from generator.explain.landscape import Landscape
    from generator.explain.notes import Explanation
    from generator.problems import Finding, Path
    from generator.yamlio.read import Node


def explain_images(
    layers: Sequence[Layer], tree: Node, path: Path, as_of: date | None
) -> Explanation | None:
    """What becomes of a path below `images` in the `tree` that the layers make up.

    Raises `ProblemsError` where something stands there and `holdBack` is wrong.
    """
    findings: list[Finding] = []
    found = landscape(tree, as_of, findings)
    value, said = node_at(tree, path), history(layers, path)
    if is_of_region(path) and is_null(value):
        # It stays beside "*", to keep its ID out.
        value = None
    why = notes(said, value)
    if every := found.of_every_region(tree, path):
        value, of_every = node_at(tree, every), history(layers, every)
        why = (*notes(of_every, value, 'from "*" at'), *why)
        said = (*of_every, *said)
    if value is None:
        return explanation(None, why)
    if findings:
        raise ProblemsError(located(findings, [(layer.file, layer.text) for layer in layers]))
    for is_out, place, (of_all, of_some) in _restrictions(layers, tree, found):
        left = without(value, path, is_out)
        if left is None:
            return explanation(None, (Note(of_all, place), *overridden(said)))
        if left != value:
            why = (*why, Note(of_some, place))
        value = left
    if path[:4] in found.named:
        place = _hold_back(layers, tree)
        why = (*why, Note("held back from the CloudProfile alone by", place))
    return explanation(value, why)


_Restriction: TypeAlias = "tuple[Callable[[Path], bool], str, tuple[str, str]]"
"""What is out, the place that says so, and the words for all or some of a node being out."""


def _restrictions(layers: Sequence[Layer], tree: Node, found: Landscape) -> Iterator[_Restriction]:
    """Those that the catalog has."""
    if said := history(layers, ("regions",)):
        words = "left out by `regions` at", "without the regions left out at"
        yield (found.is_left_out, said[0].place, words)
    if found.held:
        words = "held back by", "without the versions held back by"
        yield (found.is_held_back, _hold_back(layers, tree), words)


def _hold_back(layers: Sequence[Layer], tree: Node) -> str:
    """Where the one key of `holdBack` was decided."""
    (key,) = (
        key for key in catalog_keys.HOLD_BACK if not is_null(node_at(tree, ("holdBack", key)))
    )
    return history(layers, ("holdBack", key))[0].place
