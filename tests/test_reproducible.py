"""The same bytes, whatever the machine: umask, time zone, locale, hash seed, folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.command import run, tree

EXAMPLES = Path(__file__).parent.parent / "examples"


@pytest.mark.parametrize(
    ("umask", "env"),
    [
        (0o002, {"TZ": "Asia/Shanghai", "PYTHONHASHSEED": "1"}),
        (0o077, {"TZ": "America/New_York", "LC_ALL": "C", "PYTHONHASHSEED": "2"}),
        (0o022, {"LC_ALL": "C.UTF-8", "PYTHONUTF8": "0", "SOURCE_DATE_EPOCH": "0"}),
    ],
)
def test_generate_writes_the_same_bytes_on_every_machine(
    umask: int, env: dict[str, str], tmp_path: Path
) -> None:
    reference = run("generate", EXAMPLES / "guide.yaml", "-o", "reference", cwd=tmp_path)
    assert reference.returncode == 0, reference.stderr
    elsewhere = tmp_path / "else where" / "ümlaut"
    elsewhere.mkdir(parents=True)
    catalog = elsewhere / "guide.yaml"
    catalog.write_bytes((EXAMPLES / "guide.yaml").read_bytes())
    result = run("generate", "guide.yaml", "-o", "out", cwd=elsewhere, env=env, umask=umask)
    assert result.returncode == 0, result.stderr
    assert tree(elsewhere / "out") == tree(tmp_path / "reference")
