"""The comparisons of the budgets: our command and theirs, doing the same work."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.inputs import write_catalog, write_landscapes, write_mistakes, write_values
from benchmarks.process import Sample
from benchmarks.table import Row, compare
from benchmarks.tools import ROOT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from benchmarks.process import Bench, Command
    from benchmarks.tools import Tools

OURS = Path(sys.executable).with_name("alicloud-generator")
"""The command as it is installed beside this Python."""

EXAMPLE = ROOT / "examples" / "guide.yaml"
CHART = ROOT / "charts" / "extension-provider-alicloud"
PROFILE_CHART = ROOT / "benchmarks" / "chart"
SCRIPT = ROOT / "benchmarks" / "pipeline.sh"

SMALL, MEDIUM, LARGE = 1_500, 15_000, 150_000
LANDSCAPES = 100
MANY, MANY_IDS = 100, 2_100
FEW_MISTAKES, MANY_MISTAKES = 10_000, 40_000
MEBI = 2**20
ONE_PROCESSOR = (
    sys.executable,
    "-c",
    """\
import os, sys
os.sched_setaffinity(0, [min(os.sched_getaffinity(0))])
os.execv(sys.argv[1], sys.argv[1:])
""",
)
"""Starts what follows it on a single processor (Linux), where we work in one process."""

SCRIPT_RUNS = 2
"""How often the script runs for one sample of a hundred runs; its time is scaled up."""


def generate(catalogs: Sequence[Path], *options: str) -> Command:
    """Our command, with an output folder that does not exist yet."""
    program: tuple[str | Path, ...] = (OURS, "generate", *options)
    return lambda folder: (*program, *catalogs, "-o", folder / "manifests")


def validate(catalog: Path) -> Command:
    """Our command that only judges a catalog."""
    return lambda _: (OURS, "validate", catalog)


def script(tools: Tools) -> Command:
    """The script's pipeline for one landscape."""
    program = (tools.bash, SCRIPT, CHART, "v1.72.0")
    return lambda folder: (*program, folder / "manifests" / "guide.yaml")


def profiles(tools: Tools, folder: Path, ids: int) -> tuple[Command, Command]:
    """Our command and Helm's for one CloudProfile with so many IDs."""
    catalog = write_catalog(folder / f"catalog-{ids}.yaml", ids)
    values = write_values(folder / f"values-{ids}.yaml", ids)
    template = (tools.helm, "template", "profile", PROFILE_CHART, "--values", values)
    return generate([catalog], "--only", "cloudprofile"), lambda _: template


def guide_rows(tools: Tools, bench: Bench) -> list[Row]:
    """One call for the guide's example."""
    ours, theirs = bench.measure_in_turns([generate([EXAMPLE]), script(tools)], 9)
    return [_time("the guide's example", ours, theirs, 0.9)]


def profile_rows(tools: Tools, bench: Bench) -> list[Row]:
    """CloudProfiles of three sizes, and how our time grows from one to the next."""
    commands = [
        command for ids in (SMALL, MEDIUM, LARGE) for command in profiles(tools, bench.folder, ids)
    ]
    ours_small, small, ours_medium, medium, ours_large, large = bench.measure_in_turns(commands, 7)
    return [
        _time(f"{SMALL:,} image IDs", ours_small, small, None),
        _time(f"{MEDIUM:,} image IDs", ours_medium, medium, 0.6),
        _time(f"{LARGE:,} image IDs", ours_large, large, 0.4),
        _memory(f"{LARGE:,} image IDs, memory", ours_large, large, 0.5),
        _time(f"{LARGE:,} image IDs against {MEDIUM:,}, both ours", ours_large, ours_medium, 11),
    ]


def diff_rows(_: Tools, bench: Bench) -> list[Row]:
    """Comparing two CloudProfiles, against generating one of them twice."""
    catalog = write_catalog(bench.folder / "diff.yaml", MEDIUM)
    ours = generate([catalog], "--only", "cloudprofile")
    bench.run(ours, bench.folder)
    old = bench.folder / "manifests" / "diff" / "cloudprofile.yaml"
    new = bench.folder / "new.yaml"
    new.write_text(old.read_text().replace("id: m-", "id: n-"))
    diff: Command = lambda _: (OURS, "diff", old, new)  # noqa: E731  a name for a command
    compared, generated = bench.measure_in_turns([diff, ours], 7)
    return [_time(f"diff of two profiles of {MEDIUM:,}, both ours", compared, generated, 2)]


def mistake_rows(_: Tools, bench: Bench) -> list[Row]:
    """Telling a great many mistakes, against telling a quarter of them."""
    catalogs = [
        write_mistakes(bench.folder / f"mistakes-{count}.yaml", count)
        for count in (MANY_MISTAKES, FEW_MISTAKES)
    ]
    many, few = bench.measure_in_turns([validate(catalog) for catalog in catalogs], 3)
    work = f"{MANY_MISTAKES:,} wrong image IDs against {FEW_MISTAKES:,}, both ours"
    return [_time(work, many, few, 4.4)]


def landscape_rows(tools: Tools, bench: Bench) -> list[Row]:
    """Many landscapes in one call, against as many runs of the script."""
    catalogs = write_landscapes(bench.folder, EXAMPLE, LANDSCAPES)
    commands = [generate(catalogs), *[script(tools)] * SCRIPT_RUNS]
    ours, *runs = bench.measure_in_turns(commands, 5)
    theirs = [_scaled(samples) for samples in zip(*runs, strict=True)]
    return [_time(f"{LANDSCAPES} landscapes", ours, theirs, 1 / 30)]


def large_landscape_rows(_: Tools, bench: Bench) -> list[Row]:
    """Many large landscapes in one call, against the same on one processor."""
    catalog = write_catalog(bench.folder / "large.yaml", MANY_IDS)
    command = generate(write_landscapes(bench.folder, catalog, MANY))
    alone: Command = lambda folder: (*ONE_PROCESSOR, *command(folder))  # noqa: E731  likewise
    ours, one = bench.measure_in_turns([command, alone], 5)
    return [_time(f"{MANY} landscapes of {MANY_IDS:,}, against one processor", ours, one, None)]


def _scaled(samples: Sequence[Sample]) -> Sample:
    seconds = sum(sample.seconds for sample in samples) * LANDSCAPES / len(samples)
    return Sample(seconds, max(sample.memory for sample in samples))


def _time(work: str, ours: Sequence[Sample], theirs: Sequence[Sample], budget: float | None) -> Row:
    return compare(work, [s.seconds for s in ours], [s.seconds for s in theirs], "s", budget)


def _memory(work: str, ours: Sequence[Sample], theirs: Sequence[Sample], budget: float) -> Row:
    return compare(
        work, [s.memory / MEBI for s in ours], [s.memory / MEBI for s in theirs], "MiB", budget
    )
