"""What comes of judging a chart's values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from generator.problems import Finding


@dataclass(frozen=True, slots=True)
class Verdict:
    """What Helm refuses; the paths are those in the values of the chart.

    `doubts` say what nobody can judge here, and why.
    """

    mistakes: tuple[Finding, ...] = ()
    doubts: tuple[str, ...] = ()


NOTHING_WRONG: Final = Verdict()
