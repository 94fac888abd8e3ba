"""The verb `textconv`: what `git diff` shows instead of a manifest's blob."""

from __future__ import annotations

import errno
from pathlib import Path

import click

from generator.commands.inputs import Input
from generator.commands.output import bytes_to_stdout, lines_to_stdout
from generator.visible import visible_lines


@click.command()
@click.argument("file", type=Input(click.Path(path_type=Path)))
def command(file: Path) -> int:
    """Print a manifest with its chart unfolded, for Git's own diffs.

    Made for `git diff`, `git log -p` and `git show`. Credentials are left out, and control
    characters are made visible. A file that is not a manifest is otherwise printed unchanged. Set
    it up once in a repository:

    \b
      echo 'manifests/**/*.yaml diff=alicloud' >> .gitattributes
      git config diff.alicloud.textconv 'alicloud-generator textconv'

    \b
    Example: alicloud-generator textconv manifests/live/controllerdeployment.yaml
    """
    from generator import files
    from generator.show.textual import textual

    try:
        data = files.read_argument(str(file))
    except OSError as error:
        if error.errno != errno.EFBIG:
            raise files.unreadable(error, str(file), "a manifest") from None
        lines_to_stdout(f"<{files.status(file).st_size:,} bytes: too large to look into>")
        return 0
    bytes_to_stdout(_visible(textual(data)))
    return 0


def _visible(data: bytes) -> bytes:
    """The text in its own encoding: where it is not UTF-8, each byte is a character."""
    try:
        return visible_lines(data.decode()).encode()
    except UnicodeDecodeError:
        return visible_lines(data.decode("latin-1")).encode("latin-1")
