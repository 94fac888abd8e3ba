"""What is wrong alike with many versions of an image is one finding with a count."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from generator.problems import and_more

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from generator.problems import Finding


def folded(findings: Iterable[Finding]) -> Iterator[Finding]:
    """Findings about versions of images: of those that differ in the version alone, the first."""
    groups: dict[Finding, list[Finding]] = {}
    for finding in findings:
        _, image, _, _, *below = finding.path
        groups.setdefault(replace(finding, path=(image, *below)), []).append(finding)
    for first, *others in groups.values():
        message = first.message + and_more(len(others), "the versions")
        yield replace(first, message=message)
