"""Reading what `import` is given, and writing the catalog that it makes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from generator.app.excerpts import read_named
from generator.files.new_files import write_new
from generator.files.writing import Change, apply
from generator.problems import Problem, ProblemsError, fail

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from generator.importing.catalog import ImportedCatalog, InputFile

_STDIN: Final = "-"
_STDIN_NAME: Final = "<stdin>"

_MOST_BYTES: Final = 16 * 1024 * 1024
"""Of one file: ten times what etcd takes for one object."""


def read_sources(named: Sequence[str]) -> list[InputFile]:
    """The content of all files; raises `ProblemsError` with all that cannot be read."""
    from generator.importing.catalog import InputFile

    sources: list[InputFile] = []
    problems: list[Problem] = []
    for file in dict.fromkeys(named):
        try:
            name = _STDIN_NAME if file == _STDIN else file
            sources.append(InputFile(name, read_named(file, _MOST_BYTES, name=name)))
        except ProblemsError as error:
            problems += error.problems
    if problems:
        raise ProblemsError(problems)
    return sources


def write(catalog: Path, imported: ImportedCatalog, chart: str) -> list[Problem]:
    """Write a catalog and its chart, both or none, and generate from where they stand.

    `chart` is the name of the chart's file beside the catalog. Returns what rules refuse in the
    catalog, as warnings; raises `ProblemsError`, and then leaves no file.
    """
    from generator.importing.chart import chart_manifest

    texts = {catalog.with_name(chart): chart_manifest(imported.chart)} if imported.chart else {}
    written = _write_new({**texts, catalog: imported.text})
    try:
        return _generate(catalog)
    except BaseException:
        apply([Change(file, None) for file in written], "import")
        raise


def _write_new(texts: Mapping[Path, str]) -> list[Path]:
    """Texts in files of their own, all of them or none, and never over what people wrote.

    Returns what was written: a file that says the same is left as it is.
    """
    try:
        return write_new({path: text.encode() for path, text in texts.items()}, "import")
    except FileExistsError as error:
        hint = "import into another file, and compare"
        raise fail("there is already a file", file=str(error.filename), hint=hint) from None
    except OSError as error:
        shown = str(error.filename or next(iter(texts)))
        raise fail(f"cannot be written: {error.strerror}", file=shown) from None


def _generate(catalog: Path) -> list[Problem]:
    """Plan everything, without credentials: returns what rules refuse, as warnings.

    Raises `ProblemsError` where that fails.
    """
    from generator.app.access_keys import KeySource
    from generator.app.planning import Options, Planner
    from generator.app.selection import Selection

    planner = Planner(Selection((str(catalog),)), Options(key_source=KeySource.WITHHELD))
    outcomes = [*planner.outcomes(lambda *_: True)]
    problems = [*planner.problems, *(each for outcome in outcomes for each in outcome.problems)]
    if not any(outcome.result for outcome in outcomes):
        raise ProblemsError(problems)
    lowered = {rule for outcome in outcomes for rule in outcome.catalog.rules}
    return [problem for problem in problems if problem.rule in lowered]
