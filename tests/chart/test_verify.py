"""Whether a manifest holds the chart that it claims to hold."""

from __future__ import annotations

import gzip
from base64 import b64encode
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from generator import cli
from generator.chart.blob import digest
from tests.support.command import run
from tests.support.manifests import CHART, HOSTILE, SHAPES, blob, tar, v1, v1beta1
from tests.support.upstream import OTHER, know

if TYPE_CHECKING:
    from collections.abc import Callable

FILES = {**CHART, "values.yaml": "a: 1\n", "templates/a.yaml": "x: 1\n"}


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def verify(
    manifest: str, against: str | dict[str, str], capfd: pytest.CaptureFixture[str]
) -> tuple[int, list[str]]:
    """The exit code and the lines; `against` is a manifest's text, or a folder's files."""
    Path("m.yaml").write_text(manifest)
    other = Path("other")
    if isinstance(against, str):
        other.write_text(against)
    else:
        for path, text in against.items():
            (other / path).parent.mkdir(parents=True, exist_ok=True)
            (other / path).write_text(text)
    code = cli.run(["chart", "verify", "m.yaml", "--against", "other"])
    out, err = capfd.readouterr()
    assert err == ("error: m.yaml holds a different chart than other\n" if code else "")
    return code, out.splitlines()


@pytest.mark.parametrize("shape", SHAPES)
def test_equal_tars_are_equal_charts(
    shape: Callable[[str], str], capfd: pytest.CaptureFixture[str]
) -> None:
    code, (line,) = verify(shape(blob(FILES, 1)), v1(blob(FILES, 9)), capfd)
    assert code == 0
    assert line.startswith("equal: c 1.2.3, sha256:")


def test_what_generate_packed_is_the_folders_chart(capfd: pytest.CaptureFixture[str]) -> None:
    from generator import assets

    Path("live.yaml").write_text(
        "images: {a: {versions: {1.0.0: {cn-shanghai: m-uf6hvbrxclop1jtat17m}}}}\n"
    )
    assert cli.run(["generate", "live.yaml"]) == 0
    manifest = "manifests/live/controllerdeployment.yaml"
    assert cli.run(["chart", "verify", manifest, "--against", str(assets.EXTENSION_CHART)]) == 0
    assert "equal: extension-provider-alicloud " in capfd.readouterr().out


def test_verify_lists_files_and_fields_that_differ(capfd: pytest.CaptureFixture[str]) -> None:
    chart = "apiVersion: v2\nname: c\nversion: 1.3.0\nkeywords: [x]\n"
    found = {"Chart.yaml": chart, "values.yaml": "a: 2\n", "templates/b.yaml": "x: 1\n"}
    assert verify(v1beta1(blob(found)), v1(blob(FILES)), capfd) == (
        1,
        [
            "differs: Chart.yaml",
            "  appVersion: found nothing, expected v9",
            "  keywords: found [x], expected nothing",
            "  version: found 1.3.0, expected 1.2.3",
            "differs: values.yaml",
            "missing: templates/a.yaml",
            "added: templates/b.yaml",
        ],
    )


def test_metadata_that_is_only_written_differently_is_a_difference(
    capfd: pytest.CaptureFixture[str],
) -> None:
    code, lines = verify(
        v1(blob(FILES)), {**FILES, "Chart.yaml": FILES["Chart.yaml"] + "\n"}, capfd
    )
    assert code == 1
    assert lines == ["differs: Chart.yaml", "  the same fields, written differently"]


def test_equal_files_in_another_order_are_a_difference(capfd: pytest.CaptureFixture[str]) -> None:
    reordered = {path: FILES[path] for path in reversed(FILES)}
    code, (line,) = verify(v1(blob(FILES)), v1(blob(reordered)), capfd)
    assert code == 1
    assert line.startswith("the files are equal")


def test_an_archive_is_compared_as_helm_packages_it(capfd: pytest.CaptureFixture[str]) -> None:
    Path("c.tgz").write_bytes(gzip.compress(tar(FILES)))
    assert cli.run(["chart", "pack", "c.tgz"]) == 0
    Path("m.yaml").write_text(v1(capfd.readouterr().out.strip()))
    assert cli.run(["chart", "verify", "m.yaml", "--against", "c.tgz"]) == 0


def test_control_characters_in_file_names_are_escaped(capfd: pytest.CaptureFixture[str]) -> None:
    code, lines = verify(v1(blob({**FILES, "\x1b[2K": ""})), v1(blob(FILES)), capfd)
    assert (code, lines) == (1, ["added: \\x1b[2K"])


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_charts_are_one_problem(name: str, capfd: pytest.CaptureFixture[str]) -> None:
    Path("m.yaml").write_text(v1(b64encode(HOSTILE[name]).decode()))
    Path("other.yaml").write_text(v1(blob(FILES)))
    for arguments in (["m.yaml", "--against", "other.yaml"], ["other.yaml", "--against", "m.yaml"]):
        assert cli.run(["chart", "verify", *arguments]) == 1
        out, err = capfd.readouterr()
        assert out == ""
        assert err.count("error: ") == 1
        assert err.startswith("m.yaml")


@pytest.mark.parametrize("text", ["", "kind: X\n", "a: [", "\0"])
def test_verify_refuses_a_manifest_without_chart(
    text: str, capfd: pytest.CaptureFixture[str]
) -> None:
    Path("m.yaml").write_text(text)
    assert cli.run(["chart", "verify", "m.yaml", "--against", "m.yaml"]) == 1
    assert capfd.readouterr().err.startswith("m.yaml")


def test_verify_needs_the_option_against(tmp_path: Path) -> None:
    process = run("chart", "verify", "m.yaml", cwd=tmp_path)
    assert process.returncode == 2
    assert "--against" in process.stderr


@pytest.fixture
def _releases(monkeypatch: pytest.MonkeyPatch) -> None:
    """A chart that two releases have as a folder, and another one in their manifests."""
    folder, manifest = (digest(tar(files)) for files in (FILES, CHART))
    rows = [("v1.0.0", folder, folder), ("v1.1.0", folder, manifest), ("v1.2.0", OTHER, OTHER)]
    know(monkeypatch, *rows)


@pytest.mark.parametrize("release", ["v1.0.0", "v1.1.0", "1.1.0"])
@pytest.mark.usefixtures("_releases")
def test_a_release_needs_no_file(release: str, capfd: pytest.CaptureFixture[str]) -> None:
    Path("m.yaml").write_text(v1(blob(FILES)))
    assert cli.run(["chart", "verify", "m.yaml", "--against", release]) == 0
    out, err = capfd.readouterr()
    assert out == f"equal: c 1.2.3, {digest(tar(FILES))}, upstream's chart of v1.0.0 or v1.1.0\n"
    assert err == ""


@pytest.mark.usefixtures("_releases")
def test_a_release_has_the_chart_of_its_manifest_too(capfd: pytest.CaptureFixture[str]) -> None:
    Path("m.yaml").write_text(v1(blob(CHART)))
    assert cli.run(["chart", "verify", "m.yaml", "--against", "v1.1.0"]) == 0
    assert cli.run(["chart", "verify", "m.yaml", "--against", "v1.0.0"]) == 1
    out, err = capfd.readouterr()
    equal, found, expected, advice = out.splitlines()
    assert equal.endswith(", upstream's chart of v1.1.0")
    assert found == f"found: {digest(tar(CHART))}, upstream's chart of v1.1.0"
    assert expected == f"expected: {digest(tar(FILES))}"
    assert (
        advice
        == "to see which files differ, compare with a file or folder that has the chart of v1.0.0"
    )
    assert err == "error: m.yaml holds a different chart than v1.0.0\n"


@pytest.mark.usefixtures("_releases")
def test_a_chart_of_nobody_is_none_of_a_release(capfd: pytest.CaptureFixture[str]) -> None:
    Path("m.yaml").write_text(v1beta1(blob({**FILES, "x": "y"})))
    assert cli.run(["chart", "verify", "m.yaml", "--against", "v1.1.0"]) == 1
    found, expected, _ = capfd.readouterr().out.splitlines()
    assert found.endswith(", not the chart of a known release")
    assert expected == f"expected: {digest(tar(FILES))} or {digest(tar(CHART))}"


def test_a_release_that_is_not_known_is_said_to_be_so(capfd: pytest.CaptureFixture[str]) -> None:
    Path("m.yaml").write_text(v1(blob(FILES)))
    assert cli.run(["chart", "verify", "m.yaml", "--against", "v1.99.0"]) == 1
    error = capfd.readouterr().err
    assert error.startswith("v1.99.0: error: there is no such file, and no such known release")
    assert "expected v1.3.0 to v1.72.0" in error


def test_a_file_may_be_called_like_a_release(capfd: pytest.CaptureFixture[str]) -> None:
    Path("m.yaml").write_text(v1(blob(FILES)))
    Path("v1.72.0").write_text(v1(blob(FILES, 9)))
    assert cli.run(["chart", "verify", "m.yaml", "--against", "v1.72.0"]) == 0
    assert cli.run(["chart", "verify", "m.yaml", "--against", "v1.72.0.tgz"]) == 1
    assert "v1.72.0.tgz: error: there is no such chart" in capfd.readouterr().err
