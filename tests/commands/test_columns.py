"""Columns of a terminal: wide characters take two, and what is piped is never cut or wrapped."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from generator.visible import columns, padded
from tests.support.every_command import CALLS, INPUT, write_landscape
from tests.support.krm import standard_input
from tests.support.terminal import answer

FLAVORED = """\
images:
  gardenlinux:
    versions:
      1877.13.0:
        flavors:
        - {capabilities: {architecture: [amd64], other: [普通]}, regions: {cn-shanghai: m-1}}
        - {capabilities: {architecture: [arm64], other: [x]}, regions: {cn-shanghai: m-2}}
"""
PROFILE = """\
apiVersion: alicloud.provider.extensions.gardener.cloud/v1alpha1
kind: CloudProfileConfig
machineImages:
- name: gardenlinux
  versions:
  - version: 1.0.0
    regions: [{name: 华东二, id: m-1}, {name: cn-shanghai, id: m-2}, {name: 상하이, id: m-3}]
"""


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def places(text: str, mark: str) -> set[int]:
    """The columns at which a mark stands in lines of Latin, Chinese and Korean letters."""
    starts = [line.partition(mark)[0] for line in text.splitlines() if mark in line]
    assert len(starts) > 1, text
    return {
        len(re.sub(r"[\u1100-\u11ff\u3000-\ud7ff\uf900-\uffef]", "xx", line)) for line in starts
    }


def said(*call: str, terminal: bool = True) -> tuple[str, str]:
    return answer(call, terminal=terminal)[1:]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", 0),
        ("cn-shanghai", 11),
        ("华东二", 6),
        ("Straße", 6),
        ("\uff46\uff55\uff4c\uff4c", 8),
        ("ｶﾅ", 2),
        ("상하이", 6),
        ("e\u0301t\u20dd", 2),
        ("🌱", 2),
    ],
)
def test_columns_of_a_text(text: str, expected: int) -> None:
    assert columns(text) == expected
    assert columns(padded(text, 12)) == 12
    assert padded(text, 0) == text


@pytest.mark.parametrize("terminal", [True, False])
def test_versions_line_up(terminal: bool) -> None:
    Path("live.yaml").write_text(FLAVORED, encoding="utf-8")
    out, _ = said("matrix", "live.yaml", "--color", "never", terminal=terminal)
    assert len(places(out, " supported ")) == 1
    assert len(places(out, "1/1")) == 1


def test_image_ids_of_regions_line_up() -> None:
    Path("m.yaml").write_text(PROFILE, encoding="utf-8")
    assert len(places(said("show", "m.yaml")[0], " m-")) == 1


def test_counts_of_files_line_up() -> None:
    for folder, value in (("old", "a"), ("new", "b")):
        Path(folder).mkdir()
        for name in ("生产环境.yaml", "x.yaml"):
            profile = PROFILE.replace("m-2", f"m-{value}")
            Path(folder, name).write_text(profile, encoding="utf-8")
    assert len(places(said("diff", "old", "new", "--stat", "--color", "never")[0], " | ")) == 1


@pytest.mark.parametrize("before", ["", "说明: a, ", "e\u0301: a, ", "ｶﾅ: a, 상하이: b, "])
def test_a_caret_stands_below_what_is_wrong(before: str) -> None:
    text = f"images: {{}}\nannotations: {{{before}wrong@key: x}}\n"
    Path("live.yaml").write_text(text, encoding="utf-8")
    _, err = said("validate", "live.yaml", "--color", "never")
    lines = err.splitlines()
    at = next(number for number, line in enumerate(lines) if "wrong@key" in line and "|" in line)
    caret = max(line.index("^") for line in lines[at:] if line.strip(" |") == "^")
    assert columns(lines[at].partition("wrong@key")[0]) == caret


@pytest.mark.parametrize("name", CALLS)
def test_what_is_piped_is_the_same_at_every_width(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = []
    for width in ("80", "20"):
        folder = tmp_path / width
        folder.mkdir()
        monkeypatch.chdir(folder)
        monkeypatch.setenv("COLUMNS", width)
        write_landscape()
        with standard_input(INPUT):
            found.append(answer([*name.split(), *CALLS[name]], terminal=False))
    assert found[0] == found[1]


@pytest.mark.parametrize("width", [40, 80, 200])
def test_the_list_of_rules_goes_on_below_on_a_narrow_terminal(
    width: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    lines = said("rules", "--color", "never")[0].splitlines()
    piped = said("rules", terminal=False)[0]
    assert " ".join(" ".join(lines).split()) == " ".join(piped.split())
    assert width < 80 or max(map(len, lines)) <= width
    indent = piped.partition("The ")[2] and piped.index("The ")
    assert all(line[indent - 1] == " " != line[indent] for line in lines)
    assert (len(lines) > piped.count("\n")) is (width < 200)
