"""Images of the account that no catalog names."""

from __future__ import annotations

import re
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from generator.checks.answers import Answers

_ID: Final = re.compile(r"m-[a-z0-9]+")


def with_orphans(answers: Answers, pattern: str, texts: Iterable[str]) -> Answers:
    """The answers with the account's images whose names match a pattern of the shell.

    An ID counts as named wherever it stands in the `texts` of catalogs, also in one that is held
    back, left out, or in a comment: somebody may delete what is found here.
    """
    named = {image_id for text in texts for image_id in _ID.findall(text)}
    found = (
        image
        for _, image in sorted(answers.images.items())
        if image.owner_alias == "self"
        and image.image_id not in named
        and fnmatchcase(image.name, pattern)
    )
    return answers._replace(orphans=tuple(found))


def orphans_in(answers: Answers, regions: Collection[str]) -> Answers:
    """The answers with the orphans of some regions alone, and why there may be more of them."""
    if answers.orphans is None:
        return answers
    gaps = {
        region: answers.gaps.get(region, "the answers do not list all images of the account there")
        for region in sorted(regions)
        if region and region not in answers.listed
    }
    found = tuple(image for image in answers.orphans if image.region in regions)
    return answers._replace(orphans=found, orphan_gaps=gaps)
