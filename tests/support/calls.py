"""Calls of our command in text that people copy from, judged by the real command line."""

from __future__ import annotations

import re
import shlex
from typing import TYPE_CHECKING

import click

from generator import cli

if TYPE_CHECKING:
    from collections.abc import Iterator

NOT_RUN = {
    r"\bkubectl\b|--live\b": "asks a cluster",
    r"\balicloud-generator audit (?!.*--from)|\baliyun ": "asks Alibaba Cloud",
    r"\boci://": "asks a registry; docs/how-to/registry.md has one",
    r"\bcalendar .*--as-of today --until": "has an end; docs/calendar.md shows another day",
    r"\bpip install\b": "downloads packages",
    r"\bgh |\$GITHUB_BASE_REF\b": "needs a pull request on GitHub",
    r"\bargocd-vault-plugin\b|\$PARAM_CATALOG\b": "runs in the sidecar of Argo CD's repo server",
    r"^PATH=|\balicloud-generator completion ": "is for an interactive shell; its own tests run it",
    r"^make (generate|test)\b": "is what the tests themselves are run by",
    r"SHA256SUMS|^umask|^python3 -m venv|^tools/|alicloud-generator-\d|\bbin/alicloud": (
        "needs a release; tests/release runs it"
    ),
}
"""Why a command of a page or a help text is only parsed: all others are run by tests."""

_CALL = re.compile(r"""\balicloud-generator((?: +(?:'[^']*'|"[^"]*"|[^\s|>;&)`'"#])+)+)""")


def calls(text: str) -> Iterator[list[str]]:
    """The words behind our name in each call of a shell script or a help text."""
    for found in _CALL.finditer(text.replace("\\\n", " ")):
        yield shlex.split(found[1])


def can_be_run(command: str) -> bool:
    """Whether a command needs nothing that tests lack."""
    return not any(re.search(reason, command) for reason in NOT_RUN)


def assert_taken(words: list[str], *, mention: bool = False) -> None:
    """Assert that the command line takes a call: the verb, its options, and their values.

    Files need not be there; a mere mention, such as `chart pack`, may lack arguments, and so does
    `textconv`, to which Git adds one.
    """
    mention = mention or words == ["textconv"]
    command: click.Command = cli.cli
    context = _context(command, "alicloud-generator", None)
    while isinstance(command, click.Group) and not words[0].startswith("-"):
        name, *words = words
        below = command.get_command(context, name)
        assert below is not None, f"there is no command {name}"
        command, context = below, _context(below, name, context)
    told = _refusal(command, context, words)
    if told and not told.endswith("does not exist."):
        assert mention, f"{shlex.join(words)}: {told}"
        assert told.startswith("Missing argument")


def _context(command: click.Command, name: str, parent: click.Context | None) -> click.Context:
    return click.Context(command, parent, name, **command.context_settings)


def _refusal(command: click.Command, context: click.Context, words: list[str]) -> str:
    try:
        command.parse_args(context, [*words])
    except click.exceptions.Exit:
        return ""
    except click.ClickException as error:
        return f"{error.format_message()}"
    return ""
