"""What Gardener's `hack/generate-controller-registration.sh` does to a chart."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

REPACK = """set -e -o pipefail
umask 0022
"$1" -xzm -C "$3" -f "$2"/*
"$1" --sort=name -c --owner=root:0 --group=root:0 --mtime='UTC 2019-01-01' \
    -C "$3" "$(basename "$3"/*)"
"""


def script(helm: str, tar: str, chart: Path, work: Path, *options: str) -> bytes | None:
    """The tar that the script compresses; None where it fails."""
    packages = work / "packages"
    packages.mkdir()
    command = [helm, "package", str(chart), "--destination", str(packages), *options]
    homes = {f"HELM_{kind}_HOME": str(work / kind) for kind in ("CACHE", "CONFIG", "DATA")}
    result = subprocess.run(command, capture_output=True, check=False, env={**os.environ, **homes})
    return repacked(tar, packages, work) if result.returncode == 0 else None


def repacked(tar: str, packages: Path, work: Path) -> bytes | None:
    """The tar of the only archive in a folder; None where GNU tar fails."""
    unpacked = work / "unpacked"
    unpacked.mkdir()
    command = ["bash", "-c", REPACK, "-", tar, str(packages), str(unpacked)]
    result = subprocess.run(command, capture_output=True, check=False)
    return result.stdout if result.returncode == 0 else None
