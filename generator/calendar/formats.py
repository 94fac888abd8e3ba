"""Calendars as text for a terminal, as Markdown for a pull request, and as JSON for programs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.ansi import BOLD, paint
from generator.calendar.sentences import consequences, headline, standing, subject
from generator.markdown import escaped, table_head, table_row
from generator.visible import json_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from generator.calendar.events import Calendar, CalendarEntry, Period


def as_text(calendars: Sequence[Calendar], period: Period, *, color: bool = False) -> str:
    """Each calendar as two lists: the stages on the first day, then the events."""
    return "\n".join("".join(_text(calendar, period, color=color)) for calendar in calendars)


def _text(calendar: Calendar, period: Period, *, color: bool) -> Iterator[str]:
    from generator.matrix.text import STAGE_STYLES

    yield paint(f"{calendar.name}, as of {period.as_of}", BOLD, color=color) + "\n"
    width = max((len(subject(entry)) for entry in calendar.state), default=0)
    for entry in calendar.state:
        stage = paint(standing(entry), STAGE_STYLES.get(entry.stage, ""), color=color)
        yield f"  {subject(entry):{width}}  {stage}\n"
        yield from (f"    {line}\n" for line in consequences(entry))
    yield f"\n{_title(period)}\n"
    if not calendar.events:
        yield "  nothing\n"
    for entry in calendar.events:
        yield f"  {entry.moment[:10]}  {headline(entry)}\n"
        yield from (f"              {line}\n" for line in consequences(entry))


def _title(period: Period) -> str:
    return f"after that, until {period.until}" if period.until else "after that"


def as_markdown(calendars: Sequence[Calendar], period: Period) -> str:
    """Each calendar as two tables: the stages on the first day, then the events."""
    return "\n".join("".join(_markdown(calendar, period)) for calendar in calendars)


def _markdown(calendar: Calendar, period: Period) -> Iterator[str]:
    yield f"## {escaped(calendar.name)}, as of {period.as_of}\n\n"
    yield table_head("version", "stage", "what follows")
    for entry in calendar.state:
        yield _row(subject(entry), standing(entry), entry)
    yield f"\n### {_title(period).capitalize()}\n\n"
    if not calendar.events:
        yield "Nothing.\n"
        return
    yield table_head("date", "what", "what follows")
    for entry in calendar.events:
        yield _row(entry.moment[:10], headline(entry), entry)


def _row(first: str, second: str, entry: CalendarEntry) -> str:
    follows = "<br>".join(map(escaped, consequences(entry)))
    return table_row((escaped(first), escaped(second), follows))


def as_json(calendars: Sequence[Calendar], period: Period) -> str:
    """One object: the period, and each calendar with its entries as they are."""
    import dataclasses

    until = period.until.isoformat() if period.until else None
    found = {
        "asOf": period.as_of.isoformat(),
        "until": until,
        "graceDays": period.grace,
        "catalogs": [dataclasses.asdict(calendar) for calendar in calendars],
    }
    return json_text(found, indent=2)
