"""Reporting many mistakes costs in proportion to their number, and shows the first of each kind.

Counted are steps, no seconds.
"""

from __future__ import annotations

import contextlib
import cProfile
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
from tests.support.floods import DECODING, MANIFESTS, ONE, RULES

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType

    Steps = Callable[[tuple[str, ...]], tuple[int, tuple[int, str]]]

FLOODS = {**{f"rule {name}": flood for name, flood in RULES.items()}, **DECODING, **MANIFESTS}
TOLD = re.compile(r"(?:error|warning): ")
MOST_KINDS = 6
"""Kinds of mistakes that one of these floods has."""


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def lines_of(call: tuple[str, ...]) -> tuple[int, tuple[int, str]]:
    """The lines of Python that run, each turn of a loop anew; and what was said."""
    lines = 0

    def in_frame(_frame: FrameType, event: str, _argument: Any) -> Any:
        nonlocal lines
        lines += event == "line"
        return in_frame

    before = sys.gettrace()
    sys.settrace(in_frame)
    try:
        answer = said(call)
    finally:
        sys.settrace(before)
    return lines, answer


def calls_of(call: tuple[str, ...]) -> tuple[int, tuple[int, str]]:
    """The same for functions that are called, those of C as well: this is ten times as fast."""
    profile = cProfile.Profile()
    answer = profile.runcall(said, call)
    return sum(entry.callcount for entry in profile.getstats()), answer


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
@pytest.mark.parametrize(("steps_of", "few"), [(calls_of, 1_000), (lines_of, 60)])
def test_four_times_the_mistakes_take_four_times_the_steps(
    name: str, steps_of: Steps, few: int
) -> None:
    flood = FLOODS[name]
    flood.write(10)
    said(flood.call)  # what is imported late is imported by now
    flood.write(few)
    steps, (code, words) = steps_of(flood.call)
    flood.write(4 * few)
    steps_of_more, (code_of_more, words_of_more) = steps_of(flood.call)
    assert steps_of_more < 4.8 * steps
    assert (code, told(words)) == (code_of_more, told(words_of_more))
    assert code in (0, 1)
    assert len(told(words)) <= MOST_KINDS * SHOWN
    if name.startswith("rule ") and few >= 1_000:
        assert f"[{name.removeprefix('rule ')}]" in words_of_more


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
