"""What tells problems and findings apart, and their order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from generator.problems import Finding, Near, Problem, Severity

if TYPE_CHECKING:
    from collections.abc import Mapping

PROBLEM = Problem("a.yaml", 2, 3, "wrong")
FINDING = Finding(("images",), "wrong")
OTHER_PROBLEMS: Mapping[str, Any] = {
    "file": "b.yaml",
    "line": 3,
    "column": 4,
    "message": "wrong, too",
    "severity": Severity.WARNING,
    "rule": "a-rule",
    "expected": "a name",
}
OTHER_FINDINGS: Mapping[str, Any] = {
    "path": ("seeds",),
    "message": "wrong, too",
    "expected": "a name",
    "of_key": True,
    "rule": "a-rule",
    "severity": Severity.WARNING,
    "asked_by": (("share",),),
}
SAME_PROBLEMS: Mapping[str, Any] = {
    "hint": Near("a", {"b": 1}.keys()),
    "lines": ("a: b",),
    "traceback": "File …",
}
SAME_FINDINGS: Mapping[str, Any] = {
    "hint": Near("a", {"b": 1}.keys()),
    "is_unread": True,
    "relies_on": (("share",),),
}


def test_every_field_is_among_these() -> None:
    assert {*OTHER_PROBLEMS, *SAME_PROBLEMS} == {*Problem._fields}
    assert {*OTHER_FINDINGS, *SAME_FINDINGS} == {*Finding._fields}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        *((PROBLEM, PROBLEM._replace(**{name: value})) for name, value in OTHER_PROBLEMS.items()),
        *((FINDING, FINDING._replace(**{name: value})) for name, value in OTHER_FINDINGS.items()),
    ],
)
def test_they_are_told_apart(one: object, other: object) -> None:
    assert one != other
    assert not one == other  # noqa: SIM201  both ways
    assert len({one, other}) == 2


@pytest.mark.parametrize(
    ("one", "other"),
    [
        *((PROBLEM, PROBLEM._replace(**{name: value})) for name, value in SAME_PROBLEMS.items()),
        *((FINDING, FINDING._replace(**{name: value})) for name, value in SAME_FINDINGS.items()),
    ],
)
def test_what_helps_does_not_tell_them_apart(one: object, other: object) -> None:
    assert one == other
    assert not one != other  # noqa: SIM202  both ways
    assert len({one, other}) == 1


def test_a_problem_and_a_finding_are_not_the_same() -> None:
    assert tuple(PROBLEM) != PROBLEM
    assert tuple(FINDING) != FINDING


@pytest.mark.parametrize("name", OTHER_PROBLEMS)
def test_problems_are_sorted_whatever_their_hints_are(name: str) -> None:
    first = PROBLEM._replace(hint=Near("a", {"b": 1}.keys()), lines=("z",))
    last = PROBLEM._replace(**{name: OTHER_PROBLEMS[name]})
    assert sorted([last, first]) == sorted([first, last]) == [first, last]
    assert sorted([first, first._replace(hint="text")])[0].hint is first.hint
