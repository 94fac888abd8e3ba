"""Reporting many mistakes costs in proportion to their number, and shows the first of each kind.

Counted are lines that run, no seconds.
"""

from __future__ import annotations

import contextlib
import io
import json
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from generator import checks, cli
from generator.commands.options import REPORT_FORMATS
from generator.problems import Problem
from generator.repetitions import SHOWN, shortened
from tests.support.floods import DECODING, MANIFESTS, ONE, RULES, Flood

if TYPE_CHECKING:
    from types import FrameType

FLOODS = {**{f"rule {name}": flood for name, flood in RULES.items()}, **DECODING, **MANIFESTS}
TOLD = re.compile(r"(?:error|warning): ")
FEW, SOME, MANY = 100, 200, 400
"""Mistakes: so many that all are treated as many, and only the first are shown."""

MOST_KINDS = 6
"""Kinds of mistakes that one of these floods has."""


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def lines_of(flood: Flood, mistakes: int) -> tuple[int, tuple[int, str]]:
    """The lines of Python that run, each turn of a loop anew; and what was said.

    That counts loops inside of a line and calls as well, but for those that C makes of C.
    """
    flood.write(mistakes)
    lines = 0

    def in_frame(_frame: FrameType, event: str, _argument: Any) -> Any:
        nonlocal lines
        lines += event == "line"
        return in_frame

    before = sys.gettrace()
    sys.settrace(in_frame)
    try:
        answer = said(flood.call)
    finally:
        sys.settrace(before)
    return lines, answer


def said(call: tuple[str, ...]) -> tuple[int, str]:
    """The exit code, and what is wrong as it is told."""
    out, err = io.TextIOWrapper(io.BytesIO(), encoding="utf-8"), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = cli.run(call)
    out.seek(0)
    return code, out.read() if call[0] == "show" else err.getvalue()


def told(words: str) -> list[str]:
    """The problems that are told, but for those of the size of what is generated or shown."""
    lines = (line for line in words.splitlines() if not re.search(r"-size\]|too large", line))
    return [each for line in lines for each in TOLD.findall(line)]


def test_every_rule_has_a_flood() -> None:
    assert {*RULES} == {*checks.all_rules()}


@pytest.mark.parametrize("name", FLOODS)
def test_each_further_mistake_takes_as_many_lines_as_the_one_before(name: str) -> None:
    flood = FLOODS[name]
    flood.write(FEW)
    said(flood.call)  # what is imported late is imported by now
    few, _ = lines_of(flood, FEW)
    some, (code, words) = lines_of(flood, SOME)
    many, (code_of_many, words_of_many) = lines_of(flood, MANY)
    # What a call takes without any mistake is in all three.
    assert (many - some) / (MANY - SOME) < 1.1 * (some - few) / (SOME - FEW)
    assert (code, told(words)) == (code_of_many, told(words_of_many))
    assert code in (0, 1)
    assert len(told(words)) <= MOST_KINDS * SHOWN
    if name.startswith("rule "):
        assert f"[{name.removeprefix('rule ')}]" in words_of_many


@pytest.mark.parametrize("form", REPORT_FORMATS)
@pytest.mark.parametrize("count", [1, SHOWN, SHOWN + 1, 10 * SHOWN])
def test_the_first_of_a_kind_are_shown_and_the_others_counted(form: str, count: int) -> None:
    tree = {f"k{number}": 1 for number in range(count)}
    Path("live.yaml").write_text(json.dumps({**ONE, **tree}, indent=1))
    code, words = said(("validate", "live.yaml", "--format", form))
    assert code == 1
    assert len(re.findall("unknown key", words)) == min(count, SHOWN)
    more = re.findall(r"\(and (\d+) more of this kind\)", words)
    assert more == ([str(count - SHOWN)] if count > SHOWN else [])


def test_kinds_and_files_are_counted_each_by_itself() -> None:
    problems = [
        Problem(file, number, 1, message.format(number), rule=rule)
        for file in ("a.yaml", "b.yaml")
        for number in range(SHOWN + 5)
        for message, rule in (('found "{}"', ""), ('wrong "{}"', ""), ("{} x", "one"))
    ]
    told = shortened(problems)
    assert len(told) == 2 * 3 * SHOWN
    assert sum(problem.message.endswith("(and 5 more of this kind)") for problem in told) == 6
    assert told == sorted(told)
