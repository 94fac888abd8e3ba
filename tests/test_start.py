"""What a cold call imports: counts, which are the same everywhere, and not times.

Each module costs about a tenth of a millisecond, each dataclass a half, and a pattern up to one.
Whoever meets a bound looks first whether the import is needed on this way, and raises it where it
is.
"""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING, NamedTuple

import pytest

from tests.support.command import CATALOG
from tests.support.tools import ROOT

if TYPE_CHECKING:
    from pathlib import Path

GUIDE = str(ROOT / "examples" / "guide.yaml")
PROFILE = str(ROOT / "examples" / "cloudprofile.yaml")
PROGRAM = """\
import sys
from generator import cli
code = cli.run(sys.argv[1:])
modules = [*sys.modules]
import dataclasses, json, re
ours = {name: module for name, module in sys.modules.items() if name.startswith("generator")}
things = [(name, thing) for name, module in ours.items() for thing in vars(module).values()]
classes = {
    thing for name, thing in things
    if isinstance(thing, type) and dataclasses.is_dataclass(thing) and thing.__module__ == name
}
patterns = [thing for _, thing in things if isinstance(thing, re.Pattern)]
print(json.dumps([code, modules, len(classes), len(patterns)]), file=sys.stderr)
"""
PACKING = ("generator.chart.", "generator.chart_values.")
"""What a checkout needs to make what a wheel ships, see `generator.chart_values.built_in`.

It has one dataclass and seven patterns.
"""

HEAVY = {"tarfile", "importlib.metadata", "subprocess", "http.client", "ssl", "asyncio", "logging"}
FOR_WORK = {"jinja2", "yaml", "jsonschema_rs", "deepmerge", "json"}


class Start(NamedTuple):
    """What a call had imported when it ended."""

    modules: set[str]
    dataclasses: int
    patterns: int

    @property
    def ours(self) -> list[str]:
        """Our modules, without those that only a checkout needs."""
        own = (name for name in self.modules if name.partition(".")[0] == "generator")
        return sorted(name for name in own if not name.startswith(PACKING))


def start(where: Path, *arguments: str) -> Start:
    process = subprocess.run(
        [sys.executable, "-P", "-c", PROGRAM, *arguments],
        cwd=where,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    code, modules, classes, patterns = json.loads(process.stderr.splitlines()[-1])
    assert code == 0
    return Start({*modules}, classes, patterns)


@pytest.mark.parametrize(
    ("arguments", "bound"), [("--help", 9), ("--version", 9), ("generate --help", 21)]
)
def test_help_imports_nothing_for_the_work(tmp_path: Path, arguments: str, bound: int) -> None:
    found = start(tmp_path, *arguments.split())
    assert found.modules.isdisjoint(HEAVY | FOR_WORK)
    assert len(found.ours) <= bound, found.ours


@pytest.mark.parametrize(
    ("arguments", "bound"),
    [
        (f"generate {GUIDE} -o out", 137),
        (f"generate {PROFILE} -o out", 173),
        (f"validate {GUIDE}", 106),
    ],
)
def test_a_cold_call_imports_little(tmp_path: Path, arguments: str, bound: int) -> None:
    found = start(tmp_path, *arguments.split())
    assert found.modules.isdisjoint(HEAVY)
    assert len(found.ours) <= bound, found.ours
    assert found.dataclasses <= 1, "most records are a `Record`, see CONTRIBUTING.md"
    assert found.patterns <= 9, "`re` compiles a text at its first use, see CONTRIBUTING.md"


def test_comparing_manifests_needs_no_rules(tmp_path: Path) -> None:
    for name in ("old", "new"):
        (tmp_path / name).write_text(f"kind: A\nmetadata: {{name: a}}\nspec: {name}\n")
    found = start(tmp_path, "diff", "old", "new")
    assert found.modules.isdisjoint({*HEAVY, *FOR_WORK} - {"yaml", "json"})
    assert [name for name in found.ours if name.startswith("generator.checks")] == []


def test_values_alone_need_their_validator(tmp_path: Path) -> None:
    (tmp_path / "c.yaml").write_text(CATALOG, encoding="utf-8")
    assert "jsonschema_rs" not in start(tmp_path, "generate", "c.yaml", "-o", "out").modules
