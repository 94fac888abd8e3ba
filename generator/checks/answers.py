"""What Alibaba Cloud says of images, whoever asked it: the values that rules compare with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeAlias

from generator.record import Record

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Key: TypeAlias = "tuple[str, str]"
"""Region and ID of an image."""

MOST_ACCOUNTS: Final = 50
"""Accounts that an image can be shared with, as Alibaba Cloud documents its quota."""


class CloudImage(Record):
    """An image in a region, as DescribeImages describes it; texts are empty that it lacks.

    `architecture` has Gardener's name where Gardener has one. `owner_alias` is `self` for an image
    of the account that asked, `system` for one of Alibaba Cloud, else `others` or `marketplace`.
    `created` is an ISO 8601 time in UTC.
    """

    region: str
    image_id: str
    name: str
    status: str
    architecture: str
    owner_alias: str
    owner_id: str
    created: str


class Shares(Record):
    """Whom an image is shared with: accounts, or `everybody` where it is public."""

    accounts: frozenset[str]
    everybody: bool

    def missing(self, accounts: Sequence[str], owner_id: str) -> list[str]:
        """Those of some accounts that may not use the image; its owner may."""
        if self.everybody:
            return []
        return [each for each in accounts if each not in self.accounts and each != owner_id]


class Answers(Record):
    """What is known, by region and ID; what is not known is in none of the mappings.

    `asked` are those that somebody asked for and got a whole answer: if they are not among the
    `images`, they do not exist. `reasons` say why others are not known, `share_reasons` why their
    `shares` are not, and `gaps` what is missing of a region as a whole. In `listed` regions, all
    images of the account are known. `orphans` are those that no catalog names, None where nobody
    looked for them; `orphan_gaps` says for some regions why there may be more.
    """

    images: Mapping[Key, CloudImage]
    asked: frozenset[Key]
    shares: Mapping[Key, Shares]
    reasons: Mapping[Key, str]
    share_reasons: Mapping[Key, str]
    gaps: Mapping[str, str]
    listed: frozenset[str]
    orphans: tuple[CloudImage, ...] | None = None
    orphan_gaps: Mapping[str, str] = {}

    def is_known(self, key: Key) -> bool:
        """Whether an image exists or does not: False where nobody can tell."""
        return key in self.images or key in self.asked
