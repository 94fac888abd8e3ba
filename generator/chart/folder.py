"""A chart folder to its files, as Helm v4.2.4 reads it (`pkg/chart/v2/loader/directory.go`).

The content of what a symbolic link leads to stands under the link's name. What is too much for an
archive is too much for a folder.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final, TypeAlias

from generator import files
from generator.chart import limits
from generator.chart.walk import Walk, path_text, reason
from generator.problems import Problem, ProblemsError

if TYPE_CHECKING:
    from pathlib import Path

    from generator.problems import Severity

Files: TypeAlias = "list[tuple[str, bytes]]"
"""Paths with `/`, relative to the chart (bytes that are not UTF-8 as surrogates), and contents."""

BOM: Final = b"\xef\xbb\xbf"


def read_folder(
    top: Path, budget: limits.Budget, outside: Severity
) -> tuple[Files, tuple[Problem, ...]]:
    """The files of a chart folder, in the order of Helm's walk, and what to warn of.

    `outside` says how much a symbolic link matters that leads out of the folder. Raises
    `ProblemsError` with everything that cannot be read, and reads nothing before all of the folder
    has been looked at.
    """
    walk = Walk(top, outside)
    contents: Files = []
    problems: list[Problem] = []
    for path in sorted(walk.paths(), key=lambda found: found.split(b"/")):
        name = path_text(path)
        try:
            data = files.read(os.path.join(os.fsencode(top), path), limits.MAX_FILE)
        except OSError as error:
            problems.append(Problem(str(top / name), 0, 0, reason(error)))
        else:
            budget.spend(len(data), str(top))
            contents.append((name, data.removeprefix(BOM)))
    if problems:
        raise ProblemsError(problems)
    return contents, tuple(walk.warnings)
