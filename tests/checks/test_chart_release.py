"""`chart-release`: whatever decides the image is held against whatever chart is deployed."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml

from generator import assets, cli
from generator.chart import blob
from generator.chart.source import from_folder
from generator.gardener import chart_releases
from generator.importing.chart import chart_manifest
from tests.support.upstream import OTHER as DIGEST
from tests.support.upstream import know

ONE = {"images": {"a": {"versions": {"1.0.0": {"cn-shanghai": "m-uf6hvbrxclop1jtat17a"}}}}}
PUBLIC = "europe-docker.pkg.dev/gardener-project/public/charts/gardener/extensions"
OLD_CHART = "upstream's chart of v1.60.0 or v1.61.0"


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def charts(monkeypatch: pytest.MonkeyPatch) -> None:
    """A chart of two releases, as a folder, an archive and a blob: `upstream`, `.tgz` and `.yaml`.

    The blob is another one, as upstream's were for long.
    """
    write_chart("upstream", "a: 1")
    write_chart("other", "a: 2")
    folder, other = (from_folder(Path(name)).tar for name in ("upstream", "other"))
    shutil.copyfile(archive("upstream"), "upstream.tgz")
    Path("upstream.json").write_text(chart_manifest(blob.encode(other)))
    digests = blob.digest(folder), blob.digest(other)
    upstream = [(release, *digests) for release in ("v1.60.0", "v1.61.0")]
    know(monkeypatch, ("v1.59.0", DIGEST, DIGEST), *upstream, ("v1.62.0", DIGEST, DIGEST))


def write_chart(name: str, values: str, more: str = "") -> None:
    Path(name).mkdir()
    text = f"apiVersion: v2\nname: extension\nversion: 0.1.0\n{more}"
    Path(name, "Chart.yaml").write_text(text)
    Path(name, "values.yaml").write_text(values)


def archive(folder: str) -> str:
    root = Path("packed", "extension")
    shutil.copytree(folder, root)
    return shutil.make_archive("archive", "gztar", "packed", "extension")


def warnings(
    capfd: pytest.CaptureFixture[str], catalog: dict[str, Any], verb: str = "validate"
) -> list[str]:
    Path("live.yaml").write_text(yaml.safe_dump({**ONE, **catalog}))
    out = ["-o", "out"] if verb == "generate" else []
    assert cli.run([verb, "live.yaml", *out]) == 0
    lines = capfd.readouterr().err.splitlines()
    return [line for line in lines if line.endswith("[chart-release]")]


def deployment(**keys: Any) -> dict[str, Any]:
    return {"controllerDeployment": keys}


def image(tag: str) -> dict[str, Any]:
    return {"image": {"tag": tag}}


@pytest.mark.parametrize(
    "catalog",
    [
        {"target": {"extension": "v1.68.3"}},
        deployment(**image("v1.68.3")),
        deployment(**image("v1.68.3-mirror")),
        deployment(values=image("v1.68.3")),
        deployment(values=image(f"v1.68.3@{DIGEST}")),
        {"target": {"extension": "v1.68.3"}, **deployment(values=image(DIGEST))},
        {"target": {"extension": "v1.68.3"}, **deployment(**image("latest"))},
    ],
)
@pytest.mark.parametrize("verb", ["validate", "generate"])
def test_the_built_in_chart_does_not_fit_an_older_image(
    catalog: dict[str, Any], verb: str, capfd: pytest.CaptureFixture[str]
) -> None:
    (warning,) = warnings(capfd, catalog, verb)
    assert "provider-alicloud v1.68.3" in warning
    assert "the built-in chart, made for v1.69.0 to v1.72.0" in warning
    assert not warning.startswith("live.yaml: ")


@pytest.mark.parametrize(
    "catalog",
    [
        {},
        {"target": {"extension": "v1.69.0"}},
        {"target": {"extension": "v1.60.0"}, **deployment(**image("v1.70.0"))},
        {"target": {"extension": "v1.60.0"}, **deployment(values=image("v1.71.0"))},
        {"target": {"extension": "v1.71.0"}, **deployment(values=image(DIGEST))},
        {"target": {"extension": "v1.71.0"}, "extension": {}},
        {"target": {"extension": "v1.60.0"}, **deployment(values={"image": None})},
    ],
)
def test_the_built_in_chart_fits(
    catalog: dict[str, Any], capfd: pytest.CaptureFixture[str]
) -> None:
    assert warnings(capfd, catalog) == []


def test_the_line_is_that_of_the_image(capfd: pytest.CaptureFixture[str]) -> None:
    Path("live.yaml").write_text(
        "images: {a: {versions: {1.0.0: {cn-shanghai: m-uf6hvbrxclop1jtat17a}}}}\n"
        "target: {extension: v1.72.0}\n"
        "controllerDeployment:\n"
        "  image:\n"
        "    tag: v1.999.0\n"
    )
    assert cli.run(["validate", "live.yaml"]) == 0
    error = capfd.readouterr().err
    assert error.startswith("live.yaml:5:10: warning: ")
    assert "newer than v1.72.0, the newest that this version of alicloud-generator knows" in error
    assert cli.run(["validate", "live.yaml", "--rule", "chart-release=error"]) == 1


@pytest.mark.parametrize("chart", ["upstream", "upstream.tgz", "upstream.json"])
@pytest.mark.parametrize(
    ("release", "words"),
    [
        ("v1.59.0", f"but it is deployed by {OLD_CHART}"),
        ("v1.60.0", None),
        ("v1.61.0", None),
        ("v1.61.5", f"whether it fits {OLD_CHART} is not known"),
        ("v1.62.0", f"but it is deployed by {OLD_CHART}"),
        ("v1.99.0", f"but it is deployed by {OLD_CHART}"),
    ],
)
@pytest.mark.usefixtures("charts")
def test_a_chart_of_upstream_is_known_by_its_digest(
    chart: str, release: str, words: str | None, capfd: pytest.CaptureFixture[str]
) -> None:
    for catalog in (
        {"target": {"extension": release}, **deployment(chart=chart)},
        deployment(chart=chart, **image(release)),
        deployment(chart=chart, values=image(f"{release}@{DIGEST}")),
    ):
        found = warnings(capfd, catalog)
        assert len(found) == (words is not None)
        assert all(words in each and f"provider-alicloud {release}" in each for each in found)  # type: ignore[operator]


@pytest.mark.usefixtures("charts")
def test_the_image_was_bumped_while_an_older_blob_stays(capfd: pytest.CaptureFixture[str]) -> None:
    (warning,) = warnings(capfd, deployment(chart="upstream.json"), "generate")
    assert "provider-alicloud v1.72.0" in warning
    assert OLD_CHART in warning


def test_nothing_is_said_of_a_chart_that_nobody_knows(capfd: pytest.CaptureFixture[str]) -> None:
    write_chart("own", "a: 1")
    for release in ("v1.29.0", "v1.60.0", "v1.999.0"):
        catalog = {"target": {"extension": release}, **deployment(chart="own")}
        assert warnings(capfd, catalog, "generate") == []


@pytest.mark.parametrize(
    ("first", "last", "release", "count"),
    [
        ("v1.50.0", "v1.60.0", "v1.61.0", 1),
        ("v1.50.0", "v1.60.0", "v1.49.0", 1),
        ("v1.50.0", "v1.60.0", "v1.55.0", 0),
        ("one", "another", "v1.61.0", 0),
        ("v1.50.0", "", "v1.61.0", 0),
    ],
)
def test_an_own_chart_may_say_what_it_fits(
    first: str, last: str, release: str, count: int, capfd: pytest.CaptureFixture[str]
) -> None:
    names = (chart_releases.FIRST_RELEASE, chart_releases.LAST_RELEASE)
    annotations = dict(zip(names, (first, last), strict=True))
    write_chart("own", "a: 1", yaml.safe_dump({"annotations": annotations}))
    found = warnings(capfd, {**deployment(chart="own", **image(release))})
    assert len(found) == count
    assert all("a chart made for v1.50.0 to v1.60.0" in each for each in found)


def test_a_copy_of_the_built_in_chart_fits_the_same(capfd: pytest.CaptureFixture[str]) -> None:
    shutil.copytree(assets.EXTENSION_CHART, "copy")
    Path("copy", "values.yaml").write_text("replicaCount: 2\n")
    assert warnings(capfd, deployment(chart="copy")) == []
    (warning,) = warnings(capfd, deployment(chart="copy", **image("v1.60.0")))
    assert "a chart made for v1.69.0 to v1.72.0" in warning


@pytest.mark.parametrize(
    ("catalog", "found"),
    [
        ({"extension": {"chart": {"oci": {"tag": "v1.70.0"}}}}, ["v1.72.0"]),
        ({"extension": {"chart": {"oci": {"tag": "v1.71.0"}}}}, []),
        (
            {"extension": {"chart": {"oci": {"ref": f"{PUBLIC}/provider-alicloud:v1.68.0"}}}},
            ["v1.72.0"],
        ),
        ({"extension": {"chart": {"oci": {"digest": DIGEST}}}}, []),
        (
            {
                "extension": {
                    "chart": {"oci": {"tag": "v1.60.0"}},
                    "values": {"image": {"tag": None}},
                    "runtimeClusterValues": {"image": None},
                }
            },
            [],
        ),
        ({"extension": {"chart": {"oci": {"repository": "registry.example/own/chart"}}}}, []),
        ({"extension": {"values": image("v1.70.0")}}, ["v1.70.0"]),
        (
            {
                "target": {"extension": "v1.60.0"},
                "extension": {},
                "controllerDeployment": None,
            },
            [],
        ),
        (
            {
                "extension": {"values": image("v1.60.0")},
                "controllerDeployment": None,
            },
            ["v1.60.0"],
        ),
        ({"extension": {"runtimeClusterValues": image("v1.60.0")}}, ["v1.60.0"]),
        (
            {"extension": {"values": image("v1.60.0"), "runtimeClusterValues": image("v1.61.0")}},
            ["v1.60.0", "v1.61.0"],
        ),
        ({"extension": {}, **deployment(**image("v1.999.0"))}, ["v1.999.0", "v1.999.0"]),
        (
            {
                "registry": "mirror.example/gardener",
                "extension": {"chart": {"oci": {"tag": "v1.60.0"}}},
            },
            ["v1.72.0"],
        ),
        (
            {
                "extension": {},
                **deployment(chart={"oci": {"ref": f"{PUBLIC}/provider-alicloud:v1.60.0"}}),
            },
            ["v1.72.0"],
        ),
    ],
)
def test_a_chart_in_the_registry_is_known_by_its_tag(
    catalog: dict[str, Any], found: list[str], capfd: pytest.CaptureFixture[str]
) -> None:
    lines = warnings(capfd, catalog)
    assert len(lines) == len(found)
    for release in found:
        assert any(f"provider-alicloud {release}" in line for line in lines)


def test_a_release_that_the_tag_does_not_name_can_be_stated(
    capfd: pytest.CaptureFixture[str],
) -> None:
    Path("live.yaml").write_text(
        yaml.safe_dump(
            {**ONE, "target": {"extension": "v1.60.0"}, **deployment(values=image(DIGEST))}
        )
    )
    assert cli.run(["validate", "live.yaml"]) == 0
    assert "hint: set `target.extension` to the release of" in capfd.readouterr().err


def test_a_chart_that_cannot_be_read_is_told_once(capfd: pytest.CaptureFixture[str]) -> None:
    Path("live.yaml").write_text(yaml.safe_dump({**ONE, **deployment(chart="absent")}))
    assert cli.run(["generate", "live.yaml", "-o", "out"]) == 1
    error = capfd.readouterr().err
    assert error.count("there is no such chart") == 1
    assert "chart-release" not in error
