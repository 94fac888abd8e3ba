"""Nobody knows whether an image exists, or whom it is shared with.

Either the calls in a region failed: the message has the reason, and the request ID that Alibaba
Cloud's support asks for. Or none of the answers in the files of `--from` is about the image. An
answer of `aliyun ecs DescribeImages` does not show which IDs were requested, so that an ID which it
lacks may exist. There is one finding for each region and reason.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.checks.audit.places import found_places, image_places
from generator.problems import Finding, Severity, and_more

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from generator.catalog import Catalog
    from generator.checks.answers import Answers
    from generator.checks.audit.places import ImagePlace

ID = "image-not-asked"
SEVERITY = Severity.WARNING


def check_answers(catalog: Catalog, answers: Answers) -> Iterator[Finding]:
    """Look for images of which nothing is known, then for those whose accounts are not."""
    regions = frozenset(region for region, _ in answers.images)
    unknown = (place for place in image_places(catalog) if not answers.is_known(place.key))
    for (region, reason), (first, more) in _groups(
        (place, _reason(place, answers, regions)) for place in unknown
    ):
        where = f" in {region}" if region else ""
        message = f"whether {first.image_id} exists{where} is not known: {reason}"
        yield Finding(first.path, message + more)
    for (region, reason), (first, more) in _groups(_without_shares(catalog, answers)):
        message = f"who may use {first.image_id} in {region} is not known: {reason}"
        yield Finding(first.path, message + more)


def _reason(place: ImagePlace, answers: Answers, regions: frozenset[str]) -> str:
    if not place.region:
        return "its region is not known"
    if known := answers.reasons.get(place.key) or answers.gaps.get(place.region):
        return known
    if place.region in regions:
        return "the answers lack it, and do not show whether it was requested"
    return "no answer is about this region"


def _without_shares(catalog: Catalog, answers: Answers) -> Iterator[tuple[ImagePlace, str]]:
    """The account's own shared images of which no answer says who may use them, and why."""
    if not catalog.accounts:
        return
    for place, image in found_places(catalog, answers, shared=True):
        if image.owner_alias in ("", "self") and place.key not in answers.shares:
            yield place, answers.share_reasons.get(place.key, "no answer is about its accounts")


def _groups(
    found: Iterable[tuple[ImagePlace, str]],
) -> Iterator[tuple[tuple[str, str], tuple[ImagePlace, str]]]:
    """For each region and reason the first place, and the end of a message about the others."""
    groups: dict[tuple[str, str], list[ImagePlace]] = {}
    for place, reason in found:
        groups.setdefault((place.region, reason), []).append(place)
    for group, (first, *others) in groups.items():
        yield group, (first, and_more(len(others), "this region"))
