"""Calendars in iCalendar (RFC 5545), for programs that remind people.

Each event takes the whole day (UTC) and leaves the time free. Its UID depends on what happens to
which version and not on when, so that a calendar that is imported again moves the event with its
date. DTSTAMP is the first day of the period: the same catalogs and days give the same bytes.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from generator.calendar.sentences import consequences, headline
from generator.visible import visible

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from generator.calendar.events import Calendar, CalendarEntry, Period

_OCTETS: Final = 75
"""The longest line, without its end: RFC 5545, 3.1."""

_NO_EVENTS: Final = (
    "BEGIN:VTIMEZONE",
    "TZID:UTC",
    "BEGIN:STANDARD",
    "DTSTART:19700101T000000",
    "TZOFFSETFROM:+0000",
    "TZOFFSETTO:+0000",
    "END:STANDARD",
    "END:VTIMEZONE",
)
"""The component that an iCalendar object must have, where there is no event."""


def as_ics(calendars: Sequence[Calendar], period: Period) -> bytes:
    """The events of all calendars as one iCalendar object."""
    stamp = period.start().replace("-", "").replace(":", "")
    lines = [
        line
        for calendar in calendars
        for entry in calendar.events
        for line in _event(calendar.name, entry, stamp)
    ]
    head = ("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//alicloud-generator//plan//EN")
    return b"".join(map(_folded, (*head, *(lines or _NO_EVENTS), "END:VCALENDAR")))


def _event(catalog: str, entry: CalendarEntry, stamp: str) -> Iterator[str]:
    description = [f"At {entry.moment}.", *consequences(entry)]
    yield "BEGIN:VEVENT"
    yield f"UID:{_uid(catalog, entry)}"
    yield f"DTSTAMP:{stamp}"
    yield f"DTSTART;VALUE=DATE:{entry.moment[:10].replace('-', '')}"
    yield f"SUMMARY:{_escaped(f'{catalog}: {headline(entry)}')}"
    yield f"DESCRIPTION:{_escaped(*description)}"
    yield f"CATEGORIES:{_escaped(entry.stage)}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _uid(catalog: str, entry: CalendarEntry) -> str:
    """RFC 7986 wants UIDs that are UUIDs."""
    import uuid

    space = uuid.uuid5(uuid.NAMESPACE_URL, "alicloud-generator:plan")
    parts = (catalog, entry.profile, entry.name, entry.version, entry.stage)
    return str(uuid.uuid5(space, "\0".join(parts)))


def _escaped(*lines: str) -> str:
    """A value of type TEXT: RFC 5545, 3.3.11, which allows no other control characters."""
    return "\\n".join(re.sub(r"([\\;,])", r"\\\1", visible(line)) for line in lines)


def _folded(line: str) -> bytes:
    """The line in UTF-8 with its end, folded between characters."""
    pieces = [b""]
    for character in line:
        data = character.encode()
        if len(pieces[-1]) + len(data) > _OCTETS - (len(pieces) > 1):
            pieces.append(b"")
        pieces[-1] += data
    return b"\r\n ".join(pieces) + b"\r\n"
