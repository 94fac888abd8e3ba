"""What an output folder holds already, where it says what is to be written."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final, TypeAlias

from generator.chart.blob import encode
from generator.documents.output_folder import read_document
from generator.problems import ProblemsError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

WrittenDocuments: TypeAlias = "Callable[[str], bytes]"
"""Reads a document that is on disk, by its name; each is read once."""

_DEPLOYMENT: Final = "controllerdeployment.yaml"


def written_documents(output: Path, name: str) -> WrittenDocuments:
    """What an output folder holds of the catalog of a name: empty for what cannot be read."""

    @cache
    def read(document: str) -> bytes:
        try:
            return read_document(output, f"{name}/{document}")
        except OSError:
            return b""

    return read


def kept_chart(text: str, tar: bytes, written: WrittenDocuments) -> str:
    """The chart's text on disk where that holds the same tar, compressed by whom it may be."""
    manifest = written(_DEPLOYMENT)
    if not manifest or text.encode() in manifest:
        return text
    from generator.manifest.chart_source import chart_text

    try:
        return encode(tar, chart_text(manifest, _DEPLOYMENT).strip())
    except ProblemsError:
        return text
