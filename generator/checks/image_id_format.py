"""An image ID is neither `m-` and 20 lower case letters and digits, nor a system image's name.

Both forms held for each of 2,196 public IDs; Alibaba Cloud does not document them, therefore this
is a warning. What a wrong ID does is seen when machines cannot be created.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from generator.checks.places import region_maps
from generator.problems import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.catalog import Catalog

ID = "image-id-format"
SEVERITY = Severity.WARNING

_ALPHABET = frozenset("abcdefghijklmnopqrstuvwxyz0123456789")
_LENGTH = len("m-") + 20
_SYSTEM_IMAGE = re.compile(r"\w+\.(vhd|raw|qcow2)")


def check(catalog: Catalog) -> Iterator[Finding]:
    """Look at the form of each ID, and at each system image's name once."""
    names: dict[str, bool] = {}
    for path, _, _, regions in region_maps(catalog):
        for region, image_id in regions.items():
            if image_id.startswith("m-"):
                good = len(image_id) == _LENGTH and _ALPHABET.issuperset(image_id[2:])
            elif image_id in names:
                continue
            else:
                good = names[image_id] = _SYSTEM_IMAGE.fullmatch(image_id) is not None
            if not good:
                expected = "m- and 20 lower case letters and digits, or the name of a system image"
                yield Finding(
                    (*path, region), f"{image_id} does not look like an image ID", expected
                )
