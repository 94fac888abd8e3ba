"""Charts that we push to a registry, as Helm, crane and Gardener find them there."""

from __future__ import annotations

import json
import subprocess
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from generator import cli
from tests.conformance.landscapes import CHART, DEPLOYMENT, clusters, generate
from tests.support.command import CATALOG
from tests.support.crane import registry_on_loopback
from tests.support.tools import need

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.conformance.judges import Judge

CREATED = "org.opencontainers.image.created"
STRANGE = """\
apiVersion: v2
name: strange
version: 1.2.3-rc.1+build
appVersion: "1.0"
description: "a < b & c > d, \u2028 and \u00e9"
home: https://home.example/?a=b&c=d
sources: [https://source.example, https://other.example]
keywords: [b, a]
maintainers: [{name: One, email: one@example.com}, {name: Two}, {email: three@example.com}]
annotations:
  z: ""
  a: "<last>"
  org.opencontainers.image.title: not this
  org.opencontainers.image.version: nor this
  org.opencontainers.image.description: but this
  org.opencontainers.image.vendor: us
kubeVersion: ">= 1.30.0-0"
icon: https://icon.example/a.svg
deprecated: true
type: application
"""
PLAIN = "apiVersion: v1\nname: plain\nversion: 0.1.0\ndescription: '  '\n"


@pytest.fixture(scope="module")
def registry() -> Iterator[str]:
    with registry_on_loopback() as registry:
        yield registry


def said(tool: str, *arguments: str | Path) -> str:
    command = [need(tool), *map(str, arguments)]
    result = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert result.returncode == 0, result.stderr
    return result.stdout


def pushed(source: Path, place: str, capfd: pytest.CaptureFixture[str]) -> str:
    """The pinned reference that `chart push` prints, without its scheme."""
    capfd.readouterr()
    assert cli.run(["chart", "push", str(source), f"oci://{place}"]) == 0
    return capfd.readouterr().out.strip().removeprefix("oci://")


def packed(source: Path, folder: Path) -> Path:
    file = folder / "chart.tgz"
    assert cli.run(["chart", "pack", str(source), "-o", str(file)]) == 0
    return file


@pytest.mark.parametrize("text", [STRANGE, PLAIN, None], ids=["strange", "plain", "built-in"])
def test_the_manifest_is_helms_but_for_the_time(
    text: str | None, registry: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    source = CHART
    if text is not None:
        source = tmp_path / "source"
        source.mkdir()
        (source / "Chart.yaml").write_text(text)
    chart = yaml.safe_load((source / "Chart.yaml").read_text())
    file = packed(source, tmp_path)
    ours = json.loads(said("crane", "manifest", pushed(file, f"{registry}/ours/c", capfd)))
    said("helm", "push", "--plain-http", file, f"oci://{registry}/helms")
    tag = chart["version"].replace("+", "_")
    place = f"{registry}/helms/{chart['name']}"
    helms = json.loads(said("crane", "manifest", f"{place}:{tag}"))
    assert CREATED in helms["annotations"]
    assert CREATED not in ours["annotations"]
    del helms["annotations"][CREATED]
    assert ours == helms
    assert [*ours["annotations"]] == [*helms["annotations"]]
    # Its digest in the manifest is equal, so the configuration is, to the byte.
    assert json.loads(said("crane", "blob", f"{place}@{helms['config']['digest']}"))


def test_helm_and_crane_find_the_chart(
    registry: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    file = packed(CHART, tmp_path)
    place = pushed(file, f"{registry}/found/{CHART.name}", capfd)
    name, _, digest = place.partition("@")
    assert said("crane", "digest", name).strip() == digest
    bare = name.rpartition(":")[0]
    for number, reference in enumerate((f"{bare}:0.1.0", f"{bare}@{digest}")):
        folder = tmp_path / f"{number}"
        folder.mkdir()
        said("helm", "pull", "--plain-http", f"oci://{reference}", "--destination", folder)
        [pulled] = folder.iterdir()
        assert pulled.read_bytes() == file.read_bytes()
        shown = said("helm", "show", "chart", "--plain-http", f"oci://{reference}")
        assert yaml.safe_load(shown)["name"] == CHART.name


def test_we_read_what_helm_has_pushed(
    registry: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    said("helm", "package", CHART, "--destination", tmp_path)
    [file] = tmp_path.glob("*.tgz")
    said("helm", "push", "--plain-http", file, f"oci://{registry}/read")
    reference = f"oci://{registry}/read/{CHART.name}:0.1.0"
    assert cli.run(["chart", "verify", reference, "--against", str(CHART)]) == 0
    assert cli.run(["show", reference]) == 0
    shown = capfd.readouterr().out
    assert said("crane", "digest", reference.removeprefix("oci://")).strip() in shown


def catalog(chart: str) -> str:
    return (
        "target: {gardener: v1.150.0}\n"
        f"controllerDeployment: {{apiVersion: v1, chart: {chart}}}\n"
        f"extension: {{}}\n{CATALOG}"
    )


def rendered(gardener: Judge, ask: str, **question: Any) -> list[dict[str, Any]]:
    found = gardener.accepts(ask, objects=[], **question)["rendered"]
    assert found
    return sorted(found, key=json.dumps)


def test_gardener_finds_the_chart_that_a_catalog_pins(
    registry: str, tmp_path: Path, gardener: Judge, capfd: pytest.CaptureFixture[str]
) -> None:
    """Its own client pulls it by the digest, and renders what it renders of the blob."""
    file = packed(CHART, tmp_path)
    place = f"{registry}/gardener/provider-alicloud"
    digest = pushed(file, f"{place}:v1", capfd).rpartition("@")[2]
    pinned = tmp_path / "pinned.yaml"
    # The digest decides: nothing is there by this tag.
    oci = f"{{oci: {{repository: '{place}', tag: none, from: chart.tgz}}}}"
    pinned.write_text(catalog(oci))
    blob = tmp_path / "blob.yaml"
    blob.write_text(catalog("chart.tgz"))
    in_registry = generate(pinned, tmp_path / "in-registry")
    as_blob = generate(blob, tmp_path / "as-blob")
    assert in_registry.documents[DEPLOYMENT].count(digest) == 1
    seed = clusters()[0].question()
    found = rendered(gardener, "gardenlet", deployment=in_registry[DEPLOYMENT], **seed)
    assert found == rendered(gardener, "gardenlet", deployment=as_blob[DEPLOYMENT], **seed)
    extension = in_registry["extension.yaml"]
    assert digest in extension
    said_by_operator = rendered(gardener, "operator", extension=extension)
    assert said_by_operator == rendered(
        gardener, "operator", extension=extension, chart=_base64(file)
    )
    wrong = in_registry[DEPLOYMENT].replace(digest, f"sha256:{'0' * 64}")
    verdict = gardener.ask("gardenlet", deployment=wrong, objects=[], **seed)
    assert "failed to pull artifact" in "".join(verdict.refusals)


def _base64(file: Path) -> str:
    import base64

    return base64.b64encode(file.read_bytes()).decode()
