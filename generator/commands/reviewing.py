"""Where the two sides of `diff` come from, other than from what is deployed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.commands.document_options import not_asked_for
from generator.commands.output import notes_to_stderr
from generator.commands.progress import progress, reading
from generator.gardener.oci_reference import SCHEME
from generator.problems import Problem, Severity, collected, listed
from generator.visible import json_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from generator.app.manifests import Sides
    from generator.app.planning import Options
    from generator.app.selection import Selection
    from generator.catalog import Catalog
    from generator.documents.plan import Document
    from generator.gardener.oci_reference import Reference
    from generator.review.charts import Pull
    from generator.review.model import FolderReview


def review_manifests(
    paths: Sequence[str], revisions: str | None, problems: list[Problem], pull: Pull | None
) -> Sequence[FolderReview]:
    """The review of two manifests or folders, of two charts, or of two revisions of Git."""
    if pull is None and any(path.startswith(SCHEME) for path in paths):
        raise click.UsageError(f"{SCHEME}… needs --fetch")
    sides = _committed(revisions, paths) if revisions is not None else _named(paths)
    found: list[Problem] = []
    places = _reviewed(sides, found, pull)
    if revisions is not None and sides.catalogs and not places:
        problems.append(_only_catalogs(revisions, sides.catalogs))
    # What somebody named must be readable; beside what was named there may be anything.
    named = revisions is None and len({*sides.old, *sides.new}) == 1
    problems += found if named else map(_as_warning, found)
    return places


def _reviewed(sides: Sides, problems: list[Problem], pull: Pull | None) -> Sequence[FolderReview]:
    from generator.review.compare import review

    return review(
        sides.old,
        sides.new,
        problems,
        known_folders=sides.known_folders,
        old_names=sides.old_names,
        pull=pull,
    )


def _as_warning(problem: Problem) -> Problem:
    return problem._replace(severity=Severity.WARNING)


def _named(paths: Sequence[str]) -> Sides:
    from generator.app.manifests import read_pair

    if any(path.startswith(SCHEME) for path in paths):
        return _in_registries(paths)
    if len(paths) != 2:
        with_catalogs = "catalogs with -o DIR, --against PLACE or --live"
        raise click.UsageError(f"give OLD and NEW, or {with_catalogs}, or --git BASE[..HEAD]")
    return read_pair(Path(paths[0]), Path(paths[1]))


def _in_registries(paths: Sequence[str]) -> Sides:
    """Two charts in registries, as objects that refer to them."""
    from generator.app.manifests import Sides
    from generator.registry.charts import read_reference

    if len(paths) != 2 or not all(path.startswith(SCHEME) for path in paths):
        raise click.UsageError(f"give two charts in registries, {SCHEME}OLD and {SCHEME}NEW")
    old, new = (_referring_to(read_reference(path)) for path in paths)
    return Sides({paths[1]: old}, {paths[1]: new}, old_names={paths[1]: paths[0]})


def _referring_to(reference: Reference) -> bytes:
    ref = str(reference).removeprefix(SCHEME)
    kind = {"apiVersion": "core.gardener.cloud/v1", "kind": "ControllerDeployment"}
    helm = {"ociRepository": {"ref": ref}}
    return json_text({**kind, "metadata": {"name": "chart"}, "helm": helm}).encode()


def _committed(revisions: str, paths: Sequence[str]) -> Sides:
    from generator.app.git import changed_manifests

    return changed_manifests(revisions, paths)


def _only_catalogs(revisions: str, catalogs: Sequence[str]) -> Problem:
    """What to do where catalogs differ, and none of the manifests that were asked for."""
    sides = _committed(revisions, ())
    folders = sorted({path.rpartition("/")[0] or "." for path in (*sides.old, *sides.new)})
    generate = (
        "no manifest differs; if one should, commit what `alicloud-generator generate` writes"
    )
    return Problem(
        "",
        0,
        0,
        f"only manifests are compared, not catalogs such as {listed(catalogs)}",
        severity=Severity.WARNING,
        hint=f"name the folders of manifests: {listed(folders)}" if folders else generate,
    )


def review_generated(
    selection: Selection,
    options: Options,
    output: Path,
    problems: list[Problem],
    pull: Pull | None,
) -> Sequence[FolderReview]:
    """The review of what stands in the output folder, and of what would."""
    from generator.app.comparing import read_gone, read_sides
    from generator.app.manifests import Sides
    from generator.app.planning import Planner
    from generator.review.drift import ENCRYPTED

    def sides(catalog: Catalog, documents: Sequence[Document], found: list[Problem]) -> Sides:
        found += not_asked_for(catalog, documents, options.only)
        return read_sides(catalog, documents, output, partly=bool(options.only))

    planner = Planner(selection, options, reading)
    problems += planner.problems
    old: dict[str, bytes] = {}
    new: dict[str, bytes] = {}
    known: list[str] = []
    for outcome in progress(planner.outcomes(sides, alone=True), len(planner.catalogs), "catalogs"):
        problems += outcome.problems
        if outcome.result is not None:
            old |= outcome.result.old
            new |= outcome.result.new
            known += outcome.result.known_folders
            for path in outcome.result.encrypted:
                notes_to_stderr(f"{ENCRYPTED}: {path}")
    if planner.has_all:
        with collected(problems, str(output)):
            old |= read_gone(planner.catalogs, output)
    unreadable: list[Problem] = []
    places = _reviewed(Sides(old, new, known_folders=known), unreadable, pull)
    problems += map(_as_warning, unreadable)
    return places
