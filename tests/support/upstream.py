"""Releases of upstream whose charts a test makes, in the place of those that are known."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.gardener import chart_releases
from generator.gardener.chart_releases import UpstreamRelease

if TYPE_CHECKING:
    import pytest

OTHER = f"sha256:{'0' * 64}"
"""The digest of no chart."""


def know(monkeypatch: pytest.MonkeyPatch, *rows: tuple[str, str, str]) -> None:
    """Know these releases: each with the digests of its folder and of its manifest."""
    table = tuple(UpstreamRelease(*row) for row in rows)
    monkeypatch.setattr(chart_releases, "known_releases", lambda: table)
