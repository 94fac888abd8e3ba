"""`.helmignore`, as Helm v4.2.4 reads it (`pkg/ignore/rules.go`): not as git reads .gitignore.

The first rule that matches decides. `!rule` ignores at once whatever does *not* match it.
"""

from __future__ import annotations

from typing import Final

from generator.chart import glob
from generator.problems import Problem, ProblemsError
from generator.record import Record

_SPACE: Final = (
    b" \t\n\v\f\r\xc2\x85\xc2\xa0".decode()
    + "\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    + "\u2028\u2029\u202f\u205f\u3000"
)
_BOM: Final = b"\xef\xbb\xbf"
_MAX_LINE: Final = 65535
"""Bytes: Helm's reader gives up at longer lines."""


class Rule(Record):
    """One line of a `.helmignore`."""

    pattern: glob.Glob
    negated: bool
    folders_only: bool
    whole_path: bool


def parse(data: bytes, file: str) -> tuple[Rule, ...]:
    """The rules of a file, then Helm's default rule; raises `ProblemsError` with every bad line."""
    rules: list[Rule] = []
    problems: list[Problem] = []
    for number, line in enumerate(data.removeprefix(_BOM).split(b"\n"), 1):
        text = line.decode("utf-8", "surrogateescape").strip(_SPACE)
        if not text or text.startswith("#"):
            continue
        complaint = _complaint(line, text)
        if complaint:
            problems.append(Problem(file, number, 1, complaint[0], hint=complaint[1]))
        else:
            rules.append(_rule(text))
    if problems:
        raise ProblemsError(problems)
    return (*rules, _rule("templates/.?*"))


def _complaint(line: bytes, text: str) -> tuple[str, str] | None:
    """What is wrong with a line and what to do about it."""
    if len(line) > _MAX_LINE:
        return f"a line of {len(line)} bytes; Helm reads at most {_MAX_LINE}", ""
    if "**" in text:
        return "Helm does not support `**`", "name the folder: `name/` ignores everything in it"
    try:
        glob.matches(glob.compiled(text.encode("utf-8", "surrogateescape")), b"abc")
    except glob.BadPatternError:
        return f"`{text}` is not a valid glob pattern", "check its `[`, `]`, `-` and `\\`"
    return None


def _rule(text: str) -> Rule:
    body = text.removeprefix("!")
    path = body.removesuffix("/")
    pattern = path.removeprefix("/").encode("utf-8", "surrogateescape")
    return Rule(glob.compiled(pattern), body != text, path != body, "/" in path)


def ignored(rules: tuple[Rule, ...], path: bytes, *, is_folder: bool) -> bool:
    """Whether a path, relative to the chart and with `/`, is left out."""
    for rule in rules:
        fits = (is_folder or not rule.folders_only) and _matches(rule, path)
        if fits != rule.negated:
            return True
    return False


def _matches(rule: Rule, path: bytes) -> bool:
    try:
        return glob.matches(rule.pattern, path if rule.whole_path else path.rpartition(b"/")[2])
    except glob.BadPatternError:
        # Helm only logs this, when a broken part shows itself behind one that matched.
        return False
