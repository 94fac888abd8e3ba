"""What comes of judging a chart's values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from generator.record import Record

if TYPE_CHECKING:
    from generator.problems import Finding


class Verdict(Record):
    """What Helm refuses; the paths are those in the values of the chart.

    `doubts` say what nobody can judge here, and why.
    """

    mistakes: tuple[Finding, ...] = ()
    doubts: tuple[str, ...] = ()


NOTHING_WRONG: Final = Verdict()
