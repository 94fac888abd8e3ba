"""The lifecycle of an image version is none that the API server takes.

`lifecycle` stands instead of `classification` and `expirationDate`. Its stages are preview,
supported, deprecated, expired, each at most once and in that order, and all but the first begin at
a time that is not before the one above (gardener `pkg/api/core/validation`,
`validateExpirableVersion`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.checks.offers import offered_images
from generator.problems import Finding, Severity, quoted
from generator.stages import DEPRECATED, EXPIRED, PREVIEW, SUPPORTED, moment

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.catalog import Catalog
    from generator.catalog.images import ImageVersion
    from generator.catalog.values import Value
    from generator.problems import Path

ID = "lifecycle"
SEVERITY = Severity.ERROR

STAGES = (PREVIEW, SUPPORTED, DEPRECATED, EXPIRED)


def check(catalog: Catalog) -> Iterator[Finding]:
    """Look at each lifecycle: what stands beside it, its stages and their times."""
    for image in offered_images(catalog):
        for version in image.versions:
            if version.lifecycle:
                path = ("images", image.name, "versions", version.version, "lifecycle")
                yield from _beside(version, path)
                yield from _stages(version.lifecycle, path)


def _beside(version: ImageVersion, path: Path) -> Iterator[Finding]:
    if version.classification is not None or version.expiration_date is not None:
        message = "cannot specify classification or expirationDate in combination with lifecycle"
        yield Finding(path, message, "lifecycle alone", of_key=True)


def _stages(stages: tuple[Value, ...], path: Path) -> Iterator[Finding]:
    reached, since = -1, ""
    for index, stage in enumerate(stages):
        name = stage.get("classification") if isinstance(stage, dict) else None
        if not isinstance(stage, dict) or name not in STAGES:
            found = quoted(name) if isinstance(name, str) else "no classification"
            yield Finding((*path, index), f"Unsupported value: {found}", ", ".join(STAGES))
            continue
        place = STAGES.index(str(name))
        if place <= reached:
            message = f"lifecycle classifications not in expected order: {name} must be before"
            yield Finding((*path, index), f"{message} {STAGES[reached]}", ", ".join(STAGES))
        start = moment(stage.get("startTime"))
        if start is None and (index or stage.get("startTime") is not None):
            message = f"the start time of {name} is missing, or none"
            yield Finding((*path, index), message, "a time such as 2027-03-31T00:00:00Z")
        elif start is not None and start < since:
            message = "lifecycle start times must be monotonically increasing"
            yield Finding((*path, index, "startTime"), message, f"{since} or later")
        reached, since = max(reached, place), max(since, start or "")
