"""Manifests in a Git repository, read with plumbing commands that change nothing there."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from generator import files
from generator.app.manifests import Sides
from generator.app.processes import run
from generator.documents.layout import PLACES, catalog_folder, path_of
from generator.manifest.recognize import SUFFIXES, is_catalog, is_manifest
from generator.problems import Problem, ProblemsError, fail, nearest, quoted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_FIRST_BRANCHES: Final = {"main": "master", "master": "main"}
"""What the first branch of a repository is called here, and elsewhere."""

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
    if paths and (len(paths) > 1 or not changes):
        _refuse_unknown(paths, (old, new))
    _refuse_large(changes)
    blobs = _blobs([blob for change in changes for blob in (change.old, change.new)])
    root = Path(os.fsdecode(_git("rev-parse", "--show-toplevel")).removesuffix("\n"))
    olds = {change.path: blobs[change.old] for change in changes if change.old}
    news = {change.path: _content(change, blobs, root) for change in changes if change.new}
    wanted = {path for side in (olds, news) for path, data in side.items() if is_manifest(data)}
    folders = {catalog_folder(path.rpartition("/")[0]) for path in wanted - olds.keys()}
    return Sides(
        {path: data for path, data in olds.items() if path in wanted},
        {path: data for path, data in news.items() if path in wanted},
        known_folders=[folder for folder in folders if _had_manifests(old, folder)],
        catalogs=sorted(
            {path for side in (olds, news) for path, data in side.items() if is_catalog(data)}
        ),
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
    places = [path_of(folder, place, "") + "/" for place in PLACES] if folder else []
    output = _git("ls-tree", "--full-tree", "--name-only", "-z", commit, "--", *places)
    return any(name.endswith(SUFFIXES) for name in os.fsdecode(output).split("\0"))


def _split(revisions: str) -> tuple[str, str, str]:
    for dots in ("...", ".."):
        base, found, head = revisions.partition(dots)
        if found:
            return base, dots, head
    return revisions, "", ""


def _commit(revision: str) -> str:
    name = f"{revision}^{{commit}}"
    verify = ("rev-parse", "--quiet", "--verify", "--end-of-options", name)
    missing = f"there is no commit {quoted(revision)}"
    try:
        return _git(*verify, silence=missing).decode().strip()
    except ProblemsError as error:
        [problem] = error.problems
        if missing not in problem.message:
            raise
        raise ProblemsError([problem._replace(hint=_similar_ref(revision))]) from None


def _similar_ref(revision: str) -> str:
    """A hint that names a branch or tag, as a clone calls it, or by the other name of the first."""
    listed = _git("for-each-ref", "--format=%(refname:short)").decode("utf-8", "replace")
    refs = listed.splitlines()
    name = revision.rpartition("/")[2]
    for same in (name, _FIRST_BRANCHES.get(name, name)):
        for ref in refs:
            if ref.rpartition("/")[2] == same:
                return f'did you mean "{ref}"?'
    return nearest(revision, refs)


def _refuse_unknown(paths: Sequence[str], sides: tuple[str, str | None]) -> None:
    """Raise `ProblemsError` for paths that neither side has; None is the work tree."""
    unknown = [path for path in paths if not any(_names(side, path) for side in sides)]
    if not unknown:
        return
    names = {name for side in sides for name in _names(side, ".", "--relative")}
    known = {str(place) for name in names for place in (Path(name), *Path(name).parents)}
    raise ProblemsError(
        [
            Problem(path, 0, 0, "neither revision has this path", hint=_unknown_hint(path, known))
            for path in unknown
        ]
    )


def _unknown_hint(path: str, known: Iterable[str]) -> str:
    if files.exists(path):
        return "Git does not track it: run `git add`"
    return nearest(path.rstrip("/"), known)


def _names(side: str | None, path: str, *options: str) -> list[str]:
    """The files of a side at a path, as what differs from nothing."""
    nothing = _git("hash-object", "-t", "tree", "--stdin").decode().strip()
    verb = ["diff-tree", "-r", nothing, side] if side else ["diff-index", nothing]
    output = _git(*verb, "--name-only", "-z", *options, "--", path)
    return [name for name in os.fsdecode(output).split("\0") if name]


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
