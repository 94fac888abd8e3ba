"""What Packer's post-processor `manifest` writes: the artifacts of all runs so far.

`builds[].{name, builder_type, artifact_id, packer_run_uuid, custom_data}` and `last_run_uuid`; the
`artifact_id` of the builder `alicloud-ecs` is `REGION:ID,REGION:ID`. Packer knows neither the name
nor the version of an image: they stand in `custom_data` where the template puts them there, else
maybe in the name of the build, and otherwise nowhere.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from generator.importing.image_names import architecture_in, name_and_version
from generator.importing.release import (
    ARCHITECTURES,
    Note,
    Published,
    RegionImage,
    Release,
    architecture_capabilities,
)
from generator.problems import quoted
from generator.yamlio.read import is_null

if TYPE_CHECKING:
    from collections.abc import Mapping

    from generator.manifest.located_objects import LocatedObject
    from generator.manifest.objects import Object
    from generator.problems import Path
    from generator.yamlio.read import Node

NAME: Final = "Packer's manifest"

_BUILDER: Final = "alicloud"
_PAIR: Final = r"[a-z0-9-]+:m-[a-z0-9]+"
_ARTIFACT: Final = re.compile(rf"{_PAIR}(?:,{_PAIR})*")
_NAMES: Final = ("image_name", "image", "name")
_VERSIONS: Final = ("image_version", "version")
_ARCHITECTURES: Final = ("architecture", "arch")
"""Keys of `custom_data`, as people call them."""


def matches(item: Object) -> bool:
    """Whether an object is a manifest of Packer's."""
    builds = item.body.get("builds")
    return isinstance(builds, list) and (
        "last_run_uuid" in item.body
        or any(isinstance(build, dict) and "artifact_id" in build for build in builds)
    )


def read(item: LocatedObject) -> Published:
    """The images of the last run, and notes on other builds; raises `ProblemsError` for none."""
    releases: list[Release] = []
    notes: list[Note] = []
    last = item.text("last_run_uuid")
    for path, build in item.entries("builds"):
        label = f"the build {quoted(_text(build, 'name'))}"
        if _cloud(build) != _BUILDER:
            notes.append(Note(item, path, f"{label} is not for Alibaba Cloud"))
        elif last and _text(build, "packer_run_uuid") not in ("", last):
            notes.append(Note(item, path, f"{label} is from an earlier run"))
        else:
            releases.append(_release(item, path, build))
    if not releases:
        reasons = "; ".join(note.message for note in notes[:3]) or "there are no builds"
        message = f"Packer has made no image on Alibaba Cloud: {reasons}"
        raise item.refusal(("builds",), message, "a build of alicloud-ecs in the last run")
    return Published(tuple(releases), tuple(notes))


def _cloud(build: Mapping[str, Node]) -> str:
    """The first word of the builder's type, where that is stated."""
    stated = _text(build, "builder_type")
    if not stated and _ARTIFACT.fullmatch(_text(build, "artifact_id")):
        return _BUILDER
    return re.split(r"[-.]", stated)[0]


def _release(item: LocatedObject, path: Path, build: Mapping[str, Node]) -> Release:
    """The image of a build; its name and version are empty where nothing says them."""
    place = (*path, "artifact_id")
    artifact = _text(build, "artifact_id")
    if not _ARTIFACT.fullmatch(artifact):
        raise item.refusal(place, f"found {quoted(artifact)}", "REGION:ID,REGION:ID")
    pairs = (pair.split(":") for pair in artifact.split(","))
    regions = tuple(RegionImage(region, image_id, place) for region, image_id in pairs)
    data = build.get("custom_data")
    custom = data if isinstance(data, dict) else {}
    full = _first(custom, _NAMES) or _text(build, "name")
    name, version = name_and_version(full, "", _first(custom, _VERSIONS))
    if not (_first(custom, _NAMES) or version):
        name = ""  # What the build alone is called is not what it makes.
    capabilities = _capabilities(item, path, _first(custom, _ARCHITECTURES), full)
    return Release(item, path, name, version, capabilities, regions)


def _capabilities(
    item: LocatedObject, path: Path, stated: str, full: str
) -> dict[str, tuple[str, ...]]:
    if stated and stated not in ARCHITECTURES:
        message = f"Gardener has no machines of {quoted(stated)}"
        raise item.refusal((*path, "custom_data"), message, "x86_64 or aarch64")
    return architecture_capabilities(ARCHITECTURES.get(stated) or architecture_in(full) or "amd64")


def _first(entry: Mapping[str, Node], keys: tuple[str, ...]) -> str:
    return next(filter(None, (_text(entry, key) for key in keys)), "")


def _text(entry: Mapping[str, Node], key: str) -> str:
    node = entry.get(key)
    return str(node) if isinstance(node, str) and not is_null(node) else ""
