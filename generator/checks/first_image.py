"""The first image of the CloudProfile is not the one in the manifest on disk.

New clusters that name no image get the first of the list that fits their machines: moving an image
to the top, or taking the first one out, changes what people get although they changed nothing.
`generate` and `check` compare with the output folder; once that has the new manifest, this rule
says nothing.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from generator.problems import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.catalog import Catalog

ID = "first-image"
SEVERITY = Severity.WARNING

DOCUMENT = "cloudprofile.yaml"

_FIRST = rb'(?m)^  machineImages:\n  - name: "?([^"\n]+)"?$'
"""As our template writes it: reading all of a large profile would cost more than generating it."""


def check_change(catalog: Catalog, written: bytes) -> Iterator[Finding]:
    """Compare the catalog with the CloudProfile that is on disk."""
    profile = catalog.cloud_profile
    before = re.search(_FIRST, written)
    if profile is None or not profile.images or before is None:
        return
    old, new = before[1].decode(), profile.images[0].name
    if old != new:
        message = f"new clusters get {new}, which is now the first image; before, it was {old}"
        hint = "`order: [NAME]` puts another image first"
        yield Finding(("images", new), message, hint=hint, of_key=True)
