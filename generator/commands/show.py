"""The verb `show`: what is in a manifest."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from generator.commands.inputs import ChartSource, Input
from generator.commands.options import format_option
from generator.commands.output import bytes_to_stdout, text_to_stdout
from generator.commands.reporting import exit_code, show_problems_without_lines
from generator.commands.terminal import has_color
from generator.problems import Problem, collected, counted, quoted
from generator.visible import json_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from generator.catalog.values import Value


@click.command()
@click.argument("manifests", nargs=-1, required=True, type=Input(ChartSource()))
@format_option(("text", "json"), "json: one object per line.")
def command(manifests: Sequence[Path | str], form: str) -> int:
    """Say what is in manifests, and what is wrong with them.

    Shows charts, values, images and sizes. Reads ControllerDeployments, ControllerRegistrations,
    Extensions and profiles of every API version, lists, and what `kubectl get -o yaml` prints; `-`
    is standard input, and `oci://HOST/REPOSITORY:TAG` is a chart in a registry, shown with the
    digest that pins it. Credentials are left out. The exit code is 1 if the API server or Helm
    would refuse something.

    \b
    Example: kubectl get controllerdeployments -o yaml | alicloud-generator show -
    """
    failures: list[Problem] = []
    for path in manifests:
        with collected(failures, str(path)):
            for found in _described(path):
                _show(found, form)
                failures += _refusal(found, str(path))
    show_problems_without_lines(failures, form)
    return exit_code(failures)


def _described(source: Path | str) -> Iterable[dict[str, Value]]:
    from generator.show.describe import describe, describe_chart

    if isinstance(source, str):
        from generator.chart.source import from_archive
        from generator.commands.charts import pull_chart

        pulled = pull_chart(source)
        return [describe_chart(from_archive(pulled.tgz, source), source, pulled.digest)]
    from generator.app.manifests import TO_SHOW, read_manifest_argument

    return describe(read_manifest_argument(source, TO_SHOW), str(source))


def _show(found: dict[str, Value], form: str) -> None:
    if form == "json":
        bytes_to_stdout(json_text(found).encode())
        return
    from generator.show.overview import overview

    color = has_color(sys.stdout)
    text_to_stdout(overview(found, color=color), color=color)


def _refusal(found: dict[str, Value], file: str) -> list[Problem]:
    """That something was found which the API server or Helm would refuse."""
    from generator.manifest.parts import mappings

    refused = [each for each in mappings(found["problems"]) if each["severity"] == "error"]
    if not refused:
        return []
    message = f"{quoted(str(found['name']))} would be refused: {counted(len(refused), 'error')}"
    return [Problem(file, 0, 0, message)]
