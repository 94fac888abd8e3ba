"""The bytes of a chart's tar and of its text depend on the chart alone."""

from __future__ import annotations

import gzip
import os
import subprocess
import sys
import tarfile
from base64 import b64decode, b64encode
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.assets import EXTENSION_CHART
from generator.chart import blob, tarball
from generator.manifest.chart_source import read_source
from generator.problems import ProblemsError
from tests.chart.script import script
from tests.support.tools import ROOT, need

if TYPE_CHECKING:
    from pathlib import Path

EVERYDAY = ROOT / "tests" / "cases" / "chart" / "everyday" / "folder"
BUILT_IN = EXTENSION_CHART
PRINT = """
import sys
from pathlib import Path
from generator.chart import blob
from generator.manifest.chart_source import read_source
tar = read_source(Path(sys.argv[1])).tar
print(blob.digest(tar), blob.encode(tar))
"""

paths = st.lists(
    st.text("ab.é-" + "x" * 40, min_size=1, max_size=70).filter(
        lambda text: text not in (".", "..")
    ),
    min_size=1,
    max_size=3,
).map("/".join)


@pytest.mark.parametrize(
    ("umask", "variables"),
    [
        (0o077, {}),
        (0o002, {"TZ": "Asia/Shanghai"}),
        (0o022, {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}),
        (0o000, {"PYTHONHASHSEED": "1"}),
        (0o022, {"PYTHONHASHSEED": "2", "LC_ALL": "de_DE.ISO-8859-1"}),
    ],
)
def test_a_packed_chart_does_not_depend_on_umask_time_zone_or_locale(
    umask: int, variables: dict[str, str], tmp_path: Path
) -> None:
    chart = tmp_path / "chart"
    subprocess.run(["cp", "-r", str(EVERYDAY), str(chart)], check=True)
    (chart / "files" / "é中.txt").write_text("x")
    printed = subprocess.run(
        [sys.executable, "-c", PRINT, str(chart)],
        capture_output=True,
        check=True,
        cwd=tmp_path,
        env={**os.environ, **variables},
        preexec_fn=lambda: os.umask(umask) and None,
    ).stdout.decode()
    tar = read_source(chart).tar
    assert printed == f"{blob.digest(tar)} {blob.encode(tar)}\n"


def test_the_built_in_chart_is_what_helm_and_tar_make_of_it(tmp_path: Path) -> None:
    assert read_source(BUILT_IN).tar == script(need("helm"), need("tar"), BUILT_IN, tmp_path)


def test_versions_override_as_helms_flags_do(tmp_path: Path) -> None:
    options = ("--version", "v2.0.0+x", "--app-version", "1.10\t")
    theirs = script(need("helm"), need("tar"), EVERYDAY, tmp_path, *options)
    packed = read_source(EVERYDAY, version="v2.0.0+x", app_version="1.10\t")
    assert packed.tar == theirs
    assert (packed.version, packed.app_version) == ("v2.0.0+x", "1.10 ")


@given(st.dictionaries(paths, st.binary(max_size=600), max_size=5))
def test_tarfile_reads_what_the_tarball_module_writes(files: dict[str, bytes]) -> None:
    distinct = {path: data for path, data in files.items() if not _is_folder_of(path, files)}
    with tarfile.open(fileobj=BytesIO(tarball.write(distinct))) as tar:
        members = tar.getmembers()
        found = {member.name: tar.extractfile(member) for member in members if member.isfile()}
        assert {name: file and file.read() for name, file in found.items()} == distinct
    for member in members:
        assert (member.uid, member.gid, member.uname, member.gname) == (0, 0, "root", "root")
        assert member.mode == (0o755 if member.isdir() else 0o644)
        assert member.mtime == 1546300800
    folders = [member.name for member in members if member.isdir()]
    assert len(folders) == len(set(folders))


def _is_folder_of(path: str, files: dict[str, bytes]) -> bool:
    return any(other.startswith(f"{path}/") for other in files)


@given(st.binary(max_size=5000))
def test_a_blob_is_what_gzip_without_name_would_hold(tar: bytes) -> None:
    data = b64decode(blob.encode(tar), validate=True)
    assert data[:10] == bytes.fromhex("1f8b0800000000000003")
    assert gzip.decompress(data) == tar
    assert blob.unzip(data, "x") == tar


def test_a_previous_blob_of_the_same_tar_is_kept() -> None:
    tar = read_source(EVERYDAY).tar
    other = b64encode(gzip.compress(tar, 1, mtime=7)).decode()
    wrapped = "\n".join(other[at : at + 76] for at in range(0, len(other), 76)) + "\n"
    assert blob.encode(tar, wrapped) is wrapped
    assert blob.encode(tar, None) != other


@pytest.mark.parametrize(
    "previous", ["", "?", "AAAA", "H4sIAAAA", b64encode(gzip.compress(b"x", mtime=0)).decode()]
)
def test_a_previous_blob_of_anything_else_is_replaced(previous: str) -> None:
    tar = read_source(EVERYDAY).tar
    assert blob.encode(tar, previous) == blob.encode(tar)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("H4sIAAAAAAAA/yk...", "not base64 text"),
        ("é", "not base64 text"),
        ("AAAA", "not compressed with gzip"),
        (b64encode(gzip.compress(b"x" * 99, mtime=0)[:-9]).decode(), "ends too early"),
        (b64encode(gzip.compress(b"x" * 99, mtime=0)[:-8] + b"\0" * 8).decode(), "damaged"),
        (b64encode(gzip.compress(b"x", mtime=0) + b"rest").decode(), "damaged"),
    ],
)
def test_a_blob_that_holds_no_tar_is_refused(text: str, reason: str) -> None:
    with pytest.raises(ProblemsError, match=reason):
        blob.unzip(blob.decode(text, "f"), "f")
