"""One object before and after: what changed, what that does, and its lines."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Final

from generator.manifest.deployments import HelmDeployment
from generator.manifest.matching import VALUES
from generator.manifest.shapes import MAIN_ROLES, ChartPlace
from generator.manifest.tree_diff import aligned
from generator.problems import counted
from generator.review import settings
from generator.review.apply_impact import apply_impact
from generator.review.charts import chart_statements, read_chart
from generator.review.documents import document_diff, file_diffs
from generator.review.hide import hidden_trees
from generator.review.image_impact import image_impact
from generator.review.image_table import image_table
from generator.review.images import image_statements
from generator.review.model import object_name, statement
from generator.review.rollout import key_rotation, rollout

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from generator.catalog.values import Value
    from generator.manifest.matching import MatchedObjects
    from generator.manifest.objects import Object
    from generator.review.charts import Chart, Pull
    from generator.review.documents import Texts
    from generator.review.image_table import ImageTable
    from generator.review.model import Statement, TextDiff

_VALUES_FILE: Final = ChartPlace("", (), "", ())
"""Where values stand in a file that holds nothing else."""


class Changed:
    """What there is to say of an object.

    `suspect`: one of its sides could hold credentials. `old_file` is what its old file is called.
    With `pull`, charts in registries are read.
    """

    def __init__(
        self, match: MatchedObjects, *, suspect: bool, old_file: str, pull: Pull | None
    ) -> None:
        self._old, self._new = match.old, match.new
        self._item = match.either
        self._old_file = old_file
        self._pull = pull
        olds = {deployment.role: deployment for deployment in _deployments(match.old)}
        news = {deployment.role: deployment for deployment in _deployments(match.new)}
        self._deployments = {
            role: (olds.get(role), news.get(role)) for role in dict.fromkeys([*olds, *news])
        }
        self._charts = {role: self._both(*sides) for role, sides in self._deployments.items()}
        before = match.old.body if match.old else None
        after = match.new.body if match.new else None
        shown = hidden_trees(before, after) if suspect else (before, after)
        self._before, self._after = shown
        self._suspect = suspect

    def _both(
        self, old: HelmDeployment | None, new: HelmDeployment | None
    ) -> tuple[Chart | None, Chart | None]:
        before, after = self._read(old, new, self._pull)
        if before and after and (before.files is None) != (after.files is None):
            # What one registry has compares with nothing.
            return self._read(old, new, None)
        return before, after

    def _read(
        self, old: HelmDeployment | None, new: HelmDeployment | None, pull: Pull | None
    ) -> tuple[Chart | None, Chart | None]:
        before = read_chart(old, self._item.file, pull) if old else None
        if old and new and (old.chart, old.repository) == (new.chart, new.repository):
            return before, before
        return before, read_chart(new, self._item.file, pull) if new else None

    @cached_property
    def _tables(self) -> tuple[ImageTable, ImageTable]:
        return image_table(self._old), image_table(self._new)

    def meaning(self) -> Iterator[Statement]:
        """What changed."""
        if self._old is None or self._new is None:
            yield self._came_or_went("added" if self._old is None else "removed")
            return
        yield from image_statements(self._old, self._new, self._tables)
        yield from settings.shared_statements(self._old, self._new)
        for role, (old, new) in self._deployments.items():
            # It is the chart of the role "extension", once more.
            if role != "runtime cluster":
                yield from chart_statements(*self._charts[role], role)
            if old and new and role in MAIN_ROLES:
                yield from settings.csi_statements(old.values, new.values)
        if isinstance(self._before, dict) and isinstance(self._after, dict):
            yield from settings.other_statements(self._before, self._after, self._item)

    def _came_or_went(self, verb: str) -> Statement:
        item = self._item
        what = object_name(item.kind, item.name)
        images = dict.fromkeys((version.image, version.version) for version in item.image_ids)
        more = f" ({counted(len(images), 'image version')})" if images else ""
        return statement(f"object-{verb}", f"{what} {verb}{more}")

    def impact(self) -> Iterator[Statement]:
        """What that does."""
        if self._old is None or self._new is None:
            return
        yield from image_impact((self._old, self._new), self._tables)
        yield from apply_impact(self._old, self._new)
        for role, (old, new) in self._deployments.items():
            if old and new and role in MAIN_ROLES and self._item.kind != VALUES:
                before, after = self._charts[role]
                yield from rollout(old, before, new, after)
                if isinstance(self._after, dict):
                    yield from key_rotation(self._after, after)

    def lines(self, texts: Texts | None) -> Iterator[TextDiff]:
        """The differences line by line: the document, then the files of its charts.

        `texts` are those of the file where it says nothing but the object. Keys in another order
        and numbers in another form make no difference.
        """
        before, after = self._labelled(self._before, 0), self._labelled(self._after, 1)
        alike = aligned(after, before)
        # Dictionaries are equal in any order of their keys; their texts are not.
        if texts and not self._suspect and not self._deployments and repr(alike) == repr(after):
            found = document_diff(self._item.file, *texts, self._old_file)
        else:
            found = document_diff(self._item.file, before, alike, self._old_file)
        if found:
            yield found
        for old, new in self._charts.values():
            if old and new and old.files is not None and new.files is not None:
                places = f"{self._old_file}:{old.name}", f"{self._item.file}:{new.name}"
                yield from file_diffs(places, old.files, new.files)

    def _labelled(self, body: Value, side: int) -> Value:
        """A side with names in place of its blobs."""
        labels: dict[str, str] = {}
        for role, deployments in self._deployments.items():
            deployment, chart = deployments[side], self._charts[role][side]
            if deployment and deployment.chart and chart:
                labels[deployment.chart] = chart.label
        return _replaced(body, labels) if labels else body


def _deployments(item: Object | None) -> Sequence[HelmDeployment]:
    if item is None:
        return ()
    return (
        (HelmDeployment(_VALUES_FILE, None, {}, item.body),)
        if item.kind == VALUES
        else item.deployments
    )


def _replaced(value: Value, labels: dict[str, str]) -> Value:
    """A tree with other texts; those in lists stay, where no blob stands."""
    if isinstance(value, dict):
        return {key: _replaced(item, labels) for key, item in value.items()}
    return labels.get(value, value) if isinstance(value, str) else value
