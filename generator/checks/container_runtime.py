"""An image version names a container runtime that Gardener does not have.

The API server takes `containerd`, once, and nothing else in `cri` (gardener
`pkg/api/core/validation`, `validateContainerRuntimesInterfaces`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.checks.offers import offered_images
from generator.problems import Finding, Severity, quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.catalog import Catalog

ID = "container-runtime"
SEVERITY = Severity.ERROR

KNOWN = "containerd"


def check(catalog: Catalog) -> Iterator[Finding]:
    """Look at each item of `cri`."""
    for image in offered_images(catalog):
        for version in image.versions:
            for index, item in enumerate(version.cri):
                path = ("images", image.name, "versions", version.version, "cri", index)
                name = item.get("name") if isinstance(item, dict) else None
                if name != KNOWN:
                    found = quoted(name) if isinstance(name, str) else "no name"
                    yield Finding(path, f"Unsupported value: {found}", f"{{name: {KNOWN}}}")
                elif index:
                    yield Finding(path, f"Duplicate value: {quoted(KNOWN)}", f"{KNOWN} once")
