"""Dates as people write them, and as the API server writes them."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING

from generator.problems import quoted
from generator.reading.text_formats import Format

if TYPE_CHECKING:
    from generator.reading.section import Section

_DAY = "[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"
_HOUR = "([01][0-9]|2[0-3]):[0-5][0-9]"
_TIME = rf"{_HOUR}(:[0-5][0-9](\.[0-9]+)?)?(Z|[+-]{_HOUR})"

DAY = Format(_DAY, "a date such as 2027-03-31")
MOMENT = Format(
    f"{_DAY}(T{_TIME})?",
    "a date such as 2027-03-31, or a time such as 2027-03-31T23:59:59Z",
)
"""RFC 3339, seconds optional; `datetime` checks the days of a month."""

LAST_SECOND = time(23, 59, 59)
"""The time meant by a date alone where something ends."""

FIRST_SECOND = time()
"""The time meant by a date alone where something begins."""


def no_such_day(text: str) -> str:
    """Which part of what looks like a date the calendar does not have; empty for other texts."""
    match = re.match("([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})(?![0-9])", text)
    if not match:
        return ""
    from calendar import month_name, monthrange

    year, month, day = map(int, match.groups())
    if not 1 <= month <= len(month_name) - 1:
        return f"there is no month {month}"
    exists = 1 <= day <= monthrange(year, month)[1]
    return "" if exists else f"{month_name[month]} {year} has no day {day}"


def _is_no_day(section: Section, key: str, form: Format) -> bool:
    node = section.node.get(key)
    hint = no_such_day(node) if isinstance(node, str) else ""
    if hint:
        section.wrong((key,), f"found {quoted(str(node))}", form.expected, hint)
    return bool(hint)


def read_date(section: Section, key: str, alone: time = LAST_SECOND) -> str | None:
    """The RFC 3339 time at a key, in UTC; a date alone means the time `alone` of its day."""
    if _is_no_day(section, key, MOMENT):
        return None
    text = section.text(key, MOMENT)
    if text is None:
        return None
    try:
        return to_rfc3339(text, alone)
    except ValueError:
        section.wrong((key,), f"found {quoted(text)}", MOMENT.expected)
        return None


def read_day(section: Section, key: str) -> str | None:
    """The ISO 8601 day at a key."""
    if _is_no_day(section, key, DAY):
        return None
    text = section.text(key, DAY)
    try:
        return text and date.fromisoformat(text).isoformat()
    except ValueError:
        section.wrong((key,), f"found {quoted(text or '')}", DAY.expected)
        return None


def to_rfc3339(text: str, alone: time = LAST_SECOND) -> str:
    """RFC 3339 in UTC, to the second, as Kubernetes has it; raises ValueError."""
    if not MOMENT.pattern.fullmatch(text):
        raise ValueError(text)
    if "T" in text:
        moment = datetime.fromisoformat(text)
    else:
        moment = datetime.combine(date.fromisoformat(text), alone, UTC)
    try:
        moment = moment.astimezone(UTC)
    except OverflowError:
        # There the year is 0 or 10000.
        raise ValueError(text) from None
    return moment.replace(microsecond=0, tzinfo=None).isoformat() + "Z"


def days_after(day: date, count: int) -> date:
    """The day so many days later, earlier for less than 0, and not outside of years 1 to 9999."""
    ordinal = day.toordinal() + count
    return date.fromordinal(min(max(ordinal, date.min.toordinal()), date.max.toordinal()))
