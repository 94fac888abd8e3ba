"""PyYAML that was built without libyaml, of which all reading needs the parser."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from generator import assets, cli
from tests.support.command import CATALOG, run
from tests.support.manifests import CHART, blob

MANIFEST = f"""\
apiVersion: core.gardener.cloud/v1
kind: ControllerDeployment
metadata: {{name: a}}
helm: {{rawChart: "{blob(CHART)}"}}
"""
CALLS = [
    ["generate", "live.yaml"],
    ["validate", "live.yaml", "--format", "json"],
    ["check", "live.yaml", "--format", "github"],
    ["add", "live.yaml", "gardenlinux", "2.0.0", "--region", "cn-shanghai=m-uf6a"],
    ["retire", "live.yaml", "--as-of", "2026-01-01"],
    ["explain", "live.yaml", "images"],
    ["matrix", "live.yaml"],
    ["calendar", "live.yaml", "--as-of", "2026-01-01"],
    ["import", "m.yaml"],
    ["show", "m.yaml"],
    ["diff", "live.yaml", "-o", "manifests"],
    ["chart", "digest", "m.yaml"],
    ["chart", "pack", str(assets.EXTENSION_CHART)],
]


def write(folder: Path) -> None:
    Path(folder, "live.yaml").write_text(CATALOG)
    Path(folder, "m.yaml").write_text(MANIFEST)


@pytest.mark.parametrize("call", CALLS, ids=" ".join)
def test_every_verb_says_what_is_missing(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    call: list[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(yaml, "__with_libyaml__", False)
    write(tmp_path)
    assert cli.run(call) == 1
    out, err = capsys.readouterr()
    assert (out, err.count("PyYAML is installed without libyaml")) == ("", 1)


def test_a_real_one_without_libyaml_is_recognized(tmp_path: Path) -> None:
    write(tmp_path)
    # As where the part that is written in C was never built.
    hook = "import sys\nsys.modules['yaml._yaml'] = None\n"
    Path(tmp_path, "sitecustomize.py").write_text(hook)
    done = run("generate", "live.yaml", cwd=tmp_path, env={"PYTHONPATH": str(tmp_path)})
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("error: PyYAML is installed without libyaml\n")
