"""The verb `rules`: the checks, and what each is about."""

from __future__ import annotations

import inspect

import click

from generator.commands.output import lines_to_stdout, text_to_stdout


@click.command()
@click.argument("rule", required=False)
def command(rule: str | None) -> int:
    """List all checks with the severity that they start with, or print what RULE is about.

    `--rule ID=error|warning|off` or `rules: {ID: …}` in a catalog changes the severity.
    """
    from generator.checks import all_rules, unknown_rule

    rules = all_rules()
    if rule is None:
        width = max(map(len, rules))
        for name, about in summaries().items():
            lines_to_stdout(f"{name:{width}}  {rules[name].SEVERITY:7}  {about}")
        return 0
    if rule not in rules:
        finding = unknown_rule(rule)
        message = "; ".join(filter(None, [finding.message, str(finding.hint)]))
        raise click.BadParameter(message, param_hint="RULE")
    text_to_stdout(f"{rule} ({rules[rule].SEVERITY})\n\n{documentation()[rule]}\n")
    return 0


def documentation() -> dict[str, str]:
    """Every rule's ID with what it is about, a summary in the first line."""
    from generator.checks import all_rules

    return {name: inspect.cleandoc(rule.__doc__ or "") for name, rule in all_rules().items()}


def summaries() -> dict[str, str]:
    """Every rule's ID with the first line of what it is about."""
    return {name: about.partition("\n")[0] for name, about in documentation().items()}
