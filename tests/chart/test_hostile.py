"""Archives and folders made to hurt: refused, in bounded time and memory."""

from __future__ import annotations

import gzip
import io
import os
import tarfile
import tracemalloc
import zlib
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from generator.chart import limits
from generator.chart.archive import read_archive
from generator.chart.limits import Budget
from generator.manifest.chart_source import read_source
from generator.problems import ProblemsError
from tests.chart.charts import archive

if TYPE_CHECKING:
    from collections.abc import Iterator

CHART = b"apiVersion: v2\nname: c\nversion: 1.2.3\n"


@pytest.fixture(autouse=True)
def bounded() -> Iterator[None]:
    tracemalloc.start()
    yield
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 400 * limits.MIB


def refusal(data: bytes) -> str:
    with pytest.raises(ProblemsError) as caught:
        read_archive(data, "c.tgz", Budget())
    return str(caught.value)


def one(
    name: str, data: bytes = b"", kind: bytes = tarfile.REGTYPE, size: int | None = None
) -> bytes:
    info = tarfile.TarInfo(name)
    info.type, info.size = kind, len(data) if size is None else size
    return info.tobuf(tarfile.GNU_FORMAT) + data + bytes(-len(data) % 512)


@pytest.mark.parametrize(
    "name",
    [
        "c//etc/passwd",
        "c/../../x",
        "c/..",
        "c/../x/../../y",
        "c\\..\\..\\x",
        "c/C:/x",
        "c/..x",
        "c",
        "/c/../..",
    ],
)
def test_entry_names_that_lead_out_of_the_chart_are_refused(name: str) -> None:
    assert "would not stay in" in refusal(gzip.compress(one(name, b"x")))


def test_an_absolute_entry_name_loses_its_first_slash() -> None:
    assert read_archive(gzip.compress(one("/etc/passwd")), "f", Budget()) == [("etc/passwd", b"")]


def test_archived_files_outside_of_a_folder_are_refused() -> None:
    assert "lie in a folder" in refusal(gzip.compress(one("Chart.yaml/x", b"x")))


def test_an_archive_without_files_is_refused() -> None:
    assert "has no files" in refusal(gzip.compress(bytes(10240)))
    assert "has no files" in refusal(gzip.compress(one("c/d/", kind=tarfile.DIRTYPE)))


def test_a_bomb_of_ten_gigabytes_is_refused() -> None:
    compressor = zlib.compressobj(9, zlib.DEFLATED, -15)
    piece = compressor.compress(bytes(64 * limits.MIB)) + compressor.flush(zlib.Z_FULL_FLUSH)
    header = gzip.compress(b"", mtime=0)[:10]
    assert "unpacks to more than" in refusal(header + piece * 160 + b"\x03\0" + bytes(8))


def test_an_archive_of_a_million_entries_is_refused() -> None:
    compressor = zlib.compressobj(9, zlib.DEFLATED, -15)
    piece = compressor.compress(one("c/x") * 1000) + compressor.flush(zlib.Z_FULL_FLUSH)
    header = gzip.compress(b"", mtime=0)[:10]
    assert "unpacks to more than" in refusal(header + piece * 1000 + b"\x03\0" + bytes(8))
    assert "20,000 files and folders" in refusal(gzip.compress(one("c/x") * 20_001, 1))


@pytest.mark.parametrize("name", ["c/" + "d/" * 102 + "x", "c/" + "n" * 4095, "c" + "/d" * 500_000])
def test_too_long_or_deep_paths_are_refused(name: str) -> None:
    assert "so long or deep" in refusal(gzip.compress(one(name, b"x")))


def test_an_archive_of_a_million_gzip_pieces_is_refused() -> None:
    assert "more than 100 pieces" in refusal(gzip.compress(b"", mtime=0) * 1_000_000)


def test_a_tar_header_that_states_more_than_there_is_is_refused() -> None:
    huge = one("c/x", b"x", size=2**40)
    assert "larger than the archive" in refusal(gzip.compress(huge, mtime=0))
    assert "has content" in refusal(gzip.compress(one("c/x", kind=tarfile.SYMTYPE, size=9)))


def test_files_and_archives_larger_than_helm_allows_are_refused() -> None:
    big = bytes(limits.MAX_FILE + 1)
    assert "at most" in refusal(gzip.compress(one("c/x", big), 1))
    nearly = gzip.compress(b"".join(one(f"c/{n}", big[:-1]) for n in range(20)), 1)
    assert "unpacks to more than" in refusal(nearly)


def test_archives_in_archives_share_one_budget(tmp_path: Path) -> None:
    (tmp_path / "c" / "charts").mkdir(parents=True)
    (tmp_path / "c" / "Chart.yaml").write_bytes(CHART)
    files = {b"Chart.yaml": CHART, **{b"%d" % n: bytes(limits.MAX_FILE) for n in range(12)}}
    for name in ("a.tgz", "b.tgz"):
        (tmp_path / "c" / "charts" / name).write_bytes(archive(files, b"c"))
    with pytest.raises(ProblemsError, match="unpacks to more than"):
        read_source(tmp_path / "c")


def test_too_many_charts_in_charts_are_refused(tmp_path: Path) -> None:
    data = archive({b"Chart.yaml": CHART}, b"c")
    for _ in range(limits.MAX_DEPTH + 1):
        data = archive({b"Chart.yaml": CHART, b"charts/c.tgz": data}, b"c")
    (tmp_path / "c.tgz").write_bytes(data)
    with pytest.raises(ProblemsError, match="stand in each other"):
        read_source(tmp_path / "c.tgz")


def test_links_and_devices_are_empty_files_and_lead_nowhere() -> None:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz") as tar:
        for name, kind in (("l", tarfile.SYMTYPE), ("h", tarfile.LNKTYPE), ("d", tarfile.CHRTYPE)):
            info = tarfile.TarInfo(f"c/{name}")
            info.type, info.linkname = kind, "/etc/passwd"
            tar.addfile(info)
    assert read_archive(out.getvalue(), "f", Budget()) == [("l", b""), ("h", b""), ("d", b"")]


def test_sparse_files_in_an_archive_are_refused() -> None:
    assert "sparse" in refusal(gzip.compress(one("c/x", kind=tarfile.GNUTYPE_SPARSE)))
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz", format=tarfile.PAX_FORMAT) as tar:
        info = tarfile.TarInfo("c/x")
        info.pax_headers = {"GNU.sparse.major": "1", "GNU.sparse.minor": "0"}
        tar.addfile(info)
    assert "sparse" in refusal(out.getvalue())


@pytest.mark.parametrize("depth", [200, 200_000])
@pytest.mark.parametrize("opening", ["[", "{a: ", "- "])
def test_deeply_nested_metadata_is_refused(tmp_path: Path, depth: int, opening: str) -> None:
    (tmp_path / "Chart.yaml").write_text(
        f"x: {opening * depth}" if opening != "- " else opening * depth
    )
    with pytest.raises(ProblemsError):
        read_source(tmp_path)


def test_metadata_with_an_alias_bomb_is_refused(tmp_path: Path) -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 10)]
    (tmp_path / "Chart.yaml").write_text("\n".join(lines))
    with pytest.raises(ProblemsError, match="aliases expand"):
        read_source(tmp_path)


def test_pipes_devices_bad_links_and_large_files_in_a_folder_are_refused(tmp_path: Path) -> None:
    (tmp_path / "Chart.yaml").write_bytes(CHART)
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "zero").symlink_to("/dev/zero")
    (tmp_path / "broken").symlink_to("nowhere")
    (tmp_path / "around").symlink_to(".")
    (tmp_path / "large").write_bytes(bytes(limits.MAX_FILE + 1))
    with pytest.raises(ProblemsError) as caught:
        read_source(tmp_path)
    found = {problem.file.rpartition("/")[2]: problem.message for problem in caught.value.problems}
    assert set(found) == {"pipe", "zero", "broken", "around", "large"}
    assert "leads back" in found["around"]
    assert "5,242,881 bytes" in found["large"]


def test_a_file_below_1500_folders_is_read_without_recursion(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chart = tmp_path / "c"
    chart.mkdir()
    (chart / "Chart.yaml").write_bytes(CHART)
    monkeypatch.chdir(chart)
    for _ in range(1500):
        Path("d").mkdir()
        os.chdir("d")
    Path("file").touch()
    files = read_source(chart).files
    Path("file").unlink()
    for _ in range(1500):  # pytest, too, would recurse
        os.chdir("..")
        Path("d").rmdir()
    assert "d/" * 1500 + "file" in files


def test_reading_an_archive_spends_its_budget() -> None:
    budget = Budget(10)
    read_archive(gzip.compress(one("c/x", b"12345")), "f", budget)
    assert budget.remaining == 5
