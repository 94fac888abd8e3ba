"""The names of templates, and of the documents that they write."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator import files
from generator.files.temporary import is_temporary
from generator.problems import Problem, ProblemsError, quoted

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

SUFFIX = ".j2"
"""What a template's file name has after the name of its document."""


def document_names(folders: Sequence[Path]) -> tuple[str, ...]:
    """The documents that templates are named after; raises `ProblemsError` for no names of files.

    A temporary file would be taken for one that a killed command left.
    """
    names = {name: folder / name for folder in folders for name in files.names(folder)}
    documents = {
        name.removesuffix(SUFFIX): path
        for name, path in sorted(names.items())
        if name.endswith(SUFFIX) and not name.startswith("_")
    }
    bad = [name for name in documents if name in ("", ".", "..") or is_temporary(name)]
    if bad:
        expected = f"the name of a document before {SUFFIX}, such as values.yaml{SUFFIX}"
        raise ProblemsError(
            Problem(
                str(documents[name]),
                0,
                0,
                f"{quoted(name)} cannot be a document",
                expected=expected,
            )
            for name in bad
        )
    return tuple(documents)
