"""Answers a shell that asks, while somebody types, which words can come next.

The scripts in templates/completion pass the line up to the cursor. The first line of the answer is
`file` or `dir` if the shell can complete files or folders, which it does best itself, or `plain`
if nothing but the following words is possible. Each word has a tab and its meaning after it.
"""

from __future__ import annotations

import os
import re
from itertools import dropwhile
from typing import TYPE_CHECKING, Any, Final

import click
from click.shell_completion import ShellComplete, split_arg_string

from generator.commands.output import text_to_stdout
from generator.problems import ProblemsError
from generator.visible import visible

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from click.shell_completion import CompletionItem

PART: Final = "_ALICLOUD_GENERATOR_PART"
"""The variable with the part of the last word that bash replaces: it cuts at colons and `=`."""

_CURSOR: Final = "|"
"""Stands after what is typed while it is split, so that an empty last word is not lost."""


def answer(cli: click.Command, line: str) -> int:
    """Print which words can complete a line; returns the exit code."""
    *before, last = _words(line)
    # Variables of this call alone may stand before the command, and no word is expanded yet.
    _, *args = [*dropwhile(lambda word: "=" in word, before)] or [""]
    args = [os.path.expanduser(arg) for arg in args]  # noqa: PTH111  any word, path or not
    try:
        items = ShellComplete(cli, {}, "", "").get_completions(args, last)
    except (click.UsageError, OSError, ProblemsError):
        # What is wrong is said when the line is run.
        items = []
    kinds = {item.type for item in items} - {"plain"}
    part = os.environ.get(PART, last)
    # In a word that a quote begins, bash has no quotes to take away, and backslashes are as meant.
    cut = len(last) - len(part if last.endswith(part) else _words(part)[-1])
    lines = [f"{word[cut:]}\t{meaning}" for word, meaning in _fitting(items, last)]
    text_to_stdout("\n".join([*(kinds or {"plain"}), *lines, ""]))
    return 0


def _words(line: str) -> list[str]:
    """The words of a line as shells read them; the last one is empty behind a space."""
    *words, last = split_arg_string(line + _CURSOR)
    return [*words, last.removesuffix(_CURSOR)]


def _fitting(items: Sequence[CompletionItem[Any]], typed: str) -> Iterator[tuple[str, str]]:
    """The words that begin with what is typed, and what they mean."""
    # An option's values stand behind it in the same word: --option=value.
    option = typed[: typed.find("=") + 1] if typed.startswith("-") else ""
    for item in items:
        word = f"{option}{item.value}"
        if item.type == "plain" and word.startswith(typed):
            sentence, *_ = re.split(r"(?<!\.)\.(?: |$)", " ".join((item.help or "").split()))
            yield word, visible(sentence)
