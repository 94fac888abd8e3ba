"""Our globs and our archive reader, against the Go code that they follow."""

from __future__ import annotations

import gzip
import tarfile
from base64 import b64decode, b64encode
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.chart import glob
from generator.chart.archive import read_archive
from generator.chart.limits import Budget
from generator.problems import ProblemsError
from tests.conformance.judges import Judge

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


@pytest.fixture(scope="module")
def helm() -> Iterator[Judge]:
    with Judge("helm") as judge:
        yield judge


def often(check: Callable[..., None]) -> Callable[..., None]:
    relaxed = settings(
        max_examples=2000, deadline=None, database=None, suppress_health_check=list(HealthCheck)
    )
    decorated: Callable[..., None] = relaxed(check)
    return decorated


def encoded(data: bytes) -> str:
    return b64encode(data).decode()


patterns = st.lists(
    st.sampled_from(
        (
            *(b"a", b"b", b"*", b"?", b"[", b"]", b"^", b"-", b"\\", b"/", b".", b"!", b"**"),
            *(b"[a-b]", b"[^a]", b"\xc3\xa9", b"[\xc3\xa9]", b"\xff"),
        )
    ),
    max_size=8,
).map(b"".join)
names = st.lists(
    st.sampled_from((b"a", b"b", b"/", b".", b"-", b"]", b"\\", b"^", b"*", b"\xc3\xa9", b"\xff")),
    max_size=7,
).map(b"".join)


@often
@given(pattern=patterns, name=names)
def test_globs(helm: Judge, pattern: bytes, name: bytes) -> None:
    verdict = helm.ask("glob", pattern=encoded(pattern), name=encoded(name))
    try:
        ours = glob.matches(glob.compiled(pattern), name)
    except glob.BadPatternError:
        assert not verdict.accepted
    else:
        assert (verdict.answer, verdict.refusals) == (ours, ())


entry_names = st.sampled_from(
    (
        *(
            "c/Chart.yaml",
            "c/a",
            "c/b/",
            "c/b/x",
            "../x",
            "c/../x",
            "c/../../x",
            "/c/x",
            "c//x",
            "c/./x",
        ),
        *(
            "x",
            "Chart.yaml",
            "Chart.yaml/x",
            "c\\x",
            "c\\..\\x",
            "c\\C:\\x",
            "c/C:/x",
            "c/..x",
            "c/é",
            "",
        ),
        *("c/" + "l" * 150, "c/" + "p" * 80 + "/" + "q" * 90, "c/a/../../b", "c/a\\b/c"),
    )
)
WITH_CONTENT = (tarfile.REGTYPE, tarfile.AREGTYPE, b"7", b"Z", b"V")
WITHOUT = (
    tarfile.DIRTYPE,
    tarfile.SYMTYPE,
    tarfile.LNKTYPE,
    tarfile.FIFOTYPE,
    tarfile.CHRTYPE,
    b"g",
)


@st.composite
def tars(draw: st.DrawFn) -> bytes:
    """Tars of every form, some of them damaged."""
    form = draw(st.sampled_from((tarfile.USTAR_FORMAT, tarfile.GNU_FORMAT, tarfile.PAX_FORMAT)))
    tar = b"".join(entry(draw, form) for _ in range(draw(st.integers(0, 5))))
    tar += bytes(draw(st.sampled_from((1024, 1024, 1024, 0, 512, 10240))))
    for _ in range(draw(st.sampled_from((0, 0, 0, 1, 2)))):
        tar = damaged(draw, tar)
    return tar


def entry(draw: st.DrawFn, form: int) -> bytes:
    info = tarfile.TarInfo(draw(entry_names))
    info.type = draw(st.sampled_from((tarfile.REGTYPE,) * 8 + WITH_CONTENT + WITHOUT))
    info.mode = draw(st.sampled_from((0o644, 0o40755, 0o100644, 0)))
    data = draw(st.sampled_from((b"", b"x", b"\xef\xbb\xbfx", b"y" * 513)))
    data = data if info.type in WITH_CONTENT else b""
    info.size = len(data) or draw(st.sampled_from((0,) * 9 + (3,))) * (not data)
    if form == tarfile.PAX_FORMAT and info.type != b"g" and draw(st.integers(0, 6)) == 0:
        record = draw(st.sampled_from(("comment", "path", "size", "GNU.sparse.major", "k")))
        info.pax_headers = {record: draw(st.sampled_from(("1", "c/pax", "", "0")))}
    try:
        return info.tobuf(form, "utf-8", "surrogateescape") + data + bytes(-len(data) % 512)
    except ValueError:  # a name too long for this form
        return b""


def damaged(draw: st.DrawFn, tar: bytes) -> bytes:
    at = draw(st.integers(0, max(len(tar) - 1, 0)))
    how = draw(st.sampled_from(("cut", "flip", "insert", "header")))
    if how == "cut" or not tar:
        return tar[:at]
    if how == "flip":
        return tar[:at] + bytes([tar[at] ^ draw(st.integers(1, 255))]) + tar[at + 1 :]
    if how == "insert":
        return tar[:at] + b"z" * draw(st.sampled_from((1, 512))) + tar[at:]
    start = at // 512 * 512
    header = bytearray(tar[start : start + 512])
    if len(header) == 512:
        header[draw(st.integers(0, 344))] = draw(st.sampled_from(b"\0 017\x80\xffxgLKS5"))
        header[148:156] = b" " * 8
        header[148:156] = b"%06o\0 " % sum(header)
    return tar[:start] + bytes(header) + tar[start + 512 :]


@often
@given(tar=tars())
def test_archives(helm: Judge, tar: bytes) -> None:
    data = gzip.compress(tar, 1)
    verdict = helm.ask("archive", archive=encoded(data))
    try:
        files = read_archive(data, "f", Budget())
    except ProblemsError as refused:
        # On purpose: nobody has sparse files in a chart.
        if verdict.accepted and "sparse" not in str(refused):
            raise
        return
    assert verdict.refusals == ()
    theirs: list[dict[str, Any]] = verdict.answer
    assert [(name.encode("utf-8", "surrogateescape"), content) for name, content in files] == [
        (b64decode(file["name"]), b64decode(file["data"] or "")) for file in theirs
    ]
