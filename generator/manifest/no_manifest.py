"""Texts that people take for manifests or metadata, and what to do with them instead."""

from __future__ import annotations

import re
from pathlib import PurePath
from typing import TYPE_CHECKING, Final

from generator.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

_EXPECTED: Final = "YAML or JSON"

_HELM: Final = re.compile(
    r"\{\{-?\s*(?:[.$(]|/\*|(?:if|else|end|range|with|define|template|block|include|tpl|toYaml|fromYaml"
    r"|printf|quote|default|required|lookup|index|and|or|not|eq|ne)\b)"
)
_RESOURCE: Final = re.compile(r"\{\{\s*\.resources\.")
"""How values refer to garden resources: that is not a template of Helm's."""

_HELM_MESSAGE: Final = "this is a Helm template, not a manifest"
_HELM_HINT: Final = "render it first: `helm template CHART | alicloud-generator import -`"

_MARKDOWN_SUFFIXES: Final = (".md", ".markdown")
_MARKDOWN: Final = re.compile(
    r"^ *(?:```|~~~|\* \S|\*\*\S)|^\|.*\|\s*\n\|[-| :]+\|\s*$|^[^#\n]*\[[^\]\n]+\]\(https?:",
    re.MULTILINE,
)
_HEADING: Final = re.compile(r"^#{1,6} +\S", re.MULTILINE)
"""A comment to YAML."""

_WORDS: Final = re.compile(r"^[^#\n]*\w", re.MULTILINE)
_KEY: Final = re.compile(r"^[ \t]*(?:- +)?[\w.\"'/-]+:(?:\s|$)", re.MULTILINE)
_OBJECT: Final = re.compile(r"^(?:apiVersion|kind):", re.MULTILINE)
_FENCE: Final = re.compile(r"^```", re.MULTILINE)
"""What alone tells Markdown with an object in it from an object with Markdown in it."""

_MARKDOWN_MESSAGE: Final = "this is Markdown, not a manifest"
_MARKDOWN_HINT: Final = (
    "use the metadata of the release, or only the YAML part; enter IDs from a text by hand: "
    "`alicloud-generator add CATALOG NAME VERSION --region REGION=ID`"
)


def problem_of_other_text(text: str, file: str) -> Problem | None:
    """What a text is that is not YAML of mappings, and what to do; None where that is unknown.

    Its mistakes as YAML would say nothing to whoever takes it for a manifest.
    """
    bare = (start for start in _templates(text) if not _is_quoted(text, start))
    if (start := next(bare, None)) is not None:
        return _problem(text, file, start, _HELM_MESSAGE, _HELM_HINT)
    is_prose = _WORDS.search(text) and not _KEY.search(text)
    heading = _HEADING.search(text) if is_prose else None
    markdown = heading or (_FENCE if _OBJECT.search(text) else _MARKDOWN).search(text)
    if markdown or PurePath(file).suffix.lower() in _MARKDOWN_SUFFIXES:
        start = markdown.start() if markdown else 0
        return _problem(text, file, start, _MARKDOWN_MESSAGE, _MARKDOWN_HINT)
    return None


def problem_of_template(text: str, file: str) -> Problem | None:
    """The same for templates of Helm alone, some of which are YAML before they are rendered."""
    start = next(_templates(text), None)
    return None if start is None else _problem(text, file, start, _HELM_MESSAGE, _HELM_HINT)


def _templates(text: str) -> Iterator[int]:
    found = (match.start() for match in _HELM.finditer(text))
    return (start for start in found if not _RESOURCE.match(text, start))


def _is_quoted(text: str, start: int) -> bool:
    """Whether a place is within quotes, where YAML takes braces for what they are."""
    before = text[text.rfind("\n", 0, start) + 1 : start]
    return bool(before.count('"') % 2 or before.count("'") % 2)


def _problem(text: str, file: str, start: int, message: str, hint: str) -> Problem:
    line, column = text.count("\n", 0, start) + 1, start - text.rfind("\n", 0, start)
    return Problem(file, line, column, message, expected=_EXPECTED, hint=hint)
