"""The verb `schema`: the JSON Schema of the catalog, for editors."""

from __future__ import annotations

import click

from generator.commands.output import show_data
from generator.visible import json_text


@click.command(
    epilog="Example: alicloud-generator schema > catalog.schema.json; in a catalog then "
    "`# yaml-language-server: $schema=catalog.schema.json`"
)
def command() -> int:
    """Print the JSON Schema (draft 2020-12) of the catalog, with a description of every key."""
    from generator.commands.rules import summaries
    from generator.schema.catalog import schema

    show_data(json_text(schema(summaries()), indent=2).encode())
    return 0
