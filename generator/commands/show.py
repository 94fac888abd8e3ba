"""The verb `show`: what is in a manifest."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.commands.options import format_option
from generator.commands.output import show_data, show_text
from generator.commands.reporting import show_problems_without_lines
from generator.visible import json_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from generator.catalog.values import Value
    from generator.problems import Problem


@click.command()
@click.argument("manifests", nargs=-1, required=True, type=click.Path(path_type=Path))
@format_option(("text", "json"), "json: one object a line.")
def command(manifests: Sequence[Path], form: str) -> int:
    """Say what is in MANIFEST...: charts, values, images, sizes, and what is wrong.

    Reads ControllerDeployments, ControllerRegistrations, Extensions and profiles in every shape,
    lists, and what `kubectl get -o yaml` prints; `-` is standard input. Credentials are left out.
    The exit code is 1 where the API server or Helm would refuse something.

    Example: `kubectl get controllerdeployments -o yaml | alicloud-generator show -`
    """
    from generator.app.manifests import read_manifest
    from generator.problems import ProblemsError
    from generator.show.describe import describe

    failures: list[Problem] = []
    wrong = False
    for path in manifests:
        try:
            for found in describe(read_manifest(path), str(path)):
                _show(found, form)
                wrong = wrong or _is_refused(found)
        except ProblemsError as error:
            failures += error.problems
    show_problems_without_lines(failures, form)
    return int(wrong or bool(failures))


def _show(found: dict[str, Value], form: str) -> None:
    if form == "json":
        show_data(json_text(found).encode())
        return
    from generator.show.overview import overview

    show_text(overview(found))


def _is_refused(found: dict[str, Value]) -> bool:
    from generator.manifest.parts import mappings

    return any(problem["severity"] == "error" for problem in mappings(found["problems"]))
