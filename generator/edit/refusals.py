"""What keeps `add` from changing a version that is there, as errors at the line of the version."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.edit.landscape import below
from generator.edit.versions import path_of
from generator.edit.wording import listed, name_of
from generator.problems import Problem, ProblemsError
from generator.yamlio.locate import Positions

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from generator.edit.difference import Difference
    from generator.edit.landscape import Landscape
    from generator.edit.released import Flavor, Ids, Released


def check_flavors(
    landscape: Landscape, released: Released, found: Collection[Flavor], asked: Ids
) -> None:
    """Raise `ProblemsError` where IDs are of flavors that the version does not have."""
    if new := [flavor for flavor in asked if flavor not in found]:
        message = f"{name_of(released)} has the flavors {_flavors(found)}, not {_flavors(new)}"
        raise _refusal(landscape, released, message, "edit its flavors by hand")


def check_others(
    landscape: Landscape, released: Released, differences: Mapping[Flavor, Difference]
) -> None:
    """Raise `ProblemsError` where regions have other IDs than those asked for."""
    others = [
        (region, f"{region} has {old or 'no text'}, not {new}")
        for difference in differences.values()
        for region, (old, new) in difference.other.items()
    ]
    if others:
        what = listed([words for _, words in others])
        message = f"{name_of(released)} is there with other IDs: {what}"
        regions = ", ".join(dict.fromkeys(region for region, _ in others))
        hint = f"`--replace` changes {regions}; machines with encrypted disks keep the old image"
        raise _refusal(landscape, released, message, hint)


def check_left(landscape: Landscape, released: Released, found: Ids, expected: Ids) -> None:
    """Raise `ProblemsError` where an image would have no region any more."""
    for flavor, ids in found.items():
        if ids and not expected[flavor]:
            whose = f" for {_flavors([flavor])}" if len(found) > 1 else ""
            message = f"{name_of(released)} has no other region{whose} than {', '.join(ids)}"
            hint = "edit its flavors by hand" if whose else "`retire` takes out expired versions"
            raise _refusal(landscape, released, message, hint)


def _refusal(landscape: Landscape, released: Released, message: str, hint: str) -> ProblemsError:
    """The error at the version, in the last file that states it."""
    path = path_of(released.image, released.version)
    file = [file for file in landscape.files if below(file.long, path)][-1]
    line, column = Positions(file.text).find(path, of_key=True) or (0, 0)
    return ProblemsError([Problem(file.name, line, column, message, hint=hint)])


def _flavors(flavors: Iterable[Flavor]) -> str:
    return listed(
        [", ".join(f"{name} {'/'.join(values)}" for name, values in flavor) for flavor in flavors]
    )
