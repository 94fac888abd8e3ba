"""Proof that we are compared over the same work."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from benchmarks.works import DEPLOYMENT, PROFILE, SMALL, documents, guides
from generator.chart.blob import decode, unzip
from generator.yamlio.goread import read_first

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from benchmarks.process import Bench, Command
    from benchmarks.tools import Tools


def refuse_different_results(tools: Tools, bench: Bench) -> None:
    """Raise `RuntimeError` unless we and the others write the same.

    Only after everything is measured: the memory of this process counts for those that it starts.
    """
    for document in (PROFILE, DEPLOYMENT):
        ours, theirs = _run(bench, document, documents(tools, bench.folder, SMALL, document))
        _refuse_difference(
            _read(ours / "manifests" / f"catalog-{SMALL}" / f"{document}.yaml"),
            _read(theirs / "stdout"),
        )
    ours, theirs = _run(bench, "guide", guides(tools, bench))
    ours = ours / "manifests" / "guide"
    _refuse_difference(*(_read(folder / f"{PROFILE}.yaml") for folder in (ours, theirs)))
    deployed = _read(ours / f"{DEPLOYMENT}.yaml")["providerConfig"]
    helm = _read(theirs / f"{DEPLOYMENT}.yaml")["helm"]
    _refuse_difference(deployed["values"], helm["values"])
    _refuse_difference(_tar(deployed["chart"]), _tar(helm["rawChart"]))


def _run(bench: Bench, name: str, commands: Sequence[Command]) -> list[Path]:
    folders = [bench.folder / f"{name}-{side}" for side in ("ours", "theirs")]
    for folder, command in zip(folders, commands, strict=True):
        folder.mkdir()
        bench.run(command, folder)
    return folders


def _read(path: Path) -> Any:  # noqa: ANN401  a document of any shape
    return read_first(path.read_bytes(), str(path))


def _tar(chart: str) -> bytes:
    return unzip(decode(chart, "chart"), "chart")


def _refuse_difference(ours: object, theirs: object) -> None:
    if ours != theirs:
        raise RuntimeError("what we write differs from the others: the comparison means nothing")
