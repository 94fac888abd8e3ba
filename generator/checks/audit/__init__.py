"""Mistakes that only Alibaba Cloud knows of: one rule, one module, listed here.

They are rules like all others, but for what they look at: `check_answers(catalog, answers)` gets
what the cloud says of the images, so that `audit` alone runs them, and imports them.

`places` is not a rule, but has what several of them need.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from generator.checks.audit import (
    image_architecture,
    image_not_asked,
    image_not_available,
    image_not_found,
    image_not_offered,
    image_not_owned,
    image_not_shared,
    image_share_limit,
    orphaned_image,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.catalog import Catalog
    from generator.checks.answers import Answers
    from generator.problems import Finding, Severity


class AnswerRule(Protocol):
    """A rule about what a catalog says of images, beside what the cloud says of them."""

    ID: str
    SEVERITY: Severity
    __doc__: str | None

    def check_answers(self, catalog: Catalog, answers: Answers, /) -> Iterator[Finding]:
        """What is wrong with the images of a catalog, or in what is known of them."""


RULES: tuple[AnswerRule, ...] = (
    image_architecture,
    image_not_asked,
    image_not_available,
    image_not_found,
    image_not_offered,
    image_not_owned,
    image_not_shared,
    image_share_limit,
    orphaned_image,
)
