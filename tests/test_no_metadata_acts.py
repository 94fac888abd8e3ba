"""Nothing that stands in release metadata, or in a list of what is in use, acts anywhere."""

from __future__ import annotations

import copy
import json
from pathlib import Path

import pytest

from tests.fuzz.inputs import METADATA
from tests.test_nothing_acts import CATALOG, IN_USE, MARKERS, RELEASE, check, places, write

CALLS = (
    ["add", CATALOG, "--from", RELEASE, "--dry-run"],
    ["add", CATALOG, "--from", RELEASE, "--summary", "summary"],
    ["import", RELEASE, "-o", "new.yaml"],
    ["retire", CATALOG, "--as-of", "2026-11-22", "--in-use", IN_USE, "--dry-run"],
)
PLACES = [
    (which, number, path)
    for which, tree in enumerate(METADATA)
    for number, (_, path) in enumerate(places(copy.deepcopy(tree)))
]


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize(("which", "number"), [place[:2] for place in PLACES], ids=str)
def test_no_key_or_value_of_metadata_acts(which: int, number: int) -> None:
    for marker in MARKERS:
        tree = copy.deepcopy(METADATA[which])
        [*places(tree)][number][0](marker)
        for call in CALLS:
            write()
            for name in (RELEASE, IN_USE):
                Path(name).write_text(json.dumps(tree, indent=1))
            check([call])
