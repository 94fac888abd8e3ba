"""`docs/reference.md` is made of the code: its keys, documents, rules and commands."""

from __future__ import annotations

import inspect
import re
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator import assets, checks, cli
from generator.decode.catalog_keys import SECTIONS
from generator.decode.project import PROJECT_KEYS
from generator.krm.function import FUNCTION_KEYS, SPEC_KEYS

if TYPE_CHECKING:
    from collections.abc import Mapping

REFERENCE = Path(__file__).parent.parent / "docs" / "reference.md"


def keys() -> str:
    parts = []
    for path, section in SECTIONS.items():
        title = f"`{path}`" if path else "The top"
        parts.append(f"### {title}\n\n{table(section)}")
    return "\n".join(parts)


def table(keys: Mapping[str, str]) -> str:
    rows = "\n".join(f"| `{key}` | {meaning} |" for key, meaning in keys.items())
    return f"| key | meaning |\n|---|---|\n{rows}\n"


def documents() -> str:
    rows = []
    for template in sorted(assets.TEMPLATES.glob("[!_]*.j2")):
        comment = re.match(r"\{# (.*?) #\}", template.read_text())
        assert comment, f"{template.name} does not say what it writes"
        rows.append(f"| `{template.name.removesuffix('.j2')}` | {comment[1]} |")
    return "| document | what it is |\n|---|---|\n" + "\n".join(rows) + "\n"


def rules() -> str:
    parts = []
    for name, rule in checks.all_rules().items():
        text = inspect.cleandoc(rule.__doc__ or "")
        assert text, f"the rule {name} has no documentation"
        parts.append(f"### `{name}` ({rule.SEVERITY})\n\n{text}\n")
    return "\n".join(parts)


def commands() -> str:
    rows = []

    def describe(command: click.Command, name: str) -> None:
        first, _, _ = inspect.cleandoc(command.help or "").partition("\n\n")
        assert first, f"{name} does not say what it does"
        rows.append(f"| `{name}` | {' '.join(first.split())} |")
        for below in getattr(command, "commands", {}).values():
            describe(below, f"{name} {below.name}")

    top = click.Context(cli.cli, info_name="alicloud-generator")
    for verb in cli.VERBS:
        command = cli.cli.get_command(top, verb)
        assert command is not None
        describe(command, verb)
    return "| command | what it does |\n|---|---|\n" + "\n".join(rows) + "\n"


def reference() -> str:
    return (
        "# Reference\n\nGenerated from the code by `make golden`; do not edit.\n\n"
        f"## The catalog\n\n{keys()}\n## The project file\n\n"
        "`alicloud-generator.yaml`, see [a repository of landscapes](project.md). Paths are "
        f"relative to its folder.\n\n{table(PROJECT_KEYS)}\n## The config of a function\n\n"
        "What kustomize passes to `krm`; see [a function of "
        "kustomize](how-to/kustomize-function.md)."
        f"\n\n{table(FUNCTION_KEYS)}\n### `spec`\n\n{table(SPEC_KEYS)}\n"
        f"## Documents\n\n{documents()}\n"
        "## Rules\n\n`rules:` in the catalog and `--rule ID=error|warning|off` change the "
        f"severity, which stands in parentheses.\n\n{rules()}\n## Commands\n\n"
        f"`alicloud-generator COMMAND --help` lists the options.\n\n{commands()}"
    )


def test_the_reference_says_what_the_code_does(update_golden: bool) -> None:
    if update_golden:
        REFERENCE.write_text(reference())
    assert REFERENCE.read_text() == reference()
