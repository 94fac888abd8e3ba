"""A chart in a registry that a catalog pins by the archive that was pushed there, offline."""

from __future__ import annotations

from base64 import b64decode
from pathlib import Path

import pytest
import yaml

from generator import cli
from generator.chart.artifact import artifact
from generator.chart.source import from_archive
from tests.support.command import CATALOG, run
from tests.support.manifests import CHART, blob, v1

PLACE = "registry.example/charts/c"


def tgz(**files: str) -> bytes:
    return b64decode(blob({**CHART, **files}))


def digest(data: bytes) -> str:
    return artifact(from_archive(data, "").chart, data).digest


def chart(path: str, tag: str = ", tag: v1") -> str:
    return f"{{oci: {{repository: {PLACE}{tag}, from: {path}}}}}"


@pytest.fixture(autouse=True)
def work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "charts").mkdir()
    (tmp_path / "charts" / "c.tgz").write_bytes(tgz())
    (tmp_path / "charts" / "d.tgz").write_bytes(tgz(more="x"))
    return tmp_path


def repositories(folder: str = "manifests/live") -> list[dict[str, str]]:
    """Every `ociRepository` of the documents of a catalog."""
    found = []

    def walk(node: object) -> None:
        if isinstance(node, dict):
            found.extend([node["ociRepository"]] if "ociRepository" in node else [])
            for item in node.values():
                walk(item)

    for path in sorted(Path(folder).iterdir()):
        walk(yaml.safe_load(path.read_text()))
    return found


@pytest.mark.parametrize("version", ["v1beta1", "v1"])
def test_every_document_that_refers_to_the_chart_is_pinned(work: Path, version: str) -> None:
    catalog = (
        f"controllerDeployment: {{apiVersion: {version}, chart: {chart('charts/c.tgz')}}}\n"
        "extension:\n"
        "  admission:\n"
        f"    runtimeCluster: {{chart: {chart('charts/d.tgz')}}}\n"
        f"    virtualCluster: {{chart: {chart('charts/d.tgz')}}}\n"
    )
    (work / "live.yaml").write_text(catalog + CATALOG)
    assert cli.run(["generate", "live.yaml"]) == 0
    one = {"repository": PLACE, "tag": "v1", "digest": digest(tgz())}
    two = {**one, "digest": digest(tgz(more="x"))}
    assert repositories() == [one, one, two, two]
    assert cli.run(["check", "live.yaml"]) == 0
    (work / "charts" / "c.tgz").write_bytes(tgz(other="y"))
    assert cli.run(["check", "live.yaml"]) == 1


def test_an_extension_can_have_a_chart_of_its_own(work: Path) -> None:
    (work / "live.yaml").write_text(f"extension: {{chart: {chart('charts/d.tgz', '')}}}\n{CATALOG}")
    assert cli.run(["generate", "live.yaml"]) == 0
    assert repositories()[0] == {
        "repository": PLACE,
        "tag": "v1.72.0",
        "digest": digest(tgz(more="x")),
    }


def test_a_path_is_relative_to_the_file_that_states_it(work: Path) -> None:
    base = (
        f"controllerDeployment: {{chart: {chart('charts/c.tgz')}}}\n"
        "extension:\n"
        f"  chart: {chart('charts/d.tgz')}\n"
        f"  admission: {{virtualCluster: {{chart: {chart('charts/d.tgz')}}}}}\n"
    )
    (work / "base.yaml").write_text(base + CATALOG)
    (work / "landscapes").mkdir()
    (work / "landscapes" / "live.yaml").write_text("extends: ../base.yaml\n")
    assert cli.run(["generate", "landscapes/live.yaml"]) == 0
    one, two = digest(tgz()), digest(tgz(more="x"))
    assert [each.get("digest") for each in repositories()] == [one, two, None, two]


def test_files_of_a_landscape_have_the_archive(
    work: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (work / "live.yaml").write_text(f"extension: {{chart: {chart('charts/d.tgz')}}}\n{CATALOG}")
    assert cli.run(["catalogs", "live.yaml", "--format", "json"]) == 0
    assert '"charts/d.tgz"' in capfd.readouterr().out


def test_the_digest_is_the_same_whatever_the_machine(work: Path) -> None:
    catalog = f"controllerDeployment: {{chart: {chart('charts/c.tgz')}}}\n{CATALOG}"
    (work / "live.yaml").write_text(catalog)
    printed = {
        run("generate", "live.yaml", "-o", "-", cwd=work, env=env, umask=umask).stdout
        for umask, env in (
            (0o022, {"TZ": "UTC", "LC_ALL": "C"}),
            (0o077, {"TZ": "Asia/Shanghai", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "7"}),
        )
    }
    assert len(printed) == 1
    assert digest(tgz()) in printed.pop()


@pytest.mark.parametrize("section", ["controllerDeployment", "extension"])
def test_the_release_of_the_chart_is_judged(
    section: str, work: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    text = CHART["Chart.yaml"] + (
        "annotations: {provider-alicloud/first-release: v1.50.0, "
        "provider-alicloud/last-release: v1.51.0}\n"
    )
    (work / "charts" / "c.tgz").write_bytes(tgz(**{"Chart.yaml": text}))
    (work / "live.yaml").write_text(f"{section}: {{chart: {chart('charts/c.tgz')}}}\n{CATALOG}")
    assert cli.run(["validate", "live.yaml"]) == 0
    err = capfd.readouterr().err
    assert "deployed by a chart made for v1.50.0 to v1.51.0 [chart-release]" in err


def test_values_are_judged_by_the_schema_of_the_chart(
    work: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    schema = '{"properties": {"replicaCount": {"type": "integer"}}}'
    (work / "charts" / "c.tgz").write_bytes(tgz(**{"values.schema.json": schema}))
    values = f"chart: {chart('charts/c.tgz')}, values: {{replicaCount: some}}"
    (work / "live.yaml").write_text(f"controllerDeployment: {{{values}}}\n{CATALOG}")
    assert cli.run(["generate", "live.yaml"]) == 1
    assert "error: replicaCount is the string" in capfd.readouterr().err
    assert not (work / "manifests").exists()


def test_values_of_an_extension_are_judged_by_the_schema_of_its_chart(
    work: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """Also where no ControllerDeployment is written, and defaults of the chart, too."""
    schema = '{"properties": {"replicaCount": {"type": "integer"}, "a": {"const": 1}}}'
    files = {"values.schema.json": schema, "values.yaml": "a: 2\n"}
    (work / "charts" / "c.tgz").write_bytes(tgz(**files))
    extension = f"extension: {{chart: {chart('charts/c.tgz')}, values: {{replicaCount: some}}}}\n"
    (work / "live.yaml").write_text(f"controllerDeployment: null\n{extension}{CATALOG}")
    assert cli.run(["generate", "live.yaml"]) == 1
    err = capfd.readouterr().err
    place = extension.index("some") + 1
    assert f"live.yaml:2:{place}: error: replicaCount is the string" in err
    assert f"live.yaml:2:{extension.index('chart:') + 1}: error: a is 2" in err
    assert err.count("[chart-values]") == 2


def test_what_two_objects_have_in_common_is_said_once(
    work: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    schema = '{"properties": {"replicaCount": {"type": "integer"}}}'
    (work / "charts" / "c.tgz").write_bytes(tgz(**{"values.schema.json": schema}))
    deployment = f"{{chart: {chart('charts/c.tgz')}, values: {{replicaCount: some}}}}"
    (work / "live.yaml").write_text(
        f"controllerDeployment: {deployment}\nextension: {{values: {{x: 1}}}}\n{CATALOG}"
    )
    assert cli.run(["validate", "live.yaml"]) == 1
    assert capfd.readouterr().err.count("[chart-values]") == 1


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("none.tgz", '"none.tgz": there is no such chart'),
        ("charts", "this is not a chart"),
        ("folder", '"folder" is not a .tgz'),
        ("manifest.yaml", '"manifest.yaml" is not a .tgz'),
        ("damaged.tgz", "the compressed chart is damaged"),
    ],
)
@pytest.mark.parametrize("section", ["controllerDeployment", "extension"])
def test_what_is_no_archive(
    section: str, name: str, words: str, work: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (work / "folder").mkdir()
    (work / "folder" / "Chart.yaml").write_text(CHART["Chart.yaml"])
    (work / "manifest.yaml").write_text(v1(blob(CHART)))
    (work / "damaged.tgz").write_bytes(tgz()[:30] + bytes(9) + tgz()[39:])
    line = f"{section}: {{chart: {chart(name)}}}\n"
    (work / "live.yaml").write_text(line + CATALOG)
    assert cli.run(["generate", "live.yaml"]) == 1
    err = capfd.readouterr().err
    assert words in err
    assert err.startswith(f"live.yaml:1:{line.index('from: ') + 7}: error: ")
    assert err.count("error: ") == 1
    assert not (work / "manifests").exists()
