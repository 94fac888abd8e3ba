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

from generator import files
from generator.chart import limits
from generator.chart.archive import read_archive
from generator.chart.limits import Budget
from generator.manifest.chart_source import read_source
from generator.problems import ProblemsError, Severity
from tests.chart.charts import archive

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

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
    assert "leads out of" in refusal(gzip.compress(one(name, b"x")))


def test_an_absolute_entry_name_loses_its_first_slash() -> None:
    assert read_archive(gzip.compress(one("/etc/passwd")), "f", Budget()) == [("etc/passwd", b"")]


def test_archived_files_outside_of_a_folder_are_refused() -> None:
    assert "must be in a folder" in refusal(gzip.compress(one("Chart.yaml/x", b"x")))


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
    assert "too long or too deep" in refusal(gzip.compress(one(name, b"x")))


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
    with pytest.raises(ProblemsError, match="are nested more than"):
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


@pytest.mark.parametrize(("levels", "fits"), [(100, True), (101, False), (1500, False)])
def test_folders_stand_in_each_other_as_deep_as_in_an_archive(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, levels: int, *, fits: bool
) -> None:
    chart = chart_at(tmp_path / "c")
    monkeypatch.chdir(chart)
    for _ in range(levels):
        Path("d").mkdir()
        os.chdir("d")
    Path("file").touch()
    try:
        if fits:
            assert "d/" * levels + "file" in read_source(chart).files
        else:
            with pytest.raises(ProblemsError, match="more than 100 deep"):
                read_source(chart)
    finally:
        Path("file").unlink()
        for _ in range(levels):  # pytest, too, would recurse
            os.chdir("..")
            Path("d").rmdir()


def chart_at(place: Path) -> Path:
    place.mkdir()
    (place / "Chart.yaml").write_bytes(CHART)
    return place


def sparse(chart: Path) -> None:
    for number in range(200):
        with (chart / str(number)).open("wb") as file:
            file.truncate(limits.MAX_FILE)


def everything(chart: Path) -> None:
    (chart / "link").symlink_to("/")


def doubling(chart: Path) -> None:
    """Two links in each of 24 folders, all of them inside of the chart: 16 million paths."""
    for level in range(24):
        (chart / f"l{level}").mkdir()
        for name in ("a", "b"):
            (chart / f"l{level}" / name).symlink_to(f"../l{level + 1}")
    (chart / "l24").mkdir()
    (chart / "l24" / "file").touch()


def crowd(chart: Path) -> None:
    for number in range(limits.MAX_ENTRIES):
        (chart / str(number)).touch()


@pytest.mark.parametrize(
    ("fill", "message"),
    [
        (sparse, "more than 104,857,600 bytes"),
        (everything, "more than"),
        (doubling, "more than 20,000 files and folders"),
        (crowd, "more than 20,000 files and folders"),
    ],
)
def test_what_is_too_much_for_an_archive_is_too_much_for_a_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fill: Callable[[Path], None], message: str
) -> None:
    chart = chart_at(tmp_path / "c")
    fill(chart)
    read = noted(monkeypatch)
    with pytest.raises(ProblemsError, match=message) as caught:
        read_source(chart)
    assert [problem.file for problem in caught.value.problems] == [str(chart)]
    assert set(read) <= {os.fsencode(chart / ".helmignore")}


def noted(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """The files that are read from now on."""
    read: list[bytes] = []
    real = files.read

    def noting(path: Path, *more: int) -> bytes:
        read.append(os.fsencode(path))
        return real(path, *more)

    monkeypatch.setattr(files, "read", noting)
    return read


def test_a_folder_and_the_archives_inside_share_one_budget(tmp_path: Path) -> None:
    chart = chart_at(tmp_path / "c")
    (chart / "charts").mkdir()
    inner = {b"Chart.yaml": CHART, **{b"%d" % n: bytes(limits.MAX_FILE) for n in range(10)}}
    (chart / "charts" / "a.tgz").write_bytes(archive(inner, b"c"))
    for number in range(10):
        (chart / str(number)).write_bytes(bytes(limits.MAX_FILE))
    with pytest.raises(ProblemsError, match="more than 104,857,600 bytes"):
        read_source(chart)


def linked(tmp_path: Path) -> tuple[Path, list[str]]:
    """A chart with links, and the names of those that lead out of it."""
    chart = chart_at(tmp_path / "c")
    (tmp_path / "beside").mkdir()
    (tmp_path / "beside" / "file").write_text("x")
    (tmp_path / "beside" / "link").symlink_to("../secret")
    (tmp_path / "secret").write_text("y")
    (tmp_path / "c-not").write_text("z")
    (chart / "inside").mkdir()
    (chart / "inside" / "same").symlink_to("../Chart.yaml")
    (chart / "absolute").symlink_to(chart / "Chart.yaml")
    (chart / "around").symlink_to(f"../{chart.name}/Chart.yaml")
    (chart / "file").symlink_to("../secret")
    (chart / "inside" / "folder").symlink_to(tmp_path / "beside")
    (chart / "twice").symlink_to("file")
    (chart / "prefix").symlink_to("../c-not")
    (chart / "ignored").symlink_to("../secret")
    (chart / ".helmignore").write_text("ignored\n")
    return chart, ["file", "inside/folder", "prefix", "twice"]


def test_links_that_lead_out_of_a_chart_are_reported(tmp_path: Path) -> None:
    chart, out = linked(tmp_path)
    packed = read_source(chart)
    assert sorted(each.file for each in packed.warnings) == [str(chart / name) for name in out]
    assert all("found a symbolic link" in problem.message for problem in packed.warnings)
    assert packed.files["inside/folder/file"] == b"x"
    assert packed.files["file"] == packed.files["inside/folder/link"] == b"y"
    with pytest.raises(ProblemsError) as caught:
        read_source(chart, outside=Severity.ERROR)
    assert [problem.file for problem in caught.value.problems] == [str(chart / n) for n in out]


@pytest.mark.parametrize("name", ["Chart.yaml", ".helmignore", "values.yaml", "charts", "a.tgz"])
def test_a_link_that_is_refused_is_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    chart = chart_at(tmp_path / "c")
    (tmp_path / "secret").write_text("[ LTAI5tFAKEFAKEFAKEFAKEFA **")
    (chart / name).unlink(missing_ok=True)
    (chart / name).symlink_to("../secret")
    read = noted(monkeypatch)
    with pytest.raises(ProblemsError) as caught:
        read_source(chart, outside=Severity.ERROR)
    assert [problem.file for problem in caught.value.problems] == [str(chart / name)]
    assert os.fsencode(chart / name) not in read


def test_a_link_to_the_chart_itself_leads_nowhere_else(tmp_path: Path) -> None:
    chart = chart_at(tmp_path / "c")
    (chart / "link").symlink_to("Chart.yaml")
    (tmp_path / "to-chart").symlink_to("c")
    assert read_source(tmp_path / "to-chart", outside=Severity.ERROR).warnings == ()


def test_reading_an_archive_spends_its_budget() -> None:
    budget = Budget(10)
    read_archive(gzip.compress(one("c/x", b"12345")), "f", budget)
    assert budget.remaining == 5


HUGE = b"9" * 5000
"""More digits than Python makes a number of."""


def pax(record: bytes, length: bytes | None = None) -> bytes:
    """An archive with a PAX record whose length is right, unless another is given."""
    size = len(record) + 1
    while size != len(b"%d" % size) + 1 + len(record):
        size = len(b"%d" % size) + 1 + len(record)
    records = (length or b"%d" % size) + b" " + record
    return gzip.compress(one("x", records, b"x") + one("c/x", b"12345") + bytes(1024))


@pytest.mark.parametrize(
    "data",
    [
        pax(b"size=" + HUGE + b"\n"),
        pax(b"size=99999999999999999999\n"),
        pax(b"size=-5\n"),
        pax(b"size=5\n", HUGE),
        pax(b"size=5\n", b"-10"),
        pax(b"a=" + HUGE + b"\n", b"0" * 5000 + b"1"),
    ],
)
def test_numbers_in_pax_records_are_read_as_go_reads_them(data: bytes) -> None:
    assert "a PAX record is damaged" in refusal(data)


def test_zeros_before_a_number_in_a_pax_record_change_nothing() -> None:
    record = b" size=" + b"0" * 5000 + b"5\n"
    length = b"0" * 4000 + b"%d" % (4004 + len(record))
    data = pax(record[1:], length)
    assert read_archive(data, "f", Budget()) == [("x", b"12345")]
