"""Proof that we are compared over the same work."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.works import SMALL, profiles
from generator.yamlio.read import read_document

if TYPE_CHECKING:
    from benchmarks.process import Bench
    from benchmarks.tools import Tools


def refuse_different_profiles(tools: Tools, bench: Bench) -> None:
    """Raise `RuntimeError` unless we and Helm write the same CloudProfile.

    Only after everything is measured: the memory of this process counts for those that it starts.
    """
    ours, theirs = profiles(tools, bench.folder, SMALL)
    (bench.folder / "ours").mkdir()
    (bench.folder / "theirs").mkdir()
    bench.run(ours, bench.folder / "ours")
    bench.run(theirs, bench.folder / "theirs")
    manifests = bench.folder / "ours" / "manifests"
    texts = [
        (manifests / f"catalog-{SMALL}" / "cloudprofile.yaml").read_text(encoding="utf-8"),
        (bench.folder / "theirs" / "stdout").read_text(encoding="utf-8"),
    ]
    if read_document(texts[0], "ours") != read_document(texts[1], "theirs"):
        raise RuntimeError("our CloudProfile differs from Helm's: the comparison means nothing")
