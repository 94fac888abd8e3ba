"""Text without credentials, line by line: what is no YAML, comments, and texts inside of texts.

Rather too much is hidden than too little: where a value ends is not always known.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from generator.inspect.private import PRIVATE_KEY, REDACTED, is_harmless, scrubbed

if TYPE_CHECKING:
    from collections.abc import Iterator

_ENTRY: Final = re.compile(
    rf"""(?:{PRIVATE_KEY.pattern})[\w.-]{{0,40}}\\*["']?[ \t]*(?:[:=]|:=)[ \t]*""", re.IGNORECASE
)
"""A private key up to where its value starts, in YAML, JSON (in a text, too) or a shell's words."""

_QUOTED: Final = re.compile(r"""(?P<quote>\\*["'])(?P<text>.*?)(?<!\\)(?P=quote)(?!["'])""")
_EXPRESSIONS: Final = re.compile(r"(?:\{\{[^{}]*\}\})+(?=[ \t]*(?:[,}#]|$))")
_NAME: Final = re.compile(r"""["']?[\w./-]+["']?:""")
_OPENS: Final = re.compile(r"(?P<opening>(?:[|>][-+0-9]*|[\[{]?)[ \t]*)(?P<comment>#.*)?")
"""What stands behind a key whose value is on the lines that follow."""

_SECRET: Final = re.compile(r"""\bkind\\*["']?[ \t]*:[ \t]*\\*["']?Secret\b""")
_DATA: Final = re.compile(r"""(?<![\w.-])(?:data|stringData)\\*["']?[ \t]*:[ \t]*""")
_MARGIN: Final = re.compile(r"[ \t#]*(?:- +)*")


def redact_lines(text: str, *, is_part: bool = False) -> str:
    """The text with `<redacted>` for every credential that can be told by its key or its start.

    `is_part`: the text stands between the scalars of a YAML file, so that a key at its end has
    its value elsewhere.
    """
    is_secret = not is_part and _SECRET.search(text) is not None
    if is_secret or PRIVATE_KEY.search(text):
        text = "\n".join(_lines(text.split("\n"), is_secret=is_secret, is_part=is_part))
    return scrubbed(text)


def _lines(lines: list[str], *, is_secret: bool, is_part: bool) -> Iterator[str]:
    below: int | None = None
    for line in lines:
        margin = _margin(line)
        if below is not None and (margin > below or not line.strip()):
            yield _hidden(line) if line.strip() else line
            continue
        end = len(line.rstrip("\r"))
        shown, opens = _entries(line[:end], _ENTRY, is_part=is_part)
        if is_secret and not opens:
            shown, opens = _entries(shown, _DATA, is_part=is_part)
        below = margin if opens else None
        yield shown + line[end:]


def _margin(line: str) -> int:
    found = _MARGIN.match(line)
    return found.end() if found else 0


def _hidden(line: str) -> str:
    start, end = _margin(line), len(line.rstrip("\r"))
    name = _NAME.match(line, start)
    if is_harmless(line[name.end() if name else start :]):
        return line
    return line[:start] + REDACTED + line[end:]


def _entries(line: str, entry: re.Pattern[str], *, is_part: bool) -> tuple[str, bool]:
    """A line without the values of its private keys, and whether the next ones hold the last."""
    parts: list[str] = []
    at = 0
    while found := entry.search(line, at):
        parts.append(line[at : found.end()])
        at = found.end()
        of_scalar = is_part and "#" not in line[: found.start()]
        if opens := _OPENS.fullmatch(line, at):
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
    if (found := _EXPRESSIONS.match(line, at)) and is_harmless(found[0]):
        return found[0], found.end()
    if found := _QUOTED.match(line, at):
        quote, text = found["quote"], found["text"]
        return f"{quote}{text if is_harmless(text) else REDACTED}{quote}", found.end()
    return REDACTED, len(line)
