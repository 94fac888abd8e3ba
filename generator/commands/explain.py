"""The verb `explain`: what a key means, and which file decided a value."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import click

from generator import files
from generator.commands import candidates
from generator.commands.inputs import Input
from generator.commands.options import as_of_option, format_option
from generator.commands.output import bytes_to_stdout, notes_to_stderr, text_to_stdout
from generator.visible import json_text

if TYPE_CHECKING:
    from datetime import date

    from generator.decode.paths import WrittenPath
    from generator.explain.keys import Key
    from generator.explain.notes import Explanation

_NO_PATH: Final = "name the PATH that is to be explained in {}"


@click.command()
@click.argument(
    "catalog",
    type=Input(),
    required=False,
    metavar="[KEY | CATALOG]",
    shell_complete=candidates.keys_or_files,
)
@click.argument("path", required=False, shell_complete=candidates.paths)
@as_of_option
@format_option(("text", "json"), "The output format; `json` is one object.")
def command(catalog: str | None, path: str | None, as_of: date | None, form: str) -> int:
    """Say what a key means, or what decided a value of a catalog.

    KEY alone: what it means, what it can be, its default, and the keys below it. Names in it, such
    as that of an image, can be any. What is above it can be left out if that leaves one key.
    Without KEY, the keys at the top are listed.

    CATALOG and PATH: the value there, the line that decided it, and what that line overrode; or the
    default, if no file sets it. A path is in Helm's syntax: a dot that belongs to a name has a
    backslash before it. The backslashes can be left out if only one reading fits the catalog.

    \b
    Examples: alicloud-generator explain images.NAME.versions.VERSION
              alicloud-generator explain live.yaml images.gardenlinux.versions.1877.13.0
    """
    if catalog is None or path is None:
        return _explain_key(catalog or "", form)
    from generator.app.project import project_rules
    from generator.app.sources import Sources
    from generator.explain.explain import explain

    steps = _parsed(path, "PATH")
    found = explain(Sources(below=project_rules()).layers(catalog), steps, as_of)
    if form == "json":
        bytes_to_stdout(_json(path, found).encode())
        return 0
    if found.value is not None:
        text_to_stdout(f"{found.value}\n")
    for note in found.notes:
        notes_to_stderr(f"{note.what} {note.place}".rstrip())
        notes_to_stderr(*(f"  {line}" for line in note.text.split("\n") if note.text))
    return 0


def _parsed(path: str, parameter: str) -> WrittenPath:
    from generator.decode.paths import parse_path

    try:
        return parse_path(path)
    except ValueError:
        message = f"{path!r} is not a path such as a.b[0].c"
        raise click.BadParameter(message, param_hint=parameter) from None


def _json(path: str, found: Explanation) -> str:
    """The value as YAML, null where there is none, and how it came about, what decided it first."""
    notes = []
    for note in found.notes:
        file, _, line = note.place.rpartition(":")
        notes.append({"what": note.what, "file": file, "line": int(line or 0), "value": note.text})
    return json_text({"path": path, "value": found.value, "notes": notes})


def _explain_key(key: str, form: str) -> int:
    from generator.checks import all_rules
    from generator.commands.rules import summaries
    from generator.explain.keys import explain_key

    if key == "-" or key.endswith((".yaml", ".yml", ".json")):
        raise click.UsageError(_NO_PATH.format(key))
    steps = _parsed(key.replace("[]", "[0]"), "KEY").steps if key else ()
    try:
        severities = {name: rule.SEVERITY for name, rule in all_rules().items()}
        rules = {name: f"{what} Default: {severities[name]}." for name, what in summaries().items()}
        found = explain_key(steps, rules)
    except ValueError as error:
        if files.exists(key):
            raise click.UsageError(_NO_PATH.format(key)) from None
        raise click.BadParameter(str(error), param_hint="KEY") from None
    if form == "json":
        bytes_to_stdout(json_text(found._asdict()).encode())
    else:
        _print_key(found)
    return 0


def _print_key(key: Key) -> None:
    facts = {"form": key.form if key.path else "", "default": key.default}
    width = max(map(len, key.keys), default=0)
    parts = (
        [key.path],
        [key.meaning and f"  {key.meaning}"],
        [fact and f"{f'{name}:':9}{fact}" for name, fact in facts.items()],
        [f"keys of {key.place}:" if key.place != key.path else "keys:"] * bool(key.keys)
        + [f"  {name:{width}}  {meaning}" for name, meaning in key.keys.items()],
    )
    texts = ("\n".join(filter(None, part)) for part in parts)
    text_to_stdout("\n\n".join(filter(None, texts)) + "\n")
