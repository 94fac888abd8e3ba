"""Files of `audit`: answers of Alibaba Cloud to read or keep, and accounts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from generator import files
from generator.app.excerpts import read_named
from generator.audit.known import Known
from generator.audit.saved import START, saved_text
from generator.files.temporary import remove_leftovers
from generator.files.writing import Change, apply
from generator.manifest.located_objects import read_located_objects
from generator.problems import Problem, ProblemsError, collected, fail, quoted
from generator.reading.text_formats import ACCOUNT_ID
from generator.yamlio.read import decode_text

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from generator.audit.calls import Reply
    from generator.checks.answers import Answers

_LIKE_ACCOUNTS: Final = re.compile(r"[-0-9 ,;]+")


def read_answers(named: Sequence[str], problems: list[Problem]) -> Answers:
    """What files of answers say; what is wrong with them is added to `problems`."""
    known = Known()
    for file in dict.fromkeys(named):
        with collected(problems, file):
            for item in read_located_objects(read_named(file), file):
                with collected(problems, file):
                    known.add(item)
    return known.answers()


def refuse_other_file(path: Path) -> None:
    """Raise `ProblemsError` where `save_answers` finds no folder, or the file of somebody else."""
    if not files.is_folder(path.parent):
        raise fail("cannot be written: there is no such folder", file=str(path))
    try:
        if not files.exists(path) or files.read_start(path, len(START)) == START:
            return
    except OSError as error:
        raise files.unreadable(error, str(path)) from None
    hint = "`audit --save` overwrites only files that it wrote"
    raise fail("there is already another file", file=str(path), hint=hint)


def save_answers(path: Path, replies: Sequence[Reply]) -> None:
    """Write replies to a file, for `read_answers`; raises `ProblemsError`."""
    try:
        remove_leftovers(path.parent)
        apply([Change(path, saved_text(replies))], "audit")
    except OSError as error:
        raise fail(f"cannot be written: {error.strerror}", file=str(path)) from None


def read_accounts(file: str) -> tuple[str, ...]:
    """The account IDs in a file, one per line, `#` starts a comment; raises `ProblemsError`."""
    lines = decode_text(read_named(file), file).splitlines()
    texts = [line.partition("#")[0] for line in lines]
    problems = [
        _wrong_account(file, number, text)
        for number, text in enumerate(texts, 1)
        if text.strip() and not ACCOUNT_ID.pattern.fullmatch(text.strip())
    ]
    found = dict.fromkeys(text.strip() for text in texts if text.strip())
    if not found:
        problems.append(
            Problem(file, 0, 0, "the file has no account IDs", expected="one account ID per line")
        )
    if problems:
        raise ProblemsError(problems)
    return tuple(found)


def _wrong_account(file: str, number: int, text: str) -> Problem:
    """The problem of a line; unless it is digits and commas, without showing it.

    A file that is not a list of accounts may be anything, even one with a key in it.
    """
    found = text.strip()
    if not _LIKE_ACCOUNTS.fullmatch(found):
        message = f"line {number} is not an account ID"
        return Problem(file, 0, 0, message, expected=ACCOUNT_ID.expected)
    message, expected, hint = ACCOUNT_ID.refusal(found, quoted(found))
    column = len(text) - len(text.lstrip()) + 1
    return Problem(file, number, column, message, expected=expected, hint=hint)
