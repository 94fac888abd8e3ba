"""Objects that kubectl merged first and the server later, and the other way round.

Who takes over knows only what it has applied itself, or what the one before left in the object; so
what goes in the same step may stay. An unchanged apply in between is always the cure.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from tests.conformance.steps import applied, both, manifest_of
from tests.conformance.test_life import ADDED, GONE, LABELS, OTHERS

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conformance.control_plane import ControlPlane, Mode
    from tests.conformance.steps import Changes

KUBECTL: Mode = "client-side"
SERVER: Mode = "server-side"
LABELLED = both(OTHERS, LABELS)
UNMAPPED = "machine image version gardenlinux@1877.12.0 is not defined in the providerConfig"


@dataclass(frozen=True, slots=True)
class Takeover:
    """Applies, one after the other; a part of the last one's refusal, or places that it leaves."""

    applies: tuple[tuple[Mode, Changes], ...]
    refusal: str = ""
    left: tuple[str, ...] = ()


TAKEOVERS = {
    "by the server": Takeover(((KUBECTL, OTHERS), (SERVER, OTHERS))),
    "by the server, and a version comes": Takeover(((KUBECTL, {}), (SERVER, ADDED))),
    "by the server, and labels go": Takeover(((KUBECTL, LABELLED), (SERVER, OTHERS))),
    # The server keeps the version in the list, and takes the whole `providerConfig` from us.
    "by the server, and a version goes": Takeover(((KUBECTL, {}), (SERVER, GONE)), UNMAPPED),
    "by the server, then a version goes": Takeover(((KUBECTL, {}), (SERVER, {}), (SERVER, GONE))),
    "by kubectl": Takeover(((SERVER, OTHERS), (KUBECTL, OTHERS))),
    "by kubectl, and a version comes": Takeover(((SERVER, {}), (KUBECTL, ADDED))),
    "by kubectl, and a version goes": Takeover(((SERVER, {}), (KUBECTL, GONE))),
    "by kubectl, and labels go": Takeover(
        ((SERVER, LABELS), (KUBECTL, {})),
        left=tuple(
            f"{kind}.metadata.{place}"
            for kind in ("CloudProfile", "ControllerDeployment")
            for place in ("annotations", "labels")
        ),
    ),
    "by kubectl, then labels go": Takeover(((SERVER, LABELS), (KUBECTL, LABELS), (KUBECTL, {}))),
    "there and back": Takeover(
        ((KUBECTL, {}), (SERVER, ADDED), (KUBECTL, {}), (SERVER, {}), (SERVER, GONE), (KUBECTL, {}))
    ),
    "there, a version comes, and back without it": Takeover(
        ((KUBECTL, {}), (SERVER, ADDED), (KUBECTL, {}))
    ),
}


@pytest.mark.parametrize("name", TAKEOVERS)
def test_takeover(name: str, plane: ControlPlane, tmp_path: Path) -> None:
    takeover = TAKEOVERS[name]
    *before, (mode, changes) = takeover.applies
    for index, (earlier, others) in enumerate(before):
        assert plane.apply(manifest_of(others, tmp_path / str(index)), earlier).returncode == 0
    outcome = applied(manifest_of(changes, tmp_path / "last"), mode, plane)
    assert takeover.refusal in outcome.refusal
    if not takeover.refusal:
        assert (outcome.refusal, outcome.places) == ("", list(takeover.left))
