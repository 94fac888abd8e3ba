"""Explaining a value below `images`, which `regions`, `"*"` and `holdBack` may change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.decode import catalog_keys
from generator.decode.paths import node_at
from generator.decode.positions import located
from generator.explain.history import history
from generator.explain.notes import Note, explanation, notes, overridden
from generator.explain.restrictions import is_region_path, read_restrictions, without
from generator.problems import ProblemsError
from generator.record import Record
from generator.yamlio.read import is_null

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import date

    from generator.decode.layers import Layer
    from generator.explain.notes import Explanation
    from generator.explain.restrictions import Restrictions
    from generator.problems import Finding, Path
    from generator.yamlio.read import Node


def explain_images(
    layers: Sequence[Layer], tree: Node, path: Path, as_of: date | None
) -> Explanation | None:
    """The value at a path below `images` of the `tree` that the layers make up, and why.

    None where there is none and no reason. Raises `ProblemsError` where something stands there and
    `holdBack` is wrong.
    """
    findings: list[Finding] = []
    restrictions = read_restrictions(tree, as_of, findings)
    value, past = node_at(tree, path), history(layers, path)
    if is_region_path(path) and is_null(value):
        # It stays beside "*", to keep its ID out.
        value = None
    why = notes(past, value)
    if every := restrictions.path_of_every_region(tree, path):
        value, past_of_every = node_at(tree, every), history(layers, every)
        why = (*notes(past_of_every, value, 'from "*" at'), *why)
        past = (*past_of_every, *past)
    if value is None:
        return explanation(None, why)
    if findings:
        raise ProblemsError(located(findings, layers))
    for removal in _removals(layers, tree, restrictions):
        left = without(value, path, removal.removes)
        if left is None:
            return explanation(None, (Note(removal.of_all, removal.place), *overridden(past)))
        if left != value:
            why = (*why, Note(removal.of_some, removal.place))
        value = left
    if path[:4] in restrictions.held_back_from_cloud_profile:
        place = _hold_back_place(layers, tree)
        why = (*why, Note("held back only from the CloudProfile by", place))
    return explanation(value, why)


class _Removal(Record):
    """Which paths a key of the catalog removes, where it stands, and what a note says of it.

    `of_all` is for a node that is removed itself, `of_some` for one that loses a part.
    """

    removes: Callable[[Path], bool]
    place: str
    of_all: str
    of_some: str


def _removals(
    layers: Sequence[Layer], tree: Node, restrictions: Restrictions
) -> Iterator[_Removal]:
    if past := history(layers, ("regions",)):
        yield _Removal(
            restrictions.is_left_out,
            past[0].place,
            "left out by `regions` at",
            "without the regions left out at",
        )
    if restrictions.held_back:
        yield _Removal(
            restrictions.is_held_back,
            _hold_back_place(layers, tree),
            "held back by",
            "without the versions held back by",
        )


def _hold_back_place(layers: Sequence[Layer], tree: Node) -> str:
    """Where the one key of `holdBack` was decided."""
    (key,) = (
        key for key in catalog_keys.HOLD_BACK if not is_null(node_at(tree, ("holdBack", key)))
    )
    return history(layers, ("holdBack", key))[0].place
