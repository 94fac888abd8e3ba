"""`generate --dry-run` says what `generate` would do, and does nothing."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from generator import cli
from tests.files.test_killed import state
from tests.support.command import CATALOG

if TYPE_CHECKING:
    from collections.abc import Callable

OWNER = """\
ownerSecret: {resource: owner, accessKeyID: {env: ID}, accessKeySecret: {env: SECRET}}
controllerDeployment: {apiVersion: v1}
target: {apply: server-side}
rules: {owner-secret-actuator: off, api-version-change: off}
"""
MANIFEST = "controllerdeployment.yaml"


@pytest.fixture(autouse=True)
def _project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ID", "LTAI5tFakeFakeFakeFake12")
    monkeypatch.setenv("SECRET", "s" * 30)
    Path("alicloud-generator.yaml").write_text("catalogs: [landscapes/*.yaml]\n")
    Path("landscapes").mkdir()
    for name in ("dev", "live"):
        Path(f"landscapes/{name}.yaml").write_text(CATALOG)


def rename() -> None:
    Path("landscapes/dev.yaml").rename("landscapes/new.yaml")


def mix() -> None:
    Path("landscapes/live.yaml").write_text(CATALOG + "extension: {}\n")
    shutil.copy(f"manifests/dev/{MANIFEST}", "manifests/dev/seeds.yaml")
    Path("manifests/dev/secrets.yaml").write_text("sops: {mac: x, version: 3}\n")
    Path("landscapes/dev.yaml").rename("landscapes/new.yaml")
    Path("manifests/dev/notes.txt").write_text("by hand\n")


def killed() -> None:
    Path("manifests/live/.alicloud-generator-generate-1-0a0a0a0a.tmp").write_text("x")
    Path("manifests/.alicloud-generator-generate-1-0a0a0a0b.tmp").mkdir()


def make_public() -> None:
    Path("landscapes/dev.yaml").write_text(CATALOG + OWNER)
    assert cli.run(["generate", "--with-secrets"]) == 0
    Path("manifests/dev/secrets.yaml").chmod(0o644)


@pytest.mark.parametrize("options", [[], ["--with-secrets"], ["--only", "values"]], ids=" ".join)
@pytest.mark.parametrize("start", ["before", "after"])
@pytest.mark.parametrize("change", [None, rename, mix, killed, make_public])
def test_it_says_what_happens_then(
    start: str,
    change: Callable[[], None] | None,
    options: list[str],
    tmp_path: Path,
    capfd: pytest.CaptureFixture[str],
) -> None:
    if start == "after" or change:
        assert cli.run(["generate"]) == 0
    if change:
        change()
    before = state(tmp_path)
    capfd.readouterr()
    assert cli.run(["generate", "--dry-run", *options]) == 0
    out, err = capfd.readouterr()
    assert state(tmp_path) == before
    assert cli.run(["generate", *options]) == 0
    done = capfd.readouterr().err
    said = out.replace("would write", "wrote").replace("would remove", "removed")
    assert said + err == done


def test_errors_are_those_of_generate(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    Path("landscapes/dev.yaml").write_text("imagse: {}\n")
    Path("manifests/live").mkdir(parents=True)
    Path("manifests/live", MANIFEST).write_text("by hand\n")
    before = state(tmp_path)
    assert cli.run(["generate", "--dry-run"]) == 1
    assert state(tmp_path) == before
    said = capfd.readouterr()
    assert cli.run(["generate"]) == 1
    assert capfd.readouterr() == said


def test_there_is_none_where_no_folder_is(capfd: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["generate", "--dry-run", "-o", "-"]) == 2
    assert "--dry-run needs an output folder" in capfd.readouterr().err
