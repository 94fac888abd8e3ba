"""The option `--rule`: how much single checks matter in this call."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Sequence

    from generator.commands.options import Command
    from generator.problems import Severity


def rule_option(command: Command) -> Command:
    """Give a verb `--rule`, as `rules`: rule to severity, None for one that is off."""
    option = click.option(
        "--rule",
        "rules",
        multiple=True,
        callback=_read,
        metavar="ID=error|warning|off",
        help="Make a rule of `alicloud-generator rules` matter more or less. Can be repeated; "
        "stronger than `rules` in a catalog.",
    )
    return option(command)


def _read(
    ctx: click.Context, param: click.Parameter, settings: Sequence[str]
) -> dict[str, Severity | None]:
    if not settings:
        return {}
    from generator.checks import all_rules, unknown_rule
    from generator.decode.rules import SETTINGS, severity_of

    known = all_rules()
    chosen: dict[str, Severity | None] = {}
    for text in settings:
        rule, _, setting = text.partition("=")
        if setting not in SETTINGS:
            message = f"{text!r} is not of the form {param.metavar}"
            raise click.BadParameter(message, ctx, param)
        if rule not in known:
            finding = unknown_rule(rule)
            message = "; ".join(filter(None, [finding.message, finding.hint]))
            raise click.BadParameter(message, ctx, param)
        chosen[rule] = severity_of(setting)
    return chosen
