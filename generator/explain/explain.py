"""Which line of a catalog's files decided a value, and what it overrode."""

from __future__ import annotations

from dataclasses import replace
from functools import reduce
from typing import TYPE_CHECKING

from generator.credentials.needles import Needles
from generator.credentials.policy import REDACTED
from generator.credentials.tree import masked, private_leaves
from generator.decode.layers import EXTENDS, read_layer
from generator.decode.paths import node_at
from generator.decode.version_forms import in_long_form
from generator.explain.defaults import default_of
from generator.explain.history import history
from generator.explain.images import explain_images
from generator.explain.landscape import landscape
from generator.explain.nearby import nearby
from generator.explain.notes import Explanation, Note, explanation, notes
from generator.merge import merge_trees
from generator.yamlio.read import is_null

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from generator.decode.layers import Layer
    from generator.problems import Path


def explain(layers: Sequence[Layer], path: Path, as_of: date | None = None) -> Explanation | None:
    """What stands at a path of the catalog that layers make up, in the long form or the short.

    None where nothing does and nothing says why. `as_of` is the day that `holdBack` counts from;
    raises `ProblemsError` where it needs one, or is wrong.
    """
    shown = _stating(layers, path)
    path = in_long_form(path, [layer.tree for layer in shown])
    tree = reduce(merge_trees, [layer.tree for layer in shown])
    if path[0] == "images":
        return explain_images(shown, tree, path, as_of)
    # What is hidden does not say what it has below.
    ends = (end for end in range(1, len(path)) if node_at(tree, path[:end]) is REDACTED)
    path = path[: next(ends, len(path))]
    value, said = node_at(tree, path), history(shown, path)
    if is_null(value) and (default := default_of(layers, path)) is not None:
        return Explanation(default, (Note("default"), *notes(said, None)))
    return explanation(value, notes(said, value))


def hint(layers: Sequence[Layer], path: Path) -> str:
    """What may have been meant by a path that `explain` found nothing at; empty where unknown."""
    trees = [layer.tree for layer in reversed(_stating(layers, path))]
    tree = reduce(merge_trees, reversed(trees))
    return nearby([tree, *trees], path, landscape(tree, None, []).regions.every or ())


def _stating(layers: Sequence[Layer], path: Path) -> tuple[Layer, ...]:
    """The layers that have a say in a path, without what could be a credential."""
    if path[0] == EXTENDS:
        layers = [read_layer(layers[-1].text, layers[-1].file)]
    needles = Needles(leaf for layer in layers for leaf in private_leaves(layer.tree))
    return tuple(replace(layer, tree=masked(layer.tree, needles)) for layer in layers)
