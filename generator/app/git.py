"""Manifests in a Git repository, read with plumbing commands that change nothing there."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from generator import files
from generator.app.manifests import Sides
from generator.app.processes import run
from generator.manifest.recognize import SUFFIXES, is_manifest
from generator.problems import ProblemsError, fail, quoted

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_FILE: Final = "100"
"""How the modes of files begin, those of links and submodules do not."""

_UNTRACKED: Final = "?"
"""How `git ls-files -t` tells a file that Git does not track."""


@dataclass(frozen=True, slots=True)
class _Change:
    """A changed file, and the IDs of its blobs: empty where absent, zeros where not in Git."""

    path: str
    old: str
    new: str


def changed_manifests(revisions: str, paths: Sequence[str]) -> Sides:
    """Both sides of the manifests that differ, by their paths in the repository.

    `BASE..HEAD` compares two commits, `BASE...HEAD` the second with where it left the first, and
    `BASE` a commit with the work tree, all as `git diff` does. Raises `ProblemsError`.
    """
    base, dots, head = _split(revisions)
    old = _commit(base or "HEAD")
    new = _commit(head or "HEAD") if dots else None
    if dots == "..." and new:
        old = _git("merge-base", old, new).decode().strip()
    changes = [*_changes(old, new, paths)]
    _refuse_large(changes)
    blobs = _blobs([blob for change in changes for blob in (change.old, change.new)])
    root = Path(os.fsdecode(_git("rev-parse", "--show-toplevel")).removesuffix("\n"))
    olds = {change.path: blobs[change.old] for change in changes if change.old}
    news = {change.path: _content(change, blobs, root) for change in changes if change.new}
    wanted = {path for side in (olds, news) for path, data in side.items() if is_manifest(data)}
    folders = {path.rpartition("/")[0] for path in wanted - olds.keys()}
    return Sides(
        {path: data for path, data in olds.items() if path in wanted},
        {path: data for path, data in news.items() if path in wanted},
        known_folders=[folder for folder in folders if _had_manifests(old, folder)],
    )


def not_ignored(folder: Path) -> dict[str, bool]:
    """The files below a folder that Git does not ignore, each with whether Git tracks it.

    Paths are relative to the folder; there are none where there is no Git.
    """
    listing = ("ls-files", "-z", "-t", "--cached", "--others", "--exclude-standard")
    try:
        output = _git("-C", str(folder), *listing)
    except ProblemsError:
        return {}
    lines = (line.partition(" ") for line in os.fsdecode(output).split("\0") if line)
    return {path: tag != _UNTRACKED for tag, _, path in lines}


def _had_manifests(commit: str, folder: str) -> bool:
    """Whether a commit has what may be a manifest in a folder."""
    place = [f"{folder}/"] if folder else []
    output = _git("ls-tree", "--full-tree", "--name-only", "-z", commit, "--", *place)
    return any(name.endswith(SUFFIXES) for name in os.fsdecode(output).split("\0"))


def _split(revisions: str) -> tuple[str, str, str]:
    for dots in ("...", ".."):
        base, found, head = revisions.partition(dots)
        if found:
            return base, dots, head
    return revisions, "", ""


def _commit(revision: str) -> str:
    name = f"{revision}^{{commit}}"
    found = _git(
        "rev-parse",
        *("--quiet", "--verify", "--end-of-options", name),
        silence=f"there is no commit {quoted(revision)}",
    )
    return found.decode().strip()


def _changes(old: str, new: str | None, paths: Sequence[str]) -> Iterator[_Change]:
    """The changed files that may be manifests; without `new` the work tree's are meant."""
    verb = ["diff-tree", "-r", old, new] if new else ["diff-index", old]
    output = _git(*verb, "--raw", "-z", "--no-renames", "--no-abbrev", "--", *paths)
    fields = iter(os.fsdecode(output).split("\0"))
    for header, path in zip(fields, fields, strict=False):
        old_mode, new_mode, old_blob, new_blob, _ = header.removeprefix(":").split()
        if path.endswith(SUFFIXES):
            old_id = old_blob if old_mode.startswith(_FILE) else ""
            new_id = new_blob if new_mode.startswith(_FILE) else ""
            yield _Change(path, old_id, new_id)


def _content(change: _Change, blobs: dict[str, bytes], root: Path) -> bytes:
    """The new side of a change: in the work tree, Git may have read another kind of file."""
    if change.new in blobs:
        return blobs[change.new]
    try:
        return files.read(change.path, inside=root)
    except OSError as error:
        raise files.unreadable(error, change.path) from None


def _refuse_large(changes: Sequence[_Change]) -> None:
    """Raise `ProblemsError` for contents that Git lacks, or that are larger than any manifest."""
    paths = {blob: change.path for change in changes for blob in (change.old, change.new)}
    wanted = [blob for blob in paths if blob.strip("0")]
    form = "--batch-check=%(objectname) %(objectsize)"
    output = _git("cat-file", form, stdin="".join(f"{name}\n" for name in wanted))
    for line in output.decode().splitlines():
        blob, size = line.split()
        if size == "missing":
            hint = "the clone may be damaged: run `git fsck`"
            raise fail(f"Git cannot find its content, {blob}", file=paths[blob], hint=hint)
        if int(size) > files.LIMIT:
            raise fail(f"it is larger than {files.LIMIT:,} bytes", file=paths[blob])


def _blobs(names: Sequence[str]) -> dict[str, bytes]:
    """The contents of blobs, all of them by one process."""
    wanted = [name for name in dict.fromkeys(names) if name and name.strip("0")]
    output = _git("cat-file", "--batch", stdin="".join(f"{name}\n" for name in wanted))
    found: dict[str, bytes] = {}
    at = 0
    for name in wanted:
        end = output.index(b"\n", at)
        start, size = end + 1, int(output[at:end].split()[-1])
        found[name] = output[start : start + size]
        at = start + size + 1
    return found


def _git(*arguments: str, stdin: str = "", silence: str = "no reason given") -> bytes:
    """The output of Git; raises `ProblemsError` in Git's words, or `silence` where it has none."""
    done = run(["git", *arguments], stdin, {"GIT_OPTIONAL_LOCKS": "0"})
    assert done is not None  # noqa: S101  only a limit of time gives none
    if done.code:
        message = " ".join(done.messages.split())
        raise fail(f"git: {message.removeprefix('fatal: ') or silence}")
    return done.output
