"""What applying the documents of a catalog would change of what is deployed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator.credentials.known_access_keys import KnownAccessKeys
from generator.credentials.tree import private_leaves
from generator.manifest.matching import different
from generator.review.changed import Changed
from generator.review.model import FolderReview, once

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from generator.manifest.matching import MatchedObjects
    from generator.manifest.objects import Object
    from generator.review.charts import Pull
    from generator.review.model import Statement, TextDiff


@dataclass(frozen=True, slots=True)
class ObjectReview:
    """What differs of one object."""

    item: Object
    is_new: bool
    meaning: tuple[Statement, ...]
    impact: tuple[Statement, ...]
    lines: tuple[TextDiff, ...]


def object_reviews(
    matches: Iterable[MatchedObjects], pull: Pull | None = None
) -> Iterator[ObjectReview]:
    """The review of each object of which something differs: deployed before, planned after."""
    for match in different(matches):
        old_file = match.old.file if match.old else ""
        changed = Changed(match, suspect=True, old_file=old_file, pull=pull)
        meaning, lines = tuple(changed.meaning()), tuple(changed.lines(None))
        if meaning or lines:
            impact = tuple(changed.impact())
            yield ObjectReview(match.either, match.old is None, meaning, impact, lines)


def review_deployed(
    name: str, matches: Iterable[MatchedObjects], pull: Pull | None = None
) -> FolderReview | None:
    """What differs between what is deployed and the documents of a catalog; None for nothing."""
    every = [*matches]
    found = [*object_reviews(every, pull)]
    if not found:
        return None
    review = FolderReview(
        name,
        once(each for review in found for each in review.meaning),
        once(each for review in found for each in review.impact),
        tuple(each for review in found for each in review.lines),
        is_new=all(match.old is None for match in every),
    )
    sides = (item for match in every for item in (match.old, match.new) if item)
    credentials = {leaf for item in sides for leaf in private_leaves(item.body)}
    return review.each_text(KnownAccessKeys(credentials).masked) if credentials else review
