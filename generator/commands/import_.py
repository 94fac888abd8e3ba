"""The verb `import`: from manifests and release metadata to a catalog."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from generator.commands.inputs import FILES, Input
from generator.commands.options import PROBLEM_FORMATS, format_option
from generator.commands.output import bytes_to_stdout, notes_to_stderr
from generator.commands.reporting import show_problems
from generator.problems import ProblemsError

if TYPE_CHECKING:
    from generator.importing.catalog import ImportedCatalog

STDOUT: Final = "-"
USUAL_NAME: Final = "catalog.yaml"


@click.command("import")
@click.argument("files", nargs=-1, required=True, type=Input(), metavar="FILE...")
@click.option(
    "-o",
    "--output",
    default=STDOUT,
    metavar="FILE",
    shell_complete=FILES,
    help=(
        "Write the catalog to a new file, and a chart other than the built-in one to a file next "
        "to it. Without it, the catalog is printed."
    ),
)
@click.option("--name", default="", help="The name of the catalog, if its file has another name.")
@format_option(PROBLEM_FORMATS, "How problems are printed.")
def command(files: tuple[str, ...], output: str, name: str, form: str) -> int:
    """Turn manifests and release metadata into a catalog.

    FILE is a ControllerDeployment of any version, a CloudProfile or its spec, a CloudProfileConfig,
    any other object that `generate` writes, release metadata of Garden Linux, the output of `aliyun
    ecs DescribeImages`, stream metadata of CoreOS, the meta.json of coreos-assembler, or Packer's
    manifest; `-` is standard input. Several files are merged. Credentials become references to
    environment variables, which are listed.

    \b
    Examples:
      alicloud-generator import cloudprofile.yaml controllerdeployment.yaml -o live.yaml
      kubectl get cloudprofile alicloud -o yaml | alicloud-generator import - -o live.yaml
    """
    from generator import assets
    from generator.app.importing import read_sources, write
    from generator.documents.render import Templates
    from generator.importing.catalog import ImportOptions, import_catalog
    from generator.manifest.chart_source import read_source

    to_stdout = output == STDOUT
    called = _name(name, USUAL_NAME if to_stdout else output)
    options = ImportOptions(
        file=USUAL_NAME if to_stdout else output,
        name=name,
        chart="" if to_stdout else f"{called}-chart.json",
        built_in=lambda: read_source(assets.EXTENSION_CHART).tar,
        templates=Templates([assets.TEMPLATES]),
    )
    try:
        imported = import_catalog(read_sources(files), options)
        if to_stdout:
            bytes_to_stdout(imported.text.encode())
        else:
            show_problems(write(Path(output), imported, options.chart), form)
    except ProblemsError as error:
        show_problems(error.problems, form)
        return 1
    _print_summary(imported, options.chart, "" if to_stdout else output)
    return 0


def _name(name: str, output: str) -> str:
    """The catalog's name: the one that is given, or that of its file."""
    from generator.reading.text_formats import DNS_LABEL

    called = name or Path(output).stem
    if DNS_LABEL.pattern.fullmatch(called):
        return called
    message = f"{called!r} cannot name a catalog, expected {DNS_LABEL.expected}"
    if name:
        raise click.BadParameter(message, param_hint="--name")
    similar = re.sub(r"[^a-z0-9]+", "-", called.lower()).strip("-")
    example = similar if DNS_LABEL.pattern.fullmatch(similar) else "live"
    message += f"; give it a name of its own, such as `--name {example}`, or another file"
    raise click.BadParameter(message, param_hint="-o")


def _print_summary(imported: ImportedCatalog, chart: str, output: str) -> None:
    if output:
        notes_to_stderr(f"wrote {output}")
    if imported.chart:
        notes_to_stderr(f"wrote {Path(output).with_name(chart)}")
    if imported.variables:
        notes_to_stderr(f"set {', '.join(imported.variables)} to generate from it")
    if imported.notes:
        what = "one comment says" if imported.notes == 1 else f"{imported.notes} comments say"
        notes_to_stderr(f"{what} what it leaves out, or what to look at")
