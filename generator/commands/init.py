"""The verb `init`: a new repository of landscapes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from generator import files
from generator.commands import candidates
from generator.commands.options import region_ids
from generator.commands.output import notes_to_stderr
from generator.commands.reporting import show_problems
from generator.problems import Problem, Severity

if TYPE_CHECKING:
    from collections.abc import Sequence

NO_CI: Final = "none"
TEXTCONV: Final = "git config diff.alicloud.textconv 'alicloud-generator textconv'"


class Requirement(click.ParamType):  # type: ignore[type-arg]  # generic since click 8.4
    """A line of a requirements.txt that names what is installed, and nothing else."""

    name = "spec"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The line; wrong usage where pip would read it as something else, or Git keep a key."""
        from generator.credentials.lines import mask_known_forms

        line = value.strip()
        if not line.isprintable() or line.endswith("\\"):
            self.fail("it is not one line of printable characters", param, ctx)
        if not line or line.startswith(("-", "#")):
            self.fail(f"{value!r} is not a URL, a path or a wheel", param, ctx)
        if mask_known_forms(line) != line:
            message = (
                "it contains a credential, which would end up in Git: write ${NAME}, which pip "
                "fills in"
            )
            self.fail(message, param, ctx)
        return line


@click.command()
@click.option(
    "--image",
    metavar="NAME=VERSION",
    help="The image of the first catalog, with its --region. Without it, the catalog is the "
    "example of the operator guide.",
)
@click.option(
    "--region",
    "regions",
    multiple=True,
    metavar="REGION=ID",
    shell_complete=candidates.region_ids,
    help="The image's ID in a region. Can be repeated.",
)
@click.option(
    "--ci",
    type=click.Choice(("github", "gitlab", NO_CI)),
    default="github",
    show_default=True,
    help=(
        "The pipeline that checks pull requests: a workflow of GitHub Actions, a pipeline of "
        "GitLab, or none."
    ),
)
@click.option(
    "--install",
    type=Requirement(),
    metavar="SPEC",
    help=(
        "Where pip gets this program from, for requirements.txt: a URL, a path, a wheel, or "
        "a Git repository with a tag. Without it, a comment there says what to write."
    ),
)
def command(image: str | None, regions: tuple[str, ...], ci: str, install: str | None) -> int:
    """Start a repository of landscapes.

    The working directory gets a project file, a first catalog in landscapes/, and what keeps both
    correct: hooks for pre-commit, a pipeline, a requirements.txt that they install from, and a
    .gitattributes. Either all of it is written or nothing, and existing files are never
    overwritten.

    \b
    Examples:
      alicloud-generator init --ci gitlab
      alicloud-generator init --image gardenlinux=1877.13.0 --region cn-shanghai=m-uf6…
    """
    from generator.app.new_project import project_files, write_project

    catalog = _catalog(image, regions)
    written = write_project(project_files(ci, catalog, install))
    if not written:
        notes_to_stderr("everything is already there")
        return 0
    if install and ci != NO_CI and _is_local(install):
        show_problems([_only_here()], "text")
    notes_to_stderr(*(f"wrote {path}" for path in written), *_next(is_installed=bool(install)))
    return 0


def _catalog(image: str | None, regions: Sequence[str]) -> str:
    """The text of the first catalog; empty where the command line says nothing of it.

    Raises `ProblemsError` with all that is wrong with it.
    """
    if image is None and not regions:
        return ""
    if image is None or not regions:
        raise click.UsageError("--image and --region need each other: a version, and its IDs")
    name, equals, version = image.partition("=")
    if not (name and equals and version):
        raise click.BadParameter(f"{image!r} is not NAME=VERSION", param_hint="--image")
    from generator.app.new_project import first_catalog

    return first_catalog(name, version, region_ids(regions))


def _is_local(requirement: str) -> bool:
    """Whether pip would look for what is installed on this machine, outside of the repository."""
    source = requirement.rpartition(" @ ")[2]
    return source.startswith(("/", "../", "file:"))


def _only_here() -> Problem:
    message = "this path is outside of the repository, so the pipeline will not find it"
    hint = "write an address, a Git repository with a tag, or a path in the repository"
    return Problem("requirements.txt", 0, 0, message, severity=Severity.WARNING, hint=hint)


def _next(*, is_installed: bool) -> list[str]:
    """What there is to do for the user."""
    steps = [] if files.work_tree(Path.cwd()) else ["git init -b main"]
    steps += [TEXTCONV, "pre-commit install", "alicloud-generator generate"]
    lines = ["next:", *(f"  {step}" for step in steps)]
    if not is_installed:
        what = "write to requirements.txt where alicloud-generator is installed from"
        lines.insert(1, f"  {what}: hooks and pipelines need it")
    return lines
