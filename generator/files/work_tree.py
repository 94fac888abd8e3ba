"""Where a Git repository has its files, found without Git."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.files.reading import exists

if TYPE_CHECKING:
    from pathlib import Path


def work_tree(folder: Path) -> Path | None:
    """The top of the Git work tree around an absolute folder; None where there is none."""
    return next((each for each in (folder, *folder.parents) if exists(each / ".git")), None)
