"""Results beside their budgets, as a table that reads well in a terminal and as Markdown."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

HEAD = ("work", "ours", "theirs", "ratio", "budget", "verdict")


@dataclass(frozen=True, slots=True)
class Row:
    """One comparison; `budget` is the highest ratio that is allowed, None where none is set."""

    work: str
    ours: str
    theirs: str
    ratio: float
    budget: float | None

    @property
    def missed(self) -> bool:
        """Whether there is a budget and it is exceeded."""
        return self.budget is not None and self.ratio > self.budget

    def cells(self) -> tuple[str, ...]:
        """The row as text, in the order of `HEAD`."""
        verdict = "missed" if self.missed else "met"
        budget = ("", "") if self.budget is None else (f"≤ {self.budget:.3g}", verdict)
        return (self.work, self.ours, self.theirs, f"{self.ratio:.3g}", *budget)


def compare(
    work: str, ours: Sequence[float], theirs: Sequence[float], unit: str, budget: float | None
) -> Row:
    """Samples taken in turns as a row: medians, and the median of the ratios of each pair."""
    ratio = median(a / b for a, b in zip(ours, theirs, strict=True))
    return Row(work, f"{median(ours):.3g} {unit}", f"{median(theirs):.3g} {unit}", ratio, budget)


def table(rows: Sequence[Row]) -> str:
    """The rows under their head, in columns."""
    lines = [HEAD, *(row.cells() for row in rows)]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    rule = tuple("-" * width for width in widths)
    return "".join(
        "| " + " | ".join(map(str.ljust, cells, widths)) + " |\n"
        for cells in (HEAD, rule, *lines[1:])
    )
