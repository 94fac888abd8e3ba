"""The verb `diff`: what a change of manifests means, what it does, and its lines."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from generator.commands.charts import fetched_charts
from generator.commands.deployed import clusters_of, compare_deployed, live_options
from generator.commands.document_options import document_names, document_options
from generator.commands.inputs import Input
from generator.commands.options import (
    OutputFolder,
    fetch_option,
    format_option,
    planning_options,
)
from generator.commands.output import bytes_to_stdout, notes_to_stderr, text_to_stdout
from generator.commands.reporting import exit_code, show_problems_briefly
from generator.commands.reviewing import review_generated, review_manifests
from generator.commands.selecting import selected
from generator.commands.terminal import has_color
from generator.problems import Problem, Severity

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date
    from pathlib import Path

    from generator.app.kubectl import Clusters
    from generator.app.planning import Options
    from generator.app.selection import Selection
    from generator.decode.set_option import Setting
    from generator.review.charts import Pull
    from generator.review.model import FolderReview

FORMATS = ("text", "markdown", "json")


@click.command()
@click.argument("paths", nargs=-1, type=Input(), metavar="[CATALOG... | OLD NEW | PATH...]")
@click.option(
    "-o",
    "--output",
    type=OutputFolder(),
    metavar="DIR",
    help="Compare this folder with what `generate CATALOG... -o DIR` would write.",
)
@click.option(
    "--against",
    type=Input(),
    metavar="PLACE",
    help=(
        "Compare deployed objects, in a file, a folder, or `-`, with what `generate CATALOG...` "
        "would write. They are matched by kind, name and namespace; all others are ignored."
    ),
)
@live_options
@click.option(
    "--git",
    "revisions",
    metavar="BASE[..HEAD]",
    help=(
        "Compare two revisions, or one with the work tree; BASE...HEAD means the same as for git "
        "diff."
    ),
)
@fetch_option
@document_options
@planning_options
@click.option("--with-secrets", is_flag=True, help="Generate the Secrets, too.")
@click.option(
    "--no-credentials",
    is_flag=True,
    help="Fetch no credentials, and compare everything else; only with --against or --live.",
)
@format_option(FORMATS, "The output format; `markdown` fits into a comment on GitHub.")
@click.option("--stat", is_flag=True, help="Count the lines of each file instead of printing them.")
@click.option("--full", is_flag=True, help="Print the lines of a new landscape, too.")
@click.option("--exit-code", "by_code", is_flag=True, help="Exit with code 1 if something differs.")
def command(
    paths: tuple[str, ...],
    output: Path | None,
    against: str | None,
    context: str,
    runtime_context: str,
    kubeconfig: str,
    revisions: str | None,
    only: tuple[str, ...],
    settings: Sequence[Setting],
    templates: Path | None,
    as_of: date | None,
    rules: Mapping[str, Severity | None],
    form: str,
    *,
    live: bool,
    fetch: bool,
    with_secrets: bool,
    no_credentials: bool,
    stat: bool,
    full: bool,
    by_code: bool,
) -> int:
    """Say what changed, and what that means for a landscape.

    Compares files, folders, Git revisions, or catalogs with what is deployed; the exit code is 0
    unless --exit-code is given. Charts are compared file by file; of credentials, only the fact
    that they changed is shown, and files that another tool encrypted are not compared. Without
    paths, the catalogs of the project around the working directory are compared with its output
    folder.

    \b
    Examples:
      alicloud-generator diff live.yaml -o manifests
      kubectl get cloudprofiles -o yaml | alicloud-generator diff live.yaml --against -
      alicloud-generator diff live.yaml --live --context garden --runtime-context runtime
      alicloud-generator diff old.yaml new.yaml
      alicloud-generator diff oci://HOST/REPOSITORY:v1 oci://HOST/REPOSITORY:v2 --fetch
      alicloud-generator diff --git origin/main...HEAD manifests --format markdown
    """
    clusters = clusters_of(
        live=live, context=context, runtime_context=runtime_context, kubeconfig=kubeconfig
    )
    _exclude_each_other(output=output, against=against, live=clusters, git=revisions)
    problems: list[Problem] = []
    pull = fetched_charts(problems).chart if fetch else None
    deployed = against if against is not None else clusters
    if no_credentials and deployed is None:
        raise click.UsageError("--no-credentials needs --against or --live")
    if revisions is not None or (paths and output is None and deployed is None):
        if only or settings:
            raise click.UsageError("--only and --set need catalogs, and none are named")
        places = review_manifests(paths, revisions, problems, pull)
        if not places and not problems:
            notes_to_stderr("no differences")
    else:
        # Comparing manifests needs neither the rules nor what makes documents.
        from generator.app.access_keys import KeySource
        from generator.app.planning import Options

        selection = selected(paths)
        folder = output or selection.output
        templates = templates or selection.templates
        options = Options(
            folder,
            document_names(only, templates, with_secrets=with_secrets),
            templates,
            as_of,
            rules,
            with_secrets=with_secrets,
            key_source=KeySource.WITHHELD if no_credentials else KeySource.FETCHED,
            # Nor may one show it.
            outside=Severity.ERROR,
            settings=settings,
        )
        if deployed is None:
            places = review_generated(selection, options, folder, problems, pull)
        else:
            places = _deployed(selection, options, deployed, problems, pull)
    show_problems_briefly(problems)
    _show(_detailed(places, form, stat=stat, full=full), form)
    return max(int(by_code and bool(places)), exit_code(problems))


def _exclude_each_other(**places: object) -> None:
    given = [f"--{name}" for name, value in places.items() if value is not None]
    if len(given) > 1:
        raise click.UsageError(f"{' and '.join(given)} cannot be combined")


def _deployed(
    selection: Selection,
    options: Options,
    place: str | Clusters,
    problems: list[Problem],
    pull: Pull | None,
) -> Sequence[FolderReview]:
    """What applying the documents of catalogs would change of what is deployed."""
    from generator.review.deployed import review_deployed

    compared = compare_deployed(selection, options, place, problems)
    reviews = (review_deployed(each.catalog.name, each.matches, pull) for each in compared)
    return [review for review in reviews if review]


def _detailed(
    places: Sequence[FolderReview], form: str, *, stat: bool, full: bool
) -> Sequence[FolderReview]:
    """The review with as many of its lines as were asked for; programs read all of them."""
    from generator.review.detail import with_counts, without_new_lines

    if stat:
        return [*map(with_counts, places)]
    return places if full or form == "json" else [*map(without_new_lines, places)]


def _show(places: Sequence[FolderReview], form: str) -> None:
    if form == "json":
        from generator.review.formats import as_json

        bytes_to_stdout(as_json(places).encode())
    elif form == "markdown":
        from generator.review.markdown import as_markdown

        text_to_stdout(as_markdown(places))
    else:
        from generator.review.formats import as_text

        color = has_color(sys.stdout)
        text_to_stdout(as_text(places, color=color), color=color)
