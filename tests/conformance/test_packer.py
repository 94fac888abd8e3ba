"""Our packer against real Helm and GNU tar: an equal tar, or refused by both."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings

from generator.chart.source import read_source
from generator.problems import ProblemsError
from tests.chart.charts import Tree, build, trees
from tests.conformance.judges import Judge
from tests.tools import need

if TYPE_CHECKING:
    from collections.abc import Iterator

STRICTER = (
    "leads back to a folder around it",  # Helm's walk does not end, or is cut off by .helmignore
    "two different charts in charts/",  # Helm takes one at random
    "is a number that JSON does not have",  # Helm takes the text "+Inf" where text is wanted
    "holds control characters",  # Helm folds NEL and fails on the rest
    "cannot be packed",  # names that the script's tar does not find
)
"""What we refuse on purpose though Helm takes it."""


@pytest.fixture(scope="module")
def helm() -> Iterator[Judge]:
    with Judge("helm") as judge:
        yield judge


def test_the_packer_agrees_with_helm_and_gnu_tar(helm: Judge) -> None:
    tar = need("tar")
    seen = {"equal": 0, "refused": 0}

    @settings(
        max_examples=3000, deadline=None, database=None, suppress_health_check=list(HealthCheck)
    )
    @given(trees())
    def agrees(tree: Tree) -> None:
        seen[compared(helm, tar, tree)] += 1

    agrees()
    assert seen["equal"] >= 150, seen


def compared(helm: Judge, tar: str, tree: Tree) -> str:
    work = Path(tempfile.mkdtemp())
    try:
        build(tree, work / "folder")
        theirs = script(helm, tar, work)
        try:
            ours: bytes | ProblemsError = read_source(work / "folder").tar
        except ProblemsError as error:
            ours = error
        if isinstance(theirs, str):
            assert isinstance(ours, ProblemsError), f"Helm refuses: {theirs}"
            return "refused"
        if isinstance(ours, ProblemsError):
            assert any(reason in str(ours) for reason in STRICTER), f"we refuse: {ours}"
            return "refused"
        assert ours == theirs
        return "equal"
    finally:
        shutil.rmtree(work)


def script(helm: Judge, tar: str, work: Path) -> bytes | str:
    """The tar that Gardener's `generate-controller-registration.sh` makes, or why it cannot."""
    packages, unpacked = work / "packages", work / "unpacked"
    packages.mkdir()
    unpacked.mkdir()
    verdict = helm.ask(
        "package", chart=str(work / "folder"), into=str(packages), version="", appVersion=""
    )
    if not verdict.accepted:
        return verdict.refusals[0]
    lines = (
        "set -e -o pipefail; umask 0022; "
        '"$1" -xzm -C "$3" -f "$2"/*; '
        '"$1" --sort=name -c --owner=root:0 --group=root:0 --mtime="UTC 2019-01-01" -C "$3"'
        ' "$(basename "$3"/*)"'
    )
    command = ["bash", "-c", lines, "-", tar, str(packages), str(unpacked)]
    result = subprocess.run(command, capture_output=True, check=False)
    return result.stdout if result.returncode == 0 else result.stderr.decode()
