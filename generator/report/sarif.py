"""Problems as SARIF 2.1.0 (OASIS), for code scanning: one run, without results if all is well."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from generator import __version__
from generator.problems import FORMAT
from generator.report.details import OF_NO_RULE, check_of, details
from generator.visible import json_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from generator.problems import Problem

_SCHEMA: Final = "https://json.schemastore.org/sarif-2.1.0.json"


_OTHERS: Final = {
    FORMAT: "Something keeps a catalog from being read.",
    OF_NO_RULE: "Something is wrong that no rule is about.",
}
"""Checks that are not rules."""


def sarif(
    problems: Iterable[Problem], path_of: Callable[[str], str], rules: Mapping[str, str]
) -> str:
    """The log; paths are those from the top of the work tree, `rules` have their documentation."""
    found = [*problems]
    ids = [*dict.fromkeys(map(check_of, found))]
    driver = {
        "name": "alicloud-generator",
        "semanticVersion": __version__,
        "rules": [_rule(check, _OTHERS.get(check) or rules.get(check, check)) for check in ids],
    }
    run = {
        "tool": {"driver": driver},
        # Ours count characters, as Python does; without a word, SARIF has UTF-16.
        "columnKind": "unicodeCodePoints",
        "results": [_result(problem, path_of, ids) for problem in found],
    }
    return json_text({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, 2)


def _rule(check: str, about: str) -> dict[str, Any]:
    """A rule with all the texts that GitHub asks for."""
    summary = about.partition("\n")[0]
    return {
        "id": check,
        "shortDescription": {"text": summary},
        "fullDescription": {"text": about},
        "help": {"text": about},
    }


def _result(problem: Problem, path_of: Callable[[str], str], ids: list[str]) -> dict[str, Any]:
    check = check_of(problem)
    result: dict[str, Any] = {
        "ruleId": check,
        "ruleIndex": ids.index(check),
        "level": str(problem.severity),
        "message": {"text": details(problem)},
    }
    if problem.file:
        location = {"artifactLocation": _artifact(path_of(problem.file)), **_region(problem)}
        result["locations"] = [{"physicalLocation": location}]
    return result


def _artifact(path: str) -> dict[str, str]:
    uri = quote(os.fsencode(os.path.normpath(path)))
    if path.startswith("/"):
        return {"uri": f"file://{uri}"}
    return {"uri": uri, "uriBaseId": "%SRCROOT%"}


def _region(problem: Problem) -> dict[str, Any]:
    if not problem.line:
        return {}
    column = {"startColumn": problem.column} if problem.column else {}
    return {"region": {"startLine": problem.line, **column}}
