"""Our packer against real Helm and GNU tar: an equal tar, or refused by both."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.manifest.chart_source import read_source
from generator.problems import ProblemsError
from tests.chart.charts import Tree, build
from tests.chart.script import repacked
from tests.chart.strategies import trees
from tests.conformance.judges import Judge
from tests.support.tools import need

if TYPE_CHECKING:
    from collections.abc import Iterator

STRICTER = (
    "leads back to a folder around it",  # Helm's walk does not end, or is cut off by .helmignore
    "two different charts in charts/",  # Helm takes one at random
    "is a number that JSON does not have",  # Helm takes the text "+Inf" where text is wanted
    "contains control characters",  # Helm folds NEL and fails on the rest
)
"""What we refuse on purpose though Helm takes it."""

flags = st.tuples(
    st.sampled_from(("",) * 8 + ("2.0.0", "v3", "x", "1.0.0+a.b")),
    st.sampled_from(("",) * 8 + ("1.10", "a\tb", "é", "on")),
)


@pytest.fixture(scope="module")
def helm() -> Iterator[Judge]:
    with Judge("helm") as judge:
        yield judge


def test_the_packer_agrees_with_helm_and_gnu_tar(helm: Judge) -> None:
    tar = need("tar")
    seen = {"equal": 0, "refused": 0}

    @settings(
        max_examples=800, deadline=None, database=None, suppress_health_check=list(HealthCheck)
    )
    @given(trees(), flags)
    def agrees(tree: Tree, versions: tuple[str, str]) -> None:
        with tempfile.TemporaryDirectory() as folder:
            work = Path(folder)
            build(tree, work / "chart")
            theirs = packaged(helm, tar, work, *versions)
            seen[compared(work / "chart", theirs, *versions)] += 1

    agrees()
    # Most parts of most charts are good, but a chart of good parts only is not that frequent.
    assert seen["equal"] >= 150, seen


def packaged(helm: Judge, tar: str, work: Path, version: str, app_version: str) -> bytes | str:
    """The tar that Helm and GNU tar make, or why they do not."""
    packages = work / "packages"
    packages.mkdir()
    verdict = helm.ask(
        "package",
        chart=str(work / "chart"),
        into=str(packages),
        version=version,
        appVersion=app_version,
    )
    if not verdict.accepted:
        return verdict.refusals[0]
    return repacked(tar, packages, work) or "GNU tar fails"


def compared(chart: Path, theirs: bytes | str, version: str, app_version: str) -> str:
    try:
        ours = read_source(chart, version=version, app_version=app_version).tar
    except ProblemsError as refused:
        if isinstance(theirs, bytes) and not any(reason in str(refused) for reason in STRICTER):
            raise
        return "refused"
    assert not isinstance(theirs, str), f"only they refuse: {theirs}"
    assert ours == theirs
    return "equal"
