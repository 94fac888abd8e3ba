"""Where the project around the working directory is: asked by every call, found by few."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

from generator import files

PROJECT_FILE: Final = "alicloud-generator.yaml"
"""The name of every project file."""


def find_project_folder() -> Path | None:
    """The working directory or the nearest folder above that has a project file, if any.

    The search ends at the top of a Git work tree, so that a clone means the same wherever it is,
    else at the top of the file system.
    """
    try:
        start = Path.cwd()
    except FileNotFoundError:
        return None
    for folder in (start, *start.parents):
        if files.exists(folder / PROJECT_FILE):
            return Path(os.path.relpath(folder, start))
        if files.exists(folder / ".git"):
            return None
    return None
