"""The section `holdBack`: the newest versions, kept out of a landscape until they have settled."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from generator.decode import keys
from generator.decode.reader import Format
from generator.versions import version_order

if TYPE_CHECKING:
    from generator.catalog.images import Image, ImageVersion
    from generator.decode.reader import Section


_COUNT = Format(re.compile(r"[1-9][0-9]{0,3}"), "a whole number from 1")


def hold_back(top: Section, images: tuple[Image, ...], as_of: date | None) -> tuple[Image, ...]:
    """The images without their newest versions; an image that has no other is left out.

    `versions: N` keeps out the N newest of each image, `days: N` those `released` less than N days
    before `as_of`; a version that does not say when it was released counts as settled.
    """
    section = top.section("holdBack", keys.HOLD_BACK)
    count, days = section.text("versions", _COUNT), section.text("days", _COUNT)
    if count and days:
        section.wrong((), "versions stands beside days", "one of the two")
    if days and as_of is None:
        section.wrong(("days",), "days are counted from a date", "`--as-of DATE`, or today")
    if count:
        return _without([(image, _newest(image, int(count))) for image in images])
    if days and as_of is not None:
        since = date.fromordinal(max(1, as_of.toordinal() - int(days))).isoformat()
        return _without([(image, _released_after(image, since)) for image in images])
    return images


def _newest(image: Image, count: int) -> list[ImageVersion]:
    return sorted(image.versions, key=lambda version: version_order(version.version))[-count:]


def _released_after(image: Image, since: str) -> list[ImageVersion]:
    return [version for version in image.versions if (version.released or "") > since]


def _without(held: list[tuple[Image, list[ImageVersion]]]) -> tuple[Image, ...]:
    left = [
        replace(image, versions=tuple(v for v in image.versions if v not in versions))
        for image, versions in held
    ]
    return tuple(image for image in left if image.versions)
