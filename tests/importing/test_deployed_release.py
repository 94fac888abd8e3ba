"""The target of an imported catalog: the release of the image, else that of the chart."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from generator import cli
from generator.chart.blob import digest
from tests.support.manifests import CHART, SHAPES, blob, tar
from tests.support.upstream import OTHER, know

TWO = "upstream's chart of v1.60.0 or v1.61.0"
MIRROR = "mirror.example/x/charts/gardener/extensions/provider-alicloud"
PROFILE = {
    "apiVersion": "core.gardener.cloud/v1beta1",
    "kind": "CloudProfile",
    "metadata": {"name": "alicloud"},
    "spec": {
        "type": "alicloud",
        "kubernetes": {"versions": [{"version": "1.33.4"}]},
        "machineTypes": [{"name": "ecs.g7.large", "cpu": "2", "gpu": "0", "memory": "8Gi"}],
        "regions": [{"name": "cn-shanghai", "zones": [{"name": "cn-shanghai-a"}]}],
        "machineImages": [{"name": "a", "versions": [{"version": "1.0.0"}]}],
        "providerConfig": {
            "apiVersion": "alicloud.provider.extensions.gardener.cloud/v1alpha1",
            "kind": "CloudProfileConfig",
            "machineImages": [
                {
                    "name": "a",
                    "versions": [
                        {
                            "version": "1.0.0",
                            "regions": [{"name": "cn-shanghai", "id": "m-uf6hvbrxclop1jtat17a"}],
                        }
                    ],
                }
            ],
        },
    },
}


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("profile.yaml").write_text(yaml.safe_dump(PROFILE))
    chart = digest(tar(CHART))
    rows = [("v1.60.0", chart, OTHER), ("v1.61.0", OTHER, chart), ("v1.62.0", OTHER, OTHER)]
    know(monkeypatch, *rows)


def imported(manifest: str, capfd: pytest.CaptureFixture[str]) -> tuple[dict[str, Any], str]:
    """The catalog, and its text; it can be generated from without a word about the chart."""
    Path("m.yaml").write_text(manifest)
    assert cli.run(["import", "profile.yaml", "m.yaml", "-o", "live.yaml"]) == 0
    assert cli.run(["generate", "live.yaml"]) == 0
    assert "[chart-release]" not in capfd.readouterr().err
    text = Path("live.yaml").read_text()
    return yaml.safe_load(text), text


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize(
    ("values", "target"),
    [
        ("{}", "v1.61.0"),
        ("{image: {tag: latest}}", "v1.61.0"),
        (f"{{image: {{tag: {OTHER}}}}}", "v1.61.0"),
        ("{image: {tag: v1.60.0}}", "v1.60.0"),
        ("{image: {tag: 1.60.0}}", "v1.60.0"),
        (f"{{image: {{tag: v1.60.0@{OTHER}}}}}", "v1.60.0"),
    ],
)
def test_a_blob_of_a_known_release_is_the_target_where_the_image_names_none(
    shape: Any, values: str, target: str, capfd: pytest.CaptureFixture[str]
) -> None:
    catalog, text = imported(shape(blob(CHART), values), capfd)
    assert catalog["target"] == {"extension": target}
    assert f"this is {TWO}: as deployed, it goes to live-chart.json" in text
    assert (f"this is {TWO}: the target v1.61.0 is a guess" in text) == (target == "v1.61.0")


def test_an_image_that_is_pinned_by_its_digest_stays(capfd: pytest.CaptureFixture[str]) -> None:
    tag = f"v1.60.0@{OTHER}"
    imported(SHAPES[0](blob(CHART), f"{{image: {{tag: '{tag}'}}}}"), capfd)
    manifest = Path("manifests/live/controllerdeployment.yaml").read_text()
    assert yaml.safe_load(manifest)["providerConfig"]["values"]["image"] == {"tag": tag}


def test_a_chart_of_nobody_is_no_target(capfd: pytest.CaptureFixture[str]) -> None:
    catalog, text = imported(SHAPES[0](blob({**CHART, "x": "y"})), capfd)
    assert "target" not in catalog
    assert "the chart is not the built-in one: as deployed, it goes to" in text


@pytest.mark.parametrize(
    ("place", "values", "target"),
    [
        (f"ref: {MIRROR}:v1.60.0", "", "v1.60.0"),
        (f"repository: {MIRROR}, tag: v1.61.0", "", "v1.61.0"),
        (f"ref: {MIRROR}:v1.99.0", "", "v1.99.0"),
        (f"ref: {MIRROR}:v1.61.0", "values: {image: {tag: v1.60.0}}", "v1.60.0"),
        (f"ref: {MIRROR}:v1.61.0", "values: {image: {tag: latest}}", "v1.61.0"),
        (f"ref: '{MIRROR}@{OTHER}'", "", None),
        ("ref: registry.example/own/chart:v1.60.0", "", None),
    ],
)
def test_the_tag_of_an_extensions_chart_is_the_target(
    place: str, values: str, target: str | None, capfd: pytest.CaptureFixture[str]
) -> None:
    extension = (
        "apiVersion: operator.gardener.cloud/v1alpha1\nkind: Extension\n"
        "metadata: {name: provider-alicloud}\n"
        "spec:\n  resources: [{kind: Worker, type: alicloud}]\n"
        f"  deployment: {{extension: {{helm: {{ociRepository: {{{place}}}}}, {values}}}}}\n"
    )
    catalog, _ = imported(extension, capfd)
    assert catalog.get("target") == (target and {"extension": target})


def test_a_release_that_does_not_know_what_stands_there_is_no_target(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    chart = digest(tar(CHART))
    know(monkeypatch, ("v1.20.0", chart, chart))
    values = "{config: {toBeSharedImageIDs: [m-uf6hvbrxclop1jtat17a]}}"
    catalog, text = imported(SHAPES[0](blob(CHART), values), capfd)
    assert "target" not in catalog
    assert "v1.20.0 is not used as the target: it does not support everything that is here" in text


def test_without_a_place_for_it_the_chart_is_named(capfd: pytest.CaptureFixture[str]) -> None:
    Path("m.yaml").write_text(SHAPES[0](blob(CHART)))
    assert cli.run(["import", "profile.yaml", "m.yaml"]) == 1
    error = capfd.readouterr().err
    assert f"error: this is {TWO}, and must be in a file next to the catalog" in error


@pytest.mark.parametrize(
    ("file", "example"),
    [
        ("v1.70.0.yaml", "v1-70-0"),
        ("My_Landscape.yaml", "my-landscape"),
        ("-x-.yaml", "x"),
        ("äö.yaml", "live"),
        ("…", "live"),
    ],
)
def test_a_file_whose_name_no_catalog_can_have_is_blamed_itself(
    file: str, example: str, capfd: pytest.CaptureFixture[str]
) -> None:
    assert cli.run(["import", "profile.yaml", "-o", file]) == 2
    error = capfd.readouterr().err
    assert "Invalid value for -o: " in error
    assert f"such as `--name {example}`" in error
    assert not Path(file).exists()
    assert cli.run(["import", "profile.yaml", "-o", file, "--name", example]) == 0
    assert Path(file).exists()
