"""Catalogs beside what is deployed, for the verbs that compare the two."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

from generator.commands.inputs import FILES
from generator.commands.output import notes_to_stderr
from generator.commands.progress import progress, reading
from generator.problems import Problem, ProblemsError, counted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from generator.app.deployed import Deployed
    from generator.app.kubectl import Clusters
    from generator.app.planning import Options
    from generator.app.selection import Selection
    from generator.catalog import Catalog
    from generator.commands.options import Command
    from generator.documents.plan import Document
    from generator.manifest.deployed import PlannedObject
    from generator.manifest.matching import MatchedObjects


@dataclass(frozen=True, slots=True)
class Compared:
    """The objects of a catalog, each with what is deployed of it."""

    catalog: Catalog
    matches: Sequence[MatchedObjects]


def compare_deployed(
    selection: Selection,
    options: Options,
    place: str | Clusters,
    problems: list[Problem],
) -> list[Compared]:
    """Plan catalogs, and compare them with the manifests in a place, or with clusters.

    What cannot be planned or read is added to `problems`.
    """
    from generator.app.deployed import planned_objects, without_secret_values
    from generator.app.planning import Planner
    from generator.review.drift import ENCRYPTED

    def planned(
        catalog: Catalog, documents: Sequence[Document], _: list[Problem]
    ) -> list[PlannedObject]:
        objects = planned_objects(catalog, documents)
        return objects if isinstance(place, str) else without_secret_values(objects)

    planner = Planner(selection, _plan(options, place), reading)
    problems += planner.problems
    outcomes = [*progress(planner.outcomes(planned, alone=True), len(planner.catalogs), "catalogs")]
    problems += (problem for outcome in outcomes for problem in outcome.problems)
    plans = [(each.catalog, each.result) for each in outcomes if each.result is not None]
    if not plans:
        return []
    try:
        deployed = _deployed(place, [each for _, objects in plans for each in objects], options)
        problems += deployed.problems
    except ProblemsError as error:
        problems += error.problems
        return []
    found = [Compared(catalog, deployed.matches(objects, problems)) for catalog, objects in plans]
    notes_to_stderr(*(f"{ENCRYPTED}: {file}" for file in deployed.encrypted))
    if deployed.objects.others:
        notes_to_stderr(f"left out: {counted(deployed.objects.others, 'object')} of others")
    return found


def _plan(options: Options, place: str | Clusters) -> Options:
    """How to plan catalogs: for clusters with Secrets, but without their values."""
    options = options._replace(output=None)
    is_live = not isinstance(place, str)
    return options._replace(with_secrets=True, secret_values=False) if is_live else options


def _deployed(
    place: str | Clusters, planned: Sequence[PlannedObject], options: Options
) -> Deployed:
    from generator.app.deployed import live_deployed, read_deployed

    if isinstance(place, str):
        return read_deployed(place)
    return live_deployed(planned, place, needs_secrets=options.with_secrets)


def live_options(command: Command) -> Command:
    """Give a verb `--live`, and what says which clusters are meant, for `clusters_of`."""
    live = click.option(
        "--live",
        is_flag=True,
        help=(
            "Compare with what is in the clusters: kubectl reads the objects of each catalog, "
            "and changes nothing. Of Secrets, only names and keys are compared, never values."
        ),
    )
    context = click.option(
        "--context",
        default="",
        metavar="NAME",
        help="The kubeconfig context of the virtual garden. Default: the current context.",
    )
    runtime = click.option(
        "--runtime-context",
        default="",
        metavar="NAME",
        help=(
            "The kubeconfig context of the runtime cluster, which has the Extension. Default: "
            "the same as --context."
        ),
    )
    kubeconfig = click.option(
        "--kubeconfig",
        default="",
        metavar="FILE",
        shell_complete=FILES,
        help="The kubeconfig file, as for kubectl.",
    )
    return live(context(runtime(kubeconfig(command))))


def clusters_of(
    *, live: bool, context: str, runtime_context: str, kubeconfig: str
) -> Clusters | None:
    """The clusters that the options mean, if any; those that need `--live` are wrong without it."""
    if not live:
        if context or runtime_context or kubeconfig:
            raise click.UsageError("--context, --runtime-context and --kubeconfig need --live")
        return None
    from generator.app.kubectl import Clusters

    return Clusters(context, runtime_context, kubeconfig)
