"""Upstream's own chart, as its Go modules have it, is known as what it is."""

from __future__ import annotations

import base64
import gzip
import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from generator import cli
from generator.gardener.chart_releases import release_charts
from generator.gardener.releases import DEFAULT_EXTENSION
from tests.conformance.judges import HERE
from tests.support import marks
from tests.support.tools import ROOT, need

MODULE = "github.com/gardener/gardener-extension-provider-alicloud"
CHART = "charts/gardener-extension-provider-alicloud"
MANIFEST = "example/controller-registration.yaml"
CASES = ROOT / "tests" / "cases" / "ok"
NEWEST = "upstream's chart of v1.71.0 or v1.72.0"


@pytest.fixture(params=["command", "extension"])
def upstream(request: pytest.FixtureRequest) -> Path:
    """The folder of a release: a judge is built with it."""
    command = [need("go"), "mod", "download", "-json", MODULE]
    done = subprocess.run(command, cwd=HERE / request.param, capture_output=True, check=True)
    return Path(json.loads(done.stdout)["Dir"])


def release(upstream: Path) -> str:
    return upstream.name.partition("@")[2]


def test_folder_and_manifest_have_the_digests_of_the_table(
    upstream: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    row = release_charts(release(upstream))
    assert row
    for path, digest in ((CHART, row.folder), (MANIFEST, row.manifest)):
        assert cli.run(["chart", "digest", str(upstream / path)]) == 0
        assert capfd.readouterr().out == f"{digest}\n"
        assert cli.run(["chart", "verify", str(upstream / path), "--against", row.release]) == 0
        assert capfd.readouterr().out.endswith(f"{digest}, {NEWEST}\n")
        assert cli.run(["chart", "verify", str(upstream / path), "--against", "v1.70.0"]) == 1
        assert f"found: {digest}, {NEWEST}\n" in capfd.readouterr().out


def test_show_says_which_releases_have_the_chart(
    upstream: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert cli.run(["show", str(upstream / MANIFEST)]) == 0
    shown = capfd.readouterr().out
    assert f", {NEWEST}\n" in shown
    assert "warning" not in shown


@pytest.mark.parametrize("manifest", [MANIFEST, "example/extension.yaml"])
def test_an_import_takes_the_release_as_the_target(
    upstream: Path, manifest: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    case = ROOT / "tests" / "cases" / "ok" / "cloudprofile-guide" / "expected"
    (profile,) = case.rglob("cloudprofile.yaml")
    assert cli.run(["import", str(profile), str(upstream / manifest), "-o", "live.yaml"]) == 0
    target = yaml.safe_load(Path("live.yaml").read_text()).get("target", {})
    assert target.get("extension", DEFAULT_EXTENSION) == release(upstream)


@pytest.mark.parametrize("is_with_profile", [False, True], ids=["alone", "with a profile"])
@pytest.mark.parametrize("manifest", [MANIFEST, "example/extension.yaml"])
def test_a_stock_manifest_comes_back_but_for_marks_of_tools(
    upstream: Path,
    manifest: str,
    is_with_profile: bool,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    found = [*yaml.safe_load_all((upstream / manifest).read_text())]
    if is_with_profile:
        (profile,) = (CASES / "cloudprofile-guide").rglob("cloudprofile.yaml")
        found.append(yaml.safe_load(profile.read_text()))
    seed = f"{upstream.name} {manifest}"
    wanted = [marks.marked(body, seed, marks.OF_PEOPLE) for body in found]
    live = [marks.marked(body, seed, marks.OF_TOOLS) for body in wanted]
    Path("live.yaml").write_text("---\n".join(f"{json.dumps(body)}\n" for body in live))
    assert cli.run(["import", "live.yaml", "-o", "stock.yaml"]) == 0
    text = Path("stock.yaml").read_text()
    assert ("controllerDeployment: null" in text) == ("extension.yaml" in manifest)
    assert cli.run(["generate", "stock.yaml"]) == 0
    again = [
        body
        for path in Path("manifests/stock").iterdir()
        for body in yaml.safe_load_all(path.read_text())
    ]
    assert {body["kind"]: body["metadata"] for body in again} == {
        body["kind"]: body["metadata"] for body in wanted
    }
    assert charts(again) == charts(found)
    capfd.readouterr()
    assert cli.run(["diff", "stock.yaml", "--against", "live.yaml", "--exit-code"]) == 0
    out, err = capfd.readouterr()
    assert (out, "left out" in err) == ("", False)


def charts(objects: list[Any]) -> list[bytes]:
    """The tars of all charts that stand in objects."""
    texts = [body["helm"]["rawChart"] for body in objects if "rawChart" in body.get("helm", {})]
    return [gzip.decompress(base64.b64decode(text)) for text in texts]


@pytest.mark.parametrize("path", [CHART, MANIFEST])
@pytest.mark.parametrize(
    ("tag", "words"),
    [
        ("v1.71.0", None),
        ("v1.72.0", None),
        ("v1.70.0", f"deployed by {NEWEST}"),
        ("v1.999.0", f"whether it fits {NEWEST} is not known"),
    ],
)
def test_a_catalog_with_the_chart_is_warned_of_other_images(
    upstream: Path,
    path: str,
    tag: str,
    words: str | None,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    catalog = {
        "target": {"extension": tag},
        "images": {"a": {"versions": {"1.0.0": {"cn-shanghai": "m-uf6hvbrxclop1jtat17a"}}}},
        "controllerDeployment": {"chart": str(upstream / path)},
    }
    Path("live.yaml").write_text(yaml.safe_dump(catalog))
    assert cli.run(["generate", "live.yaml"]) == 0
    error = capfd.readouterr().err
    assert error.count("[chart-release]") == (words is not None)
    assert words is None or words in error
