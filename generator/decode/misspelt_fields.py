"""Fields of a `spec` that are misspelt, where something is wrong because they are not there."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from generator.decode.paths import node_at
from generator.gardener import fields
from generator.gardener.unknown_fields import unknown_fields
from generator.problems import Finding, Near, and_more, nearest_name, quoted

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from generator.catalog.values import Value
    from generator.gardener.fields import Type
    from generator.problems import Path
    from generator.yamlio.read import Node


def misspelt_fields(findings: Sequence[Finding], tree: Node) -> Iterator[Finding]:
    """Findings about the fields of a catalog's specs without which the `findings` would not be.

    The rule `unknown-field` tells the others, and these as well, of catalogs that can be decoded.
    """
    blamed = {path[:end] for f in findings for path in _compared(f) for end in range(len(path) + 1)}
    lacking = {(*f.path, word) for f in findings for word in f.message.split()}
    for place, of in _specs(tree):
        for found in unknown_fields(cast("Value", node_at(tree, place)), of):
            near = Near(str(found.path[-1]), tuple(found.siblings))
            section = (*place, *found.path[:-1])
            meant = (*section, nearest_name(near.found, near.known))
            if (meant in blamed or meant in lacking) and node_at(tree, meant) is None:
                message = f"unknown field {quoted(f'spec{found.shown}')}{and_more(found.others)}"
                expected = "one of " + ", ".join(found.siblings)
                yield Finding((*place, *found.path), message, expected, near, of_key=True)


def _compared(finding: Finding) -> tuple[Path, ...]:
    return (finding.path, *finding.relies_on)


def _specs(tree: Node) -> Iterator[tuple[Path, dict[str, Type]]]:
    yield ("cloudProfile", "spec"), fields.CLOUD_PROFILE
    for key, of in (
        ("namespacedCloudProfiles", fields.NAMESPACED_CLOUD_PROFILE),
        ("seeds", fields.SEED),
    ):
        items = node_at(tree, (key,))
        for index in range(len(items) if isinstance(items, list) else 0):
            yield (key, index, "spec"), of
