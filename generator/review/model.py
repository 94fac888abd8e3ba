"""What a review says, before it is text, Markdown or JSON."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from generator import markdown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

_KIND: Final = re.compile(r"[\w' ]{0,100}", re.ASCII)

_LONGEST = 100
"""Characters of a name or a value that a sentence shows."""

_FEW = 3
"""Names that a sentence lists; of more it says how many there are."""


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence, its names in backticks; `id` says of what kind it is.

    Statements of one `key` say the same, found in several documents.
    """

    id: str
    text: str
    key: str


@dataclass(frozen=True, slots=True)
class TextDiff:
    """The unified diff of one document, or of one file inside a chart, without line ends."""

    file: str
    lines: tuple[str, ...]
    added: int
    removed: int


@dataclass(frozen=True, slots=True)
class FolderReview:
    """What changed in one folder of manifests: most often one landscape.

    `is_new`: there was nothing of it before.
    """

    name: str
    meaning: tuple[Statement, ...]
    impact: tuple[Statement, ...]
    lines: tuple[TextDiff, ...]
    is_new: bool = False

    def each_text(self, change: Callable[[str], str]) -> FolderReview:
        """The review with `change` applied to each of its texts."""
        return replace(
            self,
            name=change(self.name),
            meaning=tuple(_restated(each, change) for each in self.meaning),
            impact=tuple(_restated(each, change) for each in self.impact),
            lines=tuple(_rewritten(diff, change) for diff in self.lines),
        )


def _restated(statement: Statement, change: Callable[[str], str]) -> Statement:
    return Statement(statement.id, change(statement.text), statement.key)


def _rewritten(diff: TextDiff, change: Callable[[str], str]) -> TextDiff:
    lines = change("\n".join(diff.lines)).split("\n")
    return TextDiff(change(diff.file), tuple(lines), diff.added, diff.removed)


def statement(identifier: str, text: str, *, key: str = "") -> Statement:
    """A statement whose key is its kind and `key`, or else its text."""
    return Statement(identifier, text, f"{identifier} {key or text}")


def once(statements: Iterable[Statement]) -> tuple[Statement, ...]:
    """Each statement once, as it was said first."""
    found: dict[str, Statement] = {}
    for each in statements:
        found.setdefault(each.key, each)
    return tuple(found.values())


def code(text: str) -> str:
    """Somebody's text as a name inside a sentence: short, on one line, and in backticks."""
    return markdown.code(text if len(text) <= _LONGEST else text[:_LONGEST] + "…")


def object_name(kind: str, name: str) -> str:
    """A kind, in backticks where it is none, and a name: `` CloudProfile `alicloud` ``."""
    word = kind if _KIND.fullmatch(kind) else code(kind)
    return f"{word} {code(name)}" if name else word


def names_or_count(names: Iterable[str], what: str) -> str:
    """A few names, or how many there are: `` `a`, `b` `` or `12 regions`."""
    every = [*names]
    return ", ".join(map(code, every)) if len(every) <= _FEW else f"{len(every)} {what}s"
