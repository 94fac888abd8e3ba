"""What an output folder holds already, where it says what is to be written."""

from __future__ import annotations

from contextlib import suppress
from functools import cache
from typing import TYPE_CHECKING, Final, TypeAlias

from generator import files
from generator.chart.blob import encode
from generator.documents.layout import PLACES, path_of
from generator.documents.output_folder import read_document
from generator.problems import ProblemsError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

WrittenDocuments: TypeAlias = "Callable[[str], Mapping[str, bytes]]"
"""Reads what is on disk of a document, by its name: by the folders of the layout in which it
stands, also those of a layout that the catalog had before. Each is read once."""

_DEPLOYMENT: Final = "controllerdeployment.yaml"


def written_documents(output: Path, name: str) -> WrittenDocuments:
    """What an output folder holds of the catalog of a name, without what cannot be read."""
    places = PLACES if files.exists(output / name) else ()

    @cache
    def read(document: str) -> Mapping[str, bytes]:
        found: dict[str, bytes] = {}
        for place in places:
            with suppress(OSError):
                found[place] = read_document(output, path_of(name, place, document))
        return found

    return read


def kept_chart(text: str, tar: bytes, written: WrittenDocuments) -> str:
    """The chart's text on disk where that holds the same tar, compressed by whom it may be."""
    manifests = written(_DEPLOYMENT).values()
    if not manifests or any(text.encode() in manifest for manifest in manifests):
        return text
    from generator.manifest.chart_source import chart_text

    for manifest in manifests:
        with suppress(ProblemsError):
            return encode(tar, chart_text(manifest, _DEPLOYMENT).strip())
    return text
