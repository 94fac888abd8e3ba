"""Updates where the next version has no ID: by region and architecture, whatever form says so."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from generator.calendar.events import Period, calendar
from generator.calendar.sentences import consequences
from generator.decode import decode
from generator.decode.layers import read_layer

if TYPE_CHECKING:
    from generator.calendar.events import CalendarEntry

DAY = date(2026, 11, 22)
ENDS = {"classification": "deprecated", "expirationDate": "2027-03-31"}
UPDATED = "are updated to 2.0.0 in their next maintenance window"
NO_ID = "2.0.0 is next, but has no ID there"
NOWHERE = f"{NO_ID}, and there is no other version to go to"


def ids(*regions: str) -> dict[str, Any]:
    return {"regions": {region: f"m-{number}" for number, region in enumerate(regions)}}


def flavors(**regions: list[str]) -> dict[str, Any]:
    return {"flavors": [{"architecture": name, **ids(*found)} for name, found in regions.items()]}


def profile(*regions: str) -> dict[str, Any]:
    capability = {"name": "architecture", "values": ["amd64", "arm64"]}
    machine = {"name": "ecs.g7.large", "cpu": "2", "gpu": "0", "memory": "8Gi"}
    machine["capabilities"] = {"architecture": ["amd64"]}  # type: ignore[assignment]
    spec = {
        "kubernetes": {"versions": [{"version": "1.34.2"}]},
        "machineTypes": [machine],
        "machineCapabilities": [capability],
        "regions": [{"name": region} for region in regions],
    }
    return {"cloudProfile": {"spec": spec}}


def events(versions: dict[str, Any], strategy: str = "major", **more: Any) -> list[CalendarEntry]:
    image = {"updateStrategy": strategy, "versions": versions}
    catalog = {"images": {"a": image}, **more}
    layer = read_layer(json.dumps(catalog), "live.yaml")
    return [*calendar(decode([layer], DAY), Period(DAY, None, 0), {}).events]


def sentences(versions: dict[str, Any], **more: Any) -> list[str]:
    """What follows when 1.0.0 expires."""
    (expires,) = [entry for entry in events(versions, **more) if entry.stage == "expired"]
    return consequences(expires)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (ids("r"), ids("r"), [f"workers on it {UPDATED}"]),
        (ids("r", "s"), ids("s", "r", "t"), [f"workers on it {UPDATED}"]),
        (
            ids("r", "s", "t"),
            ids("s"),
            [f"workers on it {UPDATED}", f"workers on it in r, t are not updated: {NOWHERE}"],
        ),
        (ids("r"), ids("s"), [f"workers on it in r are not updated: {NOWHERE}"]),
        (ids("r", "s"), ids("t"), [f"workers on it in r, s are not updated: {NOWHERE}"]),
        # A region has the ID for one architecture alone.
        (
            flavors(amd64=["r", "s"], arm64=["r", "s"]),
            flavors(amd64=["r", "s"], arm64=["s"]),
            [
                f"workers on it {UPDATED}",
                f"arm64 workers on it in r are not updated: {NOWHERE}",
            ],
        ),
        (
            flavors(arm64=["r", "s"]),
            flavors(amd64=["r"], arm64=["s"]),
            [f"workers on it {UPDATED}", f"workers on it in r are not updated: {NOWHERE}"],
        ),
        (
            flavors(amd64=["r"], arm64=["s"]),
            flavors(amd64=["s"], arm64=["r"]),
            [
                f"amd64 workers on it in r are not updated: {NOWHERE}",
                f"arm64 workers on it in s are not updated: {NOWHERE}",
            ],
        ),
    ],
)
def test_workers_come_to_a_version_only_where_it_has_an_id_for_them(
    old: dict[str, Any], new: dict[str, Any], expected: list[str]
) -> None:
    versions = {"2.0.0": {"classification": "supported", **new}, "1.0.0": {**ENDS, **old}}
    assert sentences(versions, **profile("r", "s", "t")) == expected


def test_the_way_ends_at_the_step_that_has_no_id() -> None:
    versions = {
        "3.0.0": ids("r"),
        "2.0.0": {"classification": "deprecated", "expirationDate": "2026-01-31", **ids("r", "s")},
        "1.0.0": {**ENDS, **ids("r", "s")},
    }
    found = events(versions, strategy="minor")
    (expires,) = [e for e in found if (e.version, e.stage) == ("1.0.0", "expired")]
    on_the_way = "are updated to 2.0.0 (also expired)"
    no_further = f"no further: {NOWHERE.replace('2.0.0', '3.0.0')}"
    assert consequences(expires) == [
        f"workers on it {on_the_way}, then 3.0.0 in one maintenance window each",
        f"workers on it in s {on_the_way} in their next maintenance window, and {no_further}",
    ]


def test_a_version_that_has_an_id_is_named_where_the_next_one_has_none() -> None:
    versions = {
        "2.0.0": ids("r"),
        "1.1.0": {"classification": "deprecated", **ids("r", "s")},
        "1.0.0": {**ENDS, **ids("r", "s", "t")},
    }
    assert sentences(versions) == [
        f"workers on it {UPDATED}",
        f"workers on it in s are not updated: {NO_ID}; 1.1.0 has one",
        f"workers on it in t are not updated: {NOWHERE}",
    ]


@pytest.mark.parametrize("more", [{"regions": ["r", "s"]}, profile("r", "s")])
def test_regions_that_the_landscape_does_not_offer_have_no_workers(more: dict[str, Any]) -> None:
    versions = {"2.0.0": ids("r"), "1.0.0": {**ENDS, **ids("r", "s", "x")}}
    assert sentences(versions, **more)[1:] == [f"workers on it in s are not updated: {NOWHERE}"]
    every = {"2.0.0": {"regions": {"*": "m-1"}}, "1.0.0": {**ENDS, **ids("r", "s")}}
    assert sentences(every, **more) == [f"workers on it {UPDATED}"]


def test_what_nothing_updates_is_told_again_when_the_version_can_be_removed() -> None:
    versions = {"2.0.0": ids("r"), "1.0.0": {**ENDS, **ids("r", "s")}}
    (entry,) = [entry for entry in events(versions) if entry.stage == "removable"]
    assert consequences(entry) == [f"workers on it in s are not updated: {NOWHERE}"]


@pytest.mark.parametrize(
    ("later", "freed"),
    [
        (["r", "s"], ["workers on 1.0.0, which has expired, are updated to 2.1.0 in their next"]),
        (["r"], []),
        (["s"], ["workers on 1.0.0, which has expired, are updated to 2.1.0", "in r are not"]),
    ],
)
def test_an_event_frees_the_workers_of_regions_that_had_no_way(
    later: list[str], freed: list[str]
) -> None:
    stages = [
        {"classification": "preview"},
        {"classification": "supported", "startTime": "2027-06-30"},
    ]
    versions = {
        "2.1.0": {"lifecycle": stages, **ids(*later)},
        "2.0.0": ids("r"),
        "1.0.0": {**ENDS, **ids("r", "s")},
    }
    (entry,) = [e for e in events(versions) if (e.version, e.stage) == ("2.1.0", "supported")]
    found = consequences(entry)
    assert len(found) == len(freed)
    assert all(words in sentence for words, sentence in zip(freed, found, strict=True))


def test_versions_of_kubernetes_have_no_regions() -> None:
    kubernetes = {
        "versions": [{"version": "1.34.2"}, {"version": "1.33.1", "expirationDate": "2027-01-31"}]
    }
    more = profile("r", "s")
    more["cloudProfile"]["spec"]["kubernetes"] = kubernetes
    versions = {"2.0.0": {"architectures": ["amd64"], **ids("r")}}
    (expires,) = [entry for entry in events(versions, **more) if entry.stage == "expired"]
    assert consequences(expires) == [
        "clusters on it are updated to 1.34.2 in their next maintenance window"
    ]
