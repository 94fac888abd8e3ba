"""The verb `rules`: the checks, and what each is about."""

from __future__ import annotations

import inspect
import sys
from textwrap import wrap
from typing import TYPE_CHECKING, Final

import click

from generator.ansi import SEVERITIES, paint
from generator.commands import candidates
from generator.commands.options import format_option
from generator.commands.output import bytes_to_stdout, text_to_stdout
from generator.commands.terminal import has_color, width
from generator.visible import json_text

if TYPE_CHECKING:
    from collections.abc import Iterator

_LEAST_ROOM: Final = 30
"""Columns for what a rule is about, however narrow the terminal is."""


@click.command()
@click.argument("rule", required=False, shell_complete=candidates.rules)
@format_option(("text", "json"), "The output format; `json` is a list, or one object for RULE.")
def command(rule: str | None, form: str) -> int:
    """List the rules, or print what one of them is about.

    The list has the default severity of each rule. `--rule ID=error|warning|off`, or `rules: {ID:
    …}` in a catalog, changes it.

    \b
    Example: alicloud-generator rules missing-region
    """
    from generator.checks import all_rules, unknown_rule

    if rule is not None and rule not in all_rules():
        finding = unknown_rule(rule)
        message = "; ".join(filter(None, [finding.message, str(finding.hint)]))
        raise click.BadParameter(message, param_hint="RULE")
    if form == "json":
        found = _objects()
        answer = found if rule is None else next(each for each in found if each["id"] == rule)
        bytes_to_stdout(json_text(answer).encode())
    elif rule is not None:
        text_to_stdout(f"{rule} ({all_rules()[rule].SEVERITY})\n\n{documentation()[rule]}\n")
    else:
        color = has_color(sys.stdout)
        text_to_stdout("".join(_list(color=color)), color=color)
    return 0


def _list(*, color: bool) -> Iterator[str]:
    """A line for each rule; a terminal that is narrower goes on below what the rule is about."""
    from generator.checks import all_rules

    rules = all_rules()
    size, severities = max(map(len, rules)), max(map(len, SEVERITIES))
    indent = size + severities + 4
    room = max((width(sys.stdout) or sys.maxsize) - indent, _LEAST_ROOM)
    for name, about in summaries().items():
        severity = rules[name].SEVERITY
        gap = " " * (2 + severities - len(severity))
        first, *more = wrap(about, room, break_on_hyphens=False)
        yield f"{name:{size}}  {paint(severity, SEVERITIES[severity], color=color)}{gap}{first}\n"
        yield from (f"{'':{indent}}{line}\n" for line in more)


def _objects() -> list[dict[str, str]]:
    from generator.checks import all_rules

    about, first = documentation(), summaries()
    return [
        {"id": name, "severity": rule.SEVERITY, "summary": first[name], "about": about[name]}
        for name, rule in all_rules().items()
    ]


def documentation() -> dict[str, str]:
    """Every rule's ID with what it is about, a summary in the first line."""
    from generator.checks import all_rules

    return {name: inspect.cleandoc(rule.__doc__ or "") for name, rule in all_rules().items()}


def summaries() -> dict[str, str]:
    """Every rule's ID with the first line of what it is about."""
    return {name: about.partition("\n")[0] for name, about in documentation().items()}
