"""A version expires within 30 days of `--as-of`.

Clusters that still use it then are updated by force. There is time to offer another version, or to
move the date. Without `--as-of`, this rule says nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.checks.versions import offered_versions
from generator.problems import Finding, Severity, and_more
from generator.reading.dates import days_after

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.catalog import Catalog

ID = "expiring-version"
SEVERITY = Severity.WARNING

DAYS = 30


def check(catalog: Catalog) -> Iterator[Finding]:
    """Compare the dates of all profiles with the day; one finding for an image."""
    if catalog.as_of is None:
        return
    last = days_after(catalog.as_of, DAYS).isoformat()
    for group in offered_versions(catalog):
        soon = [
            version
            for version in group
            if version.expires
            and version.expires[:10] <= last
            and not version.has_expired(catalog.as_of)
        ]
        if soon:
            first = soon[0]
            message = f"{first.name} {first.version} expires on {(first.expires or '')[:10]}"
            more = and_more(len(soon) - 1, "its versions")
            yield Finding((*first.path, first.key), message + more)
