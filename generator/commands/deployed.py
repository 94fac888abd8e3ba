"""Catalogs beside what is deployed, for the verbs that compare the two."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator.commands.output import lines_to_stderr
from generator.commands.progress import progress
from generator.problems import Problem, ProblemsError, counted

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from generator.app.deployed import Deployed
    from generator.app.planning import Options
    from generator.app.selection import Selection
    from generator.catalog import Catalog
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
    read: Callable[[Sequence[PlannedObject]], Deployed],
    problems: list[Problem],
    *,
    quiet: bool,
) -> list[Compared]:
    """Plan catalogs, and compare them with what `read` finds of all their objects.

    What cannot be planned or read is added to `problems`.
    """
    from generator.app.deployed import planned_objects
    from generator.app.planning import Planner
    from generator.review.drift import ENCRYPTED

    def planned(
        _: Catalog, documents: Sequence[Document], __: list[Problem]
    ) -> list[PlannedObject]:
        return planned_objects(documents)

    planner = Planner(selection, options)
    problems += planner.problems
    outcomes = [*progress(planner.outcomes(planned, alone=True), len(planner.catalogs))]
    problems += (problem for outcome in outcomes for problem in outcome.problems)
    plans = [(each.catalog, each.result) for each in outcomes if each.result is not None]
    if not plans:
        return []
    deployed = read([each for _, objects in plans for each in objects])
    problems += deployed.problems
    try:
        found = [Compared(catalog, deployed.matches(objects)) for catalog, objects in plans]
    except ProblemsError as error:
        problems += error.problems
        return []
    lines_to_stderr(*(f"{ENCRYPTED}: {file}" for file in deployed.encrypted))
    if deployed.objects.others and not quiet:
        lines_to_stderr(f"left out: {counted(deployed.objects.others, 'object')} of others")
    return found
