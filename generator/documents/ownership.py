"""Whose a file in an output folder is: the one place that says what may be replaced or removed."""

from __future__ import annotations

import re
from enum import Enum
from typing import Final

from generator.manifest.encryption import as_utf8, encryption
from generator.manifest.header import is_generated
from generator.problems import ProblemsError

_STANDS_FOR_SECRETS: Final = re.compile(r"\w+Secret(?:List)?")
"""Kinds of which a controller makes Secrets: SealedSecret, (Cluster)ExternalSecret, PushSecret …"""

_MENTIONED: Final = re.compile(
    rb"""^[ \t{,-]*["']?kind["']?[ \t]*:[ \t]*["']?\w+Secret(?:List)?\b""", re.MULTILINE
)
"""Such a kind in a text that cannot be read."""


class Owner(Enum):
    """Who decides what becomes of a file.

    OURS: our header is on top, and nobody encrypted it; the generator replaces and removes it.
    ENCRYPTED: another tool encrypted it, whatever its header says, or it holds Secrets in the form
    of another tool, without our header. It is left as it is and compared with nothing.
    FOREIGN: anything else. It is left alone, and an error where a document of ours belongs.
    """

    OURS = "ours"
    ENCRYPTED = "encrypted"
    FOREIGN = "foreign"


def owner_of(data: bytes) -> Owner:
    """Whose a file with this content is, whatever its name; never fails."""
    if encryption(data):
        return Owner.ENCRYPTED
    if is_generated(data):
        return Owner.OURS
    return Owner.ENCRYPTED if _stands_for_secrets(as_utf8(data)) else Owner.FOREIGN


def _stands_for_secrets(data: bytes) -> bool:
    if b"Secret" not in data:
        return False
    from generator.manifest.objects import read_bodies

    try:
        kinds = [str(body.get("kind", "")) for body in read_bodies(data, "")]
    except ProblemsError:
        return _MENTIONED.search(data) is not None
    return any(map(_STANDS_FOR_SECRETS.fullmatch, kinds))
