"""The verb `import`: from manifests and release metadata to a catalog."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from generator import files
from generator.app.excerpts import read_named
from generator.commands.options import form_option
from generator.commands.reporting import FORMATS, show_problems
from generator.files import Change
from generator.problems import Problem, ProblemsError, fail

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from generator.importing.catalog import ImportedCatalog, InputFile

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
    help="Write the catalog to a new file, and a chart that is not the built-in one to another "
    "beside it. Without it, the catalog is printed.",
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
    from generator.documents.render import Templates
    from generator.importing.catalog import ImportOptions, import_catalog
    from generator.reading.formats import DNS_LABEL

    to_stdout = output == STDIO
    called = name or Path(USUAL_NAME if to_stdout else output).stem
    if not DNS_LABEL.pattern.fullmatch(called):
        message = f"{called!r} cannot name a catalog, expected {DNS_LABEL.expected}"
        raise click.BadParameter(message, param_hint="--name")
    options = ImportOptions(
        file=USUAL_NAME if to_stdout else output,
        name=name,
        chart=f"{called}-chart.json",
        built_in=lambda: read_source(assets.EXTENSION_CHART).tar,
        templates=Templates([assets.TEMPLATES]),
    )
    try:
        imported = import_catalog(_sources(files), options)
        if to_stdout:
            sys.stdout.buffer.write(imported.text.encode())
        else:
            show_problems(_write(Path(output), imported, options.chart), form)
    except ProblemsError as error:
        show_problems(error.problems, form)
        return 1
    _tell(imported, options.chart, "" if to_stdout else output)
    return 0


def _sources(named: Sequence[str]) -> list[InputFile]:
    """The content of all files; raises `ProblemsError` with all that cannot be read."""
    from generator.importing.catalog import InputFile

    sources: list[InputFile] = []
    problems: list[Problem] = []
    for file in dict.fromkeys(named):
        try:
            name = STDIN_NAME if file == STDIO else file
            sources.append(InputFile(name, read_named(file, _MOST_BYTES, name=name)))
        except ProblemsError as error:
            problems += error.problems
    if problems:
        raise ProblemsError(problems)
    return sources


def _write(path: Path, imported: ImportedCatalog, chart: str) -> list[Problem]:
    """Write the catalog and its chart, both or none, and generate from where they stand.

    Returns what rules refuse in it, as warnings; raises `ProblemsError`.
    """
    from generator.app.trial import tried
    from generator.importing.chart import chart_manifest

    texts = {path.with_name(chart): chart_manifest(imported.chart)} if imported.chart else {}
    written = _write_new({**texts, path: imported.text})
    try:
        return tried(path)
    except BaseException:
        files.apply([Change(file, None) for file in written], "import")
        raise


def _write_new(texts: Mapping[Path, str]) -> list[Path]:
    """Texts in files of their own, all of them or none, and never over what people wrote.

    Returns what was written: a file that says the same is left as it is.
    """
    changes = [Change(path, text.encode(), is_new=True) for path, text in texts.items()]
    try:
        for folder in {path.parent for path in texts}:
            files.remove_leftovers(folder)
        changes = [change for change in changes if not _holds(change.path, change.new)]
        files.apply(changes, "import")
    except FileExistsError as error:
        hint = "import into another file, and compare"
        raise fail("there is a file already", file=str(error.filename), hint=hint) from None
    except OSError as error:
        shown = str(error.filename or next(iter(texts)))
        raise fail(f"cannot be written: {error.strerror}", file=shown) from None
    return [change.path for change in changes]


def _holds(path: Path, data: bytes | None) -> bool:
    try:
        return files.read(path) == data
    except OSError:
        return False


def _tell(imported: ImportedCatalog, chart: str, output: str) -> None:
    if output:
        click.echo(f"wrote {output}", err=True)
    if output and imported.chart:
        click.echo(f"wrote {Path(output).with_name(chart)}", err=True)
    elif imported.chart:
        message = f"{chart}, which it refers to, is not written: that takes `-o FILE`"
        click.echo(message, err=True)
    if imported.variables:
        click.echo(f"set {', '.join(imported.variables)} to generate from it", err=True)
    if imported.notes:
        what = "one comment says" if imported.notes == 1 else f"{imported.notes} comments say"
        click.echo(f"{what} what it leaves out, or what to look at", err=True)
