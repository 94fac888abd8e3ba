"""Real release metadata through the whole generator; skipped where the data is not beside us."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import yaml

from generator import assets, cli
from generator.chart.blob import digest
from generator.manifest.chart_source import read_source
from tests.support.tools import real_data

if TYPE_CHECKING:
    import pytest

BUILT_IN = Path(__file__).parent / "cases" / "built-in-chart.sha256"


def test_generate_keeps_every_region_of_a_release_in_its_order(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    release = real_data("gardenlinux-1877.3.yaml")
    monkeypatch.chdir(tmp_path)
    metadata = yaml.safe_load(release.read_text())["published_image_metadata"]
    published = [
        (image["region_id"], image["image_id"]) for image in metadata["published_alicloud_images"]
    ]
    assert len(published) == 28
    regions = "".join(f"        {region}: {image_id}\n" for region, image_id in published)
    Path("live.yaml").write_text(
        f"images:\n  gardenlinux:\n    shared: true\n    versions:\n      1877.3:\n{regions}"
    )
    assert cli.run(["generate", "live.yaml"]) == 0
    manifest = yaml.safe_load(Path("manifests/live/controllerdeployment.yaml").read_text())
    config = manifest["providerConfig"]["values"]["config"]
    assert config["toBeSharedImageIDs"] == [image_id for _, image_id in published]
    assert config["machineImages"] == [
        {
            "name": "gardenlinux",
            "regions": [{"imageID": image_id, "region": region} for region, image_id in published],
            "version": "1877.3",
        }
    ]


def test_the_built_in_chart_is_the_same_wherever_it_ships(update_golden: bool) -> None:
    found = digest(read_source(assets.EXTENSION_CHART).tar) + "\n"
    if update_golden:
        BUILT_IN.write_text(found)
    assert found == BUILT_IN.read_text()
