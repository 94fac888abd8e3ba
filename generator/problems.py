"""What went wrong, where, and what to do about it: the one value every layer reports with."""

from __future__ import annotations

import re
from contextlib import contextmanager
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from generator.record import Record
from generator.visible import visible

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence


Path: TypeAlias = "tuple[str | int, ...]"
"""The keys and list indexes that lead from the top of a document to a node."""


FORMAT: Final = "catalog-format"
"""The rule ID of problems that keep a catalog from being decoded."""


class Severity(StrEnum):
    """How much a problem matters: an error stops the catalog it stands in, a warning does not."""

    ERROR = "error"
    WARNING = "warning"


class Near(Record):
    """A hint that names the known word most similar to the one found.

    It is looked up when it is shown, which takes long among many words, and few of many problems
    are shown.
    """

    found: str
    known: Collection[str]

    def __str__(self) -> str:
        return nearest(self.found, self.known)


Hint: TypeAlias = "str | Near"
"""What to do about a problem; empty where nobody knows."""


class Problem(Record):
    """One finding.

    `line` and `column` count from 1; 0 means that the finding concerns the whole file (or line).
    `file` is the path as the user gave it; empty when no file is concerned. `lines` are what the
    hint says to write, to the character. `traceback` is where a bug of ours came up, if it is one.
    """

    file: str
    line: int
    column: int
    message: str
    severity: Severity = Severity.ERROR
    rule: str = ""
    expected: str = ""
    hint: Hint = ""
    lines: tuple[str, ...] = ()
    traceback: str = ""

    # The last three tell no problems apart. What sorts asks `<` alone.
    def __eq__(self, other: object) -> bool:
        return isinstance(other, Problem) and self[:-3] == other[:-3]

    def __ne__(self, other: object) -> bool:
        return not self == other

    def __lt__(self, other: tuple[Any, ...]) -> bool:
        return self[:-3] < other[:-3]

    def __hash__(self) -> int:
        return hash(self[:-3])


class Finding(Record):
    """A problem of a catalog whose line is not looked up yet; `of_key`: the key is wrong.

    `asked_by` are paths of which the first that is stated asks for the contrary: the message ends
    with its line. `is_unread`: nothing below the path could be read; `relies_on` are paths of what
    the finding compares with. Both say which findings only follow from others.
    """

    path: Path
    message: str
    expected: str = ""
    hint: Hint = ""
    of_key: bool = False
    rule: str = ""
    severity: Severity = Severity.ERROR
    asked_by: tuple[Path, ...] = ()
    is_unread: bool = False
    relies_on: tuple[Path, ...] = ()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Finding) and self._compared == other._compared

    def __ne__(self, other: object) -> bool:
        return not self == other

    def __hash__(self) -> int:
        return hash(self._compared)

    @property
    def _compared(self) -> tuple[object, ...]:
        """All that tells findings apart."""
        return tuple(self._replace(hint="", is_unread=False, relies_on=()))


class ProblemsError(Exception):
    """The input cannot be used; carries every problem found in it, never only the first."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(problems))
        super().__init__("\n".join(problem.message for problem in self.problems))


def fail(message: str, *, file: str = "", expected: str = "", hint: str = "") -> ProblemsError:
    """A `ProblemsError` with a single problem that concerns a file as a whole."""
    return ProblemsError([Problem(file, 0, 0, message, expected=expected, hint=hint)])


def bug(error: Exception, file: str = "") -> Problem:
    """The problem that a bug of ours is for a file, unless the installation explains it.

    The exception's own text stays out: it could quote a credential.
    """
    import traceback

    from generator.installation import fault

    if broken := fault(error):
        return Problem("", 0, 0, broken)
    lines = traceback.format_list(traceback.extract_tb(error.__traceback__))
    message = f"this is a bug in alicloud-generator ({type(error).__name__})"
    return Problem(file, 0, 0, message, traceback="".join(lines))


@contextmanager
def collected(problems: list[Problem], file: str) -> Iterator[None]:
    """Add what is wrong with a file to `problems`, a bug of ours included, and go on with others.

    What is wrong with the system, an OSError, is raised.
    """
    try:
        yield
    except ProblemsError as error:
        problems += error.problems
    except OSError:
        raise
    except Exception as error:
        problems.append(bug(error, file))


_QUOTED_LENGTH: Final = 63
"""Characters of the user's text that a message shows: a Kubernetes name fits."""


def quoted(text: str) -> str:
    """The user's text for a message: one line, and short. `report` masks credentials in it."""
    shown = text if len(text) <= _QUOTED_LENGTH else text[:_QUOTED_LENGTH] + "…"
    return f'"{visible(shown)}"'


def nearest(found: str, known: Iterable[str]) -> str:
    """A hint that names the known word most similar to the one found; empty where none is."""
    name = nearest_name(found, known)
    return f'did you mean "{name}"?' if name else ""


def nearest_name(found: str, known: Iterable[str]) -> str:
    """The known word most similar to the one found, or that alone begins so; else empty."""
    if len(found) > _LONGEST_WORD:
        return ""
    import difflib

    by_lower = {name.lower(): name for name in known}
    word = found.lower()
    if matches := difflib.get_close_matches(word, by_lower, n=1):
        return by_lower[matches[0]]
    long = [name for name in by_lower if len(word) >= _SHORTEST_START and name.startswith(word)]
    return by_lower[long[0]] if len(long) == 1 else ""


_SHORTEST_START: Final = 4
"""Characters of what may be a name that somebody has cut short, as `arch` is."""


_LONGEST_WORD: Final = 253
"""Characters of what may be a name with a typo: as many as the longest names of Kubernetes have."""


def dotted(path: Path) -> str:
    r"""A path in the syntax of Helm, in which a dot of a name has a backslash: `a.1\.2[0].b`.

    Whatever takes a path reads it back (`generator.decode.paths`).
    """
    steps = [f"[{step}]" if isinstance(step, int) else f".{_escaped(step)}" for step in path]
    return "".join(steps).removeprefix(".")


def _escaped(name: str) -> str:
    # An equals sign ends the path of `--set`.
    return re.sub(r"([.\[\]\\=])", r"\\\1", name)


def counted(number: int, what: str) -> str:
    """How many: `1 region`, `12 regions`."""
    return f"{number} {what}" if number == 1 else f"{number:,} {what}s"


_LISTED = 5
"""Names that a message lists."""


def listed(names: Sequence[str]) -> str:
    """The first of several names, and how many more there are: `a, b, c, d, e and 2 more`."""
    more = len(names) - _LISTED
    return ", ".join(names[:_LISTED]) + (f" and {more} more" if more > 0 else "")


def and_more(count: int, what: str = "") -> str:
    """The end of a message that stands for `count` others, of a kind; empty where it does not."""
    return f" (and {count} more{what and f' of {what}'})" if count else ""


def without_more(message: str) -> str:
    """A message but for what `and_more` ended it with."""
    return re.sub(r" \(and \d+ more[^()]*\)$", "", message) if message.endswith(")") else message
