"""Mistakes by kind, one file of `mistakes/` each, with at least four members that differ.

A member is a list entry: `catalog` (the text of `catalog.yaml`) or `files` (more of them, by name),
`run` (the command line; `generate catalog.yaml -o out` where it is left out), `code` (1 where it is
left out), `says` (what the output has), `never` (what neither the output nor a written file has),
and `problems` (how many are told; one mistake is one message). With exit code 1 nothing is written.
`base64` holds files that are no text; `env` sets variables.
"""

from __future__ import annotations

import base64
import re
import shlex
from pathlib import Path
from typing import Any

import pytest
import yaml

from generator import cli
from tests.support.command import tree

FOLDER = Path(__file__).parent / "mistakes"
KINDS = {path.stem: yaml.safe_load(path.read_text()) for path in sorted(FOLDER.glob("*.yaml"))}
FEWEST = 4
GENERATE = "generate catalog.yaml -o out"
_PROBLEM = re.compile(r"(?m)^\S.*?: (error|warning): ")


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_has_members(kind: str) -> None:
    assert len({str(member) for member in KINDS[kind]}) >= FEWEST


@pytest.mark.parametrize(
    "member",
    [
        pytest.param(member, id=f"{kind}-{number}")
        for kind, members in KINDS.items()
        for number, member in enumerate(members, 1)
    ],
)
def test_a_mistake_is_told(
    member: dict[str, Any],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    for name, value in member.get("env", {}).items():
        monkeypatch.setenv(name, value)
    for name, content in _files(member).items():
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_bytes(content)
    before = tree(tmp_path)
    code = cli.run(shlex.split(member.get("run", GENERATE)))
    told = "".join(capfd.readouterr())
    after = tree(tmp_path)
    assert code == member.get("code", 1), told
    if code:
        assert after == before, told
    assert [words for words in member["says"] if words not in told] == [], told
    assert len(_PROBLEM.findall(told)) == member.get("problems", 1), told
    written = told.encode() + b"".join(after[name] for name in after.keys() - before.keys())
    assert [words for words in member.get("never", ()) if words.encode() in written] == []


def _files(member: dict[str, Any]) -> dict[str, bytes]:
    texts = {"catalog.yaml": member["catalog"]} if "catalog" in member else {}
    files = {name: text.encode() for name, text in {**texts, **member.get("files", {})}.items()}
    encoded = member.get("base64", {}).items()
    return files | {name: base64.b64decode(text) for name, text in encoded}
