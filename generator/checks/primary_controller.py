"""Two objects of a catalog make the extension responsible for the same resources.

gardener-operator creates a ControllerRegistration for every Extension (`extension`). Another one
(`controllerRegistration`) is refused by the API server if it has another name; if it has the same,
the operator overwrites it. A landscape has one or the other.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.problems import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.catalog import Catalog

ID = "primary-controller"
SEVERITY = Severity.WARNING


def check(catalog: Catalog) -> Iterator[Finding]:
    """Look for both sections."""
    registration, extension = catalog.controller_registration, catalog.extension
    if registration is None or extension is None:
        return
    message = (
        f"gardener-operator overwrites it: the Extension is also named {extension.name}"
        if registration.name == extension.name
        else "another ControllerRegistration resource already exists that controls resource "
        f"BackupBucket/alicloud primarily: that of the Extension {extension.name}"
    )
    yield Finding(
        ("controllerRegistration",),
        message,
        "either controllerRegistration or extension",
        of_key=True,
    )
