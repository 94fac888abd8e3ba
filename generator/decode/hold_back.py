"""The section `holdBack`: the newest versions, kept out of a landscape until they have settled."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.decode import catalog_keys
from generator.gardener.version_order import version_order
from generator.reading.dates import days_after
from generator.reading.text_formats import Format

if TYPE_CHECKING:
    from datetime import date

    from generator.catalog.images import Image
    from generator.catalog.profile import NamespacedCloudProfile
    from generator.reading.section import Section

COUNT = Format(r"[1-9][0-9]{0,3}", "a whole number from 1")


def hold_back(top: Section, images: tuple[Image, ...], as_of: date | None) -> tuple[Image, ...]:
    """The images without their newest versions; an image that has no other is left out.

    `versions: N` keeps out the N newest of each image, `days: N` those `released` less than N days
    before `as_of`; a version that does not say when it was released counts as settled.
    """
    section = top.section("holdBack", catalog_keys.HOLD_BACK)
    settled = _settled(section, images, as_of)
    if images and not settled:
        message = "every version of every image is held back"
        expected = "at least one older version that is not held back"
        section.wrong((), message, expected, relies_on=(("images",),))
    return settled


def settled_or_named(
    every: tuple[Image, ...],
    settled: tuple[Image, ...],
    profiles: tuple[NamespacedCloudProfile, ...],
) -> tuple[Image, ...]:
    """The settled versions, and those that a NamespacedCloudProfile names, even if they are new."""
    wanted = _keys(settled).union(*(_keys(profile.images) for profile in profiles))
    return _kept(every, wanted)


def drop_expirations_of_held_back(
    profiles: tuple[NamespacedCloudProfile, ...],
    every: tuple[Image, ...],
    settled: tuple[Image, ...],
) -> tuple[NamespacedCloudProfile, ...]:
    """The profiles without expiration dates of versions that their parent does not have yet."""
    waiting = _keys(every) - _keys(settled)
    if not waiting:
        return profiles
    return tuple(
        profile._replace(
            expirations={
                image: left
                for image, dates in profile.expirations.items()
                if (left := {v: date for v, date in dates.items() if (image, v) not in waiting})
            },
        )
        for profile in profiles
    )


def _settled(section: Section, images: tuple[Image, ...], as_of: date | None) -> tuple[Image, ...]:
    count, days = section.text("versions", COUNT), section.text("days", COUNT)
    if count and days:
        section.wrong((), "versions and days cannot be combined", "one of the two")
    if days and as_of is None:
        section.wrong(
            ("days",), "days needs a date to count from", "`--as-of DATE`, or `--as-of today`"
        )
    held: set[tuple[str, str]] = set()
    if count:
        held = {(image.name, v) for image in images for v in _newest(image, int(count))}
    elif days and as_of is not None:
        since = days_after(as_of, -int(days)).isoformat()
        held = {(image.name, v) for image in images for v in _released_after(image, since)}
    return _kept(images, _keys(images) - held)


def _newest(image: Image, count: int) -> list[str]:
    return sorted((version.version for version in image.versions), key=version_order)[-count:]


def _released_after(image: Image, since: str) -> list[str]:
    return [v.version for v in image.versions if (v.released or "") > since]


def _keys(images: tuple[Image, ...]) -> set[tuple[str, str]]:
    return {(image.name, version.version) for image in images for version in image.versions}


def _kept(images: tuple[Image, ...], wanted: set[tuple[str, str]]) -> tuple[Image, ...]:
    """The images with only these versions; an image without any is left out."""
    left = (
        image._replace(
            versions=tuple(v for v in image.versions if (image.name, v.version) in wanted)
        )
        for image in images
    )
    return tuple(image for image in left if image.versions)
