"""The verb `import`: from manifests and release metadata to a catalog."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from generator.commands.options import form_option
from generator.commands.output import show_data, tell
from generator.commands.reporting import FORMATS, show_problems
from generator.problems import Problem, ProblemsError, fail

if TYPE_CHECKING:
    from collections.abc import Sequence

    from generator.importing.catalog import Imported, Source

STDIO: Final = "-"
STDIN_NAME: Final = "<stdin>"
USUAL_NAME: Final = "catalog.yaml"

_MOST_BYTES: Final = 16 * 1024 * 1024
"""Of one file: ten times what etcd takes for one object."""


@click.command("import")
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option(
    "-o",
    "--output",
    default=STDIO,
    metavar="FILE",
    help="Write the catalog to a new file. Without it, it is printed.",
)
@click.option("--name", default="", help="The catalog's own name, where its file has another.")
@form_option(FORMATS, "How problems are written.")
def command(files: tuple[str, ...], output: str, name: str, form: str) -> int:
    """Turn manifests and release metadata into a catalog.

    FILE is a ControllerDeployment of any version, a CloudProfile or its spec, a CloudProfileConfig,
    any other object that `generate` writes, release metadata of Garden Linux, what `aliyun ecs
    DescribeImages` prints (one file a region), or stream metadata of CoreOS; `-` is standard input.
    Several are merged. Credentials become references to environment variables, which are named.

    Example: `alicloud-generator import cloudprofile.yaml controllerdeployment.yaml -o live.yaml`
    """
    from generator import assets
    from generator.chart.source import read_source
    from generator.decode.formats import DNS_LABEL
    from generator.importing.catalog import Surroundings, import_catalog
    from generator.render import Templates

    to_stdout = output == STDIO
    called = name or Path(USUAL_NAME if to_stdout else output).stem
    if not DNS_LABEL.pattern.fullmatch(called):
        message = f"{called!r} cannot name a catalog, expected {DNS_LABEL.expected}"
        raise click.BadParameter(message, param_hint="--name")
    around = Surroundings(
        file=USUAL_NAME if to_stdout else output,
        name=name,
        built_in=lambda: read_source(assets.EXTENSION_CHART).tar,
        templates=Templates([assets.TEMPLATES]),
    )
    try:
        imported = import_catalog(_sources(files, Path(around.file).parent), around)
        if to_stdout:
            show_data(imported.text.encode())
        else:
            _write_new(Path(output), imported.text)
    except ProblemsError as error:
        show_problems(error.problems, form)
        return 1
    _tell(imported, "" if to_stdout else output)
    return 0


def _sources(files: Sequence[str], folder: Path) -> list[Source]:
    """The content of all files; raises `ProblemsError` with all that cannot be read."""
    from generator.importing.catalog import Source

    sources: list[Source] = []
    problems: list[Problem] = []
    for file in dict.fromkeys(files):
        try:
            name = STDIN_NAME if file == STDIO else file
            sources.append(Source(name, _read(file), os.path.relpath(file, folder)))
        except OSError as error:
            reason = error.strerror or type(error).__name__
            problems.append(Problem(file, 0, 0, f"cannot be read: {reason}"))
        except ProblemsError as error:
            problems += error.problems
    if problems:
        raise ProblemsError(problems)
    return sources


def _read(file: str) -> bytes:
    if file == STDIO:
        data = sys.stdin.buffer.read(_MOST_BYTES + 1)
    else:
        with Path(file).open("rb") as opened:
            data = opened.read(_MOST_BYTES + 1)
    if len(data) > _MOST_BYTES:
        raise fail(f"larger than {_MOST_BYTES:,} bytes", file=file)
    return data


def _write_new(path: Path, text: str) -> None:
    """The catalog in a file of its own, whole or not at all, and never over what people wrote."""
    data = text.encode()
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        if path.is_file() and path.read_bytes() == data:
            return
        temporary.write_bytes(data)
        # Unlike a rename, a link takes no other file's place.
        path.hardlink_to(temporary)
    except FileExistsError:
        hint = "import into another file, and compare"
        raise fail("there is a file already", file=str(path), hint=hint) from None
    except OSError as error:
        raise fail(f"cannot be written: {error.strerror}", file=str(path)) from None
    finally:
        temporary.unlink(missing_ok=True)


def _tell(imported: Imported, output: str) -> None:
    if output:
        tell(f"wrote {output}")
    if imported.variables:
        tell(f"set {', '.join(imported.variables)} to generate from it")
    if imported.notes:
        what = "one comment says" if imported.notes == 1 else f"{imported.notes} comments say"
        tell(f"{what} what it leaves out, or what to look at")
