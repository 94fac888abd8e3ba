"""Catalogs beside what Alibaba Cloud says of their images."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.app.access_keys import AccessKeys, KeySource
from generator.app.project import project_catalogs
from generator.audit.orphans import orphans_in, with_orphans
from generator.checks import Severities, check_answers
from generator.checks.audit.places import image_places
from generator.credentials.policy import is_reference
from generator.problems import Finding, Problem, ProblemsError, collected

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from generator.app.selection import Selection
    from generator.app.sources import Sources
    from generator.catalog import Catalog
    from generator.checks.answers import Answers
    from generator.credentials.access_key import AccessKeyText
    from generator.problems import Severity


def owner_key(catalogs: Sequence[Catalog], sources: Sources) -> AccessKeyText:
    """The access key of the one account that owns the images of all catalogs, of which one is.

    Raises `ProblemsError` where a catalog has no key, or another one than the first.
    """
    found: dict[AccessKeyText, Catalog] = {}
    problems: list[Problem] = []
    for catalog in catalogs:
        with collected(problems, catalog.file):
            found.setdefault(_key_of(catalog, sources), catalog)
    for other in [*found.values()][1:]:
        message = f"the owner's access key is not the one in {catalogs[0].file}"
        hint = "a call uses one account: name the catalogs of one owner"
        problems += sources.located([Finding(("ownerSecret",), message, hint=hint)], other)
    if problems:
        raise ProblemsError(problems)
    return next(iter(found))


def _key_of(catalog: Catalog, sources: Sources) -> AccessKeyText:
    keys = AccessKeys(
        catalog, KeySource.FETCHED, lambda _: {}, with_secrets=True, secret_values=True
    )
    key = keys.owner()
    if keys.findings:
        raise ProblemsError(sources.located(keys.findings, catalog))
    if key is None or is_reference(key.id) or is_reference(key.secret):
        message = "the catalog has no access key of the owner"
        expected = "accessKeyID and accessKeySecret, from environment variables or files"
        raise ProblemsError(
            sources.located([Finding(("ownerSecret",), message, expected)], catalog)
        )
    return key


def add_orphans(
    answers: Answers, pattern: str, selection: Selection, sources: Sources, problems: list[Problem]
) -> Answers:
    """The answers with images that no catalog names, neither of the call nor of its project.

    None is told where a catalog cannot be read; why is added to `problems`.
    """
    project = selection.project
    named = [*selection.files, *(project_catalogs(project, problems) if project else ())]
    unread: list[Problem] = []
    texts: dict[str, str] = {}
    for file in dict.fromkeys(named):
        with collected(unread, file):
            texts |= {layer.file: layer.text for layer in sources.layers(file)}
    problems += unread
    return answers if unread else with_orphans(answers, pattern, texts.values())


def judge(
    catalogs: Sequence[Catalog],
    answers: Answers,
    sources: Sources,
    chosen: Mapping[str, Severity | None],
    *,
    strict: bool,
) -> list[Problem]:
    """What is wrong with the images of catalogs; that nothing is known of any is an error.

    `chosen` and `strict` are those of `Severities`. An orphan is told of the first catalog that has
    images in its region, or of the last one where none has.
    """
    problems: list[Problem] = []
    known, unknown, told = 0, 0, set[str]()
    for catalog in catalogs:
        with collected(problems, catalog.file):
            keys = {place.key for place in image_places(catalog)}
            regions = {region for region, _ in keys}
            if catalog is catalogs[-1]:
                regions |= {image.region for image in answers.orphans or ()}
            regions -= told
            severities = Severities(catalog, chosen, strict=strict)
            found = check_answers(catalog, orphans_in(answers, regions), severities)
            problems += sources.located([*found], catalog)
            told |= regions
            known += (number := sum(map(answers.is_known, keys)))
            unknown += len(keys) - number
    if unknown and not known:
        message = "Alibaba Cloud gave no answer about any image of these catalogs"
        problems.append(Problem("", 0, 0, message))
    return problems
