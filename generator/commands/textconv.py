"""The verb `textconv`: what `git diff` shows instead of a manifest's blob."""

from __future__ import annotations

import errno
import sys
from pathlib import Path

import click


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
def command(file: Path) -> int:
    """Print FILE with the chart in it written out as the files that it holds.

    Made for `git diff`, `git log -p` and `git show`; credentials are left out. A file that is no
    manifest is printed as it is. Set it up once in a repository:

    \b
      echo 'manifests/**/*.yaml diff=alicloud' >> .gitattributes
      git config diff.alicloud.textconv 'alicloud-generator textconv'
    """  # noqa: D301  click wants the character, not its name
    from generator import files
    from generator.show.textual import textual

    try:
        data = files.read_argument(str(file))
    except OSError as error:
        if error.errno != errno.EFBIG:
            raise files.unreadable(error, str(file), "a manifest") from None
        click.echo(f"<{files.status(file).st_size:,} bytes: too large to look into>")
        return 0
    sys.stdout.flush()
    sys.stdout.buffer.write(textual(data))
    return 0
