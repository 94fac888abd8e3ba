"""One mistake, one message: findings that only follow from others are left out.

Nothing is lost: once the mistake is fixed, what does not follow from it is found.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from generator.decode.paths import node_at
from generator.problems import Near, nearest_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from generator.problems import Finding, Path
    from generator.yamlio.read import Node


def without_follow_ups(findings: Sequence[Finding], tree: Node) -> list[Finding]:
    """The findings about a tree but for those that others explain.

    Nothing counts that stands in a part which could not be read; nothing that compares with a part
    which is not whole; and no key is missing that stands there, misspelt.
    """
    unread = {finding.path for finding in findings if finding.is_unread}
    gaps = {above for path in unread for above in _above(path)}
    gaps |= {above for f in findings if not f.relies_on for above in (f.path, f.path[:-1])}
    misspelt = _misspelt(findings, tree)
    meant = {(*path, key) for path, keys in misspelt.items() for key in keys}
    absent = unread | meant
    return [
        finding
        for finding in findings
        if not _is_below(finding, unread)
        and meant.isdisjoint(_above(finding.path))
        and not any(_is_gap(path, gaps, absent) for path in finding.relies_on)
        and not _names(finding, misspelt.get(finding.path, ()))
    ]


def _above(path: Path) -> Iterator[Path]:
    """The path, and those of all that it stands in."""
    return (path[:end] for end in range(1, len(path) + 1))


def _is_below(finding: Finding, unread: set[Path]) -> bool:
    end = len(finding.path) + (0 if finding.is_unread else 1)
    return any(finding.path[:depth] in unread for depth in range(1, end))


def _is_gap(path: Path, gaps: set[Path], absent: set[Path]) -> bool:
    """Whether a part, or an item of it, is not there; what is wrong deeper leaves it its names."""
    return path in gaps or not absent.isdisjoint(_above(path))


def _misspelt(findings: Sequence[Finding], tree: Node) -> dict[Path, list[str]]:
    """Each section with keys that it does not know, and those that were meant and are not there."""
    found: dict[Path, list[str]] = {}
    # The same key may be misspelt thousands of times, and what it resembles takes long to find.
    resembled: dict[tuple[str, int], str] = {}
    for finding in findings:
        if not finding.of_key or not isinstance(finding.hint, Near):
            continue
        word = (finding.hint.found, id(finding.hint.known))
        if word not in resembled:
            resembled[word] = nearest_name(finding.hint.found, finding.hint.known)
        section, key = finding.path[:-1], resembled[word]
        if key and node_at(tree, (*section, key)) is None:
            found.setdefault(section, []).append(key)
    return found


def _names(finding: Finding, keys: Sequence[str]) -> bool:
    """Whether a finding says that one of the keys is missing, which it may name in the singular."""
    if finding.of_key:
        return False
    words = re.findall(r"\w+", f"{finding.message} {finding.expected}")
    return any(word in (key, key.removesuffix("s")) for key in keys for word in words)
