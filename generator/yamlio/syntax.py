"""What keeps a text from being YAML, in the words of who wrote it.

libyaml says what its scanner expected, often lines behind the mistake. The cause is looked for in
the text around the two places that it names; what has no words here keeps libyaml's.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import yaml

from generator.visible import character_name
from generator.yamlio.strange_spaces import is_strange_space, strange_space_in
from generator.yamlio.syntax_context import Mistake, SyntaxContext, mark_place, place_behind

if TYPE_CHECKING:
    from collections.abc import Callable

_CONFLICT: Final = r"(?:<{7}|>{7})(?: .*)?"
_IN_CONFLICT: Final = rf"{_CONFLICT}|={{7}}|\|{{7}}(?: .*)?"
_KEY: Final = r"""[ ]*(?:- +)*(?:"[^"]*"|'[^']*'|[^\s#:][^#:]*?)"""
_CLOSING: Final = {"{": "}", "[": "]"}
_FULL_WIDTH: Final = "\uff1a"
_SPACES: Final = "spaces: YAML does not allow tabs here"
_SIDE_BY_SIDE: Final = (
    "a list and a mapping cannot be at the same level: one of them is indented wrongly"
)


def syntax_mistake(error: yaml.YAMLError, data: bytes) -> Mistake:
    """The mistake behind an error of PyYAML, given the bytes that it is about."""
    context = SyntaxContext(error, data)
    # A line of seven equals signs alone may underline a heading, unless it is what is wrong.
    if any(re.fullmatch(_CONFLICT, line) for line in context.lines) or any(
        re.fullmatch(_IN_CONFLICT, line) for line in (context.here, context.at(context.from_line))
    ):
        marks = (n for n, line in enumerate(context.lines) if re.fullmatch(_IN_CONFLICT, line))
        hint = "resolve the conflict, then remove the markers"
        return Mistake(next(marks) + 1, 1, "this is a merge conflict marker", hint=hint)
    if context.before_unreadable is not None:
        return Mistake(
            *place_behind(context.before_unreadable), "this character is not allowed in YAML"
        )
    if tab := re.match(r" *(?:- +)*\t", context.here):
        return Mistake(context.line + 1, tab.end(), "a tab indents this line", _SPACES)
    for number in (context.line, context.above[0]):
        if found := strange_space_in(context.at(number), number):
            return found
    for words, explain in _EXPLANATIONS:
        if words in context.problem and (found := explain(context)):
            return found
    while_doing = f" ({context.doing})" if context.doing else ""
    return context.mistake_here(f"not valid YAML: {context.problem}{while_doing}")


def _unclosed_quote(context: SyntaxContext) -> Mistake | None:
    if "quoted scalar" not in context.doing:
        return None
    quote = context.start
    hint = "write '' for an apostrophe between apostrophes" if quote == "'" else ""
    return context.mistake_at_start(f"the quotation mark {quote} is never closed", hint=hint)


def _unclosed_bracket(context: SyntaxContext) -> Mistake | None:
    opening = context.start
    closing = _CLOSING.get(opening)
    if closing is None:
        return None
    found = context.here[context.column : context.column + 1]
    if found in ("]", "}"):
        start = f"line {context.from_line + 1}, column {context.from_column + 1}"
        message = f"{found} closes nothing: the {opening} of {start} is open"
        return context.mistake_here(message, closing)
    rest = [context.here[context.column :], *context.lines[context.line + 1 :]]
    if any(closing in line for line in rest) and not _is_left_behind(context):
        hint = "a comma is missing, or a text needs quotation marks"
        message = f"found {found}" if found else "a comma is missing"
        return context.mistake_here(message, f"a comma or {closing}", hint)
    message = f"the bracket {opening} is never closed"
    return context.mistake_at_start(message, closing)


def _is_left_behind(context: SyntaxContext) -> bool:
    """Whether a key follows the line of an opening bracket that is not indented deeper."""
    opening = context.at(context.from_line)
    indent = len(opening) - len(opening.lstrip())
    below = context.lines[context.from_line + 1 : context.line + 1]
    keys = (re.match(rf"( *){_KEY}:(?:\s|$)", line) for line in below)
    is_open_ended = opening.rstrip().endswith((*_CLOSING, ","))
    return not is_open_ended and any(key and len(key[1]) <= indent for key in keys)


def _missing_value(context: SyntaxContext) -> Mistake | None:
    found = context.here[context.column : context.column + 1]
    if found:
        return context.mistake_here(f"found {found}", "a value")
    if not (opened := _open_brackets(context.text)):
        return None
    line, column, opening = opened[-1]
    message = f"the bracket {opening} is never closed"
    return Mistake(line + 1, column + 1, message, _CLOSING[opening])


def _open_brackets(text: str) -> list[tuple[int, int, str]]:
    """The brackets that are open where libyaml stops: line and column from 0, and the bracket."""
    opened: list[tuple[int, int, str]] = []
    kinds = {yaml.FlowMappingStartToken: "{", yaml.FlowSequenceStartToken: "["}
    try:
        for token in yaml.scan(text, yaml.CSafeLoader):
            if type(token) in kinds:
                opened.append((*mark_place(token.start_mark), kinds[type(token)]))
            elif isinstance(token, yaml.FlowMappingEndToken | yaml.FlowSequenceEndToken) and opened:
                opened.pop()
    except yaml.YAMLError:
        pass
    return opened


def _misplaced_colon(context: SyntaxContext) -> Mistake | None:
    if re.match(rf"{_KEY}:\s", context.here[: context.column]):
        hint = "put the value into quotation marks"
        message = "this line has a second colon with a space after it"
        return context.mistake_here(message, hint=hint)
    number, above = context.above
    if found := _without_colon(number, above):
        return found
    indent = len(context.here) - len(context.here.lstrip(" "))
    if indent > len(above) - len(above.lstrip(" ")):
        message = f"this line is indented deeper than line {number + 1}, which already has a value"
        return Mistake(context.line + 1, indent + 1, message, hint="indent both alike")
    return None


def _missing_colon(context: SyntaxContext) -> Mistake | None:
    return _without_colon(context.from_line, context.at(context.from_line))


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
        return Mistake(number + 1, start, "a dash without a space after it", "`- ` and the item")
    if re.search(r":(?:\s|$)", line):
        return None
    if colon := re.match(r"[^:\"']*[^:\"'\s]:", line):
        return Mistake(number + 1, colon.end(), "a colon without a space after it", "`key: value`")
    if line.lstrip().startswith(("- ", '"', "'", "|", ">")):
        return None
    return Mistake(number + 1, start, "this line has no colon", "`key: value`, or `key:`")


def _missing_key(context: SyntaxContext) -> Mistake | None:
    before = context.here[: context.column]
    if not before.strip() and context.column == context.from_column:
        if not context.here.lstrip().startswith("-"):
            return None
        message = f"this is not a key of the mapping that starts on line {context.from_line + 1}"
        return context.mistake_here(message, "`key: value`", _SIDE_BY_SIDE)
    return _text_behind(context) or _uneven(context, "key")


def _text_behind(context: SyntaxContext) -> Mistake | None:
    before = context.here[: context.column]
    found = context.here[context.column : context.column + 1]
    if found in ("]", "}"):
        return context.mistake_here(f"{found} closes nothing", "the end of the line")
    if before.strip():
        if found and is_strange_space(found):
            message = f"this is not a space, but {character_name(found)}"
            return context.mistake_here(message, "the end of the line")
        is_closed = re.search(r"[\"'\]}]\s*\Z", before)
        message = "there is text after the end of the value"
        hint = "put the whole value into other quotation marks" if is_closed else ""
        return context.mistake_here(message, "the end of the line", hint)
    return None


def _second_document(context: SyntaxContext) -> Mistake:
    message = "there is text after the end of the document"
    return _text_behind(context) or context.mistake_here(message, "one YAML document")


def _missing_item(context: SyntaxContext) -> Mistake | None:
    if context.column == context.from_column:
        message = f"this is not an item of the list that starts on line {context.from_line + 1}"
        return context.mistake_here(message, "`- ` and an item", _SIDE_BY_SIDE)
    return _uneven(context, "item")


def _uneven(context: SyntaxContext, what: str) -> Mistake | None:
    if context.column == context.from_column:
        return None
    indent = "1 space" if context.column == 1 else f"{context.column} spaces"
    message = f"this line is indented by {indent}, and no {what} above it is"
    hint = "give lines that belong together the same number of spaces"
    return context.mistake_here(message, hint=hint)


def _unstarted(context: SyntaxContext) -> Mistake | None:
    found = context.here[context.column : context.column + 1]
    if found == "\t":
        return context.mistake_here("this is a tab", "a space")
    message = f"a value cannot start with {found}"
    return context.mistake_here(message, "the value in quotation marks")


def _unnamed(context: SyntaxContext) -> Mistake | None:
    mark = context.start
    what = "an alias" if mark == "*" else "an anchor"
    message = f"{mark} starts {what}, which has no name here"
    return context.mistake_at_start(message, hint="put the value into quotation marks")


def _unknown_escape(context: SyntaxContext) -> Mistake | None:
    found = context.here[context.column : context.column + 2]
    hint = r"write \\ for a backslash, or put the text between apostrophes"
    return context.mistake_here(f"{found} is not an escape sequence of YAML", hint=hint)


_EXPLANATIONS: Final[tuple[tuple[str, Callable[[SyntaxContext], Mistake | None]], ...]] = (
    ("end of stream", _unclosed_quote),
    ("did not find expected ',' or ", _unclosed_bracket),
    ("did not find expected node content", _missing_value),
    ("mapping values are not allowed", _misplaced_colon),
    ("could not find expected ':'", _missing_colon),
    ("did not find expected key", _missing_key),
    ("did not find expected '-' indicator", _missing_item),
    ("did not find expected <document start>", _second_document),
    ("cannot start any token", _unstarted),
    ("alphabetic or numeric character", _unnamed),
    ("unknown escape character", _unknown_escape),
)
"""Words of libyaml, and who looks for the cause; None means that the words stay libyaml's."""
