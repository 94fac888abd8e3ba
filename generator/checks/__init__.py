"""What a catalog may say and yet does not work: one rule, one module, listed here.

A rule's docstring is its documentation. `ID` names it in messages, `SEVERITY` is what it starts
with, and `check(catalog)` yields findings without either.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from generator.checks import (
    duplicate_image_id,
    image_id_format,
    image_id_region,
    namespaced_expiration,
    owner_secret_resource,
    shared_system_image,
    target_api_version,
    values_template,
)
from generator.problems import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.catalog import Catalog
    from generator.problems import Finding

RULES = (
    duplicate_image_id,
    image_id_format,
    image_id_region,
    namespaced_expiration,
    owner_secret_resource,
    shared_system_image,
    target_api_version,
    values_template,
)


def check(catalog: Catalog, *, strict: bool) -> Iterator[Finding]:
    """What all rules find; with `strict` a warning is an error."""
    for rule in RULES:
        severity = Severity.ERROR if strict else rule.SEVERITY
        for finding in rule.check(catalog):
            yield replace(finding, rule=rule.ID, severity=severity)
