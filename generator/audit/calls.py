"""What is asked of Alibaba Cloud, and what comes back: the calls of one region.

Two operations of the API (ECS 2014-05-26) are called, and both only read. An answer is kept as the
JSON object that the API documents, which is also what `aliyun ecs` prints.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

MOST_IDS = 100
"""Image IDs in one call of DescribeImages, and images or accounts on one page."""

STATUSES = "Creating,Waiting,Available,UnAvailable,CreateFailed,Deprecated"
"""Every `Status` of an image; without it, DescribeImages only knows those that are Available."""


class Action(StrEnum):
    """The operations that are called."""

    IMAGES = "DescribeImages"
    SHARES = "DescribeImageSharePermission"


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked in one region: once for all catalogs of a call, each ID once.

    `image_ids` are those that catalogs have there, public ones too. `shared_ids` are those among
    them of which the accounts are asked that may use them. With `own_images`, all images that the
    account owns there are asked for as well.
    """

    region: str
    image_ids: tuple[str, ...]
    shared_ids: tuple[str, ...] = ()
    own_images: bool = False


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a call has no answer: the API's error code and message, or words of ours for both.

    `request_id` is what Alibaba Cloud's support asks for; empty where no answer came at all. The
    message holds no credential.
    """

    code: str
    message: str
    request_id: str = ""


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back of one call (a page is a call of its own).

    `image_ids` are those that the call asked for; of `DescribeImages` empty where it asked for all
    images that the account owns. `body` is the JSON object that the API documents, such as
    `{"RequestId": …, "RegionId": …, "TotalCount": …, "Images": {"Image": [{"ImageId": …}]}}`.
    """

    action: Action
    region: str
    image_ids: tuple[str, ...]
    body: Mapping[str, Any] | Failure = field(repr=False)


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where the API is asked in place of the usual host; `plain` is HTTP, only for loopback."""

    host: str
    plain: bool = False


@dataclass(frozen=True, slots=True)
class Endpoints:
    """Hosts (HOST or HOST:PORT) by region; `other` is for regions that have none of their own.

    None is what the SDK knows.
    """

    by_region: Mapping[str, Endpoint] = field(default_factory=dict)
    other: Endpoint | None = None

    def of(self, region: str) -> Endpoint | None:
        """The endpoint of a region."""
        return self.by_region.get(region, self.other)
