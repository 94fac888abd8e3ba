"""The verb `explain`: which file decided a value."""

from __future__ import annotations

import click


@click.command()
@click.argument("catalog")
@click.argument("path")
def command(catalog: str, path: str) -> int:
    """Say what PATH of CATALOG is, which line decided it, and what that line overrode.

    PATH is in Helm's syntax, with a backslash before a dot that belongs to a name.

    \b
    Example: alicloud-generator explain live.yaml 'images.gardenlinux.versions.1877\\.13\\.0'
    """  # noqa: D301  click wants the character
    from generator.commands.sources import Sources
    from generator.decode.explain import explain, parse_path
    from generator.problems import fail

    try:
        steps = parse_path(path)
    except ValueError:
        raise click.BadParameter(
            f"{path!r} is no path such as a.b[0].c", param_hint="PATH"
        ) from None
    found = explain(Sources().layers(catalog), steps)
    if not found.statements:
        raise fail(f"nothing stands at {path}", file=catalog)
    if found.value is not None:
        click.echo(found.value)
    what = "merged from" if found.merged else "decided by" if found.value else "removed by"
    for number, statement in enumerate(found.statements):
        click.echo(f"{what} {statement.file}:{statement.line}", err=True)
        if number and not found.merged:
            click.echo("\n".join(f"  {line}" for line in statement.text.splitlines()), err=True)
        what = what if found.merged else "overrides"
    return 0
