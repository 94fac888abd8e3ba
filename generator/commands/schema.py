"""The verb `schema`: the JSON Schema of the catalog, for editors."""

from __future__ import annotations

import click

from generator.commands.output import bytes_to_stdout
from generator.visible import json_text


@click.command()
def command() -> int:
    """Print the JSON Schema of the catalog.

    The schema uses draft 2020-12, and describes every key. Editors complete and check catalogs that
    name it in a comment: `# yaml-language-server: $schema=catalog.schema.json`.

    \b
    Example: alicloud-generator schema > catalog.schema.json
    """
    from generator.commands.rules import summaries
    from generator.schema.catalog import schema

    bytes_to_stdout(json_text(schema(summaries()), indent=2).encode())
    return 0
