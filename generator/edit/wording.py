"""How the verbs that edit say in a line what they do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.edit.landscape import said

if TYPE_CHECKING:
    from collections.abc import Sequence

    from generator.edit.landscape import Version
    from generator.edit.released import Released

_SHOWN = 3


def listed(items: Sequence[str]) -> str:
    """A few of the items, and how many more there are."""
    more = len(items) - _SHOWN
    return "; ".join(items[:_SHOWN]) + (f"; and {more} more" if more > 0 else "")


def name_of(released: Released) -> str:
    """An image and its version."""
    return f"{released.image} {released.version}"


def kind_of_version(version: Version) -> str:
    """What a catalog says a version is, and until when."""
    kind = said(version, "classification") or "unclassified"
    expires = said(version, "expirationDate")
    return f"{kind}, expires on {expires[:10]}" if expires else kind
