"""The verb `audit`: what Alibaba Cloud says of the images that catalogs name."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.commands.editing import FilesCommand
from generator.commands.endpoints import METAVAR, read_endpoints
from generator.commands.inputs import Input
from generator.commands.options import as_of_option, reporting_options, rule_option
from generator.commands.output import notes_to_stderr
from generator.commands.progress import progress, reading
from generator.commands.reporting import exit_code, show_problems
from generator.commands.selecting import catalogs_argument, selected
from generator.problems import Problem, ProblemsError, Severity, collected

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from generator.audit.calls import Endpoints, Question
    from generator.catalog import Catalog
    from generator.checks.answers import Answers
    from generator.credentials.access_key import AccessKeyText


@click.command(cls=FilesCommand)
@catalogs_argument
@click.option(
    "--from",
    "answers",
    multiple=True,
    type=Input(),
    metavar="FILE",
    help=(
        "Call no API, and read the answers from files: those that --save wrote, or the output of "
        "`aliyun ecs DescribeImages` and `DescribeImageSharePermission`. Takes several files; "
        "can be repeated."
    ),
)
@click.option(
    "--save",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Save all answers to a file, for --from.",
)
@click.option(
    "--accounts",
    type=Input(),
    metavar="FILE",
    help=(
        "The accounts that may use shared images, one ID per line; instead of `accounts` in the "
        "catalogs."
    ),
)
@click.option(
    "--orphans",
    metavar="PATTERN",
    help=(
        "Also look for images of the account whose names match, such as 'gardenlinux-*', and "
        "that no catalog of the call or the project names."
    ),
)
@click.option(
    "--owner",
    is_flag=True,
    help=(
        "Use the access key of the catalogs' `ownerSecret`. Without it, use the credentials that "
        "Alibaba Cloud's SDK finds: environment variables, OIDC, a profile, or the role of the "
        "machine."
    ),
)
@click.option(
    "--endpoint",
    "endpoints",
    multiple=True,
    callback=read_endpoints,
    metavar=METAVAR,
    help=(
        "Call this host instead of the usual one, for one region or for all: by HTTPS, or by "
        "HTTP on this machine only. Can be repeated."
    ),
)
@as_of_option
@rule_option
@reporting_options
def command(
    catalogs: tuple[str, ...],
    answers: tuple[str, ...],
    save: Path | None,
    accounts: str | None,
    orphans: str | None,
    endpoints: Endpoints | None,
    as_of: date | None,
    rules: Mapping[str, Severity | None],
    form: str,
    *,
    owner: bool,
    strict: bool,
) -> int:
    """Ask Alibaba Cloud whether images exist, and who may use them.

    Checks whether each ID exists in its region, is available, has the architecture of its version
    or flavor, belongs to the account if it is to be shared, and with whom it is shared. Nothing is
    changed, neither here nor there. A region that cannot be reached is a warning. Without CATALOG,
    all catalogs of the project around the working directory are used. Requires the SDK: `pip
    install "alicloud-generator[alicloud]"`.

    \b
    Example: alicloud-generator audit live.yaml --owner --save answers.json
    """
    from generator.app.answer_files import read_answers
    from generator.app.auditing import add_orphans, judge, owner_key
    from generator.app.bases import with_extending
    from generator.app.sources import Sources
    from generator.audit.calls import Endpoints
    from generator.audit.questions import questions

    if answers and (save or owner or endpoints):
        raise click.UsageError(
            "--from calls no API, so it cannot be combined with --save, --owner or --endpoint"
        )
    if orphans == "":
        raise click.UsageError("--orphans needs a pattern, such as 'gardenlinux-*'")
    selection = selected(catalogs)
    sources = Sources(below=selection.rules)
    problems = [*selection.problems]
    selection = with_extending(selection, sources, problems, strict=strict)
    found = sources.catalogs(reading(selection.files), problems, as_of, selection.is_shown)
    try:
        found = _with_accounts(found, accounts)
        wanted = questions(found, own_images=orphans is not None)
        if found and not wanted:
            problems.append(_no_images(strict=strict))
        if answers:
            known = read_answers(answers, problems)
        else:
            key = owner_key(found, sources) if owner and found else None
            problems += _unused_endpoints(endpoints, wanted, strict=strict) if endpoints else []
            known = _ask(wanted, key, endpoints or Endpoints(), save, problems)
        if orphans is not None:
            known = add_orphans(known, orphans, selection, sources, problems)
        problems += judge(found, known, sources, rules, strict=strict)
    except ProblemsError as error:
        problems += error.problems
    show_problems(problems, form)
    return exit_code(problems)


def _with_accounts(catalogs: Sequence[Catalog], file: str | None) -> list[Catalog]:
    """The catalogs with the accounts of a file, if there is one, in place of their own."""
    if file is None:
        return [*catalogs]
    from generator.app.answer_files import read_accounts

    accounts = read_accounts(file)
    return [catalog._replace(accounts=accounts) for catalog in catalogs]


def _no_images(*, strict: bool) -> Problem:
    severity = Severity.ERROR if strict else Severity.WARNING
    return Problem("", 0, 0, "the catalogs have no images to ask about", severity)


def _unused_endpoints(
    endpoints: Endpoints, questions: Sequence[Question], *, strict: bool
) -> list[Problem]:
    """A warning for each region that has an endpoint and no image: it may be misspelt.

    The region that was meant is asked at its usual host.
    """
    severity = Severity.ERROR if strict else Severity.WARNING
    unused = endpoints.by_region.keys() - {question.region for question in questions}
    return [
        Problem(
            "", 0, 0, f"--endpoint {region}=…: the catalogs have no image in {region}", severity
        )
        for region in sorted(unused)
    ]


def _ask(
    questions: Sequence[Question],
    key: AccessKeyText | None,
    endpoints: Endpoints,
    save: Path | None,
    problems: list[Problem],
) -> Answers:
    """What Alibaba Cloud says, kept in a file where one is named; raises `ProblemsError`.

    What comes in the way of keeping it is added to `problems`: the answers are judged all the same.
    """
    from generator.app.answer_files import refuse_other_file, save_answers
    from generator.audit.known import Known
    from generator.audit.saved import noted

    if save:
        refuse_other_file(save)
    known = Known()
    if not questions:
        return known.answers()
    from generator.alicloud.asking import ask

    asked = progress(ask(questions, key, endpoints), len(questions), "regions")
    # Regions answer in any order, and what is kept is the same each time.
    answered = sorted((reply for part in asked for reply in part), key=lambda each: each.region)
    replies = [*noted(answered, known)]
    answers = known.answers()
    if save and (answers.images or answers.asked):
        with collected(problems, str(save)):
            save_answers(save, replies)
            notes_to_stderr(f"wrote {save}")
    return answers
