"""Quantities of Kubernetes: which texts are valid, and how the API server stores them.

The rules are those of `k8s.io/apimachinery/pkg/api/resource`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from generator.record import Record

if TYPE_CHECKING:
    from collections.abc import Sequence

_QUANTITY: Final = (
    r"(?a)(?P<sign>[+-]?)(?P<number>[0-9]+(?:\.[0-9]*)?|\.[0-9]+)"
    r"(?P<suffix>[KMGTPE]i|[numkMGTPE]|[eE][+-]?[0-9]+)?"
)
_DECIMAL: Final = ("n", "u", "m", "", "k", "M", "G", "T", "P", "E")
_EXPONENTS: Final = ("e-9", "e-6", "e-3", "", "e3", "e6", "e9", "e12", "e15", "e18")
_BINARY: Final = ("", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei")
_NANO: Final = 1000**3
_MOST_DIGITS: Final = 40
_MOST_EXPONENT: Final = 30
"""Nothing that anybody measures has more."""

_LIMIT: Final = 2**63
"""Kubernetes caps larger quantities, or loses their suffix."""

_DIGITS_AS_WRITTEN: Final = 18
_BINARY_DIGITS_AS_WRITTEN: Final = 14
"""Digits of a number that Kubernetes takes for 64 bits; some of these it stores as written."""


class _Number(Record):
    """A quantity without its sign: `whole.fraction * base ** power`; `suffix` as written."""

    whole: str
    fraction: str
    base: int
    power: int
    suffix: str

    @property
    def nanos(self) -> int:
        """The amount in billionths, rounded up as Kubernetes rounds it."""
        up: int = self.base ** max(self.power, 0)
        down: int = self.base ** max(-self.power, 0) * 10 ** len(self.fraction)
        return -(-int(self.whole + self.fraction) * _NANO * up // down)


def is_quantity(text: str) -> bool:
    """Whether Kubernetes can read a text as a quantity."""
    return re.fullmatch(_QUANTITY, text.strip()) is not None


def is_negative(text: str) -> bool:
    """Whether a quantity is below zero."""
    found = re.fullmatch(_QUANTITY, text.strip())
    return found is not None and found["sign"] == "-" and found["number"].strip("0.") != ""


def canonical(text: str) -> str:
    """The same quantity as the API server stores it: `8192Mi` is `8Gi`, `0.5` is `500m`.

    What is none stays as it is, and so does one of which the server would change the amount.
    """
    text = text.strip(" ")
    found = re.fullmatch(_QUANTITY, text)
    number = _number(found) if found else None
    if found is None or number is None or _is_stored_as_written(number):
        return text
    nanos = number.nanos
    sign = "-" if found["sign"] == "-" and nanos else ""
    if nanos >= _LIMIT * _NANO:
        return text
    if number.base == 1024 and nanos >= 1024 * _NANO and nanos % _NANO == 0:
        return sign + _shortest(nanos // _NANO, 1024, _BINARY)
    is_decimal = number.base == 1024 or number.suffix in _DECIMAL
    return sign + _shortest(nanos, 1000, _DECIMAL if is_decimal else _EXPONENTS)


def _number(found: re.Match[str]) -> _Number | None:
    """The parts of a quantity; None for one that is absurdly long."""
    suffix = found["suffix"] or ""
    whole, _, fraction = found["number"].partition(".")
    if len(whole + fraction) > _MOST_DIGITS or len(suffix) > len("e-30"):
        return None
    if suffix in _BINARY[1:]:
        return _Number(whole, fraction, 1024, _BINARY.index(suffix), suffix)
    is_exponent = suffix not in _DECIMAL
    power = int(suffix[1:]) if is_exponent else 3 * _DECIMAL.index(suffix) - 9
    return None if abs(power) > _MOST_EXPONENT else _Number(whole, fraction, 10, power, suffix)


def _is_stored_as_written(number: _Number) -> bool:
    """Whether the server takes a quantity for canonical, which it need not be: `1.500` is one."""
    whole = number.whole.lstrip("0") or "0"
    digits = whole + number.fraction
    if number.base == 1024:
        most = _BINARY_DIGITS_AS_WRITTEN - number.power * 3
        return not number.fraction and len(whole) <= most and int(whole) % 8 != 0
    power = number.power - len(number.fraction)
    is_short = len(digits) <= _DIGITS_AS_WRITTEN and power >= -9
    return is_short and power % 3 == 0 and digits[0] != "0" and not digits.endswith("000")


def _shortest(amount: int, base: int, suffixes: Sequence[str]) -> str:
    """The amount with the largest suffix that leaves it whole."""
    if amount == 0:
        return "0"
    power = 0
    while power < len(suffixes) - 1 and amount % base == 0:
        amount, power = amount // base, power + 1
    return f"{amount}{suffixes[power]}"
