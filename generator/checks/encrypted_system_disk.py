"""A version that is to run on encrypted system disks lacks a customized image in a region.

`encryptedSystemDisks: true` means that end users can have such machines. For a worker that asks for
one (`volume: {encrypted: true}`), the extension looks up the ID of its image version in the region
of the cluster, and shares it with the end user's account if it is one to share. In that account it
starts a stack of Alibaba Cloud's Resource Orchestration Service, which makes an encrypted copy, and
waits up to 15 minutes for it (most take 10): the machines start from the copy. Its ID is kept in
the status of the Infrastructure and used again, even if the catalog names another image by then.
Alibaba Cloud's own images are refused: the cluster fails to reconcile.

So every version that does not expire needs a customized ID (`m-…`) in each region that the
CloudProfile offers, or else that `regions` names, and for each of its flavors; where the catalog
has neither, in each region where it has an ID at all.

Sources: gardener-extension-provider-alicloud v1.72.0, `shoot_encrypted_image.go` (the choice of the
image, and its refusal) in `pkg/controller/infrastructure` and `encryptimage.go` (the copy) in
`pkg/controller/common`; the operator guide asks for customized images.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.checks.versions import flavor_of, to_encrypt
from generator.documents.values import is_customized
from generator.gardener.regions import is_system_image
from generator.problems import Finding, Severity, and_more, listed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.catalog import Catalog
    from generator.catalog.images import Regions
    from generator.problems import Path

ID = "encrypted-system-disk"
SEVERITY = Severity.ERROR


def check(catalog: Catalog) -> Iterator[Finding]:
    """Look at each region that needs a customized image; one finding for an image."""
    found: dict[str, dict[str, tuple[Path, Regions, list[str]]]] = {}
    for path, image, version, regions in to_encrypt(catalog):
        wanted = catalog.offered_regions or regions
        lacking = [region for region in wanted if not is_customized(regions.get(region, ""))]
        if lacking:
            of_image = found.setdefault(image.name, {})
            of_image.setdefault(version.version, (path, regions, lacking))
    for name, versions in found.items():
        yield _finding(name, versions)


def _finding(name: str, versions: dict[str, tuple[Path, Regions, list[str]]]) -> Finding:
    number, (path, regions, lacking) = next(iter(versions.items()))
    message = f"{name} {number}{flavor_of(path)} has no customized image in {listed(lacking)}"
    message += ", which encrypted system disks need"
    more = and_more(len(versions) - 1, "its versions")
    hint = "set `encryptedSystemDisks: false` on the image if it needs none"
    if image_id := regions.get(lacking[0], ""):
        path = (*path, lacking[0])
        if is_system_image(image_id):
            hint = f"Alibaba Cloud's own images cannot be copied encrypted; {hint}"
    return Finding(path, message + more, "an ID that starts with m-", hint, of_key=not image_id)
