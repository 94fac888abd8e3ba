"""`python -m benchmarks.scale`: what landscapes cost, one to a thousand, in one repository."""

from __future__ import annotations

import argparse
import os
import platform
import sys
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, TypeAlias

from benchmarks.inputs import write_catalog, write_landscapes
from benchmarks.process import Bench
from benchmarks.tools import ROOT
from benchmarks.works import MANY, MANY_IDS, MEBI, ONE_PROCESSOR, OURS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from benchmarks.process import Sample

Arguments: TypeAlias = "tuple[str | Path, ...]"

DOCUMENT = ROOT / "docs" / "scale.md"
MARK = "<!-- the figures of one run; `make scale` replaces what follows -->\n"
HEAD = ("work", "time", "processor time", "memory of the largest process", "files", "size")
FEW_RUNS, MANY_RUNS = 5, 2


@dataclass(frozen=True, slots=True)
class Work:
    """A command in the repository, and how often it is measured; it `writes` where it generates."""

    name: str
    command: Arguments
    runs: int
    writes: bool = True


def main() -> int:
    """Measure, print, and write the document where asked to."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.scale", description=__doc__)
    parser.add_argument("--write", action="store_true", help=f"put the figures into {DOCUMENT}")
    arguments = parser.parse_args()
    with TemporaryDirectory(prefix="scale-") as folder:
        figures = _table([HEAD, *_rows(Path(folder))]) + _machine()
    sys.stdout.write(figures)
    if arguments.write:
        text = DOCUMENT.read_text(encoding="utf-8").partition(MARK)[0]
        DOCUMENT.write_text(f"{text}{MARK}\n{figures}", encoding="utf-8")
    return 0


def _repository(folder: Path) -> list[Path]:
    """A project of `MANY` landscapes over one base; returns their catalogs."""
    (folder / "alicloud-generator.yaml").write_text("catalogs: [landscapes/*.yaml]\n")
    base = write_catalog(folder / "base.yaml", MANY_IDS)
    base.write_text(f"abstract: true\nkustomization: {{}}\n{base.read_text()}")
    return write_landscapes(folder / "landscapes", "extends: ../base.yaml\n", MANY)


def _works(catalogs: Sequence[Path], written: Path) -> Iterator[Work]:
    generate: Arguments = (OURS, "generate")
    for count in (1, 10, 100, MANY):
        runs = FEW_RUNS if count < MANY else MANY_RUNS
        what = "landscapes" if count > 1 else "landscape"
        yield Work(f"`generate`, {count:,} {what}", (*generate, *catalogs[:count]), runs)
    alone: Arguments = (*ONE_PROCESSOR, *generate, *catalogs)
    yield Work(f"`generate`, {MANY:,} landscapes, one processor", alone, MANY_RUNS)
    check: Arguments = (OURS, "check", "-o", written)
    every: Arguments = (*check, *catalogs)
    yield Work(f"`check`, {MANY:,} landscapes", every, MANY_RUNS, writes=False)
    yield Work("`check`, 1 of them", (*check, catalogs[0]), FEW_RUNS, writes=False)
    listing: Arguments = (OURS, "catalogs", "--format", "json", *catalogs)
    yield Work(f"`catalogs`, {MANY:,} landscapes", listing, MANY_RUNS, writes=False)


def _rows(folder: Path) -> Iterator[tuple[str, ...]]:
    catalogs = _repository(folder)
    inherited = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    bench = Bench(folder, inherited)
    # The first run compiles our modules, and `check` compares with what it writes.
    (folder / "first").mkdir()
    written = folder / "written"
    bench.run(lambda _: (OURS, "generate", *catalogs, "-o", written), folder / "first")
    for work in _works(catalogs, written):
        sys.stderr.write(f"measuring: {work.name}\n")
        samples, files = zip(*(_measured(work, bench) for _ in range(work.runs)), strict=True)
        yield (work.name, *_cells(samples), *files[0])


def _measured(work: Work, bench: Bench) -> tuple[Sample, tuple[str, str]]:
    """One run, and the number and size of the files that it wrote."""
    with TemporaryDirectory(dir=bench.folder) as folder:
        output = Path(folder, "manifests")
        options: Arguments = ("-o", output) if work.writes else ()
        sample = bench.run(lambda _: (*work.command, *options), Path(folder))
        return sample, _written(output) if work.writes else ("", "")


def _cells(samples: Sequence[Sample]) -> tuple[str, ...]:
    return (
        f"{median(each.seconds for each in samples):.3g} s",
        f"{median(each.processor for each in samples):.3g} s",
        f"{median(each.memory for each in samples) / MEBI:.0f} MiB",
    )


def _written(folder: Path) -> tuple[str, str]:
    sizes = [path.stat().st_size for path in folder.rglob("*") if path.is_file()]
    return f"{len(sizes):,}", f"{sum(sizes) / MEBI:.3g} MiB"


def _table(rows: Sequence[tuple[str, ...]]) -> str:
    head, *others = rows
    lines = [head, tuple("---" for _ in head), *others]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def _machine() -> str:
    return (
        f"\n- {platform.system()} {platform.machine()}, {os.cpu_count()} cores, "
        f"Python {platform.python_version()}\n"
    )


if __name__ == "__main__":
    sys.exit(main())
