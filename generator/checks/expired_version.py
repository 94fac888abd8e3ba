"""A version has expired on the day of `--as-of`.

When a profile is created, the API server drops expired versions without a word, and refuses an
image that has no other; in one that exists, they stay, and clusters that use them must be updated.
From a NamespacedCloudProfile, they are dropped at each update, except those that it had before they
expired; so are expired dates that it sets for versions of its parent. Therefore, the same catalog
can work in one landscape and not in another. Dates are only compared with `--as-of`; without it,
this rule says nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.checks.versions import DATE, kubernetes_items, offered_versions
from generator.gardener.stages import has_passed
from generator.problems import Finding, Severity, and_more

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from generator.catalog import Catalog
    from generator.catalog.values import Value
    from generator.problems import Path

ID = "expired-version"
SEVERITY = Severity.WARNING

_DROPPED = "the API server drops it from a new profile, and keeps it in an existing one"
_DROPPED_AT_UPDATES = (
    "the API server drops it at each update, unless the profile had it before it expired"
)
_REFUSED = (
    "must provide at least one version: the API server refuses a new profile without another one"
)


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
        section: Path = ("namespacedCloudProfiles", index)
        for image, dates in profile.expirations.items():
            places = [((*section, "expirations", image, v), v, date) for v, date in dates.items()]
            yield from _past(image, places, catalog.as_of)
        kubernetes = kubernetes_items(profile.spec, section)
        overrides = [((*at, DATE), str(v.get("version")), v.get(DATE)) for at, v in kubernetes]
        yield from _past("Kubernetes", overrides, catalog.as_of)


def _past(name: str, dates: Sequence[tuple[Path, str, Value]], as_of: date) -> Iterator[Finding]:
    """One finding for the other dates of a NamespacedCloudProfile that have passed."""
    past = [each for each in dates if isinstance(each[2], str) and has_passed(each[2], as_of)]
    if past:
        path, version, when = past[0]
        message = f"{name} {version} has expired on {str(when)[:10]}"
        more = and_more(len(past) - 1, "its versions")
        yield Finding(path, message + more, f"a later {DATE}", _DROPPED_AT_UPDATES)
