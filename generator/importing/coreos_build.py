"""The `meta.json` of a build of coreos-assembler: one version of one architecture.

`name`, `buildid`, `coreos-assembler.basearch` and `aliyun: [{name: REGION, id}]`, as described in
coreos/coreos-assembler `src/v1.json`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from generator.importing.release import (
    ARCHITECTURES,
    Published,
    RegionImage,
    Release,
    architecture_capabilities,
    required_text,
)
from generator.problems import quoted
from generator.reading.text_formats import IMAGE_NAME, WORD

if TYPE_CHECKING:
    from generator.manifest.located_objects import LocatedObject
    from generator.manifest.objects import Object

NAME: Final = "the meta.json of coreos-assembler"

_IMAGES: Final = "aliyun"
_ARCHITECTURE: Final = "coreos-assembler.basearch"


def matches(item: Object) -> bool:
    """Whether an object is the metadata of a build."""
    return "buildid" in item.body and bool({_IMAGES, _ARCHITECTURE} & item.body.keys())


def read(item: LocatedObject) -> Published:
    """The build; raises `ProblemsError`, also where it has no image on Alibaba Cloud."""
    regions = [
        RegionImage(
            required_text(item, entry, (*path, "name"), WORD),
            required_text(item, entry, (*path, "id"), WORD),
            path,
        )
        for path, entry in item.entries(_IMAGES)
    ]
    if not regions:
        message = "the build has no images on Alibaba Cloud"
        raise item.refusal((), message, "aliyun: [{name: REGION, id: ID}]")
    name = required_text(item, item.tree, ("name",), IMAGE_NAME)
    version = required_text(item, item.tree, ("buildid",), WORD)
    capabilities = _capabilities(item)
    return Published((Release(item, ("buildid",), name, version, capabilities, tuple(regions)),))


def _capabilities(item: LocatedObject) -> dict[str, tuple[str, ...]]:
    found = item.text(_ARCHITECTURE) or "x86_64"
    if found not in ARCHITECTURES:
        message = f"Gardener has no machines of {quoted(found)}"
        raise item.refusal((_ARCHITECTURE,), message, "x86_64 or aarch64")
    return architecture_capabilities(ARCHITECTURES[found])
