"""What keeps a text from being YAML, in the words of who wrote it.

libyaml says what its scanner expected, often lines behind the mistake. The cause is looked for in
the text around the two places that it names; what has no words here keeps libyaml's.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable

    import yaml

_Mark: TypeAlias = Any
"""A place as PyYAML has it; its stubs give it no attributes."""

_CONFLICT: Final = r"(?:<{7}|>{7})(?: .*)?"
_IN_CONFLICT: Final = rf"{_CONFLICT}|={{7}}|\|{{7}}(?: .*)?"
_KEY: Final = r"""[ ]*(?:- +)*(?:"[^"]*"|'[^']*'|[^\s#:][^#:]*?)"""
_CLOSING: Final = {"{": "}", "[": "]"}
_FULL_WIDTH: Final = "\uff1a"
_SPACES: Final = "spaces: YAML takes no tabs there"


class Mistake(NamedTuple):
    """Where something is wrong (line and column from 1; 0 is unknown), and what to do."""

    line: int
    column: int
    message: str
    expected: str = ""
    hint: str = ""


def syntax_mistake(error: yaml.YAMLError, text: str) -> Mistake:
    """The mistake behind an error of PyYAML, given the text that it is about."""
    trouble = _Trouble(error, text)
    # A line of seven equals signs alone may underline a heading.
    if any(re.fullmatch(_CONFLICT, line) for line in trouble.lines):
        marks = (n for n, line in enumerate(trouble.lines) if re.fullmatch(_IN_CONFLICT, line))
        hint = "resolve the conflict that Git left here"
        return Mistake(next(marks) + 1, 1, "this is a mark of a merge conflict", hint=hint)
    return trouble.mistake()


class _Trouble:
    """The two places that libyaml names, from 0, with the lines around them."""

    def __init__(self, error: yaml.YAMLError, text: str) -> None:
        self.problem: str = getattr(error, "problem", None) or ""
        self.context: str = getattr(error, "context", None) or ""
        self.lines = re.split(r"\r\n|[\r\n\x85\u2028\u2029]", text)
        self.position: int | None = getattr(error, "position", None)
        self.text = text
        self.line, self.column = _place(getattr(error, "problem_mark", None))
        self.from_line, self.from_column = _place(getattr(error, "context_mark", None))

    @property
    def here(self) -> str:
        """The line of the problem."""
        return self.lines[self.line] if self.line < len(self.lines) else ""

    @property
    def above(self) -> tuple[int, str]:
        """The line before that has something to say, with its number."""
        for number in range(self.line - 1, -1, -1):
            if self.lines[number].strip() and not self.lines[number].lstrip().startswith("#"):
                return number, self.lines[number]
        return self.line, ""

    def mistake(self) -> Mistake:
        if self.position is not None:
            return self._unreadable(self.position)
        if tab := re.match(r" *(?:- +)*\t", self.here):
            return Mistake(self.line + 1, tab.end(), "a tab indents this line", _SPACES)
        for words, explain in _EXPLANATIONS:
            if words in self.problem and (found := explain(self)):
                return found
        context = f" ({self.context})" if self.context else ""
        return Mistake(self.line + 1, self.column + 1, f"not valid YAML: {self.problem}{context}")

    def _unreadable(self, at: int) -> Mistake:
        line, column = self.text.count("\n", 0, at) + 1, at - self.text.rfind("\n", 0, at)
        return Mistake(line, column, "this character is not allowed in YAML")


def _place(mark: _Mark) -> tuple[int, int]:
    return (mark.line, mark.column) if mark else (0, 0)


def _unclosed_quote(trouble: _Trouble) -> Mistake | None:
    if "quoted scalar" not in trouble.context:
        return None
    quote = trouble.lines[trouble.from_line][trouble.from_column]
    hint = "write '' for an apostrophe between apostrophes" if quote == "'" else ""
    place = trouble.from_line + 1, trouble.from_column + 1
    return Mistake(*place, f"the quotation mark {quote} is never closed", hint=hint)


def _unclosed_bracket(trouble: _Trouble) -> Mistake | None:
    opening = trouble.lines[trouble.from_line][trouble.from_column]
    closing = _CLOSING.get(opening)
    if closing is None:
        return None
    found = trouble.here[trouble.column : trouble.column + 1]
    if found in ("]", "}"):
        start = f"line {trouble.from_line + 1}, column {trouble.from_column + 1}"
        message = f"{found} closes nothing: the {opening} of {start} is open"
        return Mistake(trouble.line + 1, trouble.column + 1, message, closing)
    rest = [trouble.here[trouble.column :], *trouble.lines[trouble.line + 1 :]]
    if any(closing in line for line in rest):
        hint = "a comma is missing, or a text needs quotation marks"
        message = f"found {found}" if found else "a comma is missing"
        return Mistake(trouble.line + 1, trouble.column + 1, message, f"a comma or {closing}", hint)
    message = f"the bracket {opening} is never closed"
    return Mistake(trouble.from_line + 1, trouble.from_column + 1, message, closing)


def _missing_value(trouble: _Trouble) -> Mistake | None:
    found = trouble.here[trouble.column : trouble.column + 1]
    if found:
        return Mistake(trouble.line + 1, trouble.column + 1, f"found {found}", "a value")
    if not (opened := _open_brackets(trouble.text)):
        return None
    line, column, opening = opened[-1]
    message = f"the bracket {opening} is never closed"
    return Mistake(line + 1, column + 1, message, _CLOSING[opening])


def _open_brackets(text: str) -> list[tuple[int, int, str]]:
    """The brackets that are open where libyaml stops: line and column from 0, and the bracket."""
    import yaml

    opened: list[tuple[int, int, str]] = []
    kinds = {yaml.FlowMappingStartToken: "{", yaml.FlowSequenceStartToken: "["}
    try:
        for token in yaml.scan(text, yaml.CSafeLoader):
            if type(token) in kinds:
                opened.append((*_place(token.start_mark), kinds[type(token)]))
            elif isinstance(token, yaml.FlowMappingEndToken | yaml.FlowSequenceEndToken) and opened:
                opened.pop()
    except yaml.YAMLError:
        pass
    return opened


def _misplaced_colon(trouble: _Trouble) -> Mistake | None:
    if re.match(rf"{_KEY}:\s", trouble.here[: trouble.column]):
        hint = "put the value into quotation marks"
        message = "a second colon with a space behind it stands in this line"
        return Mistake(trouble.line + 1, trouble.column + 1, message, hint=hint)
    number, above = trouble.above
    if found := _without_colon(number, above):
        return found
    indent = len(trouble.here) - len(trouble.here.lstrip(" "))
    if indent > len(above) - len(above.lstrip(" ")):
        message = f"this line is indented deeper than line {number + 1}, which has a value already"
        return Mistake(trouble.line + 1, indent + 1, message, hint="indent both alike")
    return None


def _missing_colon(trouble: _Trouble) -> Mistake | None:
    return _without_colon(trouble.from_line, trouble.lines[trouble.from_line])


def _without_colon(number: int, line: str) -> Mistake | None:
    """What is wrong with a line that should be a key; None where it is one, or a list item."""
    start = len(line) - len(line.lstrip()) + 1
    if _FULL_WIDTH in line:
        message = "this colon is U+FF1A FULLWIDTH COLON"
        return Mistake(number + 1, line.index(_FULL_WIDTH) + 1, message, "a colon and a space")
    if re.match(r"\s*\{\{", line):
        hint = "render the template first, by `helm template`"
        return Mistake(number + 1, start, "this line is part of a template", hint=hint)
    if re.match(r" *-[^\s-]", line):
        return Mistake(number + 1, start, "a dash without a space behind it", "`- ` and the item")
    if re.search(r":(?:\s|$)", line):
        return None
    if colon := re.match(r"[^:\"']*[^:\"'\s]:", line):
        return Mistake(number + 1, colon.end(), "a colon without a space behind it", "`key: value`")
    if line.lstrip().startswith(("- ", '"', "'", "|", ">")):
        return None
    return Mistake(number + 1, start, "this line has no colon", "`key: value`, or `key:`")


def _missing_key(trouble: _Trouble) -> Mistake | None:
    before = trouble.here[: trouble.column]
    if before.strip():
        behind = re.search(r"[\"'\]}]\s*\Z", before)
        message = "text stands behind the end of the value"
        hint = "put the whole value into other quotation marks" if behind else ""
        return Mistake(trouble.line + 1, trouble.column + 1, message, "the end of the line", hint)
    return _uneven(trouble, "key")


def _missing_item(trouble: _Trouble) -> Mistake | None:
    if trouble.column == trouble.from_column:
        message = f"this is no item of the list that starts in line {trouble.from_line + 1}"
        hint = "a list and a mapping cannot stand side by side: one of them is indented wrongly"
        return Mistake(trouble.line + 1, trouble.column + 1, message, "`- ` and an item", hint)
    return _uneven(trouble, "item")


def _uneven(trouble: _Trouble, what: str) -> Mistake | None:
    if trouble.column == trouble.from_column:
        return None
    indent = "1 space" if trouble.column == 1 else f"{trouble.column} spaces"
    message = f"this line is indented by {indent}, and no {what} above it is"
    hint = "give lines that belong together the same number of spaces"
    return Mistake(trouble.line + 1, trouble.column + 1, message, hint=hint)


def _unstarted(trouble: _Trouble) -> Mistake | None:
    found = trouble.here[trouble.column : trouble.column + 1]
    message = f"no value starts with {found}"
    return Mistake(trouble.line + 1, trouble.column + 1, message, "the value in quotation marks")


def _unnamed(trouble: _Trouble) -> Mistake | None:
    mark = trouble.lines[trouble.from_line][trouble.from_column]
    what = "an alias" if mark == "*" else "an anchor"
    message = f"{mark} starts {what}, which has no name here"
    place = trouble.from_line + 1, trouble.from_column + 1
    return Mistake(*place, message, hint="put the value into quotation marks")


def _unknown_escape(trouble: _Trouble) -> Mistake | None:
    found = trouble.here[trouble.column : trouble.column + 2]
    hint = r"write \\ for a backslash, or put the text between apostrophes"
    return Mistake(trouble.line + 1, trouble.column + 1, f"{found} is no escape of YAML", hint=hint)


_EXPLANATIONS: Final[tuple[tuple[str, Callable[[_Trouble], Mistake | None]], ...]] = (
    ("end of stream", _unclosed_quote),
    ("did not find expected ',' or ", _unclosed_bracket),
    ("did not find expected node content", _missing_value),
    ("mapping values are not allowed", _misplaced_colon),
    ("could not find expected ':'", _missing_colon),
    ("did not find expected key", _missing_key),
    ("did not find expected '-' indicator", _missing_item),
    ("cannot start any token", _unstarted),
    ("alphabetic or numeric character", _unnamed),
    ("unknown escape character", _unknown_escape),
)
"""Words of libyaml, and who looks for the cause; None means that the words stay libyaml's."""
