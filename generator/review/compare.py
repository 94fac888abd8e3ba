"""Two sets of files to a review: the one entry of this package."""

from __future__ import annotations

from collections import Counter
from itertools import chain
from typing import TYPE_CHECKING

from generator.credentials.known_access_keys import KnownAccessKeys
from generator.credentials.policy import is_suspect
from generator.documents.layout import KUSTOMIZATION, catalog_folder
from generator.manifest.encryption import encryption
from generator.manifest.header import is_generated
from generator.manifest.matching import match_objects, read_both
from generator.review.changed import Changed
from generator.review.model import FolderReview, Statement, code, once, statement

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from generator.manifest.objects import Object
    from generator.problems import Path as ValuePath
    from generator.problems import Problem
    from generator.review.charts import Pull
    from generator.review.documents import Texts
    from generator.review.model import TextDiff


def review(
    old: Mapping[str, bytes],
    new: Mapping[str, bytes],
    problems: list[Problem],
    *,
    known_folders: Iterable[str] = (),
    old_names: Mapping[str, str] | None = None,
    pull: Pull | None = None,
) -> tuple[FolderReview, ...]:
    """What differs between two sets of manifests by path, folder by folder.

    Files that are not YAML are left out; what is wrong with them is added to `problems`.
    `known_folders` had manifests before, beside those in `old`. `old_names` are what files of `old`
    are called, by their paths, where that is something else. With `pull`, charts in registries are
    read, too.
    """

    def place(path: str) -> str:
        """The folder of a file, or of its catalog, where that has folders for kustomize."""
        folder = path.rpartition("/")[0]
        built = f"{folder}/{KUSTOMIZATION}"
        around = catalog_folder(folder)
        # A folder on top is one of kustomize's, or that of a catalog which is called so.
        return around if around or built in old or built in new else folder

    by_place: dict[str, list[str]] = {}
    for path in sorted({**old, **new}):
        if old.get(path) != new.get(path):
            by_place.setdefault(place(path), []).append(path)
    known = {*known_folders, *map(place, old)}
    sides = _Sides(old, new, problems, known, old_names or {}, pull)
    every = (sides.place(name, files) for name, files in by_place.items())
    places = [place for place in every if place.meaning or place.lines]
    if not sides.credentials:
        return tuple(places)
    # The last line of defence: a credential that was copied to where none belongs.
    access_keys = KnownAccessKeys(sides.credentials)
    return tuple(place.each_text(access_keys.masked) for place in places)


class _Sides:
    """The files before and after, and the credentials that were met in them."""

    def __init__(
        self,
        old: Mapping[str, bytes],
        new: Mapping[str, bytes],
        problems: list[Problem],
        known: Collection[str],
        old_names: Mapping[str, str],
        pull: Pull | None,
    ) -> None:
        self._old, self._new, self._problems = old, new, problems
        self._known, self._old_names, self._pull = known, old_names, pull
        self.credentials: set[tuple[ValuePath, str]] = set()

    def place(self, name: str, files: Sequence[str]) -> FolderReview:
        """The review of some files, each of which differs."""
        by_encryption: dict[bool, list[str]] = {True: [], False: []}
        for file in files:
            by_encryption[any(map(encryption, self._texts(file)))].append(file)
        encrypted, files = by_encryption[True], by_encryption[False]
        self._remember(chain(*read_both(encrypted, self._old, self._new, [])))
        readable, items = self._objects(files)
        suspects = {file for file in files if any(map(_is_suspect, self._texts(file)))}
        self._remember(item for item in items[0] + items[1] if item.file in suspects)
        meaning = [self._not_compared(file) for file in encrypted]
        effects: list[Statement] = []
        lines: list[TextDiff] = []
        told: set[str] = set()
        matches = match_objects(*items)
        occupants = Counter(file for match in matches for file in match.files)
        for match in matches:
            file = match.either.file
            before = match.old.file if match.old else ""
            changed = Changed(
                match,
                suspect=not suspects.isdisjoint(match.files),
                old_file=self._old_names.get(before, before),
                pull=self._pull,
            )
            texts = self._own_texts(file) if occupants[file] == 1 else None
            words, diffs = [*changed.meaning()], [*changed.lines(texts)]
            told |= match.files if words or diffs else set()
            meaning += words
            effects += changed.impact()
            lines += diffs
        untold = [file for file in readable if file not in told]
        moved = self._moved(untold)
        meaning += [_moved(*pair) for pair in moved.items()]
        meaning += [_same(each) for each in untold if each not in {*moved, *moved.values()}]
        is_new = name not in self._known
        return FolderReview(name, once(meaning), once(effects), tuple(lines), is_new)

    def _moved(self, files: Iterable[str]) -> dict[str, str]:
        """Those of some files that stand elsewhere now, byte for byte, and where."""
        news = {self._new[file]: file for file in files if file not in self._old}
        return {
            file: news[self._old[file]]
            for file in files
            if file not in self._new and self._old[file] in news
        }

    def _not_compared(self, file: str) -> Statement:
        """What is left to say of a file that is encrypted before or after."""
        before, after = (
            encryption(side[file]) if file in side else None for side in (self._old, self._new)
        )
        if file not in self._old or file not in self._new:
            what = "added" if file in self._new else "removed"
        elif after:
            what = "changed" if before else f"is encrypted by {after.tool} now"
        else:
            what = "is no longer encrypted"
        return statement("encrypted", f"{code(file)} {what} (encrypted, not compared)")

    def _remember(self, items: Iterable[Object]) -> None:
        for item in items:
            from generator.credentials.tree import private_leaves

            self.credentials.update(private_leaves(item.body))

    def _objects(self, files: Sequence[str]) -> tuple[list[str], tuple[list[Object], list[Object]]]:
        """The files that can be read, and all objects in them."""
        problems: list[Problem] = []
        items = read_both(files, self._old, self._new, problems)
        self._problems += problems
        unreadable = {problem.file for problem in problems}
        return [file for file in files if file not in unreadable], items

    def _texts(self, file: str) -> Sequence[bytes]:
        return [side[file] for side in (self._old, self._new) if file in side]

    def _own_texts(self, file: str) -> Texts | None:
        """Both texts of a file that we wrote, and that has one document."""
        texts = self._old.get(file, b""), self._new.get(file, b"")
        ours = all(map(is_generated, texts))
        return texts if ours and b"\n---\n" not in texts[0] + texts[1] else None


def _is_suspect(data: bytes) -> bool:
    return is_suspect(data.decode("latin-1"))


def _moved(file: str, to: str) -> Statement:
    return statement("layout", f"{code(file)} moves to {code(to)}")


def _same(file: str) -> Statement:
    what = f"{code(file)} says the same in other bytes (comments, layout or compression)"
    return statement("layout", what)
