"""Lists of a profile's spec whose items have names: regions, machine types, capabilities."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from generator.problems import quoted
from generator.yamlio.emit import scalar

if TYPE_CHECKING:
    from generator.catalog.values import Value
    from generator.decode.reader import Section


Named: TypeAlias = "tuple[int, str, dict[str, Value]]"
"""An item of a list: its index, its name, and itself."""


def named_items(
    section: Section, spec: dict[str, Value], key: str, what: str, *, required: bool = False
) -> list[Named]:
    """The items of `spec[key]` that have names; notes those that have none, or another's.

    The rules are the API server's: gardener `pkg/api/core/validation`.
    """
    items = spec.get(key)
    if items is None or items == []:
        if required:
            section.wrong(("spec", key), f"must provide at least one {what}", f"{key}: […]")
        return []
    if not isinstance(items, list):
        section.wrong(("spec", key), f"{key} is no list", f"a list with at least one {what}")
        return []
    named: dict[str, Named] = {}
    for index, item in enumerate(items):
        name = item.get("name") if isinstance(item, dict) else None
        if not isinstance(item, dict) or not isinstance(name, str) or not name:
            section.wrong(("spec", key, index), f"a {what} needs a name", "name: …, which is text")
        elif name in named:
            message = f"{quoted(name)} stands here a second time"
            section.wrong(("spec", key, index, "name"), message)
        else:
            named[name] = (index, name, item)
    return [*named.values()]


def found(value: Value) -> str:
    """What a typed value is, for a message, as YAML and Go say it."""
    if isinstance(value, str):
        return f"found {quoted(value)}"
    if isinstance(value, (dict, list)):
        return f"found a {'mapping' if isinstance(value, dict) else 'list'}"
    return f"found {scalar(value)}, which is no text" if value is not None else "found nothing"
