"""The verb `explain`: which file decided a value."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from generator.commands.inputs import Input
from generator.commands.options import as_of_option, format_option
from generator.commands.output import bytes_to_stdout, notes_to_stderr, text_to_stdout
from generator.visible import json_text

if TYPE_CHECKING:
    from datetime import date

    from generator.explain.notes import Explanation


@click.command()
@click.argument("catalog", type=Input())
@click.argument("path")
@as_of_option
@format_option(("text", "json"), "The output format; `json` is one object.")
def command(catalog: str, path: str, as_of: date | None, form: str) -> int:
    """Say what a value of a catalog is, and which line decided it.

    Also says what that line overrode. PATH is in Helm's syntax, with a backslash before a dot that
    belongs to a name.

    \b
    Example: alicloud-generator explain live.yaml 'images.gardenlinux.versions.1877\\.13\\.0'
    """
    from generator.app.project import project_rules
    from generator.app.sources import Sources
    from generator.decode.paths import parse_path
    from generator.explain.explain import explain, hint
    from generator.problems import fail

    try:
        steps = parse_path(path)
    except ValueError:
        raise click.BadParameter(
            f"{path!r} is not a path such as a.b[0].c", param_hint="PATH"
        ) from None
    layers = Sources(below=project_rules()).layers(catalog)
    found = explain(layers, steps, as_of)
    if found is None:
        raise fail(f"there is nothing at {path}", file=catalog, hint=hint(layers, steps))
    if form == "json":
        bytes_to_stdout(_json(path, found).encode())
        return 0
    if found.value is not None:
        text_to_stdout(f"{found.value}\n")
    for note in found.notes:
        notes_to_stderr(f"{note.what} {note.place}".rstrip())
        notes_to_stderr(*(f"  {line}" for line in note.text.split("\n") if note.text))
    return 0


def _json(path: str, found: Explanation) -> str:
    """The value as YAML, null where there is none, and how it came about, what decided it first."""
    notes = []
    for note in found.notes:
        file, _, line = note.place.rpartition(":")
        notes.append({"what": note.what, "file": file, "line": int(line or 0), "value": note.text})
    return json_text({"path": path, "value": found.value, "notes": notes})
