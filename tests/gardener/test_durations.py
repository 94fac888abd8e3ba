"""Durations as Go reads and writes them."""

from __future__ import annotations

import pytest

from generator.gardener.durations import canonical_duration, is_duration


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("20m", "20m0s"),
        ("90s", "1m30s"),
        ("1.5h", "1h30m0s"),
        ("1h", "1h0m0s"),
        ("1m1h", "1h1m0s"),
        ("1h0.5s", "1h0m0.5s"),
        ("100ms", "100ms"),
        ("1000us", "1ms"),
        ("1500ns", "1.5µs"),
        ("1\u03bcs", "1\u00b5s"),
        (".5m", "30s"),
        ("5.m", "5m0s"),
        ("1.0000000001s", "1s"),
        ("0", "0s"),
        ("-0s", "0s"),
        ("-10m", "-10m0s"),
        ("+1m", "1m0s"),
    ],
)
def test_durations_are_written_as_go_writes_them(text: str, written: str) -> None:
    assert is_duration(text)
    assert canonical_duration(text) == written
    assert canonical_duration(written) == written


@pytest.mark.parametrize(
    "text", ["", "10", "1d", "m", ".m", "1 m", "1m ", "soon", "9999999h", "1" * 90 + "s", "--1s"]
)
def test_what_is_no_duration_is_refused_and_stays(text: str) -> None:
    assert not is_duration(text)
    assert canonical_duration(text) == text
