"""Where keys are names that people give, so that they say nothing of what stands behind them.

An image may be called `password`, a version `token`, a label `keyid`. What looks like a key by its
form is one there, too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from generator.problems import Path

_NAMES_BELOW: Final = frozenset({"machineImages", "capabilities", "labels", "matchLabels"})
"""Keys of objects and catalogs below which keys are names, or belong to what is named."""

_PROFILES: Final = "namespacedCloudProfiles"
_IMAGES_OF_PROFILE: Final = frozenset({"images", "expirations"})

_IMAGE_KEYS: Final = frozenset({"versions", "updateStrategy", "shared", "encryptedSystemDisks"})
"""What tells a catalog's `images` from values of a chart that are called so."""

_NO_NAMES_BELOW: Final = "providerConfig"
"""What a container runtime's extension reads."""


def given_names_start(path: Path) -> int | None:
    """Where the given names of a path start; None where its last key is none, nor below one."""
    start = _start(path)
    return None if start is None or _NO_NAMES_BELOW in path[start:] else start


def _start(path: Path) -> int | None:
    if "images" in path or "expirations" in path:
        for index, key in enumerate(path[:-1]):
            if key in _IMAGES_OF_PROFILE and _holds_images(path, index):
                return index + 1
    if not _NAMES_BELOW.isdisjoint(path):
        found = next(index for index, key in enumerate(path) if key in _NAMES_BELOW)
        return found + 1 if found + 1 < len(path) else None
    return None


def _holds_images(path: Path, index: int) -> bool:
    """Whether a key of a catalog holds images by their names."""
    if index > 1 and path[index - 2] == _PROFILES:
        return True
    is_first = path[index] == "images" and all(isinstance(step, int) for step in path[:index])
    return is_first and not _IMAGE_KEYS.isdisjoint(path[index + 2 : index + 3])
