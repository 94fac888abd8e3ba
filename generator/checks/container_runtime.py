"""An image version names a container runtime that Gardener does not have.

In `cri`, the API server only accepts `containerd`, once (gardener `pkg/api/core/validation`,
`validateContainerRuntimesInterfaces`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.checks.versions import offered_images, one_per_image
from generator.problems import Finding, Severity, quoted
from generator.reading.text_formats import one_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.catalog import Catalog
    from generator.catalog.images import ImageVersion
    from generator.problems import Path

ID = "container-runtime"
SEVERITY = Severity.ERROR

KNOWN = "containerd"
_NAME = one_of(KNOWN)


def check(catalog: Catalog) -> Iterator[Finding]:
    """Look at each item of `cri`."""
    return one_per_image(
        finding
        for image in offered_images(catalog)
        for version in image.versions
        for finding in _refused(version, ("images", image.name, "versions", version.version))
    )


def _refused(version: ImageVersion, path: Path) -> Iterator[Finding]:
    names = [str(item["name"]) for item in version.cri if isinstance(item, dict)]
    for index, name in enumerate(names):
        place = (*path, "cri", index, "name")
        if name != KNOWN:
            yield Finding(place, *_NAME.refusal(name, quoted(name)))
        elif name in names[:index]:
            yield Finding(place, f"Duplicate value: {quoted(name)}", f"{KNOWN} only once")
