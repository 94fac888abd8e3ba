"""`--fetch`: what `diff` and `check` see behind references to registries."""

from __future__ import annotations

from base64 import b64decode
from typing import TYPE_CHECKING

import pytest

from generator import cli
from tests.support.command import CATALOG
from tests.support.fake_registry import REPOSITORY
from tests.support.manifests import CHART, blob, v1

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.fake_registry import FakeRegistry

OLD = b64decode(blob({**CHART, "templates/a.yaml": "a: b\n"}))
NEW = b64decode(blob({**CHART, "templates/a.yaml": "a: c\n", "templates/b.yaml": "d: e\n"}))


@pytest.fixture(autouse=True)
def work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def manifest(registry: FakeRegistry, fields: str) -> str:
    place = f"{registry.host}/{REPOSITORY}"
    return v1("X").replace("rawChart: X", f"ociRepository: {{{fields.format(place)}}}")


@pytest.mark.parametrize("fields", ["repository: '{}', tag: v{{}}", "ref: '{}:v{{}}'"])
def test_diff_tells_which_files_changed_between_two_tags(
    fields: str, registry: FakeRegistry, work: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    registry.put(OLD, "v1")
    registry.put(NEW, "v2")
    for name, tag in (("old", "1"), ("new", "2")):
        text = manifest(registry, fields).replace("v{}", f"v{tag}")
        (work / f"{name}.yaml").write_text(text)
    assert cli.run(["diff", "old.yaml", "new.yaml"]) == 0
    assert "a: c" not in capfd.readouterr().out
    assert registry.requests == []
    assert cli.run(["diff", "old.yaml", "new.yaml", "--fetch"]) == 0
    out = capfd.readouterr().out
    assert "chart c 1.2.3 changed under the same version: 2 files changed" in out
    assert "--- a/old.yaml:c/templates/a.yaml" in out
    assert "-a: b\n+a: c\n" in out
    assert "+d: e\n" in out


def test_diff_of_two_charts(
    registry: FakeRegistry, work: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    registry.put(OLD, "v1")
    registry.put(NEW, "v2")
    old, new = registry.reference(":v1"), registry.reference(":v2")
    assert cli.run(["diff", old, new, "--fetch"]) == 0
    out = capfd.readouterr().out
    assert "chart c 1.2.3 changed under the same version: 2 files changed" in out
    assert "-a: b\n+a: c\n" in out
    assert cli.run(["diff", old, old, "--fetch", "--exit-code"]) == 0
    assert capfd.readouterr() == ("", "no differences\n")
    asked = len(registry.requests)
    (work / "m.yaml").write_text(manifest(registry, "ref: '{}:v1'"))
    for call in ([old, new], [old, "--fetch"], [old, "m.yaml", "--fetch"]):
        assert cli.run(["diff", *call]) == 2, call
        assert "oci://" in capfd.readouterr().err
    assert cli.run(["diff", old, "oci://none", "--fetch"]) == 1
    assert len(registry.requests) == asked


def test_diff_sees_that_a_blob_went_to_a_registry_as_it_was(
    registry: FakeRegistry, work: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    made = registry.put(OLD, "v1")
    (work / "old.yaml").write_text(v1(blob({**CHART, "templates/a.yaml": "a: b\n"})))
    fields = f"repository: '{{}}', tag: v1, digest: '{made.digest}'"
    (work / "new.yaml").write_text(manifest(registry, fields))
    assert cli.run(["diff", "old.yaml", "new.yaml", "--fetch"]) == 0
    out = capfd.readouterr().out
    assert "ociRepository" in out
    assert "files changed" not in out
    assert "templates/a.yaml" not in out


def test_diff_goes_on_where_a_chart_cannot_be_read(
    registry: FakeRegistry, work: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    registry.put(OLD, "v1")
    for name, tag in (("old", "v1"), ("new", "v9")):
        (work / f"{name}.yaml").write_text(manifest(registry, f"repository: '{{}}', tag: {tag}"))
    assert cli.run(["diff", "old.yaml", "new.yaml", "--fetch"]) == 1
    out, err = capfd.readouterr()
    place = f"{registry.host}/{REPOSITORY}"
    assert f"chart: {place}:v1 → {place}:v9\n" in out
    assert err == f"oci://{registry.host}/{REPOSITORY}:v9: error: the registry has no such chart\n"


def test_diff_of_catalogs_with_what_was_generated(
    registry: FakeRegistry, work: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    registry.put(OLD, "v1")
    registry.put(NEW, "v2")
    (work / "old.tgz").write_bytes(OLD)
    (work / "new.tgz").write_bytes(NEW)
    place = f"repository: '{registry.host}/{REPOSITORY}'"
    chart = f"controllerDeployment: {{chart: {{oci: {{{place}, tag: v1, from: old.tgz}}}}}}\n"
    (work / "live.yaml").write_text(chart + CATALOG)
    assert cli.run(["generate", "live.yaml"]) == 0
    changed = chart.replace("v1", "v2").replace("old.tgz", "new.tgz")
    (work / "live.yaml").write_text(changed + CATALOG)
    for call in (["-o", "manifests"], ["--against", "manifests"]):
        capfd.readouterr()
        assert cli.run(["diff", "live.yaml", *call, "--fetch"]) == 0
        assert "2 files changed" in capfd.readouterr().out


def test_check_asks_whether_a_tag_leads_to_what_is_pinned(
    registry: FakeRegistry, work: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    pinned = registry.put(OLD, "v1").digest
    (work / "c.tgz").write_bytes(OLD)
    place = f"repository: '{registry.host}/{REPOSITORY}', tag: v1"
    chart = f"controllerDeployment: {{chart: {{oci: {{{place}, from: c.tgz}}}}}}\n"
    public = f"{{chart: {{oci: {{{place}, from: c.tgz}}}}}}"
    extension = (
        f"extension: {{admission: {{runtimeCluster: {public}, virtualCluster: {public}}}}}\n"
    )
    for name in ("live", "dev"):
        (work / f"{name}.yaml").write_text(chart + extension + CATALOG)
    names = ["live.yaml", "dev.yaml"]
    assert cli.run(["generate", *names]) == 0
    assert cli.run(["check", *names]) == 0
    assert registry.requests == []
    assert cli.run(["check", *names, "--fetch"]) == 0
    assert len(registry.requests) == 1
    moved = registry.put(NEW, "v1").digest
    capfd.readouterr()
    assert cli.run(["check", *names]) == 0
    assert cli.run(["check", "live.yaml", "--fetch"]) == 1
    err = capfd.readouterr().err
    tag = f'"oci://{registry.host}/{REPOSITORY}:v1"'
    assert f"live.yaml: error: {tag} is no longer the pinned chart, but {moved}" in err
    assert f"expected {pinned}" in err
    assert "hint: the tag was moved, or Helm pushed the file" in err
    assert err.count("error: ") == 1
    registry.files.clear()
    assert cli.run(["check", "live.yaml", "--fetch"]) == 1
    assert "the registry has no such chart" in capfd.readouterr().err


def test_check_takes_a_chart_by_its_digest_or_its_tag_alone(
    registry: FakeRegistry, work: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    digest = registry.put(OLD, "v1").digest
    for version, code in (
        (f"@{digest}", 0),
        (":v1", 0),
        (f":v1@{digest}", 0),
        (":v2", 1),
        (f"@sha256:{'0' * 64}", 1),
        (f":v1@sha256:{'0' * 64}", 1),
    ):
        chart = f"{{oci: {{ref: '{registry.host}/{REPOSITORY}{version}'}}}}"
        (work / "live.yaml").write_text(f"controllerDeployment: {{chart: {chart}}}\n{CATALOG}")
        assert cli.run(["generate", "live.yaml"]) == 0
        assert cli.run(["check", "live.yaml", "--fetch"]) == code, version
    assert capfd.readouterr().err.count("error: ") == 3
