"""Flavors that a version does not have yet: whether they may come, and what to write if not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from generator.catalog.profile import ARCHITECTURE
from generator.decode.paths import node_at
from generator.edit.image_ids import UNSTATED_FLAVOR, flavor_node
from generator.edit.node_text import default_style, scalar
from generator.edit.remove_versions import NULL
from generator.edit.source import Source
from generator.edit.version_nodes import version_path
from generator.problems import ProblemsError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from generator.edit.catalog_files import CatalogFile, CatalogFiles
    from generator.edit.image_ids import FlavorKey, IDsByFlavor, ReleasedVersion, StatedIDs
    from generator.problems import Path
    from generator.yamlio.read import Node

_SHOWN: Final = 3
"""Phrases that a message names."""


def check_flavors(
    catalog: CatalogFiles, released: ReleasedVersion, found: StatedIDs, asked: IDsByFlavor
) -> None:
    """Raise `ProblemsError` where IDs are of flavors that the version cannot get by itself.

    It can where it has `flavors`, and the IDs say which one is theirs. Where it has IDs without a
    flavor, the error says what to write.
    """
    new = [flavor for flavor in asked if flavor not in found]
    path = version_path(released.image, released.version)
    if not new:
        return
    if not isinstance(node_at(catalog.tree, (*path, "flavors")), list):
        raise _without_flavors(catalog, path, found, asked)
    if not found or UNSTATED_FLAVOR in released.ids:
        has = f"the flavors {flavor_names(found)}" if found else "no flavor"
        message = f"{' '.join(map(str, path[1::2]))} has {has}, so none for {flavor_names(new)}"
        raise catalog.refusal(path, message, hint="edit its flavors by hand")


def _without_flavors(
    catalog: CatalogFiles, path: Path, found: StatedIDs, asked: IDsByFlavor
) -> ProblemsError:
    """The error for a version whose form has no place for another architecture."""
    known, new = flavor_names(found), flavor_names(f for f in asked if f not in found)
    message = f"{' '.join(map(str, path[1::2]))} has no flavors, only {known}, so none for {new}"
    old = [key for key in ("architectures", "regions") if node_at(catalog.tree, (*path, key))]
    lines = _lines_to_write(catalog, path, found, asked)
    hint = f"write these lines instead of its {' and '.join(old)}"
    at = (*path, "regions") if "regions" in old else path
    return catalog.refusal(at, message, hint=hint if lines else "edit it by hand", lines=lines)


def flavor_names(flavors: Iterable[FlavorKey]) -> str:
    """Flavors for a message: `architecture amd64; architecture arm64`."""
    return phrases(
        [
            ", ".join(f"{name} {'/'.join(values)}" for name, values in flavor)
            or "without capabilities"
            for flavor in flavors
        ]
    )


def phrases(items: Sequence[str]) -> str:
    """A few of the items, and how many more there are."""
    more = len(items) - _SHOWN
    return "; ".join(items[:_SHOWN]) + (f"; and {more} more" if more > 0 else "")


def _lines_to_write(
    catalog: CatalogFiles, path: Path, found: StatedIDs, asked: IDsByFlavor
) -> tuple[str, ...]:
    """The flavors that a version without any would have, as lines for the file that states it.

    There are none where the files that would have to change are several, or where flavors would
    overlap: what an ID was meant for is then a question.
    """
    stating = [file for file in catalog.files if node_at(file.long, (*path, "regions"))]
    if len(stating) != 1 or _overlap([*found, *(f for f in asked if f not in found)]):
        return ()
    ids = {flavor: {r: i or NULL for r, i in regions.items()} for flavor, regions in found.items()}
    for flavor, regions in asked.items():
        # An ID that is there and differs is a question for `--replace`, once there are flavors.
        ids[flavor] = {**regions, **ids.get(flavor, {})}
    order = [region for regions in found.values() for region in regions]
    return _as_lines(
        stating[0], path, [flavor_node(f, regions, order) for f, regions in ids.items()]
    )


def _as_lines(file: CatalogFile, path: Path, flavors: Sequence[Node]) -> tuple[str, ...]:
    """A line for the key and for each flavor, in the style and at the place of the version."""
    source = Source(file.text, file.name)
    try:
        version = source.at(path)
    except ProblemsError:
        return ()
    style = default_style(source)
    key, items = scalar("flavors", style), [_in_braces(flavor, style) for flavor in flavors]
    if not version.flow:
        pad = " " * (version.keys[0].column - 1)
        return (f"{pad}{key}:", *(f"{pad}- {item}" for item in items))
    pad = source.pad(version.start) + source.unit
    ends = [*("," for _ in items[1:]), "]"]
    lines = (f"{pad}{source.unit}{item}{end}" for item, end in zip(items, ends, strict=True))
    return (f"{pad}{key}: [", *lines)


def _in_braces(node: Node, style: str) -> str:
    if isinstance(node, dict):
        entries = (f"{scalar(key, style)}: {_in_braces(n, style)}" for key, n in node.items())
        return "{" + ", ".join(entries) + "}"
    if isinstance(node, list):
        return "[" + ", ".join(_in_braces(item, style) for item in node) + "]"
    return scalar(node, style)


def _overlap(flavors: Collection[FlavorKey]) -> bool:
    """Whether an architecture belongs to several flavors."""
    architectures = [a for flavor in flavors for a in dict(flavor).get(ARCHITECTURE, ())]
    return len({*architectures}) < len(architectures) or len(architectures) < len(flavors)
