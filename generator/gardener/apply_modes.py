"""How manifests are merged with live objects: by the client, or by the server."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from generator.reading.text_formats import one_of

if TYPE_CHECKING:
    from collections.abc import Mapping

CLIENT_SIDE: Final = "client-side"
SERVER_SIDE: Final = "server-side"
APPLY: Final = one_of(CLIENT_SIDE, SERVER_SIDE)
"""What a landscape does: `kubectl apply`, or that with `--server-side`."""

SYNC_OPTIONS: Final = "argocd.argoproj.io/sync-options"
"""The annotation by which Argo CD treats one object in another way than its Application's."""

_NOT_CLIENT_SIDE: Final = ("ServerSideApply=true", "Replace=true")
"""The options in it by which no client merges the object."""


def can_be_client_side(annotations: Mapping[str, str]) -> bool:
    """Whether a landscape that applies client-side does so with an object of such annotations."""
    return not has_other_way(annotations.get(SYNC_OPTIONS, ""))


def has_other_way(options: str) -> bool:
    """Whether the options of an object have Argo CD apply it in another way than client-side."""
    return any(option in options for option in _NOT_CLIENT_SIDE)
