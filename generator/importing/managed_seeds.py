"""Seeds that gardenlets create, from what tells a gardenlet of its Seed.

A ManagedSeed (seedmanagement.gardener.cloud) has the configuration of a gardenlet, and that a
template of the Seed; before Gardener v1.46, it could have the template alone. A Gardenlet of the
same group, and the configuration itself, are read likewise. A catalog has the backup of such a
Seed, which `generate` writes as a patch: all else is up to the gardenlet.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final, cast

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from generator.catalog.values import Value
    from generator.manifest.located_objects import LocatedObject

_GARDENLET: Final = ("seedConfig",)
_TEMPLATES: Final[Mapping[tuple[str, str], Sequence[tuple[str, ...]]]] = {
    ("seedmanagement.gardener.cloud", "ManagedSeed"): (
        ("spec", "gardenlet", "config", *_GARDENLET),
        ("spec", "seedTemplate"),
    ),
    ("seedmanagement.gardener.cloud", "Gardenlet"): (("spec", "config", *_GARDENLET),),
    ("gardenlet.config.gardener.cloud", "GardenletConfiguration"): (_GARDENLET,),
}
"""Where objects have the template of a Seed, by their API group and kind."""


def seed_of_gardenlet(item: LocatedObject) -> LocatedObject | None:
    """The Seed that an object leads to, with nothing but its name and backup; None where to none.

    Raises `ProblemsError` for parts of another type.
    """
    places = _TEMPLATES.get((item.api_version.partition("/")[0], item.kind), ())
    for place in places:
        if template := item.part(*place):
            return _seed(item, place, template.get("metadata"))
    return _seed(item, places[0], None) if places else None


def _seed(item: LocatedObject, place: tuple[str, ...], metadata: object) -> LocatedObject:
    stated = metadata.get("name") if isinstance(metadata, dict) else None
    backup = item.part(*place, "spec", "backup")
    body = {
        "apiVersion": "core.gardener.cloud/v1beta1",
        "kind": "Seed",
        "metadata": {"name": item.name or str(stated or "")},
        "spec": {"backup": backup} if backup else {},
    }
    return replace(
        item, kind="Seed", body=cast("dict[str, Value]", body), path=(*item.path, *place)
    )
