"""Our chart, and our values for it, as the real Helm takes them."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

import pytest
import yaml

from generator.cli import run
from tests.conformance.landscapes import CHART, VALUES, Case, cases, clusters, generate
from tests.conformance.objects import Objects
from tests.conformance.test_gardenlet import installed
from tests.support.tools import need

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conformance.judges import Judge


# Only gardenlet fills in Secrets of the garden.
WITHOUT_REFERENCES = [case for case in cases() if "gardenSecret" not in case.expected]


def helm(*arguments: str | Path) -> str:
    done = subprocess.run(
        [need("helm"), *map(str, arguments)],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout
    return done.stdout


def values_file(case: Case, folder: Path) -> Path:
    file = folder / VALUES
    file.write_text(generate(case.catalog, folder, "--only", "values")[VALUES], encoding="utf-8")
    return file


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.name)
def test_lint(case: Case, tmp_path: Path) -> None:
    said = helm("lint", "--strict", CHART, "--values", values_file(case, tmp_path))
    assert "[WARNING]" not in said


@pytest.mark.parametrize("case", WITHOUT_REFERENCES, ids=lambda case: case.name)
def test_helm_renders_what_gardenlet_renders(case: Case, tmp_path: Path, gardener: Judge) -> None:
    cluster = next(each for each in clusters() if each.name == "other-seed")
    rendered, _ = installed(case, cluster, tmp_path / "gardenlet", gardener)
    seed = yaml.safe_load(cluster.seed)
    name = rendered.one("Deployment")["metadata"]
    text = helm(
        "template",
        case.name,
        CHART,
        "--namespace",
        name["namespace"],
        "--values",
        values_file(case, tmp_path),
        "--set=gardener.version=1.150.0",
        f"--set=gardener.seed.provider={seed['spec']['provider']['type']}",
    )
    ours = Objects.of([each for each in yaml.safe_load_all(text) if each])
    assert set(ours.by_name) == set(rendered.by_name)
    assert yaml.safe_load(ours.configuration()) == yaml.safe_load(rendered.configuration())
    assert ours.container()["args"] == rendered.container()["args"]


def test_package(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    helm("package", CHART, "--destination", tmp_path)
    (package,) = tmp_path.glob("*.tgz")
    metadata = yaml.safe_load((CHART / "Chart.yaml").read_text("utf-8"))
    assert package.name == f"{metadata['name']}-{metadata['version']}.tgz"
    digests = set()
    for source in (CHART, package):
        assert run(["chart", "digest", str(source)]) == 0
        digests.add(capsys.readouterr().out)
    assert len(digests) == 1


def test_what_is_packed_renders_alike(tmp_path: Path) -> None:
    helm("package", CHART, "--destination", tmp_path)
    (package,) = tmp_path.glob("*.tgz")
    assert helm("template", "x", package) == helm("template", "x", CHART)


def test_names_that_look_like_something_else(tmp_path: Path) -> None:
    file = values_file(next(case for case in cases() if case.name == "ambiguous"), tmp_path)
    for name in ("1e3", "0x1f", "null", "no"):
        rendered = helm("template", name, CHART, "--namespace", name, "--values", file)
        assert not [line for line in rendered.splitlines() if line.endswith(f": {name}")]
