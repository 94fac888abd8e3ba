"""Paths into a catalog, as users write them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from generator.decode import catalog_keys

if TYPE_CHECKING:
    from collections.abc import Mapping

    from generator.problems import Path
    from generator.yamlio.read import Node

_STEP = r"((?:[^.\[\]\\]|\\.)+)|\[(\d+)\]"


def parse_path(text: str) -> Path:
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
    return tuple(steps)


def format_path(path: Path) -> str:
    """A path as `parse_path` reads it."""
    return "".join(
        f"[{step}]" if isinstance(step, int) else f".{escaped(step)}" for step in path
    ).removeprefix(".")


def escaped(name: str) -> str:
    """A name as one step of a path."""
    return re.sub(r"([.\[\]\\])", r"\\\1", name)


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
