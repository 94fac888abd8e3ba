"""Messages, helps and pages are plain English: phrases that went do not come back.

Such a list only knows what was written here once; whether a sentence is plain, its reader decides.
"""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

import generator
from generator import assets
from tests.support.tools import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator

PACKAGE: Final = Path(generator.__file__).parent

GONE: Final = {
    r"(?<!there )\b(is|are|was) no (?!longer\b|such\b)": "the digest is no digest",
    r"\bnot no\b": "not no ID",
    r"\bmend(s|ed)?\b": "or one in which it is mended",
    r"\btakes? (\S+ ){0,4}away\b": "take one of the two away",
    r"\bstands? (here|there|beside|a second time)\b": "it stands here a second time",
    r"\bin the place of\b": "ID on a line; in the place of `accounts`",
    r"\bexcludes? each other\b": "--output and --live exclude each other",
    r"\bas good as\b": "base64 text is as good as plain text",
    r"\b(found|expected) (no )?text\b": "found text",
    r"\b(dates?|values|it|none) (is|are|cannot be|be) judged\b": "the values cannot be judged",
    r"\balone\W*$": "secrets are written --with-secrets alone",
    r"(colou|behaviou|favou)r|(recogni|normali|organi)s(e|ing)|licence": "colour",
}
"""Phrases, each with what was said with it."""


def phrases(text: str) -> list[str]:
    return [found[0] for phrase in GONE for found in re.finditer(phrase, text, re.IGNORECASE)]


def messages(module: Path) -> Iterator[tuple[int, str]]:
    """The texts of a module but its docstrings, with the line; `{}` for what is filled in."""
    nodes = [*ast.walk(ast.parse(module.read_text()))]
    inner = {id(node.value) for node in nodes if isinstance(node, ast.Expr)}
    for node in nodes:
        if isinstance(node, ast.JoinedStr):
            inner |= {id(part) for part in node.values}
            parts = [getattr(part, "value", "") for part in node.values]
            yield node.lineno, "".join(part if isinstance(part, str) else "{}" for part in parts)
    for node in nodes:
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in inner:
            yield node.lineno, node.value


@pytest.mark.parametrize("phrase", GONE)
def test_every_phrase_finds_what_was_said(phrase: str) -> None:
    assert re.search(phrase, GONE[phrase])


def test_no_message_has_a_phrase_that_went() -> None:
    wrong = [
        f"{module.relative_to(PACKAGE)}:{line}: {found} in {text!r}"
        for module in sorted(PACKAGE.rglob("*.py"))
        for line, text in messages(module)
        for found in phrases(text)
    ]
    assert wrong == []


def test_no_help_or_page_has_one() -> None:
    """The reference has what docstrings say of rules, and the pages of `help` those of verbs."""
    written = [ROOT / "docs/reference.md", *(ROOT / "tests/cases/help").glob("*.txt")]
    wrong = {file.name: phrases(file.read_text()) for file in (*written, *assets.PAGES.iterdir())}
    assert {name: found for name, found in wrong.items() if found} == {}
