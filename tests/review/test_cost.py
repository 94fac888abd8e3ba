"""What a comparison costs grows with what is compared, counted in comparisons of names."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from generator.manifest.objects import Object
from generator.manifest.tree_diff import aligned, changes
from generator.review.image_table import ImageRow
from generator.review.images import image_statements

if TYPE_CHECKING:
    from collections.abc import Callable


class Name(str):
    """A name that counts how often it is compared."""

    __slots__ = ()
    compared = 0

    def __eq__(self, other: object) -> bool:
        Name.compared += 1
        return super().__eq__(other)

    __hash__ = str.__hash__


def names(count: int) -> list[Name]:
    return [Name(f"image-{number}") for number in range(count)]


def compare_images(count: int) -> None:
    """A profile whose images stand in the opposite order."""
    rows = [{(name, "1.0.0"): ImageRow({}, {}) for name in names(count)} for _ in range(2)]
    backward = dict(reversed(rows[1].items()))
    profile = Object("m.yaml", "CloudProfile", {})
    found = [*image_statements(profile, profile, (rows[0], backward))]
    assert len(found) == 1


def align_keys(count: int) -> None:
    old, new = ({name: number for number, name in enumerate(names(count))} for _ in range(2))
    new["more"] = 0
    assert len([*aligned(dict(reversed(new.items())), old)]) == count + 1  # type: ignore[misc]


def align_items(count: int) -> None:
    old, new = ([{"name": name, "a": 1} for name in names(count)] for _ in range(2))
    new[0]["a"] = 2
    assert len(aligned(new[::-1], old)) == count  # type: ignore[arg-type]


def walk(count: int) -> None:
    old, new = ([{"name": name, "a": 1} for name in names(count)] for _ in range(2))
    new[0]["a"] = 2
    assert len([*changes(old, new[::-1])]) == 2  # type: ignore[arg-type]


@pytest.mark.parametrize("work", [compare_images, align_keys, align_items, walk])
def test_four_times_as_much_is_compared_in_about_four_times_the_steps(
    work: Callable[[int], None],
) -> None:
    steps = []
    for count in (200, 800):
        Name.compared = 0
        work(count)
        steps.append(Name.compared)
    assert 0 < steps[1] <= 5 * steps[0]
