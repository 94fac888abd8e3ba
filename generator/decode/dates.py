"""Dates as people write them, and as the API server writes them."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING

from generator.problems import quoted

if TYPE_CHECKING:
    from generator.decode.reader import Section

EXPECTED = "a date such as 2027-03-31, or a time such as 2027-03-31T23:59:59Z"


def read_date(section: Section, key: str) -> str | None:
    """The RFC 3339 time at a key, in UTC; a date alone means its last second."""
    text = section.text(key)
    if text is None:
        return None
    try:
        return to_rfc3339(text)
    except (ValueError, OverflowError):
        section.wrong((key,), f"found {quoted(text)}", EXPECTED)
        return None


def read_day(section: Section, key: str) -> str | None:
    """The ISO 8601 day at a key."""
    text = section.text(key)
    try:
        return text and date.fromisoformat(text).isoformat()
    except ValueError:
        section.wrong((key,), f"found {quoted(text or '')}", "a date such as 2027-03-31")
        return None


def to_rfc3339(text: str) -> str:
    """RFC 3339 in UTC, to the second, as Kubernetes has it; raises ValueError or OverflowError."""
    if len(text) == len("2027-03-31"):
        moment = datetime.combine(datetime.strptime(text, "%Y-%m-%d").date(), time(23, 59, 59), UTC)  # noqa: DTZ007  a date has no zone
    elif "T" in text:
        moment = datetime.fromisoformat(text)
    else:
        raise ValueError(text)
    if moment.tzinfo is None:
        raise ValueError(text)
    return moment.astimezone(UTC).replace(microsecond=0, tzinfo=None).isoformat() + "Z"
