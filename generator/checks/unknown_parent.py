"""The parent of a NamespacedCloudProfile is not in the catalog, and resembles the profile that is.

A parent may well be the profile of another catalog; the API server refuses one that does not exist.
But a name that differs from that of the catalog's own CloudProfile by one letter, or by the order
of its letters, is most likely a typo, and then no rule compares the two profiles. Names such as
`alicloud-a` and `alicloud-b`, which differ on purpose, are not taken for one.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from generator.problems import Finding, Severity, quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.catalog import Catalog

ID = "unknown-parent"
SEVERITY = Severity.WARNING

_SEPARATOR = r"[-.]"
_LONG = 4
"""Letters of a word from which on nobody tells two by one of them."""


def check(catalog: Catalog) -> Iterator[Finding]:
    """Compare the names of parents with that of the CloudProfile."""
    own = catalog.cloud_profile
    if own is None:
        return
    for index, profile in enumerate(catalog.namespaced_cloud_profiles):
        if _is_typo(profile.parent, own.name):
            yield Finding(
                ("namespacedCloudProfiles", index, "parent"),
                f"the catalog has no CloudProfile {quoted(profile.parent)}",
                f"{own.name}, or a profile of another catalog",
                f'did you mean "{own.name}"?',
            )


def _is_typo(name: str, known: str) -> bool:
    """Whether one word of a name, a long one without digits, is all but equal to the known."""
    pairs = [*zip(re.split(_SEPARATOR, name), re.split(_SEPARATOR, known), strict=False)]
    others = [(one, other) for one, other in pairs if one != other]
    if len(others) != 1 or len(re.findall(_SEPARATOR, name)) != len(re.findall(_SEPARATOR, known)):
        return False
    ((one, other),) = others
    return (one + other).isalpha() and len(other) >= _LONG and _nearly_equal(one, other)


def _nearly_equal(one: str, other: str) -> bool:
    return sorted(one) == sorted(other) or not _shortened(one).isdisjoint(_shortened(other))


def _shortened(word: str) -> set[str]:
    """The word, and what is left of it without any one of its letters."""
    return {word, *(word[:index] + word[index + 1 :] for index in range(len(word)))}
