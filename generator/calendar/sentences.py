"""Calendar entries in plain English, whatever the format."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from generator.calendar.events import REMOVABLE
from generator.gardener.stages import (
    DEPRECATED,
    EXPIRED,
    HELD_BACK,
    PREVIEW,
    SUPPORTED,
    UNAVAILABLE,
)
from generator.gardener.updates import KUBERNETES

if TYPE_CHECKING:
    from generator.calendar.events import CalendarEntry
    from generator.gardener.updates import Route, Step

_VERBS: Final = {
    PREVIEW: "is offered as a preview",
    SUPPORTED: "becomes supported",
    DEPRECATED: "becomes deprecated",
    EXPIRED: "expires",
    REMOVABLE: "can be removed, unless a Shoot uses it",
}


def subject(entry: CalendarEntry) -> str:
    """The image or Kubernetes, its version, and the NamespacedCloudProfile where it is one's."""
    place = f" in {entry.profile}" if entry.profile else ""
    return f"{entry.name} {entry.version}{place}"


def headline(entry: CalendarEntry) -> str:
    """An event in a few words: `ubuntu 18.4.20210415 expires`."""
    return f"{subject(entry)} {_VERBS.get(entry.stage, f'becomes {entry.stage}')}"


def standing(entry: CalendarEntry) -> str:
    """The stage of a version; of an expired one, with the day since when."""
    day = entry.moment[:10]
    more = {
        EXPIRED: f" since {day}",
        REMOVABLE: f" since {day}, unless a Shoot uses it",
        HELD_BACK: ", not in the profile yet",
        UNAVAILABLE: ", its lifecycle has not begun",
    }
    return entry.stage + more.get(entry.stage, "")


def consequences(entry: CalendarEntry) -> list[str]:
    """Sentences on what follows for clusters, and for people who want to remove the version."""
    what = "clusters" if entry.strategy == KUBERNETES else "workers"
    sentences = [_update(route, what, "it") for route in entry.routes]
    for freed in entry.freed:
        on = f"{freed.version}, which has expired,"
        sentences += [_update(route, what, on) for route in freed.routes]
    if entry.missing:
        sentences.append(
            f"which update follows depends on {entry.missing}, which is not in this catalog"
        )
    if entry.holders:
        names = ", ".join(entry.holders)
        sentences.append(f"the API server keeps it as long as {names} gives it another date")
    return sentences


def _update(route: Route, what: str, on: str) -> str:
    where = f" in {', '.join(route.regions)}" if route.regions else ""
    who = " ".join([" and ".join(route.architectures), what]).lstrip() + f" on {on}{where}"
    if not route.steps:
        return f"{who} are not updated: {route.failure}"
    steps = [*map(_step, route.steps)]
    windows = "their next maintenance window" if len(steps) == 1 else "one maintenance window each"
    text = f"{who} are updated to {', then '.join(steps)} in {windows}"
    return f"{text}, and no further: {route.failure}" if route.failure else text


def _step(step: Step) -> str:
    if step.stage == EXPIRED:
        return f"{step.version} (also expired)"
    return f"{step.version} (deprecated)" if step.stage == DEPRECATED else step.version
