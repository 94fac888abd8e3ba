"""Durations as Go reads and writes them: `90s` is `1m30s` (`time.ParseDuration`, `String`)."""

from __future__ import annotations

import re
from typing import Final

_UNITS: Final = {
    "ns": 1,
    "us": 1000,
    "µs": 1000,
    "μs": 1000,
    "ms": 1000**2,
    "s": 1000**3,
    "m": 60 * 1000**3,
    "h": 3600 * 1000**3,
}
"""Nanoseconds of each; the micro sign and the Greek letter are two characters."""

_PART: Final = rf"([0-9]+\.?[0-9]*|\.[0-9]+)({'|'.join(sorted(_UNITS, key=len, reverse=True))})"
_DURATION: Final = rf"[+-]?(?:0|(?:{_PART})+)"
_LIMIT: Final = 2**63
_LONGEST: Final = 80


def is_duration(text: str) -> bool:
    """Whether Go can read a text as a duration."""
    is_one = len(text) <= _LONGEST and re.fullmatch(_DURATION, text) is not None
    return is_one and _nanoseconds(text) < _LIMIT


def canonical_duration(text: str) -> str:
    """The same duration as Go writes it; what is none stays as it is."""
    if not is_duration(text):
        return text
    nanoseconds = _nanoseconds(text)
    sign = "-" if text.startswith("-") and nanoseconds else ""
    if nanoseconds == 0:
        return "0s"
    if nanoseconds < _UNITS["s"]:
        unit = next(unit for unit in ("ms", "µs", "ns") if nanoseconds >= _UNITS[unit])
        return f"{sign}{_decimal(nanoseconds, _UNITS[unit])}{unit}"
    minutes, rest = divmod(nanoseconds, _UNITS["m"])
    hours, minutes = divmod(minutes, 60)
    in_hours, in_minutes = f"{hours}h" if hours else "", f"{minutes}m" if hours or minutes else ""
    return f"{sign}{in_hours}{in_minutes}{_decimal(rest, _UNITS['s'])}s"


def _nanoseconds(text: str) -> int:
    """Without the sign; each part is cut to whole ones, as in Go."""
    return sum(_whole(number, _UNITS[unit]) for number, unit in re.findall(_PART, text))


def _whole(number: str, unit: int) -> int:
    whole, _, fraction = number.partition(".")
    parts: int = 10 ** len(fraction)
    return int(whole + fraction) * unit // parts


def _decimal(nanoseconds: int, unit: int) -> str:
    whole, rest = divmod(nanoseconds, unit)
    fraction = str(rest).zfill(len(str(unit)) - 1).rstrip("0")
    return f"{whole}.{fraction}" if fraction else str(whole)
