"""To which version a cluster is moved when its own has expired: Gardener's choice, and ours."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from generator.gardener.stages import Version, stages
from generator.gardener.updates import KUBERNETES, MAJOR, MINOR, PATCH, route
from tests.conformance.judges import Judge

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

PAST, NOW, FUTURE = "2020-01-01T00:00:00Z", "2026-01-01T00:00:00Z", "2099-01-01T00:00:00Z"
EXPIRED = {"classification": "deprecated", "expirationDate": PAST}

Offer = dict[str, Any]

small = st.integers(0, 3)
prereleases = st.sampled_from(["", "", "", "-rc.1", "-rc.2", "-alpha", "-10", "-9.x"])
image_numbers = st.builds("{}.{}.{}{}".format, st.integers(1, 3), small, small, prereleases)
kubernetes_numbers = st.builds("1.{}.{}".format, st.integers(0, 5), small)
what_is_said = st.sampled_from(
    [
        {},
        {"classification": "preview"},
        {"classification": "supported", "expirationDate": FUTURE},
        {"classification": "deprecated"},
        EXPIRED,
        EXPIRED,
        {"lifecycle": [{"classification": "supported", "startTime": FUTURE}]},
        {"lifecycle": [{"classification": "preview"}, {"classification": "expired"}]},
        {
            "lifecycle": [
                {"classification": "supported", "startTime": PAST},
                {"classification": "deprecated", "startTime": FUTURE},
            ]
        },
    ]
)


def offers(numbers: st.SearchStrategy[str]) -> st.SearchStrategy[list[Offer]]:
    """Versions of which the first has expired."""
    return st.lists(
        st.builds(lambda version, said: {"version": version, **said}, numbers, what_is_said),
        min_size=1,
        max_size=8,
        unique_by=lambda offer: offer["version"],
    ).map(lambda found: [{"version": found[0]["version"], **EXPIRED}, *found[1:]])


@pytest.fixture(scope="module")
def agree() -> Iterator[Callable[[list[Offer], str], None]]:
    with Judge("maintenance") as gardener:

        def compare(found: list[Offer], strategy: str) -> None:
            current = found[0]["version"]
            verdict = gardener.ask("next", versions=found, current=current, strategy=strategy)
            versions = [
                Version(
                    offer["version"],
                    stages(
                        offer.get("classification"),
                        offer.get("expirationDate"),
                        offer.get("lifecycle", ()),
                    ),
                )
                for offer in found
            ]
            ours = route(versions, versions[0], lambda version: version.at(NOW), strategy)
            if not verdict.accepted:
                assert ours.steps == ()
            elif ours.steps:
                assert ours.steps[0].version == verdict.answer
            else:
                assert ours.failure.startswith(f"{verdict.answer} is next, but the API server")

        yield compare


@settings(max_examples=1000, derandomize=True, database=None, deadline=None)
@example(
    found=[
        {"version": "1.0.0-rc.1", **EXPIRED},
        {"version": "1.2.1"},
        {"version": "1.2.2-rc.2", **EXPIRED},
        {"version": "1.3.1-rc.1"},
        {"version": "3.1.1", **EXPIRED},
    ],
    strategy=PATCH,
)
@given(found=offers(image_numbers), strategy=st.sampled_from([PATCH, MINOR, MAJOR]))
def test_gardener_moves_workers_where_the_calendar_says(
    agree: Callable[[list[Offer], str], None], found: list[Offer], strategy: str
) -> None:
    agree(found, strategy)


@settings(max_examples=500, derandomize=True, database=None, deadline=None)
@given(found=offers(kubernetes_numbers))
def test_gardener_moves_clusters_where_the_calendar_says(
    agree: Callable[[list[Offer], str], None], found: list[Offer]
) -> None:
    agree(found, KUBERNETES)
