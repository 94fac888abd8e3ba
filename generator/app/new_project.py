"""A new repository of landscapes: the files that `init` writes, and what is in their way."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Final

from generator import assets, files
from generator.app.project_folder import PROJECT_FILE, find_project_folder
from generator.documents.gone_folders import files_of_gone
from generator.files.new_files import holds, new_folders, write_new
from generator.problems import Problem, ProblemsError, fail

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from generator.catalog.values import Value

FIRST_CATALOG: Final = Path("landscapes/live.yaml")
REQUIREMENTS: Final = Path("requirements.txt")
WORKFLOWS: Final = {
    "github": Path(".github/workflows/alicloud-generator.yaml"),
    "gitlab": Path(".gitlab-ci.yml"),
}
"""The file of each kind of pipeline."""

_OUTPUT: Final = Path("manifests")
"""The output folder of a new project, from which `generate` removes what is of no catalog."""

_HEADING: Final = (
    "# Add more images and settings here. The name of this file is the name of the landscape.\n\n"
)
_MORE: Final = """
# Other documents of the landscape; `explain cloudProfile` says what each can hold.
# controllerRegistration: {}
# cloudProfile:
#   spec: {}
"""


def first_catalog(image: str, version: str, ids: Mapping[str, str]) -> str:
    """The text of a catalog with one version of one image, whose `ids` are by region.

    Raises `ProblemsError` with all that is wrong with it. What rules warn of is wrong, too: the
    hooks of the project are as strict.
    """
    from generator.app.excerpts import remember_argument, remember_content
    from generator.checks import Severities, check
    from generator.decode import decode
    from generator.decode.layers import read_layer
    from generator.decode.positions import located
    from generator.importing.catalog_text import section_text

    stated: dict[str, Value] = {"classification": "supported", "regions": dict(ids)}
    images: dict[str, Value] = {image: {"versions": {version: stated}}}
    text = _HEADING + section_text("images", images) + _MORE
    file = str(FIRST_CATALOG)
    # It is judged before it is written, and still quoted.
    remember_argument(file)
    remember_content(file, text.encode())
    layer = read_layer(text, file)
    catalog = decode([layer])
    severities = Severities(catalog, {}, strict=True)
    if found := located([*check(catalog, severities)], [layer]):
        raise ProblemsError(found)
    return text


def project_files(ci: str, catalog: str, install: str | None) -> dict[Path, bytes]:
    """The files of a new project, the project file last, which makes it one.

    `ci` is one of `WORKFLOWS`, or another word for none. An empty `catalog` means the operator
    guide's example, no `install` a comment that says what belongs there.
    """
    folder = assets.REPOSITORY
    built_in = {path.relative_to(folder): files.read(path) for path in files.below(folder)}
    for kind, path in WORKFLOWS.items():
        if kind != ci:
            del built_in[path]
    if catalog:
        built_in[FIRST_CATALOG] = catalog.encode()
    if install:
        built_in[REQUIREMENTS] = f"{install}\n".encode()
    project = built_in.pop(Path(PROJECT_FILE))
    return {**built_in, Path(PROJECT_FILE): project}


def write_project(contents: Mapping[Path, bytes]) -> list[Path]:
    """Write a new project to the working directory, all of it or nothing, and over no other file.

    Returns what was written, nothing where all of it is there already. What a call that was
    interrupted has left is completed; a project is not, since people change it. Raises
    `ProblemsError` with all that is in the way.
    """
    is_there = all(holds(path, data) for path, data in contents.items())
    if not is_there and (problems := [*_of_place(), *_in_the_way(contents)]):
        raise ProblemsError(problems)
    try:
        with new_folders(path.parent for path in contents):
            return write_new(contents, "init")
    except OSError as error:
        message = f"cannot be written: {error.strerror}"
        raise fail(message, file=str(error.filename or PROJECT_FILE)) from None


def _of_place() -> Iterator[Problem]:
    """What is wrong with the working directory."""
    around = find_project_folder()
    if around not in (None, Path()):
        message = "this folder is already part of a project"
        hint = f"add catalogs to that project, or run `init` outside of {around}"
        yield Problem(str(around / PROJECT_FILE), 0, 0, message, hint=hint)
    here = Path.cwd()
    top = files.work_tree(here)
    if top not in (None, here):
        message = "hooks and pipelines work only at the top of a Git work tree; this is below it"
        hint = (
            f"run `init` in {os.path.relpath(top, here)}, or make this a repository by `git init`"
        )
        yield Problem("", 0, 0, message, hint=hint)
    if generated := files_of_gone(_OUTPUT, ()):
        message = (
            "the new project would not have the catalog of this file, so `generate` would remove it"
        )
        hint = f"write {PROJECT_FILE} by hand, with your catalogs: `catalogs: [PATTERN]`"
        yield Problem(str(_OUTPUT / next(iter(generated))), 0, 0, message, hint=hint)


def _in_the_way(contents: Mapping[Path, bytes]) -> Iterator[Problem]:
    """What stands where files of a new project, or their folders, would."""
    folders = {folder: None for path in contents for folder in reversed(path.parents[:-1])}
    for folder in folders:
        if files.is_link(folder) or (files.exists(folder) and not files.is_folder(folder)):
            yield Problem(
                str(folder), 0, 0, f"there is already {_kind(folder)} where a folder is needed"
            )
    is_project = files.exists(PROJECT_FILE)
    hint = "move it away, run `init` again, and put back what you need of it"
    if is_project:
        hint = "this is already a project; `init` only starts new ones"
    for path, data in contents.items():
        if files.exists(path) and (is_project or not holds(path, data)):
            yield Problem(str(path), 0, 0, f"there is already {_kind(path)}", hint=hint)


def _kind(path: Path) -> str:
    if files.is_link(path):
        return "a symbolic link"
    return "a folder" if files.is_folder(path) else "a file"
