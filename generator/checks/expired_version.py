"""A version has expired on the day of `--as-of`.

When a CloudProfile is created, the API server drops expired versions without a word, and refuses an
image that has no other; in a CloudProfile that exists, they stay, and clusters that use them must
be updated. Therefore the same catalog can work in one landscape and not in another. A date is
judged by `--as-of` alone; without it, this rule says nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.checks.versions import DATE, offered_versions
from generator.gardener.stages import has_passed
from generator.problems import Finding, Severity, and_more

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.catalog import Catalog

ID = "expired-version"
SEVERITY = Severity.WARNING

_DROPPED = "the API server drops it when a profile is created, and keeps it in one that exists"
_REFUSED = "must provide at least one version: a new profile with nothing else of it is refused"


def check(catalog: Catalog) -> Iterator[Finding]:
    """Compare the dates of all profiles with the day; one finding for an image."""
    if catalog.as_of is None:
        return
    for group in offered_versions(catalog):
        past = [version for version in group if version.has_expired(catalog.as_of)]
        if past:
            first = past[0]
            on = f" on {first.expires[:10]}" if first.expires else ""
            message = f"{first.name} {first.version} has expired{on}"
            more = and_more(len(past) - 1, "its versions")
            hint = _REFUSED if len(past) == len(group) else _DROPPED
            yield Finding((*first.path, first.key), message + more, "", hint)
    for index, profile in enumerate(catalog.namespaced_cloud_profiles):
        for image, dates in profile.expirations.items():
            past_dates = [v for v, when in dates.items() if has_passed(when, catalog.as_of)]
            if past_dates:
                path = ("namespacedCloudProfiles", index, "expirations", image, past_dates[0])
                message = f"{image} {past_dates[0]} has expired on {dates[past_dates[0]][:10]}"
                more = and_more(len(past_dates) - 1, "its versions")
                yield Finding(path, message + more, f"a later {DATE}")
