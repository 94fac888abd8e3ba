"""Quantities of Kubernetes: which texts are valid, and how the API server stores them.

The rules are those of `k8s.io/apimachinery/pkg/api/resource`.
"""

from __future__ import annotations

import re
from typing import Final

_QUANTITY: Final = re.compile(
    r"(?P<sign>[+-]?)(?P<number>[0-9]+(?:\.[0-9]*)?|\.[0-9]+)"
    r"(?P<suffix>[KMGTPE]i|[numkMGTPE]|[eE][+-]?[0-9]+)?",
    re.ASCII,
)
_DECIMAL: Final = ("n", "u", "m", "", "k", "M", "G", "T", "P", "E")
_BINARY: Final = ("", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei")
_NANO: Final = 1000**3
_MOST_DIGITS: Final = 40
"""No quantity with an exact canonical form has more."""

_LIMIT: Final = 2**63
"""Kubernetes caps larger quantities."""


def is_quantity(text: str) -> bool:
    """Whether Kubernetes can read a text as a quantity."""
    return _QUANTITY.fullmatch(text.strip()) is not None


def is_negative(text: str) -> bool:
    """Whether a quantity is below zero."""
    found = _QUANTITY.fullmatch(text.strip())
    return found is not None and found["sign"] == "-" and found["number"].strip("0.") != ""


def canonical(text: str) -> str:
    """The same quantity as the API server stores it: `8192Mi` is `8Gi`, `0.5` is `500m`.

    One with a sign or an exponent stays as it is, and so does what is none or has no exact form.
    """
    found = _QUANTITY.fullmatch(text)
    suffix = (found["suffix"] or "") if found else None
    if not found or found["sign"] or suffix not in {*_DECIMAL, *_BINARY}:
        return text
    if len(found["number"]) > _MOST_DIGITS:
        return text
    whole, _, fraction = found["number"].partition(".")
    base, suffixes = (1024, _BINARY) if suffix in _BINARY[1:] else (1000, _DECIMAL)
    amount, rest = divmod(
        int(whole + fraction) * base ** suffixes.index(suffix), 10 ** len(fraction)
    )
    if rest or amount >= _LIMIT * (_NANO if base == 1000 else 1):
        return text
    if base == 1024 and amount < base:
        amount, base, suffixes = amount * _NANO, 1000, _DECIMAL
    return _shortest(amount, base, suffixes)


def _shortest(amount: int, base: int, suffixes: tuple[str, ...]) -> str:
    """The amount with the largest suffix that leaves it whole."""
    if amount == 0:
        return "0"
    power = 0
    while power < len(suffixes) - 1 and amount % base == 0:
        amount, power = amount // base, power + 1
    return f"{amount}{suffixes[power]}"
