"""What an image is and of which version, by the name that people give it: `coreos-2191.4.1`."""

from __future__ import annotations

import re
from typing import Final

from generator.importing import gardenlinux
from generator.importing.release import ARCHITECTURES
from generator.reading.text_formats import IMAGE_NAME, WORD

_VERSION: Final = re.compile(r"[-_ ]v?(\d+(?:\.\d+)+)(?=[-_ ]|\Z)")
_ARCHITECTURE: Final = re.compile(rf"[-_ ]({'|'.join(ARCHITECTURES)})(?=[-_ ]|\Z)")
_GARDEN_LINUX: Final = f"{gardenlinux.IMAGE}-"


def name_and_version(full: str, family: str, stated: str) -> tuple[str, str]:
    """The name and the version of an image; each is empty where it is not known.

    `full` is its whole name, `family` its name without a version, and `stated` the version, as far
    as they are stated beside it; those are stronger.
    """
    found = _VERSION.search(full)
    stem = full[: found.start()] if found else full
    if full.startswith(_GARDEN_LINUX):
        stem = gardenlinux.IMAGE
    name = family or re.sub(rf"{_ARCHITECTURE.pattern}\Z", "", stem)
    version = stated or (found[1] if found else "")
    return (
        name if IMAGE_NAME.pattern.fullmatch(name) else "",
        version if WORD.pattern.fullmatch(version) else "",
    )


def architecture_in(full: str) -> str:
    """The architecture that an image's name has, in Gardener's word; empty where it has none."""
    found = _ARCHITECTURE.search(full)
    return ARCHITECTURES[found[1]] if found else ""
