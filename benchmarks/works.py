"""The comparisons of the budgets: our command and theirs, doing the same work."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.inputs import (
    write_blob,
    write_catalog,
    write_guide,
    write_landscapes,
    write_mistakes,
    write_values,
)
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
RELEASE = "v1.72.0"
PROFILE_CHART = ROOT / "benchmarks" / "profile-chart"
DEPLOYMENT_CHART = ROOT / "benchmarks" / "deployment-chart"
SCRIPT = ROOT / "benchmarks" / "pipeline.sh"
TODAY = ROOT / "benchmarks" / "today.sh"
FLOOR = "import click, yaml, jinja2.sandbox, deepmerge, jsonschema_rs"
"""What any program like ours imports; the example has values, so the validator is among it."""

SMALL, MEDIUM, LARGE = 1_500, 15_000, 150_000
PROFILE, DEPLOYMENT = "cloudprofile", "controllerdeployment"
LANDSCAPES = 100
FEW, MANY, MANY_IDS = 100, 1_000, 2_100
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
    program = (tools.bash, SCRIPT, CHART, RELEASE)
    return lambda folder: (*program, folder / "manifests" / "guide.yaml")


def guides(tools: Tools, bench: Bench) -> tuple[Command, Command]:
    """The guide's example with a CloudProfile: our command, and the tools of today."""
    catalog, profile = write_guide(bench.folder, EXAMPLE)
    bench.run(generate([catalog], "--only", "values"), bench.folder)
    values = bench.folder / "manifests" / "guide" / "values.yaml"
    program, rest = (tools.bash, TODAY, CHART, RELEASE), (values, PROFILE_CHART, profile)
    return generate([catalog]), lambda folder: (*program, folder, *rest)


def documents(tools: Tools, folder: Path, ids: int, document: str) -> tuple[Command, Command]:
    """Our command and Helm's for one document with so many IDs."""
    catalog = write_catalog(folder / f"catalog-{ids}.yaml", ids)
    values = write_values(folder / f"values-{ids}.yaml", ids)
    blob = write_blob(folder / "blob.yaml", CHART, RELEASE)
    chart = {PROFILE: PROFILE_CHART, DEPLOYMENT: DEPLOYMENT_CHART}[document]
    template = (tools.helm, "template", "benchmark", chart, "--values", values, "--values", blob)
    return generate([catalog], "--only", document), lambda _: template


def guide_rows(tools: Tools, bench: Bench) -> list[Row]:
    """One call for the guide's example."""
    floor: Command = lambda _: (sys.executable, "-c", FLOOR)  # noqa: E731  a name for a command
    lint = (tools.helm, "lint", CHART)
    with_profile, today, ours, theirs, imports, validated, linted = bench.measure_in_turns(
        [
            *guides(tools, bench),
            *(generate([EXAMPLE]), script(tools), floor),
            *(validate(EXAMPLE), lambda _: lint),
        ],
        9,
    )
    return [
        _time("the guide's example, with a CloudProfile", with_profile, today, 0.8),
        _time("the guide's example, against the script alone", ours, theirs, 1.3),
        _time("the guide's example, against Python's imports", ours, imports, 1.2),
        _time("validate of the guide's example", validated, linted, 1.3),
    ]


def profile_rows(tools: Tools, bench: Bench) -> list[Row]:
    """CloudProfiles of three sizes, and how our time grows from one to the next."""
    commands = [
        command
        for ids in (SMALL, MEDIUM, LARGE)
        for command in documents(tools, bench.folder, ids, PROFILE)
    ]
    ours_small, small, ours_medium, medium, ours_large, large = bench.measure_in_turns(commands, 7)
    return [
        _time(f"CloudProfile of {SMALL:,} image IDs", ours_small, small, None),
        _time(f"CloudProfile of {MEDIUM:,} image IDs", ours_medium, medium, 0.65),
        _time(f"CloudProfile of {LARGE:,} image IDs", ours_large, large, 0.4),
        _memory(f"CloudProfile of {LARGE:,} image IDs, memory", ours_large, large, 0.35),
        _time(f"{LARGE:,} image IDs against {MEDIUM:,}, both ours", ours_large, ours_medium, 11),
    ]


def deployment_rows(tools: Tools, bench: Bench) -> list[Row]:
    """ControllerDeployments of two sizes."""
    commands = [
        command
        for ids in (MEDIUM, LARGE)
        for command in documents(tools, bench.folder, ids, DEPLOYMENT)
    ]
    ours_medium, medium, ours_large, large = bench.measure_in_turns(commands, 5)
    return [
        _time(f"ControllerDeployment of {MEDIUM:,} image IDs", ours_medium, medium, 0.8),
        _time(f"ControllerDeployment of {LARGE:,} image IDs", ours_large, large, 0.55),
        _memory(f"ControllerDeployment of {LARGE:,}, memory", ours_large, large, 0.35),
    ]


def diff_rows(_: Tools, bench: Bench) -> list[Row]:
    """Comparing two CloudProfiles, against generating one of them twice."""
    catalog = write_catalog(bench.folder / "diff.yaml", MEDIUM)
    ours = generate([catalog], "--only", "cloudprofile")
    bench.run(ours, bench.folder)
    old = bench.folder / "manifests" / "diff" / "cloudprofile.yaml"
    new = bench.folder / "new.yaml"
    new.write_text(re.sub(r"(?<=id: m-...)\w+", lambda found: found[0][::-1], old.read_text()))
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
    text = EXAMPLE.read_text(encoding="utf-8")
    catalogs = write_landscapes(bench.folder / "small", text, LANDSCAPES)
    commands = [generate(catalogs), *[script(tools)] * SCRIPT_RUNS]
    ours, *runs = bench.measure_in_turns(commands, 5)
    theirs = [_scaled(samples) for samples in zip(*runs, strict=True)]
    return [_time(f"{LANDSCAPES} landscapes", ours, theirs, 1 / 33)]


def large_landscape_rows(_: Tools, bench: Bench) -> list[Row]:
    """Many large landscapes over one base, against a tenth, and these against one processor."""
    write_catalog(bench.folder / "base.yaml", MANY_IDS)
    catalogs = write_landscapes(bench.folder / "large", "extends: ../base.yaml\n", MANY)
    command = generate(catalogs[:FEW])
    alone: Command = lambda folder: (*ONE_PROCESSOR, *command(folder))  # noqa: E731  likewise
    few, one = bench.measure_in_turns([command, alone], 5)
    many, again = bench.measure_in_turns([generate(catalogs), command], 2)
    work = f"landscapes of {MANY_IDS:,} over one base"
    return [
        _time(f"{MANY:,} {work} against {FEW}, both ours", many, again, 11),
        _time(f"{FEW} {work}, against one processor", few, one, None),
    ]


def _scaled(samples: Sequence[Sample]) -> Sample:
    seconds = sum(sample.seconds for sample in samples) * LANDSCAPES / len(samples)
    return Sample(seconds, max(sample.memory for sample in samples))


def _time(work: str, ours: Sequence[Sample], theirs: Sequence[Sample], budget: float | None) -> Row:
    return compare(work, [s.seconds for s in ours], [s.seconds for s in theirs], "s", budget)


def _memory(work: str, ours: Sequence[Sample], theirs: Sequence[Sample], budget: float) -> Row:
    return compare(
        work, [s.memory / MEBI for s in ours], [s.memory / MEBI for s in theirs], "MiB", budget
    )
