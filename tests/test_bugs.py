"""A bug of ours on one of several files: it is reported, and the others have their results."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from generator import cli
from generator.app import sources
from generator.calendar import events
from generator.commands.options import REPORT_FORMATS
from generator.commands.reporting import REPORTS
from generator.documents import plan
from generator.matrix import grid
from generator.show import describe
from tests.support.command import CATALOG
from tests.support.manifests import CHART, blob, v1

if TYPE_CHECKING:
    from types import ModuleType

NAMES = ("a", "b", "c")
CATALOGS = [f"{name}.yaml" for name in NAMES]
MANIFESTS = [f"m{name}.yaml" for name in NAMES]
KEY_ID = "LTAI5tFAKEFAKEFAKEFAKEFA"

BUGS: list[tuple[ModuleType, str, list[str]]] = [
    *(
        (module, function, ["generate", *CATALOGS, "--format", form])
        for module, function in ((sources, "decode"), (sources, "check"), (plan, "build"))
        for form in REPORT_FORMATS
    ),
    *((plan, "build", ["check", *CATALOGS, "--format", form]) for form in REPORT_FORMATS),
    *(
        (plan, "build", ["diff", *CATALOGS, "-o", "manifests", "--format", form])
        for form in ("text", "json")
    ),
    (plan, "build", ["generate", *CATALOGS, "-o", "-"]),
    *((sources, "check", ["validate", *CATALOGS, "--format", form]) for form in ("text", "json")),
    *((grid, "grid", ["matrix", *CATALOGS, "--format", form]) for form in ("text", "json", "html")),
    *(
        (events, "calendar", ["calendar", *CATALOGS, "--as-of", "2026-01-01", "--format", form])
        for form in ("text", "json", "ics")
    ),
    *((describe, "describe", ["show", *MANIFESTS, "--format", form]) for form in ("text", "json")),
]
"""Where a bug comes up, and the call that it comes up in."""


def concerns(argument: Any, file: str) -> bool:
    """Whether what a function is called with is, or is about, a file."""
    # A record is a tuple, too, but none of layers.
    layers = argument if type(argument) is tuple else ()
    return file in (argument, getattr(argument, "file", None), *(layer.file for layer in layers))


@pytest.mark.parametrize(
    ("module", "function", "call"), BUGS, ids=lambda value: str(getattr(value, "__name__", value))
)
def test_a_bug_on_one_file_is_its_alone(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfdbinary: pytest.CaptureFixture[bytes],
    module: ModuleType,
    function: str,
    call: list[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in NAMES:
        Path(f"{name}.yaml").write_text(CATALOG)
        manifest = json.dumps(v1(blob(CHART)))
        Path(f"m{name}.yaml").write_text(manifest)
    real = getattr(module, function)

    def with_bug(*arguments: Any, **more: Any) -> Any:
        if any(
            concerns(argument, file) for argument in arguments for file in ("b.yaml", "mb.yaml")
        ):
            raise KeyError(KEY_ID)
        return real(*arguments, **more)

    without = [each for each in call if each not in ("b.yaml", "mb.yaml")]
    reports = tmp_path / "reports"
    reports.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(reports))
    code = cli.run(without)
    expected = capfdbinary.readouterr().out
    written = sorted(map(str, Path().glob("manifests/*/*")))
    for path in written:
        Path(path).unlink()
    monkeypatch.setattr(module, function, with_bug)
    assert code in (0, 1)
    assert cli.run(call) == 3
    out, err = capfdbinary.readouterr()
    # A report has every problem, a bug as well.
    is_report = call[-1] in REPORTS
    assert b"this is a bug" in out if is_report else out == expected
    assert sorted(map(str, Path().glob("manifests/*/*"))) == written
    (report,) = reports.iterdir()
    assert b"this is a bug in alicloud-generator (KeyError); see " + bytes(report) in err
    assert b"error" in err
    assert b"b.yaml" in err
    assert "in with_bug" in report.read_text()
    assert KEY_ID.encode() not in out + err + report.read_bytes()
    if "json" in call:
        is_whole = call[0] in ("matrix", "calendar", "diff")
        for text in [out] if is_whole else out.splitlines():
            json.loads(text)
