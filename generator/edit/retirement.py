"""The verb `retire`: versions that have expired go, unless somebody still uses them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from generator.edit.landscape import said
from generator.edit.outcome import Outcome
from generator.edit.removal import removed
from generator.gardener.stages import expiration
from generator.problems import Problem, ProblemsError, Severity, fail, listed, nearest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from generator.edit.landscape import Landscape, Version
    from generator.edit.usage import Uses


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
        return date.fromordinal(max(1, self.as_of.toordinal() - self.grace))


def retired(
    landscape: Landscape,
    image: str | None,
    named: Sequence[str],
    deadline: Deadline,
    uses: Uses,
) -> Outcome:
    """What it takes to be rid of the expired versions of an image, or of all images.

    A version that is `named` and has not expired, or is in use, is an error; others stay for such
    reasons and are told of. One that is not there may have gone by the same command, which was
    interrupted afterwards: that is a warning. Raises `ProblemsError`.
    """
    absent = _absent(landscape, image, named) if image else []
    if image and named:
        expired = _named(landscape, image, named, deadline)
    else:
        expired = _expired(landscape, image, deadline)
    problems = [_in_use(landscape, key, uses[key]) for key in expired if key in uses]
    if problems and named:
        raise ProblemsError(problems)
    free = [key for key in expired if key not in uses]
    gone, changes, refused = removed(landscape, free, strict=bool(named))
    told = tuple(_told(landscape, key) for key in gone)
    return Outcome(
        told or (_nothing(image, deadline),),
        changes,
        tuple(gone),
        tuple(problem.message for problem in problems),
        tuple(_as_warning(problem) for problem in (*absent, *problems, *refused)),
    )


def _expired(landscape: Landscape, image: str | None, deadline: Deadline) -> list[tuple[str, str]]:
    return [
        (name, version)
        for name in ([image] if image else landscape.images())
        for version, node in landscape.versions(_known(landscape, name)).items()
        if deadline.passed(expiry(node))
    ]


def _known(landscape: Landscape, image: str) -> str:
    if image not in landscape.images():
        hint = nearest(image, landscape.images())
        raise fail(f"there is no image {image}", file=landscape.name, hint=hint)
    return image


def _named(
    landscape: Landscape, image: str, named: Sequence[str], deadline: Deadline
) -> list[tuple[str, str]]:
    """Those of the named versions that are there, all of which have expired."""
    versions = landscape.versions(image)
    there = [version for version in dict.fromkeys(named) if version in versions]
    problems = []
    for version in there:
        if not deadline.passed(expires := expiry(versions[version])):
            until = f"expires on {expires[:10]}" if expires else "has no expiration date"
            grace = f" and {deadline.grace} days of grace" if deadline.grace else ""
            message = f"{image} {version} has not expired: it {until}"
            expected = f"a date before {deadline.as_of}{grace}"
            problems.append(Problem(landscape.name, 0, 0, message, expected=expected))
    if problems:
        raise ProblemsError(problems)
    return [(image, version) for version in there]


def _absent(landscape: Landscape, image: str, named: Sequence[str]) -> list[Problem]:
    versions = landscape.versions(image)
    return [
        Problem(
            landscape.name,
            0,
            0,
            f"{image} has no version {version}",
            hint=nearest(version, versions) if versions else nearest(image, landscape.images()),
        )
        for version in dict.fromkeys(named)
        if version not in versions
    ]


def expiry(version: Version) -> str:
    """When a version expires, in RFC 3339; empty where it does not, or not legibly."""
    lifecycle = version.get("lifecycle")
    stages = lifecycle if isinstance(lifecycle, list) else ()
    return expiration(said(version, "expirationDate"), stages) or ""


def _in_use(landscape: Landscape, key: tuple[str, str], users: Sequence[str]) -> Problem:
    message = f"{' '.join(key)} is still used by {listed(users)}"
    return Problem(landscape.name, 0, 0, message, hint="the API server refuses to take it away")


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


def _told(landscape: Landscape, key: tuple[str, str]) -> str:
    expires = expiry(landscape.versions(key[0])[key[1]])
    return f"{key[0]} {key[1]}: retired, it expired on {expires[:10]}"


def _nothing(image: str | None, deadline: Deadline) -> str:
    of_image = f"of {image} " if image else ""
    return f"nothing {of_image}has expired before {deadline.day()} that can go"
