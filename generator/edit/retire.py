"""The verb `retire`: versions that have expired go, unless somebody still uses them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator.edit.catalog_files import text_at
from generator.edit.changes import ChangeSet
from generator.edit.remove_versions import remove_versions
from generator.gardener.stages import expiration
from generator.problems import Problem, ProblemsError, Severity, fail, listed, nearest
from generator.reading.dates import days_after

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from generator.edit.catalog_files import CatalogFiles, Version
    from generator.edit.usage import VersionsInUse


@dataclass(frozen=True, slots=True)
class Deadline:
    """A version has to have expired `grace` days before `as_of`."""

    as_of: date
    grace: int = 0

    def passed(self, expires: str) -> bool:
        """Whether a time in RFC 3339 is past; an empty one never is."""
        return bool(expires) and expires < self.day().isoformat()

    def day(self) -> date:
        """The day before which a version has to have expired."""
        return days_after(self.as_of, -self.grace)


def retire_versions(
    catalog: CatalogFiles,
    image: str | None,
    named: Sequence[str],
    deadline: Deadline,
    uses: VersionsInUse,
) -> ChangeSet:
    """The changes that remove the expired versions of an image, or of all images.

    A version that is `named` and has not expired, or is in use, is an error. Others stay where they
    are in use, which is a warning. A named version that is not there is a warning, too: the same
    command may have removed it before it was interrupted. Raises `ProblemsError`.
    """
    absent = _absent(catalog, image, named) if image else []
    if image and named:
        expired = _named(catalog, image, named, deadline)
    else:
        expired = _expired(catalog, image, deadline)
    problems = [_in_use(catalog, key, uses[key]) for key in expired if key in uses]
    if problems and named:
        raise ProblemsError(problems)
    free = [key for key in expired if key not in uses]
    gone, changes, refused = remove_versions(catalog, free, strict=bool(named))
    messages = tuple(_message(catalog, key) for key in gone)
    return ChangeSet(
        messages or (_nothing(image, deadline),),
        changes,
        tuple(gone),
        tuple(problem.message for problem in problems),
        tuple(_as_warning(problem) for problem in (*absent, *problems, *refused)),
    )


def _expired(catalog: CatalogFiles, image: str | None, deadline: Deadline) -> list[tuple[str, str]]:
    return [
        (name, version)
        for name in ([image] if image else catalog.images())
        for version, node in catalog.versions(_known(catalog, name)).items()
        if deadline.passed(expiry(node))
    ]


def _known(catalog: CatalogFiles, image: str) -> str:
    if image not in catalog.images():
        hint = nearest(image, catalog.images())
        raise fail(f"there is no image {image}", file=catalog.name, hint=hint)
    return image


def _named(
    catalog: CatalogFiles, image: str, named: Sequence[str], deadline: Deadline
) -> list[tuple[str, str]]:
    """Those of the named versions that are there, all of which have expired."""
    versions = catalog.versions(image)
    there = [version for version in dict.fromkeys(named) if version in versions]
    problems = []
    for version in there:
        if not deadline.passed(expires := expiry(versions[version])):
            until = f"expires on {expires[:10]}" if expires else "has no expiration date"
            grace = f" and {deadline.grace} days of grace" if deadline.grace else ""
            message = f"{image} {version} has not expired: it {until}"
            expected = f"a date before {deadline.as_of}{grace}"
            problems.append(Problem(catalog.name, 0, 0, message, expected=expected))
    if problems:
        raise ProblemsError(problems)
    return [(image, version) for version in there]


def _absent(catalog: CatalogFiles, image: str, named: Sequence[str]) -> list[Problem]:
    versions = catalog.versions(image)
    return [
        Problem(
            catalog.name,
            0,
            0,
            f"{image} has no version {version}",
            hint=nearest(version, versions) if versions else nearest(image, catalog.images()),
        )
        for version in dict.fromkeys(named)
        if version not in versions
    ]


def expiry(version: Version) -> str:
    """When a version expires, in RFC 3339; empty where it does not, or not legibly."""
    lifecycle = version.get("lifecycle")
    stages = lifecycle if isinstance(lifecycle, list) else ()
    return expiration(text_at(version, "expirationDate"), stages) or ""


def _in_use(catalog: CatalogFiles, key: tuple[str, str], users: Sequence[str]) -> Problem:
    message = f"{' '.join(key)} is still used by {listed(users)}"
    return Problem(catalog.name, 0, 0, message, hint="the API server refuses to remove it")


def _as_warning(problem: Problem) -> Problem:
    return Problem(
        problem.file,
        problem.line,
        problem.column,
        problem.message,
        severity=Severity.WARNING,
        expected=problem.expected,
        hint=problem.hint,
    )


def _message(catalog: CatalogFiles, key: tuple[str, str]) -> str:
    expires = expiry(catalog.versions(key[0])[key[1]])
    return f"{key[0]} {key[1]}: retired, it expired on {expires[:10]}"


def _nothing(image: str | None, deadline: Deadline) -> str:
    of_image = f"of {image} " if image else ""
    return f"nothing {of_image}has expired before {deadline.day()} that can be removed"
