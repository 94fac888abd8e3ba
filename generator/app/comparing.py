"""What `generate` would write beside what stands in the output folder, for `check` and `diff`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from generator import files
from generator.app.manifests import Sides
from generator.catalog.deployment import ChartPath
from generator.credentials.access_key import WITHHELD
from generator.documents.gone_folders import files_of_gone
from generator.documents.layout import PLACES, is_secrets
from generator.documents.output_folder import read_document, refuse_links, standing
from generator.documents.ownership import Owner, owner_of
from generator.files.temporary import leftovers
from generator.problems import Problem, fail
from generator.review.drift import ENCRYPTED, LEFTOVER, Drift, drift

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from generator.catalog import Catalog
    from generator.documents.plan import Document


def compare(
    catalog: Catalog,
    documents: Sequence[Document],
    output: Path,
    *,
    credentials: bool,
    partly: bool = False,
) -> list[Drift]:
    """What `generate` would change below the output folder, sorted.

    Without `credentials`, what only they decide counts as equal; `partly` there are other documents
    beside these. Raises `ProblemsError`.
    """
    wanted = [document.path for document in documents]
    disk = _read_generated(output, catalog.name, wanted)
    if partly:
        disk = {path: data for path, data in disk.items() if path in wanted}
    if credentials:
        return drift(documents, disk)
    found = drift(documents, disk, (WITHHELD.id, WITHHELD.secret))
    return [each for each in found if not _is_leftover_secret(each)]


def _is_leftover_secret(found: Drift) -> bool:
    return found.state == LEFTOVER and is_secrets(found.path)


def compare_gone(catalogs: Iterable[Catalog], output: Path, *, credentials: bool) -> list[Drift]:
    """What stands below the output folder of catalogs that are gone, sorted.

    `catalogs` are all that there are. Without `credentials`, no Secrets are among it. Raises
    `ProblemsError`.
    """
    states = {Owner.OURS: LEFTOVER, Owner.ENCRYPTED: ENCRYPTED}
    owners = files_of_gone(output, {catalog.name for catalog in catalogs})
    found = [Drift(path, states[owner]) for path, owner in owners.items() if owner in states]
    return sorted(each for each in found if credentials or not _is_leftover_secret(each))


def read_gone(catalogs: Iterable[Catalog], output: Path) -> dict[str, bytes]:
    """What `generate` would remove of catalogs that are gone, by its path.

    `catalogs` are all that there are. Raises `ProblemsError`.
    """
    owners = files_of_gone(output, {catalog.name for catalog in catalogs})
    ours = [path for path, owner in owners.items() if owner is Owner.OURS]
    return {(output / path).as_posix(): _read(output, path) for path in ours}


def read_sides(
    catalog: Catalog, documents: Sequence[Document], output: Path, *, partly: bool = False
) -> Sides:
    """What stands below the output folder, and what `generate` would make of it.

    `partly` there are other documents beside these. Raises `ProblemsError`.
    """
    new = {document.path: document.data for document in documents}
    disk = _read_generated(output, catalog.name, new)
    old = {path: data for path, data in disk.items() if path in new} if partly else disk
    encrypted = sorted(
        path
        for path, data in old.items()
        if data != new.get(path) and owner_of(data) is Owner.ENCRYPTED
    )

    def compared(side: Mapping[str, bytes]) -> dict[str, bytes]:
        return {
            (output / path).as_posix(): data for path, data in side.items() if path not in encrypted
        }

    return Sides(
        compared(old),
        compared(new),
        known_folders=[(output / catalog.name).as_posix()] if partly and disk else [],
        encrypted=[output / path for path in encrypted],
    )


def leftover_file_problems(
    named: Sequence[str], catalogs: Iterable[Catalog], output: Path
) -> list[Problem]:
    """A problem for each file that a killed command has left.

    It may stand beside a catalog or its chart, or in the output folder.
    """
    folders = {output, *map(files.folder_of, named)}
    for catalog in catalogs:
        folders |= {output / catalog.name / place for place in PLACES}
        folders |= {*map(files.folder_of, catalog.files)}
        if isinstance(chart := catalog.controller_deployment.chart, ChartPath):
            folders.add(Path(catalog.file).parent.joinpath(chart.path).parent)
        archives = (chart.archive for _, chart in catalog.charts_in_registries if chart.archive)
        folders |= {Path(catalog.file).parent.joinpath(each.path).parent for each in archives}
    return [
        Problem(
            str(left.path),
            0,
            0,
            f"`alicloud-generator {left.command}` was interrupted and left this file",
            hint="run it again: it finishes the work and removes this file",
        )
        for folder in sorted(folders)
        for left in leftovers(folder)
    ]


def _read_generated(output: Path, name: str, wanted: Iterable[str]) -> dict[str, bytes]:
    """What stands below the output folder where a catalog's documents belong, and what is ours.

    That is what carries our header, and secrets.yaml where it is encrypted. Paths are those of
    `plan.Document`. Raises `ProblemsError` where `generate` could not write.
    """
    place = next(path for path in (output, *output.parents, Path("/")) if files.exists(path))
    if not files.is_folder(place):
        raise fail("is not a folder", file=str(place), expected="the output folder")
    wanted = [*wanted]
    refuse_links(output, name, wanted)
    try:
        named = {path for path in wanted if files.exists(output / path)}
        read = {path: _read(output, path) for path in named | {*standing(output, name)}}
    except OSError as error:
        raise fail(files.reason(error), file=str(error.filename or output / name)) from None
    return {
        path: data
        for path, data in read.items()
        if path in named or owner_of(data) is not Owner.FOREIGN
    }


def _read(output: Path, path: str) -> bytes:
    """The content of a file; empty for what `generate` never writes, such as a link."""
    try:
        return read_document(output, path)
    except PermissionError:
        raise
    except OSError:
        return b""
