"""Where the catalog of an import gets its chart from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.chart import blob
from generator.chart.source import from_text
from generator.problems import ProblemsError

if TYPE_CHECKING:
    from generator.importing.deployed import Deployed


def is_built_in(deployed: Deployed, built_in: bytes) -> bool:
    """Whether the manifest's chart is the one that has this tar, compressed by whom it may be.

    Raises `ProblemsError` for a chart that Gardener could not load.
    """
    item, place = deployed.item, (*deployed.helm, deployed.chart_key)
    try:
        tar = blob.unzip(blob.decode(deployed.chart, item.file), item.file)
        if tar == built_in:
            return True
        from_text(deployed.chart, item.file)
    except ProblemsError as error:
        # Those who read charts know the file alone, here it is known where in it the chart stands.
        problems = [item.problem(place, p.message, p.expected, p.hint) for p in error.problems]
        raise ProblemsError(problems) from None
    return False
