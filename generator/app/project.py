"""The project around the working directory: what its file says, and the catalogs that it names.

Whatever is named here is a path from the working directory, as the user would type it.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from generator import files
from generator.app.excerpts import read_named
from generator.app.project_folder import PROJECT_FILE, find_project_folder
from generator.decode.layers import Layer
from generator.decode.positions import located
from generator.decode.project import read_project
from generator.problems import Finding, ProblemsError, quoted
from generator.yamlio.locate import Positions
from generator.yamlio.read import decode_text, read_document

if TYPE_CHECKING:
    from collections.abc import Collection

    from generator.problems import Problem


@dataclass(frozen=True, slots=True)
class Project:
    """A repository of landscapes.

    `layer` is its file, `patterns` are those of its catalogs, relative to the `folder` of the file.
    `rules` has the layer that goes below every catalog, where the file says something of rules.
    """

    layer: Layer
    folder: Path
    patterns: tuple[str, ...]
    output: Path
    templates: Path | None
    rules: tuple[Layer, ...]

    @property
    def file(self) -> str:
        """The project file."""
        return self.layer.file


def project_rules() -> tuple[Layer, ...]:
    """What the project around the working directory says of rules; raises `ProblemsError`."""
    folder = find_project_folder()
    return load_project(folder).rules if folder is not None else ()


def load_project(folder: Path) -> Project:
    """The project whose file is in a folder; raises `ProblemsError`."""
    file = str(folder / PROJECT_FILE)
    text = decode_text(read_named(file), file)
    layer = Layer(file, text, read_document(text, file), Positions(text))
    findings: list[Finding] = []
    stated = read_project(layer, findings)
    findings += _unknown_rules(stated.rules)
    templates = None
    if stated.templates is not None:
        templates = _from_here(folder / stated.templates)
        if not files.is_folder(templates):
            findings.append(Finding(("templates",), f"there is no folder {quoted(str(templates))}"))
    if findings:
        raise ProblemsError(located(findings, [layer]))
    return Project(
        layer,
        folder,
        stated.catalogs,
        _from_here(folder / stated.output),
        templates,
        _rules(layer) if stated.rules else (),
    )


def _rules(layer: Layer) -> tuple[Layer, ...]:
    tree = layer.tree if isinstance(layer.tree, dict) else {}
    return (layer._replace(tree={"rules": tree["rules"]}),)


def _unknown_rules(rules: Collection[str]) -> list[Finding]:
    if not rules:
        return []
    from generator.checks import unknown_rules

    return unknown_rules(rules)


def project_catalogs(project: Project, problems: list[Problem]) -> tuple[str, ...]:
    """The files of the project's catalogs, abstract ones included, each once.

    What is wrong with a pattern is added to `problems`: that it matches nothing, or a file outside
    of the project's folder, to which a link leads.
    """
    top = Path(os.path.realpath(project.folder))
    findings: list[Finding] = []
    found: dict[Path, str] = {}
    for index, pattern in enumerate(project.patterns):
        matches = _matches(project, pattern)
        if not matches:
            findings.append(Finding(("catalogs", index), f"{quoted(pattern)} matches no file"))
        for file in matches:
            if top not in Path(os.path.realpath(file)).parents:
                message = (
                    f"{quoted(str(file))} is a symbolic link to a file outside of the project's "
                    "folder"
                )
                findings.append(Finding(("catalogs", index), message))
                continue
            # Links between folders must not make two of one file.
            found.setdefault(Path(os.path.realpath(file.parent), file.name), str(file))
    problems += located(findings, [project.layer])
    return tuple(found.values())


def _matches(project: Project, pattern: str) -> list[Path]:
    """The files that a pattern matches, but for project files and what is generated."""
    output = _from(project.folder, project.output)
    asks_for_output = output in _from(project.folder, project.folder / pattern).parents
    return [
        _from_here(Path(file))
        for file in files.matching(str(project.folder / pattern))
        if Path(file).name != PROJECT_FILE
        and (asks_for_output or output not in _from(project.folder, Path(file)).parents)
    ]


def _from_here(path: Path) -> Path:
    return _from(Path(), path)


def _from(folder: Path, path: Path) -> Path:
    """The path that leads to another one from a folder."""
    return Path(os.path.relpath(path, folder))
