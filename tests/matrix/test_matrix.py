"""Image versions against regions: the verb `matrix`. Its forms are in `cases/matrix`."""

from __future__ import annotations

import json
import os
import pty
import re
import struct
import subprocess
import sys
import termios
from datetime import date
from fcntl import ioctl
from typing import TYPE_CHECKING

import pytest

from generator.app.sources import Sources
from generator.markdown import LIMIT
from generator.matrix.grid import grid
from generator.matrix.text import as_text
from tests.support.command import run
from tests.support.tools import ROOT

if TYPE_CHECKING:
    from pathlib import Path

EXAMPLE = ROOT / "examples" / "landscapes" / "live.yaml"

REGIONS = ", ".join(f"cn-r{n}: m-abc{n:017}" for n in range(20))
MANY = "images:\n  gardenlinux:\n    versions:\n" + "".join(
    f"      1.{n}.0: {{{REGIONS}}}\n" for n in range(3000)
)


def test_a_catalog_that_cannot_be_read_is_reported_and_the_others_are_shown(tmp_path: Path) -> None:
    (tmp_path / "bad.yaml").write_text("images: []\n")
    for form in ("text", "markdown", "json", "html"):
        result = run("matrix", "bad.yaml", EXAMPLE, "--format", form, cwd=tmp_path)
        assert result.returncode == 1
        assert "bad.yaml:1:9: error: " in result.stderr
        assert "1877.3.0" in result.stdout
    nothing = run("matrix", "bad.yaml", cwd=tmp_path)
    assert (nothing.returncode, nothing.stdout) == (1, "")


def test_markdown_is_cut_to_fit_into_a_comment_on_github(tmp_path: Path) -> None:
    (tmp_path / "many.yaml").write_text(MANY)
    result = run("matrix", "many.yaml", "--format", "markdown", cwd=tmp_path)
    assert LIMIT * 0.9 < len(result.stdout) <= LIMIT
    shown = result.stdout.count("| gardenlinux 1.")
    cut = 3000 - shown
    assert result.stdout.endswith(
        f"\n\n_{cut:,} lines cut to fit; `alicloud-generator matrix` shows everything._\n"
    )
    assert "<details>" not in result.stdout


def test_json_lists_the_regions_where_a_version_is_missing(tmp_path: Path) -> None:
    (tmp_path / "live.yaml").write_text(
        "images: {a: {versions: {1.0.0: {cn-shanghai: m-1, eu-central-1: m-2},"
        " 2.0.0: {eu-central-1: m-3}}}}"
    )
    result = run("matrix", "live.yaml", "--format", "json", cwd=tmp_path)
    (catalog,) = json.loads(result.stdout)["catalogs"]
    assert [version["missing"] for version in catalog["versions"]] == [[], ["cn-shanghai"]]


@pytest.mark.parametrize(
    ("columns", "marks"), [(200, "● ● ●"), (93, "● ● ●"), (92, "●●●"), (74, "●●●"), (73, "")]
)
def test_a_terminal_gets_colors_and_a_grid_that_fits_its_width(
    tmp_path: Path, columns: int, marks: str
) -> None:
    regions = ", ".join(f"cn-r{n:02}: m-abc{n:017}" for n in range(20))
    (tmp_path / "live.yaml").write_text(
        f"images:\n  gardenlinux:\n    versions:\n      1877.13.0-{'x' * 20}: {{{regions}}}\n"
    )
    for no_color in ({}, {"NO_COLOR": "1"}):
        text = on_terminal(columns, tmp_path, no_color)
        plain = re.sub(r"\x1b\[\d+m", "", text)
        assert (plain != text) == (not no_color)
        assert max(map(len, plain.splitlines())) <= columns
        assert (marks in plain) if marks else "●" not in plain
        assert "20/20" in plain


@pytest.mark.parametrize("columns", [200, 78, 60, 30])
def test_every_gap_is_told_in_every_terminal(tmp_path: Path, columns: int) -> None:
    regions = [f"cn-r{n:02}" for n in range(20)]
    ids = ", ".join(f"{region}: m-abc{n:017}" for n, region in enumerate(regions))
    (tmp_path / "live.yaml").write_text(
        f"images: {{a: {{shared: true, versions: {{2.0.0: {{{ids}}}, 1.0.0: {{cn-r07: m-1}}}}}}}}\n"
    )
    text = on_terminal(columns, tmp_path, {"NO_COLOR": "1"})
    assert max(map(len, text.splitlines()[1:])) <= columns
    assert "shared" in text
    if "✗" in text:
        assert "none in cn-r00, cn-r01, cn-r02, cn-r03, cn-r04 and 14 more" in " ".join(
            text.split()
        )
    else:
        assert {*re.findall("cn-r..", text)} == {*regions} - {"cn-r07"}


def test_every_mark_and_classification_has_its_color() -> None:
    case = ROOT / "tests" / "cases" / "matrix" / "landscape" / "catalog.yaml"
    catalogs = Sources().catalogs([str(case)], [], date(2026, 11, 22))
    found = as_text([grid(catalog) for catalog in catalogs], width=None, color=True)
    red, green, yellow, dim = ("\x1b[31m", "\x1b[32m", "\x1b[33m", "\x1b[2m")
    for style, words in {
        red: ("✗", "none in cn-beijing, eu-central-1", "2026-12-01 (in 9 days)"),
        green: ("●", "supported"),
        yellow: ("○", "preview", "deprecated"),
        dim: ("·", "1592.9.0", "expired", "2026-03-31"),
    }.items():
        for word in words:
            assert f"{style}{word}" in found
    assert not re.search(r"\x1b\[\d+m\x1b", found)


def test_catalogs_are_printed_under_their_names() -> None:
    base, live = ROOT / "examples/landscapes/base.yaml", EXAMPLE
    for form, starts in (
        ("text", ("base: ", "\n\nlive: ")),
        ("markdown", ("### base", "\n\n### live")),
    ):
        printed = run("matrix", base, live, "--format", form, cwd=ROOT).stdout
        assert printed.startswith(starts[0])
        assert starts[1] in printed


def on_terminal(columns: int, cwd: Path, env: dict[str, str]) -> str:
    """What `matrix live.yaml` writes to a terminal of so many columns."""
    ours, theirs = pty.openpty()
    ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    left_out = {"COLUMNS", "NO_COLOR"}
    environment = {name: text for name, text in os.environ.items() if name not in left_out}
    process = subprocess.Popen(
        [sys.executable, "-P", "-m", "generator", "matrix", "live.yaml"],
        cwd=cwd,
        env={**environment, **env},
        stdout=theirs,
    )
    os.close(theirs)
    written = b""
    while chunk := _read(ours):
        written += chunk
    os.close(ours)
    assert process.wait(60) == 0
    return written.decode()


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 65_536)
    except OSError:  # Linux says so when the other side has closed
        return b""


OWN, SYSTEM = "m-uf6hvbrxclop1jtat17m", "ubuntu_18_04_x64_20G_alibase_20210420.vhd"


def catalog_of(ids: dict[str, str], offered: list[str], **more: object) -> str:
    spec = {
        "kubernetes": {"versions": [{"version": "1.34.2"}]},
        "machineTypes": [{"name": "ecs.g7.large", "cpu": "2", "gpu": "0", "memory": "8Gi"}],
        "regions": [{"name": region} for region in offered],
    }
    images = {"a": {"versions": {"1.0.0": ids}}}
    return json.dumps({"images": images, "cloudProfile": {"spec": spec}, **more})


@pytest.mark.parametrize("form", ["text", "markdown"])
@pytest.mark.parametrize(
    ("count", "short"),
    [
        (1, "not offered: cn-r00"),
        (3, "not offered: cn-r00, cn-r01, cn-r02"),
        (4, "4 regions not offered"),
        (17, "17 regions not offered"),
    ],
)
def test_many_regions_that_are_not_offered_are_counted_unless_all_are_asked_for(
    tmp_path: Path, form: str, count: int, short: str
) -> None:
    regions = [f"cn-r{number:02}" for number in range(count)]
    ids = dict.fromkeys(["cn-shanghai", *regions], OWN)
    (tmp_path / "live.yaml").write_text(catalog_of(ids, ["cn-shanghai"]))
    command = ("matrix", "live.yaml", "--format", form)

    def remark(*more: str) -> str:
        (line,) = [
            line
            for line in run(*command, *more, cwd=tmp_path).stdout.splitlines()
            if "1.0.0" in line and "<br>" not in line
        ]
        return line

    names = ", ".join(regions)
    assert remark().rstrip(" |").endswith(short)
    assert (names in remark()) == (count <= 3)
    assert names in remark("--all-regions")


def test_every_missing_region_is_named_where_all_are_asked_for(tmp_path: Path) -> None:
    regions = [f"cn-r{number:02}" for number in range(9)]
    (tmp_path / "live.yaml").write_text(catalog_of({"cn-shanghai": OWN}, regions))
    found = run("matrix", "live.yaml", "--all-regions", cwd=tmp_path).stdout
    assert f"none in {', '.join(regions)}" in found


@pytest.mark.parametrize(
    ("ids", "more", "note"),
    [
        ({"r": OWN, "s": OWN}, {"encryptedSystemDisks": True}, "encrypted system disks"),
        ({"r": OWN}, {"encryptedSystemDisks": True}, "none in s  encrypted system disks"),
        ({"r": OWN, "s": SYSTEM}, {"encryptedSystemDisks": True}, "no encrypted system disks in s"),
        ({"r": SYSTEM, "s": SYSTEM}, {"encryptedSystemDisks": True}, "no encrypted system disks"),
        ({"r": OWN, "s": OWN}, {}, "● ●"),
        ({"r": OWN, "s": OWN}, {"encryptedSystemDisks": False}, "● ●"),
    ],
)
def test_the_matrix_shows_which_versions_serve_encrypted_system_disks(
    tmp_path: Path, ids: dict[str, str], more: dict[str, object], note: str
) -> None:
    (tmp_path / "live.yaml").write_text(catalog_of(ids, ["r", "s"], **more))
    (line,) = [
        line
        for line in run("matrix", "live.yaml", cwd=tmp_path).stdout.splitlines()
        if line.startswith("  1.0.0")
    ]
    assert line.endswith(f"  {note}")
    assert ("encrypted" in line) == ("encrypted" in note)
    result = run("matrix", "live.yaml", "--format", "json", cwd=tmp_path)
    (version,) = json.loads(result.stdout)["catalogs"][0]["versions"]
    system = [region for region, image_id in ids.items() if image_id == SYSTEM]
    assert version["unencryptable"] == (system if "encrypted" in note else None)
