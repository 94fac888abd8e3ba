"""The landscapes of a call with the files that each is made of, for pipelines."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from generator import files
from generator.catalog.deployment import ChartPath

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.app.selection import Selection
    from generator.catalog import Catalog
    from generator.catalog.credentials import AccessKey


@dataclass(frozen=True, slots=True)
class Landscape:
    """A catalog, the folder of its manifests, and what it reads: folders end with a slash.

    `files` begin with what several catalogs may share. All are paths from the working directory.
    """

    name: str
    catalog: str
    output: str
    files: tuple[str, ...]


def landscape(catalog: Catalog, selection: Selection) -> Landscape:
    """The landscape of a catalog."""
    project = selection.project
    found = [
        *([project.file] if project else ()),
        *([_folder(selection.templates)] if selection.templates else ()),
        *catalog.files,
        *_referred_to(catalog),
    ]
    paths = dict.fromkeys(map(_normal, found))
    return Landscape(catalog.name, catalog.file, str(selection.output / catalog.name), (*paths,))


def _referred_to(catalog: Catalog) -> Iterator[str]:
    """The chart of a catalog, and the files with its access keys."""
    home = Path(catalog.file).parent
    deployment = catalog.controller_deployment
    if isinstance(deployment.chart, ChartPath):
        chart = home / deployment.chart.path
        yield _folder(chart) if files.is_folder(chart) else str(chart)
    for _, registry in catalog.charts_in_registries:
        if registry.archive:
            yield str(home / registry.archive.path)
    owner = catalog.owner_secret.access_key if catalog.owner_secret else None
    for key in (owner, *(seed.backup.secret.access_key for seed in catalog.seeds)):
        yield from (str(home / path) for path in _key_files(key))


def _key_files(key: AccessKey | None) -> Iterator[str]:
    for half in (key.id, key.secret) if key else ():
        if half.kind == "file":
            yield half.text


def _folder(path: Path) -> str:
    return f"{path}/"


def _normal(path: str) -> str:
    return os.path.normpath(path) + ("/" if path.endswith("/") else "")
