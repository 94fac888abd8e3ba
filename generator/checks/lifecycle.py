"""The API server refuses the lifecycle of a version.

`lifecycle` replaces `classification` and `expirationDate`. Its stages are preview, supported,
deprecated, expired, each at most once and in that order, and all but the first begin at a time that
is not before that of the previous stage (gardener `pkg/api/core/validation`,
`validateExpirableVersion`). Versions of Kubernetes can have a lifecycle, too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.checks.versions import (
    DATE,
    LIFECYCLE,
    kubernetes_lifecycles,
    offered_images,
    one_per_image,
)
from generator.gardener.choices import STAGE
from generator.gardener.spec_values import found_no_text, items_of
from generator.gardener.stages import SINCE_EVER, moment
from generator.problems import Finding, Severity, quoted
from generator.reading.dates import no_such_day

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from generator.catalog import Catalog
    from generator.catalog.values import Value
    from generator.gardener.stages import Moment
    from generator.problems import Path

ID = "lifecycle"
SEVERITY = Severity.ERROR

_ORDER = ", ".join(STAGE.choices)
_TIME = "a time such as 2027-03-31T00:00:00Z"


def check(catalog: Catalog) -> Iterator[Finding]:
    """Check each lifecycle: the fields next to it, its stages and their times."""
    yield from one_per_image(_of_images(catalog))
    yield from _of_kubernetes(catalog)


def _of_images(catalog: Catalog) -> Iterator[Finding]:
    for image in offered_images(catalog):
        for version in image.versions:
            if version.lifecycle:
                path: Path = ("images", image.name, "versions", version.version, LIFECYCLE)
                yield from _beside(path, version.classification, version.expiration_date)
                yield from _stages(path, version.lifecycle)


def _of_kubernetes(catalog: Catalog) -> Iterator[Finding]:
    for place, item in kubernetes_lifecycles(catalog):
        path = (*place, LIFECYCLE)
        yield from _beside(path, item.get("classification"), item.get(DATE))
        yield from _stages(path, items_of(item, LIFECYCLE))


def _beside(path: Path, *others: Value) -> Iterator[Finding]:
    if any(other is not None for other in others):
        message = "cannot specify classification or expirationDate in combination with lifecycle"
        yield Finding(path, message, "only lifecycle", of_key=True)


def _stages(path: Path, stages: Iterable[Value]) -> Iterator[Finding]:
    reached, since = -1, SINCE_EVER
    for index, item in enumerate(stages):
        # Where the text has null, Go has a stage that says nothing.
        stage = item if isinstance(item, dict) else {}
        name, start = stage.get("classification") or "", stage.get("startTime")
        yield from _name((*path, index), str(name), reached)
        yield from _start((*path, index), start, since)
        reached = max(reached, _rank(str(name)))
        since = max(since, moment(start) or SINCE_EVER)


def _rank(name: str) -> int:
    """The place of a stage in the order; -1 for a name that is not a stage's."""
    return STAGE.choices.index(name) if name in STAGE.choices else -1


def _name(path: Path, name: str, reached: int) -> Iterator[Finding]:
    if not name:
        yield Finding(path, "classification is missing", STAGE.expected)
    elif name not in STAGE.choices:
        yield Finding((*path, "classification"), *STAGE.refusal(name, quoted(name)))
    elif _rank(name) == reached:
        yield Finding((*path, "classification"), f"Duplicate value: {quoted(name)}", _ORDER)
    elif _rank(name) < reached:
        message = f"lifecycle classifications not in expected order: {name} must be before"
        yield Finding(path, f"{message} {STAGE.choices[reached]}", _ORDER)


def _start(path: Path, start: Value, since: Moment) -> Iterator[Finding]:
    if start is None:
        if path[-1]:
            yield Finding(path, "the start time is missing", _TIME)
    elif (begins := moment(start)) is None:
        yield Finding((*path, "startTime"), found_no_text(start), _TIME, no_such_day(str(start)))
    elif begins < since:
        message = "lifecycle start times must be monotonically increasing"
        yield Finding((*path, "startTime"), message, f"{since} or later")
