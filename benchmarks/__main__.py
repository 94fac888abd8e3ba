"""`python -m benchmarks`: measure, print a table, end with 1 when a budget is missed."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.process import Bench
from benchmarks.same import refuse_different_results
from benchmarks.table import Row, table
from benchmarks.tools import ROOT, Tools, find_tools, versions
from benchmarks.works import (
    EXAMPLE,
    deployment_rows,
    diff_rows,
    generate,
    guide_rows,
    landscape_rows,
    large_landscape_rows,
    mistake_rows,
    profile_rows,
    script,
)

DOCUMENT = ROOT / "docs" / "benchmarks.md"
MARK = "<!-- the figures of one run; `python -m benchmarks --write` replaces what follows -->\n"


def main() -> int:
    """Measure, print, and write the document where asked to; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--write", action="store_true", help=f"put the figures into {DOCUMENT}")
    arguments = parser.parse_args()
    try:
        tools = find_tools()
        with TemporaryDirectory(prefix="benchmarks-") as folder:
            rows = _rows(tools, Bench(Path(folder), _environment(tools, folder)))
    except RuntimeError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    figures = _figures(rows, tools)
    sys.stdout.write(figures)
    if arguments.write:
        text = DOCUMENT.read_text(encoding="utf-8").partition(MARK)[0]
        DOCUMENT.write_text(f"{text}{MARK}\n{figures}", encoding="utf-8")
    return 1 if any(row.missed for row in rows) else 0


def _rows(tools: Tools, bench: Bench) -> list[Row]:
    for command in (generate([EXAMPLE]), script(tools)):
        bench.measure(command)  # the first run compiles our modules and fills the disk's cache
    rows: list[Row] = []
    for measure in (
        *(guide_rows, profile_rows, deployment_rows, diff_rows, mistake_rows),
        *(landscape_rows, large_landscape_rows),
    ):
        sys.stderr.write(f"measuring: {measure.__doc__}\n")
        rows += measure(tools, bench)
    refuse_different_results(tools, bench)
    return rows


def _environment(tools: Tools, folder: str) -> dict[str, str]:
    """What all processes see: the script's programs, and nothing of the user's Helm.

    Python may keep what it compiled, as it does of every installed package.
    """
    helm = {f"HELM_{kind}_HOME": f"{folder}/helm/{kind}" for kind in ("CACHE", "CONFIG", "DATA")}
    programs = {"HELM": tools.helm, "TAR": tools.tar, "YQ": tools.yq}
    inherited = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    return {**inherited, **helm, **programs}


def _figures(rows: list[Row], tools: Tools) -> str:
    return table(rows) + "\n" + "".join(f"- {line}\n" for line in versions(tools))


sys.exit(main())
