"""What verbs with forms print: pairs of input and output, found by folder.

`cases/<verb>/<name>/catalog.yaml` with `args`, one argument a line, prints `expected.<ending>` in
each form.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from generator import cli
from tests.support.tools import ROOT

if TYPE_CHECKING:
    from pathlib import Path

CASES = ROOT / "tests" / "cases"

ENDINGS = {
    "calendar": {"text": "txt", "markdown": "md", "json": "json", "ics": "ics"},
    "matrix": {"text": "txt", "markdown": "md", "json": "json"},
}
"""The forms of each verb; that of `matrix` for browsers is looked at in one."""


@pytest.mark.parametrize(
    ("verb", "case", "form"),
    [
        pytest.param(verb, case, form, id=f"{verb}-{case.name}-{form}")
        for verb, forms in ENDINGS.items()
        for case in sorted((CASES / verb).iterdir())
        for form in forms
    ],
)
def test_each_verb_prints_each_format_as_expected(
    verb: str,
    case: Path,
    form: str,
    update_golden: bool,
    monkeypatch: pytest.MonkeyPatch,
    capfdbinary: pytest.CaptureFixture[bytes],
) -> None:
    monkeypatch.chdir(case)
    arguments = (case / "args").read_text().splitlines()
    code = cli.run([verb, "catalog.yaml", *arguments, "--format", form])
    out, err = capfdbinary.readouterr()
    assert (code, err) == (0, b"")
    expected = case / f"expected.{ENDINGS[verb][form]}"
    if update_golden:
        expected.write_bytes(out)
    assert out == expected.read_bytes()
