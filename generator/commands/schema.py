"""The verb `schema`: the JSON Schema of the catalog, for editors."""

from __future__ import annotations

import click


@click.command(
    epilog="Example: alicloud-generator schema > catalog.schema.json; in a catalog then "
    "`# yaml-language-server: $schema=catalog.schema.json`"
)
def command() -> int:
    """Print the JSON Schema (draft 2020-12) of the catalog, with a description of every key."""
    import json

    from generator.commands.rules import summaries
    from generator.schema.catalog import schema

    click.echo(json.dumps(schema(summaries()), indent=2, ensure_ascii=False))
    return 0
