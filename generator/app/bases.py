"""Abstract catalogs, which are judged through those that extend them."""

from __future__ import annotations

import os
from contextlib import suppress
from typing import TYPE_CHECKING

from generator.decode.layers import is_abstract
from generator.problems import Problem, ProblemsError, Severity, collected

if TYPE_CHECKING:
    from generator.app.selection import Selection
    from generator.app.sources import Sources


def with_extending(
    selection: Selection, sources: Sources, problems: list[Problem], *, strict: bool
) -> Selection:
    """The selection with the project's catalogs that extend an abstract one in place of it.

    What keeps these from being read is added to `problems`, and a warning (an error if `strict`)
    for an abstract catalog that none of them extends.
    """
    abstract = [file for file in selection.files if _is_named_base(file, selection, sources)]
    if not abstract:
        return selection
    extending = _extending(selection, sources, problems)
    severity = Severity.ERROR if strict else Severity.WARNING
    for file in abstract:
        if not extending.get(os.path.realpath(file)):
            message = "this catalog is abstract, and no catalog of the project extends it"
            hint = "an abstract catalog is only checked through the catalogs that extend it"
            problems.append(Problem(file, 0, 0, message, severity, hint=hint))
    over = [each for file in abstract for each in extending.get(os.path.realpath(file), ())]
    concrete = [file for file in selection.files if file not in abstract]
    return selection._replace(
        files=tuple(dict.fromkeys([*concrete, *over])),
        named=selection.named.difference(abstract),
    )


def _is_named_base(file: str, selection: Selection, sources: Sources) -> bool:
    if file not in selection.named:
        return False
    # Whoever reads it next says what is wrong with it.
    with suppress(ProblemsError):
        return is_abstract(sources.layers(file))
    return False


def _extending(
    selection: Selection, sources: Sources, problems: list[Problem]
) -> dict[str, list[str]]:
    """The catalogs of the project by the real path of each file that they extend."""
    from generator.app.project import project_catalogs

    found: dict[str, list[str]] = {}
    for file in project_catalogs(selection.project, problems) if selection.project else ():
        with collected(problems, file):
            layers = sources.layers(file)
            for base in layers[:-1] if not is_abstract(layers) else ():
                found.setdefault(os.path.realpath(base.file), []).append(file)
    return found
