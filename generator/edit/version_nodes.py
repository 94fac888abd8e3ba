"""The node of a version in a file: where it stands, what it looks like, how its fields are set."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from generator.decode.paths import node_at
from generator.edit.changes import Insert, Replace, Wrap, put
from generator.gardener.version_order import version_order
from generator.yamlio.read import is_null

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from generator.edit.catalog_files import CatalogFile
    from generator.edit.changes import Change, StyleModels
    from generator.problems import Path
    from generator.yamlio.read import Node

_ORDER = (
    "released",
    "classification",
    "expirationDate",
    "shared",
    "architectures",
    "regions",
    "flavors",
)
"""The keys of a version as they are written where a file does not say otherwise."""

_REGIONS = "regions"


def version_path(image: str, version: str) -> Path:
    """Where a version stands in a catalog."""
    return ("images", image, "versions", version)


def stated_versions(file: CatalogFile, image: str) -> list[str]:
    """The versions of an image that a file states, in its order."""
    found = node_at(file.tree, ("images", image, "versions"))
    return [str(key) for key in found] if isinstance(found, dict) else []


def next_version(
    version: str, siblings: Sequence[str], others: Iterable[Sequence[str]]
) -> str | None:
    """The sibling before which a new version belongs; None where it belongs at the end.

    The order is that of the siblings, else of the versions of `others`, else newest first.
    """
    directions = (_direction(group) for group in (siblings, *others))
    newest_first = next((d for d in directions if d), -1) < 0
    order = version_order(version)
    for sibling in siblings:
        found = version_order(sibling)
        if (found < order) if newest_first else (found > order):
            return sibling
    return None


def _direction(versions: Sequence[str]) -> int:
    """Above 0 where they mostly ascend, below where they descend, else 0."""
    steps = [version_order(old) < version_order(new) for old, new in pairwise(versions)]
    return 2 * sum(steps) - len(steps)


def sorted_keys(version: Mapping[str, Node]) -> dict[str, Node]:
    """The same version, its keys in their usual order."""
    return dict(sorted(version.items(), key=lambda item: _rank(item[0])))


def _rank(key: str) -> int:
    return _ORDER.index(key) if key in _ORDER else len(_ORDER) - 3


def style_models(
    file: CatalogFile, image: str, neighbour: str | None, *, is_short: bool
) -> StyleModels:
    """The style of a new version of an image: that of `neighbour`, else that of any other."""
    images = node_at(file.tree, ("images",))
    # A new image is appended, so that the last one is its neighbour.
    others = [n for n in reversed(images) if n != image] if isinstance(images, dict) else []
    places = [version_path(image, neighbour)] if neighbour is not None else []
    places += [
        version_path(name, v) for name in (image, *others) for v in stated_versions(file, name)
    ]
    found: dict[Path, Path] = {}
    for place in places:
        node = node_at(file.tree, place)
        if not isinstance(node, dict):
            continue
        long = is_long(node)
        found.setdefault(() if is_short else (_REGIONS,), _regions_of(node, place))
        if long and not is_short:
            found.setdefault((), place)
    return found


def is_long(node: Node | None) -> bool:
    """Whether a version is written in the long form."""
    return isinstance(node, dict) and not {_REGIONS, "flavors", "classification"}.isdisjoint(node)


def _regions_of(node: Mapping[str, Node], place: Path) -> Path:
    if _REGIONS in node:
        return (*place, _REGIONS)
    return (*place, "flavors", 0, _REGIONS) if "flavors" in node else place


def set_fields(
    file: CatalogFile, image: str, version: str, fields: Mapping[str, Node]
) -> list[Change]:
    """The changes after which a file states these fields of a version, in whatever form it is."""
    path = version_path(image, version)
    node = node_at(file.tree, path)
    if node is None or not isinstance(node, dict) or is_null(node):
        before = next_version(version, stated_versions(file, image), ())
        return [
            put(
                file.tree,
                path,
                {**fields},
                before,
                style_models(file, image, before, is_short=False),
            )
        ]
    if node != node_at(file.long, path):
        other = style_models(file, image, None, is_short=False).get(())
        return [Wrap(path, _REGIONS, sorted_keys(fields), other)]
    changes: list[Change] = []
    new: dict[str | None, dict[str, Node]] = {}
    for key, value in sorted_keys(fields).items():
        if key in node:
            changes += [Replace((*path, key), value)] if node[key] != value else []
        else:
            new.setdefault(_before(node, key), {})[key] = value
    model = style_models(file, image, version, is_short=False).get((), path)
    return changes + [
        Insert(path, entries, before, {(key,): (*model, key) for key in entries})
        for before, entries in new.items()
    ]


def _before(node: Mapping[str, Node], key: str) -> str | None:
    """The key before which a new one is inserted: the one behind the last that ranks lower."""
    keys = [*node]
    behind = [index for index, found in enumerate(keys) if _rank(found) < _rank(key)]
    index = behind[-1] + 1 if behind else 0
    return keys[index] if index < len(keys) else None
