"""RFC 3339 times as Go's `time.Time` reads and writes them in JSON: Chart.lock's `generated`."""

from __future__ import annotations

import re
from typing import Final

from generator.yamlio import golang

ZERO: Final = "0001-01-01T00:00:00Z"
"""What Go writes for a time that was never set."""

_TIME: Final = (
    r"([0-9]{4}-[0-9]{2}-[0-9]{2}T)([0-9]{1,2})(:[0-9]{2}:[0-9]{2})(?:[.,]([0-9]+))?"
    r"(?:Z|([+-])([0-9]{2}):([0-9]{2}))"
)


def normalized(text: str) -> str | None:
    """The time as Go writes it again; None where Go refuses it."""
    found = re.fullmatch(_TIME, text)
    if not found or not golang.is_timestamp(text):
        return None
    date, hour, clock, fraction, sign, zone_hours, zone_minutes = found.groups()
    digits = (fraction or "")[:9].rstrip("0")
    zone = _zone(sign, int(zone_hours or 0) * 60 + int(zone_minutes or 0))
    if zone is None:
        return None
    return f"{date}{int(hour):02}{clock}{'.' * bool(digits)}{digits}{zone}"


def _zone(sign: str | None, minutes: int) -> str | None:
    if not minutes:
        return "Z"
    hours, rest = divmod(minutes, 60)
    return f"{sign}{hours:02}:{rest:02}" if hours < 24 else None
