"""Answers of the API, read: what is known of images, and why nothing is known of others.

An answer comes from the API, from a file that `audit --save` wrote, or from `aliyun ecs`. The first
two have a `Request`, the parameters of their call in the API's words: only by these, an image that
an answer lacks is known not to exist.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from generator.audit.calls import Action
from generator.checks.answers import Answers, Shares
from generator.gardener.regions import REGION_OF_PREFIX
from generator.importing import describe_images
from generator.importing.answer_pages import missing_images
from generator.importing.release import required_text
from generator.problems import counted
from generator.reading.text_formats import IMAGE_ID, REGION, WORD, one_of
from generator.record import Record

if TYPE_CHECKING:
    from generator.checks.answers import CloudImage, Key
    from generator.importing.answer_pages import Answer
    from generator.manifest.located_objects import LocatedObject

_ACTION: Final = one_of(*Action)
_EVERYBODY: Final = "all"
"""The group with which a public image is shared."""


class _Request(Record):
    """What a call asked for; everything is empty where an answer does not say it."""

    action: str = ""
    region: str = ""
    image_ids: tuple[str, ...] = ()

    @property
    def keys(self) -> frozenset[Key]:
        """The images that it asked for."""
        return frozenset((self.region, image_id) for image_id in self.image_ids)


class Known:
    """What some answers say, one after the other; of an image that is in several, the last."""

    def __init__(self) -> None:
        self._images: dict[Key, CloudImage] = {}
        self._pages: dict[tuple[str, frozenset[Key]], list[Answer]] = {}
        self._accounts: dict[Key, set[str]] = {}
        self._totals: dict[Key, int] = {}
        self._public: set[Key] = set()
        self._reasons: dict[Key, str] = {}
        self._share_reasons: dict[Key, str] = {}
        self._gaps: dict[str, str] = {}

    def add(self, item: LocatedObject) -> None:
        """Note what an answer says; raises `ProblemsError` for what is none, and notes nothing."""
        request = _request(item)
        if describe_images.matches(item):
            self._add_images(item, request)
        elif {"Accounts", "ShareGroups"} & item.body.keys():
            self._add_shares(item, request)
        elif request.action and "Code" in item.body:
            self._add_failure(request, _reason(item))
        else:
            names = " or ".join(Action)
            hint = "`audit --save FILE` writes such answers, `aliyun ecs` prints them"
            raise item.refusal(
                (), "this is not an answer of Alibaba Cloud's API", f"an answer of {names}", hint
            )

    def answers(self) -> Answers:
        """All that is known by now."""
        asked: set[Key] = set()
        listed: set[str] = set()
        reasons, gaps = dict(self._reasons), dict(self._gaps)
        for (region, keys), pages in self._pages.items():
            missing = [note.message for note in missing_images(pages)]
            if not missing:
                asked |= keys
                listed |= set() if keys else {region}
            elif keys:
                reasons |= dict.fromkeys(keys, missing[0])
            else:
                gaps[region] = missing[0]
        shares = {key: Shares(frozenset(), everybody=True) for key in self._public}
        share_reasons = dict(self._share_reasons)
        for key, accounts in self._accounts.items():
            if len(accounts) < self._totals[key]:
                of = counted(self._totals[key], "account")
                absent = f"only {len(accounts)} of {of} are in the answers"
                share_reasons.setdefault(key, absent)
            else:
                shares.setdefault(key, Shares(frozenset(accounts), everybody=False))
        return Answers(
            images=self._images,
            # Who was answered first, and not later, knows but a part.
            asked=frozenset(asked - self._reasons.keys()),
            shares=shares,
            reasons=reasons,
            share_reasons=share_reasons,
            gaps=gaps,
            listed=frozenset(listed),
        )

    def _add_images(self, item: LocatedObject, request: _Request) -> None:
        page = describe_images.page(item, request.region)
        self._images |= {
            (image.region, image.image_id): image
            for image in [*describe_images.images(item, request.region)]
        }
        self._pages.setdefault((page.region, request.keys), []).append(page)
        for key in request.keys:
            self._reasons.pop(key, None)

    def _add_shares(self, item: LocatedObject, request: _Request) -> None:
        image_id = required_text(item, item.tree, ("ImageId",), IMAGE_ID)
        region = request.region or item.text("RegionId") or REGION_OF_PREFIX.get(image_id[2:5], "")
        if not region:
            raise item.refusal((), "the region is not known", "RegionId next to ImageId")
        accounts = {
            required_text(item, entry, (*path, "AliyunId"), WORD)
            for path, entry in item.entries("Accounts", "Account")
        }
        groups = {
            required_text(item, entry, (*path, "Group"), WORD)
            for path, entry in item.entries("ShareGroups", "ShareGroup")
        }
        total = item.text("TotalCount")
        key = region, image_id
        self._accounts.setdefault(key, set()).update(accounts)
        number = int(total) if total.isdecimal() and len(total) < 10 else 0
        self._totals[key] = max(number, self._totals.get(key, 0))
        if _EVERYBODY in groups:
            self._public.add(key)

    def _add_failure(self, request: _Request, reason: str) -> None:
        if request.action == Action.SHARES:
            self._share_reasons |= dict.fromkeys(request.keys, reason)
        elif request.image_ids:
            self._reasons |= dict.fromkeys(request.keys, reason)
        else:
            self._gaps[request.region] = reason


def _request(item: LocatedObject) -> _Request:
    stated = item.part("Request")
    if not stated:
        return _Request()
    action = required_text(item, stated, ("Request", "Action"), _ACTION)
    region = required_text(item, stated, ("Request", "RegionId"), REGION)
    answered = item.text("RegionId")
    if answered not in ("", region):
        raise item.refusal(("RegionId",), f"the answer is about {answered}", region)
    ids = item.text("Request", "ImageId")
    return _Request(action, region, tuple(ids.split(",")) if ids else ())


def _reason(item: LocatedObject) -> str:
    """Why a call has no answer, in one sentence."""
    code, message, request_id = map(item.text, ("Code", "Message", "RequestId"))
    words = ": ".join(filter(None, (code, message)))
    return words + (f" (request ID {request_id})" if request_id else "")
