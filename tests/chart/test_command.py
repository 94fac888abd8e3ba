"""`chart pack`, `unpack` and `digest` from the command line."""

from __future__ import annotations

import gzip
import os
from base64 import b64decode, b64encode
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, assume, given, settings

from generator.chart import blob, tarball
from generator.cli import run
from generator.manifest.chart_source import read_source
from generator.problems import ProblemsError
from tests.chart.charts import Tree, archive, build
from tests.chart.strategies import trees
from tests.support.tools import ROOT

if TYPE_CHECKING:
    from pathlib import Path

CHART = ROOT / "tests" / "cases" / "chart" / "everyday" / "folder"


def test_pack_prints_one_line(capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["chart", "pack", str(CHART)]) == 0
    out, err = capfd.readouterr()
    assert out == blob.encode(read_source(CHART).tar) + "\n"
    assert err == ""


def test_pack_overrides_versions(capfd: pytest.CaptureFixture[str]) -> None:
    arguments = ["--version", "2.0.0", "--app-version", "x"]
    assert run(["chart", "pack", str(CHART), *arguments]) == 0
    tar = gzip.decompress(b64decode(capfd.readouterr().out))
    assert b"\nversion: 2.0.0\n" in tar
    assert b"\nappVersion: x\n" in tar


def test_pack_prints_the_text_of_a_manifest_on_one_line(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    text = b64encode(gzip.compress(read_source(CHART).tar, 1)).decode()
    lines = "".join(f"    {text[at : at + 60]}\n" for at in range(0, len(text), 60))
    manifest = tmp_path / "m.yaml"
    manifest.write_text(f"kind: ControllerDeployment\nproviderConfig:\n  chart: |\n{lines}")
    assert run(["chart", "pack", str(manifest)]) == 0
    assert capfd.readouterr().out == text + "\n"


def test_digest_is_that_of_the_tar(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    packed = read_source(CHART)
    tgz = tmp_path / "everyday-1.2.3.tgz"
    tgz.write_bytes(gzip.compress(packed.tar, 1))
    assert run(["chart", "digest", str(CHART)]) == 0
    assert run(["chart", "digest", str(tgz)]) == 0
    assert capfd.readouterr().out == f"{blob.digest(packed.tar)}\n" * 2


def test_unpack_writes_what_pack_reads(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    output = tmp_path / "new" / "chart"
    assert run(["chart", "unpack", str(CHART), "-o", str(output)]) == 0
    out, err = capfd.readouterr()
    assert out == ""
    assert err == f"{output}: everyday 1.2.3, 14 files\n"
    assert read_source(output).tar == read_source(CHART).tar
    assert [path.name for path in output.parent.iterdir()] == ["chart"]


def test_unpack_takes_an_empty_folder_and_no_other(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    for output in (tmp_path / "empty", tmp_path / "full", tmp_path / "full" / "file"):
        output.mkdir() if output.name != "file" else output.write_text("mine")
    assert run(["chart", "unpack", str(CHART), "-o", str(tmp_path / "empty")]) == 0
    assert run(["chart", "unpack", str(CHART), "-o", str(tmp_path / "full")]) == 1
    assert run(["chart", "unpack", str(CHART), "-o", str(tmp_path / "full" / "file")]) == 1
    assert run(["chart", "unpack", str(CHART), "-o", str(tmp_path / "full" / "file" / "x")]) == 1
    assert (tmp_path / "full" / "file").read_text() == "mine"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["empty", "full"]
    assert "not an empty folder" in capfd.readouterr().err


def test_unpack_leaves_a_folder_that_holds_just_the_chart_as_it_is(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    output = tmp_path / "chart"
    command = ["chart", "unpack", str(CHART), "-o", str(output)]
    assert run(command) == 0
    before = output.stat().st_ino
    assert run(command) == 0
    assert output.stat().st_ino == before
    more = output / "templates" / "mine.yaml"
    more.write_text("mine: 1\n")
    assert run(command) == 1
    more.unlink()
    chart = output / "Chart.yaml"
    text = chart.read_text()
    for other in (f"{text}# mine\n", ""):
        chart.write_text(other)
        assert run(command) == 1
        assert chart.read_text() == other
    chart.unlink()
    (tmp_path / "Chart.yaml").write_text(text)
    chart.symlink_to("../Chart.yaml")
    assert run(command) == 1
    assert capfd.readouterr().err.count("not an empty folder") == 4


@pytest.mark.parametrize(
    "files",
    [
        {b"a": b"", b"a/b": b""},
        {b"n" * 256: b""},
    ],
)
def test_what_cannot_be_unpacked_leaves_nothing_behind(
    files: dict[bytes, bytes], tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    source = tmp_path / "m.yaml"
    text = b64encode(
        archive({b"Chart.yaml": b"{name: a, version: 1, apiVersion: v2}", **files}, b"a")
    )
    source.write_text(f"kind: ControllerDeployment\nhelm: {{rawChart: {text.decode()}}}\n")
    assert run(["chart", "unpack", str(source), "-o", str(tmp_path / "out")]) == 1
    assert "cannot be unpacked" in capfd.readouterr().err
    assert list(tmp_path.iterdir()) == [source]


def test_unpack_never_writes_through_links(tmp_path: Path) -> None:
    tar = tarball.write({"c/Chart.yaml": b"{name: c, version: 1, apiVersion: v2}", "c/l/x": b"x"})
    source = tmp_path / "c.tgz"
    source.write_bytes(gzip.compress(tar, mtime=0))
    (tmp_path / "out").mkdir()
    (tmp_path / "link").symlink_to("out")
    run(["chart", "unpack", str(source), "-o", str(tmp_path / "link")])
    assert not any(path.is_symlink() for path in (tmp_path / "out").rglob("*"))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["c.tgz", "link", "out"]


@pytest.mark.parametrize("verb", [("pack",), ("digest",), ("unpack", "-o", "out")])
@pytest.mark.parametrize("source", ["nothing", "empty", "file", "binary", "fifo"])
def test_what_holds_no_chart_is_refused(
    verb: tuple[str, ...],
    source: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "empty").mkdir()
    (tmp_path / "file").write_text("just text")
    (tmp_path / "binary").write_bytes(bytes(range(256)))
    os.mkfifo(tmp_path / "fifo")
    before = sorted(tmp_path.iterdir())
    name, *options = verb
    assert run(["chart", name, source, *options]) == 1
    out, err = capfd.readouterr()
    assert out == ""
    assert err.startswith(f"{source}:")
    assert sorted(tmp_path.iterdir()) == before


@settings(deadline=None, suppress_health_check=list(HealthCheck))
@given(trees())
def test_packing_what_was_unpacked_gives_the_same(tmp_path_factory: object, tree: Tree) -> None:
    assert isinstance(tmp_path_factory, pytest.TempPathFactory)
    work = tmp_path_factory.mktemp("tree")
    build(tree, work / "chart")
    try:
        packed = read_source(work / "chart")
    except ProblemsError:
        assume(False)
    assume(not any("\\" in path for path in packed.files))  # in a tar, it may be Windows' `/`
    (work / "packed.tgz").write_bytes(gzip.compress(packed.tar, 1))
    assert read_source(work / "packed.tgz").tar == packed.tar
    if ".helmignore" not in packed.files:  # its rules would meet other names now
        assert run(["chart", "unpack", str(work / "packed.tgz"), "-o", str(work / "out")]) == 0
        assert read_source(work / "out").tar == packed.tar
