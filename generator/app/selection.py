"""Which catalogs a call is about: those that it names, or all of the project around it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeAlias

from generator.app.patterns import expanded
from generator.app.project_folder import PROJECT_FILE, find_project_folder
from generator.decode.layers import is_abstract
from generator.problems import Finding, Problem, ProblemsError
from generator.record import Record

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from generator.app.project import Project
    from generator.catalog import Catalog
    from generator.decode.layers import Layer
    from generator.decode.set_option import AppliedSetting
    from generator.problems import Severity

IsWanted: TypeAlias = "Callable[[Sequence[Layer], Sequence[AppliedSetting]], bool]"
"""Whether the catalog of some layers and settings is wanted; may raise `ProblemsError`."""

_OUTPUT: Final = Path("manifests")


class Selection(Record):
    """The catalogs of a call.

    `files` are theirs; those that the call names one by one, without a pattern, are `named`.
    `project` is the one around the working directory, if any, which says what the call does not;
    `is_whole` where the call names none, and so means all of the project's. `problems` say what
    keeps the selection from being complete.
    """

    files: tuple[str, ...]
    named: frozenset[str] = frozenset()
    project: Project | None = None
    is_whole: bool = False
    problems: tuple[Problem, ...] = ()

    @property
    def output(self) -> Path:
        """The output folder where the call does not say it."""
        return self.project.output if self.project else _OUTPUT

    @property
    def templates(self) -> Path | None:
        """The folder of templates where the call does not say it."""
        return self.project.templates if self.project else None

    @property
    def rules(self) -> tuple[Layer, ...]:
        """What holds for the rules of every catalog, to be merged below it."""
        return self.project.rules if self.project else ()

    def is_shown(self, layers: Sequence[Layer], settings: Sequence[AppliedSetting] = ()) -> bool:
        """Whether the catalog of these layers is meant: an abstract one only if it is named."""
        return layers[-1].file in self.named or not is_abstract(layers, settings)

    def is_generated(
        self, layers: Sequence[Layer], settings: Sequence[AppliedSetting] = ()
    ) -> bool:
        """The same for manifests, which no catalog has that is abstract.

        Raises `ProblemsError` for one that is named.
        """
        if not is_abstract(layers, settings):
            return True
        if layers[-1].file in self.named:
            from generator.decode.positions import located

            message = "this catalog is abstract: it only serves as a base"
            hint = "name the catalogs that extend it"
            finding = Finding(("abstract",), message, hint=hint)
            raise ProblemsError(located([finding], layers, settings))
        return False

    def nothing_to_generate(self, severity: Severity) -> list[Problem]:
        """That all catalogs of the project are abstract, where all of the project is meant.

        What was generated before stays then: a mistake must not remove every manifest.
        """
        if not (self.is_whole and self.project):
            return []
        from generator.decode.positions import located

        message = "every catalog of the project is abstract: nothing is generated or removed"
        hint = "add a catalog that extends one of them"
        finding = Finding(("catalogs",), message, severity=severity, hint=hint)
        return located([finding], [self.project.layer])


def select(arguments: Sequence[str]) -> Selection:
    """The selection of what a command line names: catalogs or patterns, or nothing at all.

    `project` is None as well where its file cannot be used; `problems` then say why.
    """
    try:
        project = _project()
    except ProblemsError as error:
        return Selection((), problems=error.problems)
    problems: list[Problem] = []
    if not arguments and project:
        from generator.app.project import project_catalogs

        own = project_catalogs(project, problems)
        return Selection(own, frozenset(), project, is_whole=True, problems=tuple(problems))
    found = [file for file in expanded(arguments, problems) if not _is_project(file, problems)]
    return Selection(tuple(found), frozenset(arguments), project, problems=tuple(problems))


def _project() -> Project | None:
    folder = find_project_folder()
    if folder is None:
        return None
    from generator.app.project import load_project

    return load_project(folder)


def _is_project(file: str, problems: list[Problem]) -> bool:
    if Path(file).name != PROJECT_FILE:
        return False
    hint = "to use all catalogs of the project, run the command in its folder without naming any"
    problems.append(Problem(file, 0, 0, "this is a project file, not a catalog", hint=hint))
    return True


def of_unique_names(catalogs: Sequence[Catalog], problems: list[Problem]) -> list[Catalog]:
    """The catalogs whose name no other one has; a problem is added for each of the others."""
    by_name: dict[str, list[str]] = {}
    for catalog in catalogs:
        by_name.setdefault(catalog.name, []).append(catalog.file)
    for name, (first, *others) in by_name.items():
        for other in others:
            message = f'the catalog is named "{name}", and so is {first}'
            hint = "give it another name: `metadata: {name: …}`"
            problems.append(Problem(other, 0, 0, message, hint=hint))
    return [catalog for catalog in catalogs if len(by_name[catalog.name]) == 1]
