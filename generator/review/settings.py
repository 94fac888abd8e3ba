"""The rest of an object compared: shared IDs and CSI in words, everything else by its path."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from generator.manifest.matching import VALUES
from generator.manifest.parts import mapping_at, text, value_at
from generator.manifest.shapes import (
    CHARTS_OF_KIND,
    MAIN_ROLES,
    PROFILES,
    profile_spec,
    provider_config,
)
from generator.manifest.tree_diff import ABSENT, changes, without
from generator.review.model import code, object_name, statement
from generator.review.values import value_statement

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from generator.catalog.values import Value
    from generator.manifest.objects import Object
    from generator.review.model import Statement

_TOLD_VALUES: Final = (
    ("config", "toBeSharedImageIDs"),
    ("config", "machineImages"),
    ("config", "csi", "enableADController"),
)
"""Parts of the values that have words of their own."""

_REPOSITORY_FIELDS: Final = ("ref", "repository", "tag", "digest")
"""What tells where in a registry a chart is, which has words of its own, too."""


def shared_statements(old: Object, new: Object) -> Iterator[Statement]:
    """What changed about the IDs that are shared with end users: `shared image IDs: +3 -1`."""
    if old.shared_ids == new.shared_ids:
        return
    added, removed = (
        set(new.shared_ids) - set(old.shared_ids),
        set(old.shared_ids) - set(new.shared_ids),
    )
    parts = [f"+{len(added)}"] if added else []
    parts += [f"-{len(removed)}"] if removed else []
    yield statement("shared-ids", f"shared image IDs: {' '.join(parts) or 'a different order'}")


def csi_statements(old: dict[str, Value], new: dict[str, Value]) -> Iterator[Statement]:
    """What changed about `config.csi.enableADController` between two sets of values."""
    before = mapping_at(old, "config", "csi").get("enableADController")
    after = mapping_at(new, "config", "csi").get("enableADController")
    if before != after or type(before) is not type(after):
        what = f"CSI: attach/detach controller {_switch(after)} (before: {_switch(before)})"
        yield statement("csi", what)


def _switch(value: Value) -> str:
    if isinstance(value, bool):
        return "on" if value else "off"
    return "not set" if value is None else code(str(value))


def other_statements(
    old: dict[str, Value], new: dict[str, Value], item: Object
) -> Iterator[Statement]:
    """Everything that nothing else tells of an object; its sides have no credentials any more."""
    if item.kind == VALUES:
        yield from _value_statements(old, new)
        return
    name = object_name(item.kind or "a document", item.name)
    for change in changes(_without_told(old, item.kind), _without_told(new, item.kind)):
        found = value_statement(change)
        yield statement(found.id, f"{name}: {found.text}")
    yield from _value_statements(_values(old), _values(new))


def _without_told(body: dict[str, Value], kind: str) -> Value:
    """An object without what has words of its own: images, charts and their values."""
    told: list[Sequence[str]] = []
    if kind in PROFILES:
        told += [(*place(body), "machineImages") for place in (profile_spec, provider_config)]
    for chart in CHARTS_OF_KIND.get(kind, ()):
        if chart.chart_key:
            told.append(chart.helm)
        else:
            told += [(*chart.repository, field) for field in _REPOSITORY_FIELDS]
            told += [chart.values] if chart.role in MAIN_ROLES else []
    return without(body, *told)


def _values(body: dict[str, Value]) -> Value:
    """The values of the extension itself."""
    places = CHARTS_OF_KIND.get(text(body.get("kind")), ())
    values = (value_at(body, *chart.values) for chart in places if chart.role in MAIN_ROLES)
    return next((value for value in values if value is not None), None)


def _value_statements(old: Value, new: Value) -> Iterator[Statement]:
    before, after = without(old, *_TOLD_VALUES), without(new, *_TOLD_VALUES)
    sides = [side if side not in (None, {}) else ABSENT for side in (before, after)]
    for change in changes(sides[0], sides[1], ("values",)):
        yield value_statement(change)
