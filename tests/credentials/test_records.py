"""Records that hold credentials do not show them, whoever prints what holds the records."""

from __future__ import annotations

from generator.catalog.credentials import AccessKey, Credential, OwnerSecret
from generator.credentials.access_key import AccessKeyText

HALF = "RkFLRUFDQ0VTU0tFWUlEMDAwMDAwMDA="


def test_no_record_shows_a_credential() -> None:
    half = Credential("base64", HALF)
    owner = OwnerSecret("machine-image-owner", AccessKey(half, half), None)
    for record in (half, owner, [owner], AccessKeyText(HALF, HALF)):
        assert HALF not in f"{record} {record!r}"


def test_halves_of_two_kinds_are_never_equal() -> None:
    kinds = ("env", "file", "base64", "placeholder")
    assert len({Credential(kind, "x") for kind in kinds}) == len(kinds)  # type: ignore[arg-type]
