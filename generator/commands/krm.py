"""The verb `krm`: a function for kustomize and other orchestrators of KRM functions."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING, Final

import click

from generator.commands.document_options import not_asked_for
from generator.commands.output import bytes_to_stdout
from generator.commands.reporting import exit_code, show_problems
from generator.documents.layout import KUSTOMIZATION, ON_REQUEST, PATCHES, SECRETS, clusters_in
from generator.problems import Problem, Severity, collected, quoted

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from generator.app.planning import Options
    from generator.app.selection import Selection
    from generator.catalog import Catalog
    from generator.documents.plan import Document
    from generator.krm.function import Function
    from generator.krm.resource_list import ResourceList
    from generator.review.deployed import ObjectReview

_STDIN: Final = "-"

_NO_RESOURCES: Final = {
    SECRETS: "only `generate --with-secrets` writes Secrets",
    KUSTOMIZATION: "it lists files, and there are none",
    **dict.fromkeys(PATCHES, "it is a part of an object that others create"),
    **dict.fromkeys(ON_REQUEST, "it is a part of another document"),
}
"""Documents that are not for a cluster as they are, and why."""

_HINT: Final = (
    "generate the manifests again, and see which patches change them; of a build without this "
    "check, `alicloud-generator diff {} --against -` tells what differs"
)


@click.command()
@click.option("--strict", is_flag=True, help="Treat warnings as errors.")
def command(*, strict: bool) -> int:
    """Generate or check what kustomize builds.

    This is a KRM function: it reads a ResourceList from standard input, and writes it to standard
    output. The kind of its functionConfig is what to do: `Generate` adds the objects of catalogs to
    the items, and `Check` reports those that are missing from the items or differ. The spec may
    have `catalogs`, `only` and `credentials: false`. Paths are relative to the working directory,
    which is the folder of the kustomization. Nothing is written to disk.

    Problems go to standard error and into the results; if one is an error, nothing is added.

    Example: cat resourcelist.yaml | alicloud-generator krm --strict

    \b
    In a kustomization.yaml beside live.yaml:
      generators:
      - |-
        apiVersion: alicloud.generator/v1alpha1
        kind: Generate
        metadata:
          name: live
          annotations:
            config.kubernetes.io/function: "exec: {path: alicloud-generator, args: [krm]}"
        spec:
          catalogs: [live.yaml]
    """
    from generator import files
    from generator.app.excerpts import quotable_text
    from generator.krm.resource_list import read_resource_list, written
    from generator.report.krm import results

    given = read_resource_list(files.read_or_fail(_STDIN, expected="a ResourceList"), _STDIN)
    problems: list[Problem] = []
    texts: list[str] = []
    with collected(problems, _STDIN):
        texts += _run(given, problems, strict=strict)
    code = exit_code(problems)
    found = results(problems, quotable_text)
    bytes_to_stdout(written(given, () if code else texts, found).encode())
    show_problems(problems, "text")
    return code


def _run(given: ResourceList, problems: list[Problem], *, strict: bool) -> Iterable[str]:
    """The documents to add; what is wrong is added to `problems`, or raised as `ProblemsError`."""
    from generator.app.excerpts import remember_argument, remember_content
    from generator.app.selection import select
    from generator.krm.function import CHECK, read_function, refused

    remember_argument(_STDIN)
    # Items may hold credentials: of the input, messages quote the config alone.
    remember_content(_STDIN, given.config.encode())
    function = read_function(given.config, _STDIN)
    selection = select(function.catalogs)
    if not (function.catalogs or selection.project or selection.problems):
        message = "catalogs is missing, and the kustomization is not part of a project"
        raise refused(function, "catalogs", message)
    options = _options(function, selection, strict=strict)
    if function.kind == CHECK:
        _check(selection, options, function.only, given, problems)
        return ()
    return _generate(selection, options, function.only, problems)


def _options(function: Function, selection: Selection, *, strict: bool) -> Options:
    from generator.app.access_keys import KeySource
    from generator.app.planning import Options, document_names
    from generator.krm.function import GENERATE, refused

    reasons = {name: _NO_RESOURCES.get(PurePath(name).stem + ".yaml") for name in function.only}
    wrong = [f"{quoted(name)} is not a resource: {why}" for name, why in reasons.items() if why]
    if wrong:
        raise refused(function, "only", "; ".join(wrong))
    try:
        only = document_names(function.only, selection.templates)
    except ValueError as error:
        raise refused(function, "only", str(error)) from None
    generates = function.kind == GENERATE
    without = KeySource.KEPT if generates else KeySource.WITHHELD
    return Options(
        # What was generated before says which text of a chart, and which credentials, are kept.
        selection.output if generates else None,
        only,
        selection.templates,
        key_source=KeySource.FETCHED if function.credentials else without,
        strict=strict,
        # Who builds what others have committed must not get a file of this machine into a chart.
        outside=Severity.ERROR,
    )


def _generate(
    selection: Selection, options: Options, only: Sequence[str], problems: list[Problem]
) -> list[str]:
    """The documents of catalogs that hold resources."""
    from generator.app.planning import Planner

    def texts(catalog: Catalog, documents: Sequence[Document], found: list[Problem]) -> list[str]:
        return [each.data.decode() for each in _resources(catalog, documents, only, found)]

    planner = Planner(selection, options)
    outcomes = [*planner.outcomes(texts, alone=True)]
    problems += (*planner.problems, *(each for outcome in outcomes for each in outcome.problems))
    return [text for outcome in outcomes for text in outcome.result or ()]


def _check(
    selection: Selection,
    options: Options,
    only: Sequence[str],
    given: ResourceList,
    problems: list[Problem],
) -> None:
    """Add a problem for each object of catalogs that the items lack, or have otherwise."""
    from generator.app.deployed import Deployed, planned_objects
    from generator.app.planning import Planner
    from generator.manifest.deployed import DeployedObjects
    from generator.review.deployed import object_reviews

    deployed = Deployed(DeployedObjects(given.objects(_STDIN)))

    def compare(catalog: Catalog, documents: Sequence[Document], found: list[Problem]) -> None:
        planned = planned_objects(catalog, _resources(catalog, documents, only, found))
        found += (
            Problem(catalog.file, 0, 0, _difference(review), hint=_HINT.format(catalog.file))
            for review in object_reviews(deployed.matches(planned, found))
        )

    planner = Planner(selection, options)
    problems += planner.problems
    for outcome in planner.outcomes(compare, alone=True):
        problems += outcome.problems


def _difference(review: ObjectReview) -> str:
    name = f"{review.item.kind} {quoted(review.item.name)}"
    return f"{name} is not {'among the resources' if review.is_new else 'what the catalog says'}"


def _resources(
    catalog: Catalog, documents: Sequence[Document], only: Sequence[str], problems: list[Problem]
) -> list[Document]:
    """The documents for clusters; a warning is added to `problems` for what is not there.

    What two clusters have, each in its folder, is for those of them that the others are for.
    """
    found = [each for each in documents if _is_resource(each)]
    problems += not_asked_for(catalog, documents, only)
    if not (only or found):
        message = "this catalog has no objects for a build"
        hint = "patches and Secrets are left out: see docs/how-to/kustomize-function.md"
        problems.append(Problem(catalog.file, 0, 0, message, severity=Severity.WARNING, hint=hint))
    names = [each.name for each in found]
    folders = {each.folder for each in found if names.count(each.name) == 1}
    return [each for each in found if not folders or each.folder in folders]


def _is_resource(document: Document) -> bool:
    """Whether it holds objects for a cluster, which a template of one's own need not write."""
    from generator.documents.plan import REQUESTED_BY

    if document.name in _NO_RESOURCES:
        return False
    is_built_in = document.name in REQUESTED_BY
    return is_built_in or bool(clusters_in(document.data.decode(), document.path))
