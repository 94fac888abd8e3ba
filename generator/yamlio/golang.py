"""How Go's YAML library types a scalar, and how it spells a typed value as text.

Gardener and Helm read YAML with sigs.k8s.io/yaml v1.6.0, which rests on go.yaml.in/yaml/v2
v2.4.3 (`resolve.go`, `encode.go`): YAML 1.1 with exceptions of its own. Pure functions.
"""

from __future__ import annotations

import re
import struct
from typing import Final, TypeAlias

Scalar: TypeAlias = "str | int | float | bool | None"

_WORDS: Final[dict[str, Scalar]] = {
    **dict.fromkeys(("y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE"), True),
    **dict.fromkeys(("on", "On", "ON"), True),
    **dict.fromkeys(("n", "N", "no", "No", "NO", "false", "False", "FALSE"), False),
    **dict.fromkeys(("off", "Off", "OFF"), False),
    **dict.fromkeys(("", "~", "null", "Null", "NULL"), None),
    **dict.fromkeys((".nan", ".NaN", ".NAN"), float("nan")),
    **dict.fromkeys((".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF"), float("inf")),
    **dict.fromkeys(("-.inf", "-.Inf", "-.INF"), float("-inf")),
}

_TYPED_START: Final = frozenset("0123456789+-.yYnNtTfFoO~")
"""First characters of everything that is not text."""

_INTEGER: Final = r"([+-]?)(?:0[xX]([0-9a-fA-F]+)|0[bB]([01]+)|0[oO]?([0-7]+)|(0|[1-9][0-9]*))"
_RADIXES: Final = (16, 2, 8, 10)
_MOST_DIGITS: Final = 64
"""Of a number of 64 bits, which it has in base 2."""

_SIGNED_BINARY: Final = r"0b([+-][01]+)"
"""Not YAML, but the library takes the sign behind the prefix, too."""

_FLOAT: Final = r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?"
_UNDERSCORED: Final = r"\.[0-9]+(_[0-9]+)*([eE][-+]?[0-9]+(_[0-9]+)*)?"
"""What Go's `strconv.ParseFloat` takes behind a dot: underscores stand between digits."""
_SEXAGESIMAL: Final = r"[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?"
_TIMESTAMP: Final = (
    r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})"
    r"(?:(?: +|[Tt])([0-9]{1,2}):([0-9]{1,2}):([0-9]{1,2})(?:[.,][0-9]+)?"
    r"(Z|[+-][0-9]{2}:[0-9]{2})?)?"
)


def resolve(text: str) -> Scalar:
    """The value that Go reads from a plain (unquoted, untagged) scalar.

    Timestamps stay text, as they do wherever Go reads into JSON; sexagesimal numbers always do.
    """
    if text and text[0] not in _TYPED_START:
        return text
    if text in _WORDS:
        return _WORDS[text]
    if text[0] == ".":
        return _float(text.replace("_", ""), text) if re.fullmatch(_UNDERSCORED, text) else text
    if text[0] not in "0123456789+-" or is_timestamp(text):
        return text
    digits = text.replace("_", "")
    integer = _integer(digits)
    return _float(digits, text) if integer is None else integer


def is_plain(text: str) -> bool:
    """Whether Go's writer leaves a string unquoted for all that its meaning is concerned.

    The characters in it may still call for quotes. Sexagesimal numbers and dates are quoted for
    the sake of other readers.
    """
    return (
        isinstance(resolve(text), str)
        and not is_timestamp(text)
        and not re.fullmatch(_SEXAGESIMAL, text)
    )


def is_timestamp(text: str) -> bool:
    """Whether Go takes the text for a YAML timestamp (a date, or one with a time of day)."""
    # Behind the year; most numbers are seen to be none without the pattern.
    found = re.fullmatch(_TIMESTAMP, text) if text[4:5] == "-" else None
    if not found:
        return False
    year, month, day, hour, minute, second = (int(part or 0) for part in found.groups()[:6])
    zone = found[7]
    with_zone = "T" in text or "t" in text
    if with_zone != bool(zone):
        return False
    in_range = hour < 24 and minute < 60 and second < 60 and 1 <= month <= 12
    return in_range and 1 <= day <= _days(year, month) and _is_zone(zone)


def _days(year: int, month: int) -> int:
    if month == 2:
        leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
        return 29 if leap else 28
    return 30 if month in (4, 6, 9, 11) else 31


def _is_zone(zone: str | None) -> bool:
    return zone in (None, "Z") or (int(str(zone)[1:3]) <= 24 and int(str(zone)[4:]) <= 60)


def _integer(digits: str) -> int | None:
    found = re.fullmatch(_INTEGER, digits)
    if found:
        radix, body = next(
            (radix, body) for radix, body in zip(_RADIXES, found.groups()[1:], strict=True) if body
        )
        return _in_64_bits(found[1], body, radix)
    signed = re.fullmatch(_SIGNED_BINARY, digits)
    return _in_64_bits(signed[1][0], signed[1][1:], 2) if signed else None


def _in_64_bits(sign: str, body: str, radix: int) -> int | None:
    body = body.lstrip("0")
    # Python refuses to make a number of thousands of digits.
    if len(body) > _MOST_DIGITS:
        return None
    value = int(f"{sign}{body or '0'}", radix)
    signed = bool(sign)
    limit = 2**63 if signed else 2**64
    return value if -(2**63) <= value < limit else None


def _float(digits: str, text: str) -> float | str:
    if not re.fullmatch(_FLOAT, digits):
        return text
    value = float(digits)
    return text if value in (float("inf"), float("-inf")) else value


def to_text(value: float | bool | str) -> str:  # noqa: FBT001  a value, not a flag
    """What Go stores where a typed scalar stands and a string is wanted: 1.10 becomes `1.1`.

    Floats pass through 32 bits there, so that 1.123456789 becomes `1.1234568`.
    """
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, int) else format_float(_to_32_bits(value), bits=32)


def key_text(value: Scalar) -> str | None:
    """A mapping key as JSON has it; None where Go refuses the key (null)."""
    if value is None:
        return None
    text = to_text(value)
    if isinstance(value, float):
        return {"+Inf": ".inf", "-Inf": "-.inf", "NaN": ".nan"}.get(text, text)
    return text


def format_float(value: float, bits: int = 64) -> str:
    """The shortest digits that read back as the same float, spelled as Go's `%g` does."""
    if value != value or value in (float("inf"), float("-inf")):
        return {"inf": "+Inf", "-inf": "-Inf"}.get(str(value), "NaN")
    digits = _shortest(value, bits)
    mantissa, _, exponent = digits.partition("e")
    power = int(exponent)
    if -4 <= power < 6:
        places = len(mantissa.lstrip("-").replace(".", "")) - 1 - power
        return f"{value:.{max(places, 0)}f}"
    return digits


def json_number(value: float) -> str:
    """A finite float as Go's `encoding/json` writes it."""
    digits = _shortest(value, 64)
    mantissa, _, exponent = digits.partition("e")
    if value and not 1e-6 <= abs(value) < 1e21:
        return digits
    zeros = int(exponent) - len(mantissa.lstrip("-").replace(".", "")) + 1
    return mantissa.replace(".", "") + "0" * zeros if zeros >= 0 else f"{value:.{-zeros}f}"


def _shortest(value: float, bits: int) -> str:
    """Scientific notation with as few digits as possible: `1.5e+00`."""
    for precision in range(17):
        for text in _near(f"{value:.{precision}e}"):
            again = float(text)
            if (again if bits == 64 else _to_32_bits(again)) == value:
                return text
    return repr(value)


def _near(text: str) -> tuple[str, str]:
    """A number, and the next one of as many digits that is farther from zero.

    Where the floats become sparser (at powers of two), only the latter may read back as the same.
    """
    mantissa, _, exponent = text.partition("e")
    digits = str(int(mantissa.replace(".", "")) + (-1 if text[0] == "-" else 1))
    point = len(digits) - len(mantissa.partition(".")[2])
    return text, f"{digits[:point]}{'.' * (point < len(digits))}{digits[point:]}e{exponent}"


def _to_32_bits(value: float) -> float:
    try:
        narrow: float = struct.unpack("f", struct.pack("f", value))[0]
    except OverflowError:
        return float("inf") if value > 0 else float("-inf")
    return narrow
