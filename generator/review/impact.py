"""What a difference does in a landscape; only what is known to happen is said."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from generator.manifest.deployments import helm_deployments
from generator.manifest.parts import inside
from generator.review.hide import CHANGED
from generator.review.images import MANY, PROFILES, counted_versions
from generator.review.model import code, listed, stated
from generator.review.rollout import rollout_causes
from generator.review.tables import changed_ids, image_names, regions
from generator.review.templates import deployment_parts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.catalog.values import Value
    from generator.manifest.deployments import HelmDeployment
    from generator.review.charts import Chart
    from generator.review.model import Statement
    from generator.review.tables import Entry, Table

_DEPARTING: Final = frozenset({"deprecated", "expired"})
"""Classifications of versions that nobody should use any more."""


def image_impact(before: Table, after: Table, kind: str) -> Iterator[Statement]:
    """What changed images of an object of some kind mean for clusters."""
    yield from _kept_ids(before, after)
    if kind in PROFILES:
        yield from _removals(before, after, whole=kind == "CloudProfile")
    if kind == "CloudProfile":
        yield from _default_image(before, after)


def _kept_ids(old: Table, new: Table) -> Iterator[Statement]:
    found = {
        " ".join(key): places
        for key, entry in new.items()
        if (places := changed_ids(old.get(key, entry), entry))
    }
    if len(found) > MANY:
        what = f"{len(found)} versions with other IDs"
        yield stated("id-kept", f"{what}: clusters with encrypted disks keep the old ones")
        return
    for name, places in found.items():
        where = listed(regions(places), "region")
        what = f"{code(name)} in {where}: clusters with encrypted disks keep the old ID"
        yield stated("id-kept", what, key=name)


def _removals(old: Table, new: Table, *, whole: bool) -> Iterator[Statement]:
    """What removed versions need; `whole`: also those without IDs, which else only say a date."""
    gone = {key: entry for key, entry in old.items() if key not in new and (whole or entry.ids)}
    for announced in (False, True):
        names = [" ".join(key) for key, entry in gone.items() if _departs(entry) == announced]
        if names:
            each = "it is" if len(names) == 1 else "they are"
            advice = f"{each} deprecated already" if announced else "deprecate first"
            what = f"removal of {counted_versions(names)} is refused while in use: {advice}"
            yield stated("removal", what)


def _departs(entry: Entry) -> bool:
    return entry.fields.get("classification") in _DEPARTING


def _default_image(old: Table, new: Table) -> Iterator[Statement]:
    before, after = image_names(old)[:1], image_names(new)[:1]
    if before and after and before != after:
        what = f"default image of new clusters: {code(before[0])} → {code(after[0])}"
        yield stated("default-image", what)


def rollout(
    old: HelmDeployment, old_chart: Chart | None, new: HelmDeployment, new_chart: Chart | None
) -> Iterator[Statement]:
    """Whether the extension's Deployment rolls, and why."""
    causes = rollout_causes(old, old_chart, new, new_chart)
    if causes:
        what = f"the extension's Deployment rolls on every seed: {', '.join(causes)}"
        yield stated("rollout", what)


def key_rotation(body: dict[str, Value], chart: Chart | None) -> Iterator[Statement]:
    """What a changed access key of the owner takes; `body` is the new one, marked by `hide`."""
    values = next((found.values for found in helm_deployments(body) if not found.role), None)
    owner = inside(values, "config", "machineImageOwnerSecret")
    if CHANGED not in owner.values():
        return
    parts = deployment_parts(chart.files or {}) if chart else {}
    notices = any("accessKey" in text for text in parts.values())
    then = "this chart restarts it then" if notices else "this chart does not restart it then"
    yield stated("access-key", f"the extension reads the owner's access key at start only: {then}")
