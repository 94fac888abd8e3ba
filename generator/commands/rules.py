"""The verb `rules`: the checks, and what each is about."""

from __future__ import annotations

import inspect

import click

from generator.commands import candidates
from generator.commands.options import format_option
from generator.commands.output import bytes_to_stdout, lines_to_stdout, text_to_stdout
from generator.visible import json_text


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
        _list()
    return 0


def _list() -> None:
    from generator.checks import all_rules

    rules = all_rules()
    width = max(map(len, rules))
    for name, about in summaries().items():
        lines_to_stdout(f"{name:{width}}  {rules[name].SEVERITY:7}  {about}")


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
