"""What is given as a catalog and is not one: an object, most often one that was generated."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from generator.manifest.header import STANDARD_INPUT, generated_from
from generator.problems import Problem, ProblemsError, nearest, quoted
from generator.reading.text_formats import API_VERSION, KIND

if TYPE_CHECKING:
    from generator.yamlio.locate import Positions
    from generator.yamlio.read import Node

_EXPECTED: Final = f"apiVersion {API_VERSION.expected} and kind {KIND.expected}, or neither"


def unreadable(error: ProblemsError, text: str) -> ProblemsError:
    """The error of a text that is not one document, with the catalog that it was generated from.

    Secrets and seeds, for example, are several documents.
    """
    hint = _catalog_of(text)
    return ProblemsError(problem._replace(hint=problem.hint or hint) for problem in error.problems)


def refuse_other_kind(tree: dict[str, Node], text: str, file: str, positions: Positions) -> None:
    """Raise `ProblemsError` for an object of another API, not for a misspelt kind of ours."""
    kind, version = tree["kind"], tree["apiVersion"]
    if not (isinstance(kind, str) and isinstance(version, str)):
        return
    if nearest(version, API_VERSION.choices):
        return
    article = "an" if kind[0] in "AEIOU" else "a"
    message = f"this is {article} {kind} of {quoted(version)}, not a catalog"
    is_near = nearest(kind, KIND.choices)
    hint = _catalog_of(text) or ("" if is_near else "`import` makes a catalog of manifests")
    line, column = positions.find(("kind",)) or (0, 0)
    raise ProblemsError([Problem(file, line, column, message, expected=_EXPECTED, hint=hint)])


def _catalog_of(text: str) -> str:
    """A hint at the catalog that a manifest was generated from; empty where that is not known."""
    source = generated_from(text)
    if source in ("", STANDARD_INPUT):
        return ""
    return f"this file was generated from {quoted(source)}: name that catalog"
