"""`-` is standard input wherever something is read: once in a call, and never where verbs write."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import click
import pytest

from generator import cli
from generator.commands.inputs import EditedFile, Input
from tests.support.command import CATALOG, run, tree
from tests.support.manifests import CHART, blob, v1

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NAMED = f"metadata: {{name: live}}\n{CATALOG}"
OF_CATALOGS = (
    ("generate",),
    ("check",),
    ("diff", "-o", "manifests"),
    ("validate",),
    ("matrix",),
    ("calendar", "--as-of", "2026-01-01"),
)
OF_MANIFESTS = (
    ("show", "-"),
    ("textconv", "-"),
    ("import", "-", "-o", "new.yaml"),
    ("diff", "-", "m.yaml"),
    ("diff", "m.yaml", "-"),
    ("chart", "digest", "-"),
    ("chart", "pack", "-"),
    ("chart", "pack", "-", "-o", "chart.tgz"),
    ("chart", "unpack", "-", "-o", "chart"),
    ("chart", "verify", "-", "--against", "m.yaml"),
    ("chart", "verify", "m.yaml", "--against", "-"),
)
NAMES_OF_INPUTS = {
    *("catalog", "catalogs", "paths", "files", "manifest", "manifests", "file", "source"),
    *("sources", "in_use", "against"),
}
"""What parameters are called that name something to read."""


def parameters(command: click.Command, *words: str) -> Iterator[tuple[str, click.Parameter]]:
    """Every parameter of a command and of those below it, with the words that call it."""
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            below = command.get_command(context, name)
            assert below is not None
            yield from parameters(below, *words, name)
    for param in command.params:
        yield " ".join(words), param


INPUTS = [(verb, param) for verb, param in parameters(cli.cli) if param.name in NAMES_OF_INPUTS]


def piped(text: str, *arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-P", "-m", "generator", *arguments],
        cwd=cwd, input=text, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip


@pytest.mark.parametrize(("verb", "param"), INPUTS, ids=lambda it: getattr(it, "name", it))
def test_every_parameter_that_names_what_is_read_knows_standard_input(
    verb: str, param: click.Parameter
) -> None:
    assert isinstance(param.type, (Input, EditedFile)), verb


@pytest.mark.parametrize("call", OF_CATALOGS, ids=lambda call: call[0])
def test_a_catalog_from_standard_input_says_what_its_file_says(
    call: tuple[str, ...], tmp_path: Path
) -> None:
    (tmp_path / "live.yaml").write_text(NAMED)
    assert run("generate", "live.yaml", cwd=tmp_path).returncode == 0
    for path in (tmp_path / "manifests" / "live").iterdir():
        path.write_text(path.read_text().replace("from live.yaml;", "from standard input;"))
    from_file = run(call[0], "live.yaml", *call[1:], cwd=tmp_path)
    before = tree(tmp_path)
    found = piped(NAMED, call[0], "-", *call[1:], cwd=tmp_path)
    assert found.returncode == 0, found.stderr
    if call[0] not in ("generate", "check", "diff"):
        assert found.stdout == from_file.stdout
    if call[0] != "generate":
        assert tree(tmp_path) == before


@pytest.mark.parametrize("path", ["images", "images.gardenlinux.shared"])
def test_a_catalog_from_standard_input_is_explained(path: str, tmp_path: Path) -> None:
    found = piped(NAMED, "explain", "-", path, cwd=tmp_path)
    assert found.returncode == 0
    assert "decided by -:" in found.stderr


@pytest.mark.parametrize("call", OF_MANIFESTS, ids=" ".join)
def test_a_manifest_is_read_from_standard_input(call: tuple[str, ...], tmp_path: Path) -> None:
    manifest = v1(
        blob(CHART), "{config: {machineImages: [{name: a, version: 1.0.0, regions: [{region: "
        "cn-shanghai, imageID: m-uf6hvbrxclop1jtat17m}]}]}}"
    )  # fmt: skip
    (tmp_path / "m.yaml").write_text(manifest)
    found = piped(manifest, *call, cwd=tmp_path)
    assert found.returncode == 0, found.stderr


def test_paths_are_relative_to_the_working_directory(tmp_path: Path) -> None:
    (tmp_path / "bases").mkdir()
    (tmp_path / "bases" / "base.yaml").write_text(CATALOG)
    (tmp_path / "id").write_text("LTAI5tFakeFakeFakeFake12")
    (tmp_path / "key").write_text("s" * 30)
    text = (
        "metadata: {name: live}\nextends: bases/base.yaml\n"
        "controllerDeployment: {chart: m.yaml}\n"
        "ownerSecret: {accessKeyID: {file: id}, accessKeySecret: {file: key}}\n"
    )
    (tmp_path / "m.yaml").write_text(v1(blob(CHART)))
    found = piped(text, "generate", "-", cwd=tmp_path)
    assert found.returncode == 0, found.stderr
    assert blob(CHART) in (tmp_path / "manifests/live/controllerdeployment.yaml").read_text()


def test_a_catalog_from_standard_input_needs_a_name(tmp_path: Path) -> None:
    found = piped(CATALOG, "generate", "-", cwd=tmp_path)
    assert found.returncode == 1
    assert "-: error: a catalog from standard input has no name" in found.stderr
    assert "metadata: {name: …}" in found.stderr


@pytest.mark.parametrize(
    "call",
    [
        ["generate", "-", "-"],
        ["validate", "-", "/dev/stdin"],
        ["diff", "-", "-"],
        ["import", "/dev/fd/0", "-"],
        ["show", "a.yaml", "-", "b.yaml", "-"],
        ["chart", "verify", "-", "--against", "-"],
        ["add", "c.yaml", "--from", "-", "-"],
        ["add", "c.yaml", "--from", "-", "--from", "-"],
        ["retire", "c.yaml", "--as-of", "today", "--in-use", "-", "--in-use", "-"],
    ],
    ids=" ".join,
)
def test_standard_input_is_read_once(call: list[str], capfd: pytest.CaptureFixture[str]) -> None:
    assert cli.run(call) == 2
    assert "standard input can be read only once" in capfd.readouterr().err


EDITS = (
    ("add", "gardenlinux", "2000.0.0", "--region", "r=m-2"),
    ("promote", "gardenlinux", "1877.13.0"),
    ("retire", "--as-of", "2026-01-01"),
)


@pytest.mark.parametrize("stream", ["-", "/dev/stdin", "/dev/fd/7"])
@pytest.mark.parametrize("call", EDITS, ids=lambda call: call[0])
def test_verbs_that_change_a_catalog_refuse_a_stream(
    call: tuple[str, ...], stream: str, capfd: pytest.CaptureFixture[str]
) -> None:
    for words in ([call[0], stream, *call[1:]], [call[0], "c.yaml", *call[1:], "--in", stream]):
        assert cli.run(words) == 2
        assert f"'{stream}' is not a file that can be changed" in capfd.readouterr().err
