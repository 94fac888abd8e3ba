"""Generating from a catalog that was just written, to know that it can be done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.app.planning import Options, plans
from generator.checks import all_rules
from generator.problems import Problem, ProblemsError, Severity

if TYPE_CHECKING:
    from pathlib import Path


def tried(catalog: Path) -> list[Problem]:
    """What the rules refuse in a catalog, as warnings.

    Everything is generated, but with `keys.WITHHELD` for credentials, and nothing is written.
    Raises `ProblemsError` where that fails.
    """
    refusing = {name for name, rule in all_rules().items() if rule.SEVERITY is Severity.ERROR}
    options = Options(
        output=None,
        only=(),
        templates=None,
        as_of=None,
        rules=dict.fromkeys(refusing, Severity.WARNING),
        with_secrets=False,
        strict=False,
        credentials=False,
    )
    problems: list[Problem] = []
    if not list(plans([str(catalog)], options, problems)):
        raise ProblemsError(problems)
    return [problem for problem in problems if problem.rule in refusing]
