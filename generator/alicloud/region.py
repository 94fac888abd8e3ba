"""The calls of one region: batches of image IDs, page by page, and accounts image by image.

An answer counts only where it is what the API documents, about what was asked: else images would
seem to be missing of which nothing is known.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from generator.alicloud.backoff import CallError, Cause
from generator.audit.calls import MOST_IDS, STATUSES, Action, Failure, Reply
from generator.problems import quoted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from generator.audit.calls import Question

    Call = Callable[[Action, str, Mapping[str, object]], Mapping[str, Any]]
    """What makes a call in a region, with parameters; raises `CallError`."""

MOST_PAGES: Final = 100
"""Pages of one list: an account has some hundred images in a region."""

_LEFT_OUT: Final = (
    # For a boolean, the SDK would send `True`.
    {"image_owner_alias": "others", "is_public": "true"},
    {"image_owner_alias": "marketplace"},
)
"""How to ask for images that DescribeImages leaves out unless it is: of the community, for sale."""

_LISTS: Final = {
    Action.IMAGES: (("Images", "Image", "ImageId"),),
    Action.SHARES: (("Accounts", "Account", "AliyunId"), ("ShareGroups", "ShareGroup", "Group")),
}
"""Where the entries of a page are, and the key by which each is known."""


def ask_region(question: Question, call: Call) -> tuple[Reply, ...]:
    """The replies to all calls that a question takes, whatever becomes of them.

    Accounts are asked of images that the account owns: only their owner may see them.
    """
    region = _Region(question.region, call)
    # A list would be taken for several IDs; no image has such a one.
    wanted = [each for each in question.image_ids if "," not in each]
    replies: list[Reply] = []
    for start in range(0, len(wanted), MOST_IDS):
        replies += region.images(tuple(wanted[start : start + MOST_IDS]))
    own = {image["ImageId"] for image in _images(replies) if image.get("ImageOwnerAlias") == "self"}
    if question.own_images:
        replies += region.pages(Action.IMAGES, (), image_owner_alias="self", status=STATUSES)
    for image_id in question.shared_ids:
        if image_id in own:
            replies += region.pages(Action.SHARES, (image_id,), image_id=image_id)
    return tuple(replies)


def _images(replies: Iterable[Reply]) -> Iterator[Mapping[str, Any]]:
    for reply in replies:
        if not isinstance(reply.body, Failure):
            yield from reply.body["Images"]["Image"]


class _Region:
    """What is called in one region."""

    def __init__(self, region: str, call: Call) -> None:
        self._region = region
        self._call = call
        self._given_up: dict[Action, Failure] = {}

    def images(self, ids: tuple[str, ...]) -> list[Reply]:
        """The replies about images by their IDs; those that are not found are asked for anew."""
        replies: list[Reply] = []
        for kind in ({}, *_LEFT_OUT):
            found = {image["ImageId"] for image in _images(replies)}
            missing = tuple(each for each in ids if each not in found)
            if missing and not any(isinstance(reply.body, Failure) for reply in replies):
                parameters = {"image_id": ",".join(missing), "status": STATUSES, **kind}
                replies += self.pages(Action.IMAGES, missing, **parameters)
        return replies

    def pages(self, action: Action, ids: tuple[str, ...], **parameters: object) -> Iterator[Reply]:
        """The replies about some images, the last of which is a failure where pages are missing."""
        count = 0
        for number in range(1, MOST_PAGES + 1):
            body = self._page(action, {**parameters, "page_number": number, "page_size": MOST_IDS})
            entries = 0 if isinstance(body, Failure) else _count(action, body)
            count += entries
            if not isinstance(body, Failure) and not entries and count < body["TotalCount"]:
                body = _invalid(f"it has {count} of {body['TotalCount']} entries")
            yield Reply(action, self._region, ids, body)
            if isinstance(body, Failure) or count >= body["TotalCount"]:
                return
        yield Reply(action, self._region, ids, _invalid(f"it has more than {MOST_PAGES} pages"))

    def _page(self, action: Action, parameters: dict[str, object]) -> Mapping[str, Any] | Failure:
        if action in self._given_up:
            return self._given_up[action]
        try:
            body = self._call(action, self._region, parameters)
        except CallError as error:
            if error.cause is not Cause.CALL:
                self._given_up[action] = error.failure
            return error.failure
        wrong = _wrong(action, self._region, parameters, body)
        return _invalid(wrong) if wrong else body


def _count(action: Action, body: Mapping[str, Any]) -> int:
    return sum(len(body.get(outer, {}).get(inner, ())) for outer, inner, _ in _LISTS[action])


def _invalid(message: str) -> Failure:
    return Failure("InvalidAnswer", f"the answer: {message}")


def _wrong(
    action: Action, region: str, parameters: Mapping[str, object], body: Mapping[str, Any]
) -> str:
    """What an answer says that does not fit its call; empty where all does."""
    if body.get("RegionId") != region:
        return f"it is about {quoted(str(body.get('RegionId')))}, not {quoted(region)}"
    for name, key in (("PageNumber", "page_number"), ("ImageId", "image_id")):
        found, asked = body.get(name), parameters.get(key)
        if found not in (None, asked):
            return f"its {name} is {quoted(str(found))}, not {quoted(str(asked))}"
    total = body.get("TotalCount")
    if type(total) is not int or total < 0:
        return "it has no TotalCount"
    lists = _LISTS[action]
    if not any(inner in body.get(outer, {}) for outer, inner, _ in lists):
        return f"it has no {lists[0][0]}"
    for outer, inner, key in lists:
        entries = body.get(outer, {}).get(inner, ())
        if not all(isinstance(entry.get(key), str) for entry in entries):
            return f"{outer} has an entry without {key}"
    return ""
