"""Which line of a catalog's files decided a value, and what it overrode."""

from __future__ import annotations

from functools import reduce
from typing import TYPE_CHECKING, Final

from generator.credentials.known_access_keys import KnownAccessKeys
from generator.credentials.policy import REDACTED
from generator.credentials.tree import masked, private_leaves
from generator.decode.layers import EXTENDS, read_layer
from generator.decode.paths import known_keys, node_at
from generator.decode.readings import as_meant
from generator.decode.suggestion import longer_paths, suggestion, what_is_there
from generator.decode.version_forms import in_long_form
from generator.explain.history import history
from generator.explain.images import explain_images
from generator.explain.notes import Explanation, Note, explanation, notes
from generator.explain.restrictions import regions_of_every
from generator.merge import merge_trees
from generator.problems import dotted, fail, listed
from generator.yamlio.read import is_null

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from generator.decode.layers import Layer
    from generator.decode.paths import WrittenPath
    from generator.problems import Path
    from generator.yamlio.read import Node

_UNUSABLE: Final = (
    "fix the errors that `alicloud-generator validate` lists: until then, defaults of this catalog "
    "are unknown"
)


def explain(
    layers: Sequence[Layer], written: WrittenPath, as_of: date | None = None
) -> Explanation:
    """The value at a path, in the long form or the short, of the catalog that layers make up.

    `as_of` is the day that `holdBack` counts from. Raises `ProblemsError` where it needs one, or is
    wrong; for a path that can mean several; and where nothing stands, and no file says why.
    """
    path = written.steps
    masked_layers = _masked_layers(layers, path)
    tree = reduce(merge_trees, [layer.tree for layer in masked_layers])
    trees = [tree, *(layer.tree for layer in reversed(masked_layers))]
    regions = regions_of_every(tree) if path[0] == "images" else ()
    meant = as_meant(written, trees, layers[-1].file, regions)
    found = _explain(layers, masked_layers, tree, in_long_form(meant, trees), as_of)
    if found is None:
        raise fail(
            f"there is no value at {dotted(path)}",
            file=layers[-1].file,
            expected=what_is_there(trees, meant, regions),
            hint=_longer(layers, tree, written, as_of)
            or suggestion(trees, meant, regions)
            or _hint(layers, meant, as_of),
        )
    return found


def _longer(layers: Sequence[Layer], tree: Node, written: WrittenPath, as_of: date | None) -> str:
    """A hint at the paths that a path is the end of, as manifests have it; empty without any."""
    from generator.explain.defaults import default_of

    path = written.steps
    if path[0] in known_keys(()):
        return ""
    found = longer_paths(tree, written)
    of_chart = ("controllerDeployment", *path)
    if not found and path[0] == "values" and default_of(layers, of_chart, as_of):
        found = [of_chart]
    return f"did you mean {listed([*map(dotted, found)])}?" if found else ""


def _hint(layers: Sequence[Layer], path: Path, as_of: date | None) -> str:
    """What to know of a path at which nothing stands, and which resembles no other."""
    from generator.checks import all_rules, unknown_rule
    from generator.explain.defaults import is_hidden_by_errors

    if path[0] == "rules" and len(path) > 1 and path[1] not in all_rules():
        return str(unknown_rule(str(path[1])).hint)
    if is_hidden_by_errors(layers, path, as_of):
        return _UNUSABLE
    return known_keys(path[:-1]).get(str(path[-1]), "")


def _explain(
    layers: Sequence[Layer],
    masked_layers: Sequence[Layer],
    tree: Node,
    path: Path,
    as_of: date | None,
) -> Explanation | None:
    """The explanation of a path in the long form; None where nothing stands, and nothing says why.

    The `tree` is that of all layers.
    """
    # What is masked shows nothing of what it has below.
    ends = (end for end in range(1, len(path)) if node_at(tree, path[:end]) is REDACTED)
    path = path[: next(ends, len(path))]
    value, past = node_at(tree, path), history(masked_layers, path)
    # A null below `values` or in a `spec` is a value.
    if value is None or (is_null(value) and path[-1] in known_keys(path[:-1])):
        from generator.explain.defaults import default_of

        default = default_of(layers, path, as_of)
        if default is not None:
            return Explanation(default.value, (Note(default.why), *notes(past, None)))
    if path[0] == "images":
        return explain_images(masked_layers, tree, path, as_of)
    return explanation(value, notes(past, value))


def _masked_layers(layers: Sequence[Layer], path: Path) -> tuple[Layer, ...]:
    """The layers that `explain` looks at for a path, without what could be a credential."""
    if path[0] == EXTENDS:
        layers = [read_layer(layers[-1].text, layers[-1].file)]
    access_keys = KnownAccessKeys(leaf for layer in layers for leaf in private_leaves(layer.tree))
    return tuple(layer._replace(tree=masked(layer.tree, access_keys)) for layer in layers)
