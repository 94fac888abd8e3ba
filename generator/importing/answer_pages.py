"""Whether answers of DescribeImages are all the images of their regions.

The API (ECS 2014-05-26) answers in pages: `PageNumber` of at most 100 images (`PageSize`, 10 unless
the call says otherwise) with `TotalCount`, the images in all; or, as newer operations do, with a
`NextToken` by which the next page is asked for. `aliyun … --pager` asks for all of them, and
prints the images without any of these fields.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from generator.importing.release import Note
from generator.problems import counted, listed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from generator.manifest.located_objects import LocatedObject
    from generator.problems import Path

_USUAL_SIZES: Final = (10, 100)
"""Images of a full page: by default, and at most."""

_MOST_PAGES: Final = 10_000
"""Pages whose numbers are looked at; a region has some dozens."""

_HINT: Final = "ask with `--pager` for all of them"


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer: its region, and the IDs of its images. Numbers that it lacks are 0."""

    item: LocatedObject
    region: str
    ids: tuple[str, ...]
    number: int
    size: int
    total: int
    has_next: bool

    @property
    def is_full(self) -> bool:
        """Whether there may be images on another page, as far as the answer alone can tell."""
        if self.size:
            return len(self.ids) >= self.size
        return len(self.ids) in _USUAL_SIZES


def answer(item: LocatedObject, region: str, ids: tuple[str, ...]) -> Answer:
    """What an item says of its page; raises `ProblemsError` for numbers of another type."""
    number, size, total = map(_number, map(item.text, ("PageNumber", "PageSize", "TotalCount")))
    return Answer(item, region, ids, number, size, total, bool(item.text("NextToken")))


def missing_images(answers: Iterable[Answer]) -> list[Note]:
    """A note for each region of which images are missing, or may be."""
    by_region: dict[str, list[Answer]] = {}
    # A page after the last one is empty, and may not even say its region.
    for each in (each for each in answers if each.ids or each.region or each.has_next):
        by_region.setdefault(each.region, []).append(each)
    return [note for region, found in by_region.items() for note in _missing(region, found)]


def _missing(region: str, answers: Sequence[Answer]) -> Iterator[Note]:
    """What is missing of one region; several calls may ask for some of its images each."""
    parts = [each for each in answers if not each.total or len({*each.ids}) < each.total]
    if not parts:
        return
    first, place = parts[0], f" in {region}" if region else ""
    count = len({image_id for each in answers for image_id in each.ids})
    total = max(each.total for each in parts)
    if total:
        if count < total:
            path: Path = ("TotalCount",) if first.total else ()
            what = f"{count} of {counted(total, 'image')}{place} are here{_absent(parts, total)}"
            yield Note(first.item, path, f"{what}: {_HINT}")
    elif all(each.has_next for each in parts):
        what = f"there are more images{place} than these"
        yield Note(first.item, ("NextToken",), f"{what}, as NextToken asks for more: {_HINT}")
    elif absent := _absent(parts, 0):
        yield Note(first.item, ("PageNumber",), f"not all images{place} are here{absent}: {_HINT}")
    elif (last := max(parts, key=lambda each: each.number)).is_full and not last.has_next:
        what = f"there may be more images{place} than these {len(last.ids)}"
        yield Note(last.item, (), f"{what}, a full page without a TotalCount: {_HINT}")


def _absent(parts: Sequence[Answer], total: int) -> str:
    """Which pages are not there, as a part of a sentence; empty where that is not known."""
    known = {each.number for each in parts}
    size = max(each.size for each in parts)
    last = min(max(-(-total // size) if size else 0, *known), _MOST_PAGES)
    missing = [str(number) for number in range(1, last + 1) if number not in known]
    if not missing or known == {0}:
        return ""
    return f", without page{'s' * (len(missing) > 1)} {listed(missing)}"


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 10 else 0
