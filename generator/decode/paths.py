"""Paths into a catalog, as users write them; `problems.dotted` writes them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from generator.catalog.images import EVERY_REGION
from generator.decode import catalog_keys
from generator.record import Record

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from generator.problems import Path
    from generator.yamlio.read import Node

_STEP = r"((?:[^.\[\]\\]|\\.)+)|\[(\d+)\]"


class WrittenPath(Record):
    """A path as somebody wrote it.

    `is_exact`: it has a backslash, as Helm wants it before a dot of a name. Without any, a dot may
    belong to a name (see `readings`) although it parts two of the `steps`.
    """

    steps: Path
    is_exact: bool


def parse_path(text: str) -> WrittenPath:
    r"""A path in Helm's syntax: `images.a.versions.1\.2\.3`, lists by `[0]`; raises ValueError."""
    steps: list[str | int] = []
    rest = text
    while rest:
        match = re.match(_STEP, rest)
        if match is None:
            raise ValueError(text)
        steps.append(int(match[2]) if match[2] else re.sub(r"\\(.)", r"\1", match[1]))
        rest = rest[match.end() :]
        if rest.startswith(".") and len(rest) > 1:
            rest = rest[1:]
        elif rest and not rest.startswith("["):
            raise ValueError(text)
    if not steps:
        raise ValueError(text)
    return WrittenPath(tuple(steps), "\\" in text)


def node_at(tree: Node, path: Path) -> Node | None:
    """The node at a path of a tree; None where there is none."""
    found: Node | None = tree
    for step in path:
        if isinstance(found, dict) and isinstance(step, str):
            found = found.get(step)
        elif isinstance(found, list) and isinstance(step, int) and step < len(found):
            found = found[step]
        else:
            return None
    return found


def known_keys(path: Path) -> Mapping[str, str]:
    """The keys of the section at a path, with what they mean; empty where keys are free names."""
    for names, section in catalog_keys.SECTIONS.items():
        for name in names.split(", "):
            if _leads_to(re.findall(r"[^.\[\]]+|\[\]", name), path):
                return section
    return {}


def _leads_to(pattern: list[str], path: Path) -> bool:
    return len(pattern) == len(path) and all(
        wanted == step or (wanted == "[]" if isinstance(step, int) else wanted.isupper())
        for wanted, step in zip(pattern, path, strict=True)
    )


def names_below(trees: Sequence[Node], path: Path, regions: Sequence[str]) -> list[str]:
    """What can follow a path: names that trees have there, and keys of the format.

    The trees are in the long form; the regions of a version may be addressed without `regions`.
    `regions` are those that `"*"` stands for.
    """
    names: dict[str, None] = {}
    for tree in trees:
        node = node_at(tree, path)
        if isinstance(node, dict):
            ids = node.get("regions") if may_leave_out_regions(path) else node
            names |= dict.fromkeys(ids if isinstance(ids, dict) else ())
            names |= dict.fromkeys(regions if EVERY_REGION in names else ())
            names |= dict.fromkeys(node)
    return [*(names | dict.fromkeys(known_keys(path)))]


def may_leave_out_regions(path: Path) -> bool:
    """Whether a region can follow without `regions`: below a version or a flavor."""
    keys = (path[:1], path[2:3], path[4:5])
    return keys in ((("images",), ("versions",), ()), (("images",), ("versions",), ("flavors",)))
