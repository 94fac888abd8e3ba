"""Quantities as Kubernetes reads and writes them."""

from __future__ import annotations

import pytest

from generator.gardener.quantities import canonical, is_negative, is_quantity


@pytest.mark.parametrize(
    ("text", "stored"),
    [
        ("2", "2"),
        ("0Gi", "0"),
        ("1000", "1k"),
        ("2000m", "2"),
        ("0.5", "500m"),
        (".5", "500m"),
        ("1.5", "1500m"),
        ("500m", "500m"),
        ("8192Mi", "8Gi"),
        ("8.5Gi", "8704Mi"),
        ("1000Mi", "1000Mi"),
        ("0.5Ki", "512"),
        ("0.1Ki", "102400m"),
        ("0.3Gi", "322122547200m"),
        ("0.1n", "1n"),
        ("8589934592", "8589934592"),
        ("8Gi", "8Gi"),
        (" 8192Mi ", "8Gi"),
        ("1e1", "10"),
        ("1000e0", "1e3"),
        ("0.5e0", "500e-3"),
        ("0e3", "0"),
        ("-1000", "-1k"),
        ("-0", "0"),
        ("+1000", "1k"),
    ],
)
def test_quantities_are_written_as_they_are_stored(text: str, stored: str) -> None:
    assert is_quantity(text)
    assert canonical(text) == stored
    assert canonical(stored) == stored


@pytest.mark.parametrize("text", ["1e3", "1E3", "+1", "-1", "007", "1.", "1.500", "28.478u", "9Ki"])
def test_what_kubernetes_takes_for_canonical_stays(text: str) -> None:
    assert canonical(text) == text


@pytest.mark.parametrize(
    "text", ["9E9", "100E", "8Ei", "two", "1 Gi", "", "1e999999999", "9" * 50, "1e-31"]
)
def test_text_of_which_the_amount_would_change_stays(text: str) -> None:
    assert canonical(text) == text


@pytest.mark.parametrize("text", ["two", "1 Gi", "", ".", "1gi", "0x10", "1,5", "1Gib", "\u0661"])
def test_text_that_is_no_quantity_is_rejected(text: str) -> None:
    assert not is_quantity(text)


def test_only_quantities_below_zero_are_negative() -> None:
    found = [
        text for text in ("-1", "-0.1Gi", "-0", "-.0", "0", "+1", "-", "two") if is_negative(text)
    ]
    assert found == ["-1", "-0.1Gi"]
