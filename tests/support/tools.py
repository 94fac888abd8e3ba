"""Programs that some tests need beside Python."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import NoReturn

import pytest

ROOT = Path(__file__).parents[2]


def need(name: str) -> str:
    """The path of a program, from `build/bin` (see `make tools`) or PATH.

    Skips the calling test where the program is absent, and fails it when REQUIRE_TOOLS=1 says
    that this machine was set up to have everything.
    """
    path = shutil.which(name, path=f"{ROOT / 'build' / 'bin'}{os.pathsep}{os.environ['PATH']}")
    return path or lacking(f"{name} is not installed; .ci/run shows how to get what tests need")


def check_schema(name: str, file: Path) -> None:
    """Assert that a file is as a published schema has it, such as `gitlab-ci`."""
    if find_spec("check_jsonschema") is None:
        lacking("check-jsonschema is not installed; requirements-dev.txt has it")
    schema = ["--builtin-schema", f"vendor.{name}"]
    command = [sys.executable, "-m", "check_jsonschema", *schema, str(file)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def lacking(reason: str) -> NoReturn:
    """Skip the calling test for want of a tool, or fail it when REQUIRE_TOOLS=1."""
    if os.environ.get("REQUIRE_TOOLS") == "1":
        pytest.fail(reason)
    pytest.skip(reason)


def real_data(name: str) -> Path:
    """A file of real data beside the repository, which is not part of it; skips where it is not.

    REAL_DATA names the folder where the tests run elsewhere.
    """
    path = Path(os.environ.get("REAL_DATA", ROOT.parent / "shared" / "data")) / name
    if not path.exists():
        pytest.skip(f"the real data {name} is not beside the repository")
    return path
