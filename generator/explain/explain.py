"""Which line of a catalog's files decided a value, and what it overrode."""

from __future__ import annotations

from functools import reduce
from typing import TYPE_CHECKING

from generator.credentials.known_access_keys import KnownAccessKeys
from generator.credentials.policy import REDACTED
from generator.credentials.tree import masked, private_leaves
from generator.decode.layers import EXTENDS, read_layer
from generator.decode.paths import node_at
from generator.decode.suggestion import suggestion
from generator.decode.version_forms import in_long_form
from generator.explain.defaults import default_of
from generator.explain.history import history
from generator.explain.images import explain_images
from generator.explain.notes import Explanation, Note, explanation, notes
from generator.explain.restrictions import read_restrictions
from generator.merge import merge_trees
from generator.yamlio.read import is_null

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from generator.decode.layers import Layer
    from generator.problems import Path


def explain(layers: Sequence[Layer], path: Path, as_of: date | None = None) -> Explanation | None:
    """The value at a path, in the long form or the short, of the catalog that layers make up.

    None where there is none and no file says why. `as_of` is the day that `holdBack` counts from;
    raises `ProblemsError` where `holdBack` needs one, or is wrong.
    """
    masked_layers = _masked_layers(layers, path)
    path = in_long_form(path, [layer.tree for layer in masked_layers])
    tree = reduce(merge_trees, [layer.tree for layer in masked_layers])
    if path[0] == "images":
        return explain_images(masked_layers, tree, path, as_of)
    # What is masked shows nothing of what it has below.
    ends = (end for end in range(1, len(path)) if node_at(tree, path[:end]) is REDACTED)
    path = path[: next(ends, len(path))]
    value, past = node_at(tree, path), history(masked_layers, path)
    if is_null(value) and (default := default_of(layers, path)) is not None:
        return Explanation(default, (Note("default"), *notes(past, None)))
    return explanation(value, notes(past, value))


def hint(layers: Sequence[Layer], path: Path) -> str:
    """A hint for a path at which `explain` found nothing: empty where nothing is similar."""
    trees = [layer.tree for layer in reversed(_masked_layers(layers, path))]
    tree = reduce(merge_trees, reversed(trees))
    regions = read_restrictions(tree, None, []).regions.every or ()
    return suggestion([tree, *trees], path, regions)


def _masked_layers(layers: Sequence[Layer], path: Path) -> tuple[Layer, ...]:
    """The layers that `explain` looks at for a path, without what could be a credential."""
    if path[0] == EXTENDS:
        layers = [read_layer(layers[-1].text, layers[-1].file)]
    access_keys = KnownAccessKeys(leaf for layer in layers for leaf in private_leaves(layer.tree))
    return tuple(layer._replace(tree=masked(layer.tree, access_keys)) for layer in layers)
