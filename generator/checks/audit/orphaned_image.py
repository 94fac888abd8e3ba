"""The account has an image that no catalog names.

`audit --orphans PATTERN` looks for them among the images of the account whose names match. Each
costs the storage of its snapshot. Before you delete one, check whether machines of clusters still
use it, or another landscape's catalog that was not read.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from generator.problems import Finding, Severity, counted, quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.catalog import Catalog
    from generator.checks.answers import Answers

ID = "orphaned-image"
SEVERITY = Severity.WARNING


def check_answers(catalog: Catalog, answers: Answers) -> Iterator[Finding]:
    """One finding for each image, with its age where the day is known, and for each gap."""
    for image in answers.orphans or ():
        message = f"no catalog names {image.image_id} in {image.region}, {quoted(image.name)}"
        yield Finding((), message + _age(image.created, catalog.as_of))
    for region, reason in answers.orphan_gaps.items():
        message = f"it is not known whether {region} has more images that no catalog names"
        yield Finding((), f"{message}: {reason}")


def _age(created: str, today: date | None) -> str:
    """When an image was made, and how long ago; empty where nothing says it."""
    try:
        day = date.fromisoformat(created[:10])
    except ValueError:
        return ""
    old = (today - day).days if today else 0
    return f", created on {day}" + (f", {counted(old, 'day')} ago" if old > 0 else "")
