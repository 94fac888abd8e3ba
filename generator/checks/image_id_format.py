"""An image ID is neither `m-` and 20 lower case letters and digits, nor a system image's name.

A system image is named `…_alibase_<date>.vhd`, with a date of eight digits and any ending. Each of
2,196 public IDs has one of these forms; Alibaba Cloud does not document them, so this is a warning.
With a wrong ID, machines cannot be created. IDs in `values` are checked as well.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from generator.checks.unknown_region import have_changed_places
from generator.checks.versions import region_maps
from generator.gardener.regions import CUSTOMIZED_IMAGE, SYSTEM_IMAGE
from generator.problems import Finding, Severity, and_more

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.catalog import Catalog
    from generator.problems import Path

ID = "image-id-format"
SEVERITY = Severity.WARNING

_CUSTOMIZED_ALONE = rf"(?:{CUSTOMIZED_IMAGE}\n)*"
_IMAGE = rf"{CUSTOMIZED_IMAGE}|{SYSTEM_IMAGE}"
_EXPECTED = (
    "m- followed by 20 lower case letters and digits, or a system image: …_alibase_20210420.vhd"
)


def check(catalog: Catalog) -> Iterator[Finding]:
    """Look at the form of each ID, and at each name of a system image once."""
    known: dict[str, bool] = {}
    for path, _, _, regions in region_maps(catalog):
        # One look at all IDs of a version is nearly always enough, and much faster.
        if re.fullmatch(_CUSTOMIZED_ALONE, "\n".join([*regions.values(), ""])):
            continue
        wrong = [
            region
            for region, image_id in regions.items()
            if not have_changed_places(region, image_id) and _is_new_and_wrong(image_id, known)
        ]
        if wrong:
            message = f"{regions[wrong[0]]} does not look like an image ID"
            more = and_more(len(wrong) - 1, "this version")
            yield Finding((*path, wrong[0]), message + more, _EXPECTED)
    for place, image_id in (*_shared(catalog), *_in_values(catalog)):
        if _is_new_and_wrong(image_id, known):
            yield Finding(place, f"{image_id} does not look like an image ID", _EXPECTED)


def _shared(catalog: Catalog) -> Iterator[tuple[Path, str]]:
    for index, image_id in enumerate(catalog.share):
        yield ("share", index), image_id


def _in_values(catalog: Catalog) -> Iterator[tuple[Path, str]]:
    stated = {"controllerDeployment": catalog.controller_deployment.values}
    if catalog.extension:
        stated["extension"] = catalog.extension.values
    for section, values in stated.items():
        if "config" in values:
            from generator.manifest.images import placed_ids

            for path, image_id in placed_ids(values):
                yield (section, "values", *path), image_id


def _is_new_and_wrong(image_id: str, known: dict[str, bool]) -> bool:
    if image_id in known:
        return False
    known[image_id] = re.fullmatch(_IMAGE, image_id) is not None
    return not known[image_id]
