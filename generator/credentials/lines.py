"""Masks credentials line by line where YAML cannot be parsed: plain text, comments, embedded text.

Rather too much is hidden than too little: where a value ends is not always known.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from generator.credentials.access_key import decoded
from generator.credentials.policy import (
    CREDENTIAL_FORM,
    KEY_FRAGMENT,
    REDACTED,
    could_have_form,
    is_number,
    is_private,
    is_private_key,
    is_reference,
    is_suspect,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_WORD_BEFORE: Final = r"[\w.-]{0,80}\Z"
_ENTRY: Final = (
    r"""(?P<rest>[\w.-]{0,80})(?:\\*["']?[ \t]*(?:[:=]|:=)[ \t]*|(?P<flag>[ \t]+)(?=[^\s-]))"""
)
"""What follows the fragment of a private key up to where its value starts: in YAML, in JSON (in a
text, too), or in a shell's words.
"""

_QUOTED: Final = r"""(?P<quote>\\*["'])(?P<text>.*?)(?<!\\)(?P=quote)(?!["'])"""
_EXPRESSIONS: Final = (
    r"(?:\{\{[^{}]*\}\}|<path:[^<>]*>|ENC\[[^\[\]]*\]|\$\{\w+\}|\$\(\w+\))+"
    r"(?=[ \t]*(?:[,}#]|$))"
    r"|(?:true|false|null)(?=[ \t]*(?:,[ \t]|[}#]|$))"
)
_NAME: Final = r"""["']?[\w./-]+["']?:"""
_OPENS: Final = r"(?P<opening>(?:[|>][-+0-9]*|[\[{]?)[ \t]*)(?P<comment>#.*)?"
"""What stands behind a key whose value is on the lines that follow."""

_SECRET_OBJECT: Final = r"""\bkind\\*["']?[ \t]*:[ \t]*\\*["']?Secret(?:List)?\b"""  # noqa: S105  a pattern
_DATA: Final = r"""(?<![\w.-])(?:data|stringData|binaryData)\\*["']?[ \t]*:[ \t]*"""
_NAMED: Final = r"""(?<![\w.-])(?:name|key|path)\\*["']?[ \t]*[:=][ \t]*\\*["']?(?P<key>[\w./-]+)"""
_VALUE: Final = r"""(?<![\w.-])(?:value|default)\\*["']?[ \t]*[:=][ \t]*"""
_SIMPLE: Final = r"""\\*["']?(?P<text>[^\s"'\\,{}\[\]|>&*!#]+)"""
"""The first word of a value that is not a mapping, list or alias."""

_NUMBER: Final = (
    r"""(?P<text>[-+.\w]+)(?=(?:\\*["'])?[ \t]*(?:,(?:[ \t]|$)|[}\]]+(?:[,\s]|$)|$)|[ \t]+#)"""
)
"""What may be a number, where it is all of a value."""

_LONG: Final = 2_000
_BASE64: Final = r"[A-Za-z0-9+/\s]+={0,2}\s*"
_ENCODED_TEXT: Final = r"\s*(?:eyJ|ewo|YXBpVmVyc2lvbj)"
"""How JSON and a kubeconfig start in base64."""

_LONGEST_WORD: Final = 80
_MARGIN: Final = r"[ \t#]*(?:- +)*"
_NEAR: Final = 3
"""Lines between the name of a variable and its value."""


def is_blob(text: str) -> bool:
    """Whether a text is base64 as long as a chart's: any word may occur in it by chance."""
    return len(text) > _LONG and re.fullmatch(_BASE64, text) is not None


def mask_known_forms(text: str) -> str:
    """The text without what is a credential by its form; it keeps its number of lines."""
    if not could_have_form(text):
        return text
    return re.sub(CREDENTIAL_FORM, lambda found: REDACTED + "\n" * found[0].count("\n"), text)


def mask_value(text: str) -> str:
    """A value without credentials: hidden as a whole where it is base64 of a text that has one."""
    if not is_suspect(text):
        return text
    if re.match(_ENCODED_TEXT, text):
        plain = decoded("".join(text.split()))
        if mask_text_lines(plain) != plain:
            return REDACTED
    return text if is_blob(text) else mask_text_lines(text)


def mask_text_lines(text: str, *, is_part: bool = False) -> str:
    """The text with `<redacted>` for every credential that can be told by its key or its form.

    It keeps its number of lines. `is_part`: the text stands between the scalars of a YAML file, so
    that a key at its end has its value elsewhere.
    """
    is_secret = not is_part and "Secret" in text and re.search(_SECRET_OBJECT, text) is not None
    if is_secret or (is_suspect(text) and re.search(KEY_FRAGMENT, text)):
        text = "\n".join(_lines(text.split("\n"), is_secret=is_secret, is_part=is_part))
    return mask_known_forms(text)


def _lines(lines: list[str], *, is_secret: bool, is_part: bool) -> Iterator[str]:
    below: int | None = None
    named = -_NEAR
    for number, line in enumerate(lines):
        margin = _margin(line)
        if below is not None and (margin > below or not line.strip()):
            yield _hidden(line) if line.strip() else line
            continue
        end = len(line.rstrip("\r"))
        shown, opens = _entries(line[:end], is_part=is_part)
        if is_secret and not opens:
            shown, opens = _fields(shown, _DATA, is_part=is_part)
        if any(is_private_key(found["key"]) for found in re.finditer(_NAMED, line)):
            named = number
        if number - named < _NEAR and not opens and not is_part:
            shown, opens = _fields(shown, _VALUE, is_part=is_part)
        below = margin if opens else None
        yield shown + line[end:]


def _margin(line: str) -> int:
    found = re.match(_MARGIN, line)
    return found.end() if found else 0


def _hidden(line: str) -> str:
    start, end = _margin(line), len(line.rstrip("\r"))
    name = re.compile(_NAME).match(line, start)
    if is_reference(line[name.end() if name else start :]):
        return line
    return line[:start] + REDACTED + line[end:]


def _entries(line: str, *, is_part: bool) -> tuple[str, bool]:
    """A line without the values of its private keys, and whether the next ones hold the last."""
    return _without_values(line, _private_entries(line), is_part=is_part)


def _fields(line: str, field: str, *, is_part: bool) -> tuple[str, bool]:
    """The same for the values of keys that match, whatever they are called."""
    ends = ((found.start(), found.end()) for found in re.finditer(field, line))
    return _without_values(line, ends, is_part=is_part)


def _private_entries(line: str) -> Iterator[tuple[int, int]]:
    """Where private keys start, and where their values do."""
    for found in re.finditer(KEY_FRAGMENT, line):
        entry = re.compile(_ENTRY).match(line, found.end())
        if entry is None:
            continue
        first = max(0, found.start() - _LONGEST_WORD)
        before = re.search(_WORD_BEFORE, line[first : found.start()])
        start = first + before.start() if before else found.start()
        word = line[start : found.end()] + entry["rest"]
        if entry["flag"] is not None and not word.startswith("-"):
            continue
        start_of_value = entry.end()
        end = len(line) if entry["flag"] is None else _end_of_word(line, start_of_value)
        is_key = is_private_key(word) and not _is_count(word, line, start_of_value, end)
        if is_key or _holds_key(word, line, start_of_value):
            yield start, start_of_value


def _end_of_word(line: str, at: int) -> int:
    space = line.find(" ", at)
    return space if space >= 0 else len(line)


def _is_count(word: str, line: str, at: int, end: int) -> bool:
    """Whether what follows a key that could be private is a number, which counts something."""
    found = re.compile(_NUMBER).match(line, at, end)
    return found is not None and is_number(found["text"]) and not is_private(word, found["text"])


def _holds_key(word: str, line: str, at: int) -> bool:
    """Whether what follows a key that may hold the name of a Secret is not a name, but a key."""
    found = re.compile(_SIMPLE).match(line, at)
    return found is not None and is_private(word, found["text"])


def _without_values(
    line: str, entries: Iterable[tuple[int, int]], *, is_part: bool
) -> tuple[str, bool]:
    parts: list[str] = []
    at = 0
    comment_at = line.find("#")
    for start, value in entries:
        if start < at:
            continue
        parts.append(line[at:value])
        at = value
        of_scalar = is_part and not 0 <= comment_at < start
        if opens := re.compile(_OPENS).fullmatch(line, at):
            comment = REDACTED if opens["comment"] else ""
            return "".join(parts) + opens["opening"] + comment, not of_scalar
        if of_scalar and line[at] in "{[*":
            continue
        shown, at = _value(line, at)
        parts.append(shown)
    return "".join(parts) + line[at:], False


def _value(line: str, at: int) -> tuple[str, int]:
    """What to show for the value that starts at a place in a line, and where it ends."""
    if line.startswith(REDACTED, at):
        return REDACTED, at + len(REDACTED)
    if (found := re.compile(_EXPRESSIONS).match(line, at)) and is_reference(found[0]):
        return found[0], found.end()
    if found := re.compile(_QUOTED).match(line, at):
        quote, text = found["quote"], found["text"]
        return f"{quote}{text if is_reference(text) else REDACTED}{quote}", found.end()
    return REDACTED, len(line)
