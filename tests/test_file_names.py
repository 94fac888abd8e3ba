"""Names of files that are no UTF-8: in charts, templates and folders, whatever the locale."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from generator import cli
from generator.commands.options import REPORT_FORMATS
from tests.support.command import CATALOG, run
from tests.support.manifests import CHART

NAMES = [b"\xff", b"a\xfe.txt", "é".encode("latin-1"), b"\xed\xa0\x80", b"\xc3", "漢字".encode()]
CALLS = [
    ("generate", "live.yaml", "--templates", "own"),
    *(("check", "live.yaml", "--templates", "own", "--format", form) for form in REPORT_FORMATS),
    *(
        ("diff", "live.yaml", "-o", "manifests", "--templates", "own", "--format", form)
        for form in ("text", "json", "markdown")
    ),
    *(("diff", "folder", "manifests", "--format", form) for form in ("text", "json", "markdown")),
    ("chart", "pack", "chart"),
    ("chart", "pack", "chart", "-o", "chart.tgz"),
    ("chart", "digest", "chart"),
    ("chart", "unpack", "manifests/live/controllerdeployment.yaml", "-o", "unpacked"),
    ("chart", "verify", "manifests/live/controllerdeployment.yaml", "--against", "chart"),
    ("show", "manifests/live/controllerdeployment.yaml", "--format", "json"),
    ("textconv", "manifests/live/controllerdeployment.yaml"),
    ("import", "manifests/live/controllerdeployment.yaml"),
    ("validate", "folder/*.yaml"),
    ("matrix", "folder/*.yaml", "--format", "html"),
]


def write(folder: Path, name: bytes) -> None:
    """A catalog with a chart and templates, and a folder of catalogs, all with the name in them."""
    text = f"metadata: {{name: live}}\ncontrollerDeployment: {{chart: chart}}\n{CATALOG}"
    template = b"a: {{ catalog.name }}\n"
    contents = {
        b"live.yaml": text.encode(),
        b"chart/Chart.yaml": CHART["Chart.yaml"].encode(),
        b"chart/" + name: b"x\n",
        b"chart/d" + name + b"/" + name: b"y\n",
        b"own/" + name + b".yaml.j2": template,
        b"own/_" + name + b".j2": template,
        b"folder/" + name + b".yaml": text.encode(),
        b"folder/" + name + b"d/" + name + b".yaml": b"kind: A\n",
    }
    for path, data in contents.items():
        place = Path(folder, os.fsdecode(path))
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data)


@pytest.mark.parametrize("name", NAMES)
def test_every_verb_takes_files_of_any_name(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    name: bytes,
) -> None:
    monkeypatch.chdir(tmp_path)
    write(tmp_path, name)
    assert cli.run(CALLS[0]) == 0
    for call in CALLS:
        assert cli.run(call) in (0, 1), (call, capfd.readouterr().err)
    assert Path("unpacked", os.fsdecode(name)).read_text() == "x\n"
    assert Path("manifests/live", os.fsdecode(name + b".yaml")).exists()


@pytest.mark.parametrize("coding", ["utf-8", "ascii", "latin-1"])
def test_every_locale_takes_files_of_any_name(tmp_path: Path, coding: str) -> None:
    write(tmp_path, b"\xff\xc3\xa9")
    locale = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    env = {**locale, "PYTHONIOENCODING": coding}
    assert run(*CALLS[0], cwd=tmp_path, env=env).returncode == 0
    done = run("check", "live.yaml", "--templates", "own", cwd=tmp_path, env=env)
    assert done.returncode == 0, done.stderr
    before = run("generate", "live.yaml", "--templates", "own", "-o", "-", cwd=tmp_path).stdout
    done = run("generate", "live.yaml", "--templates", "own", "-o", "-", cwd=tmp_path, env=env)
    assert done.stdout == before
