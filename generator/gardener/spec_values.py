"""The typed values of a spec: lists whose items have names, and what a value is in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, TypeAlias

from generator.problems import quoted
from generator.reading.text_formats import IMAGE_NAME

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from generator.catalog.values import Value
    from generator.problems import Path
    from generator.reading.section import Section

Named: TypeAlias = "tuple[int, str, dict[str, Value]]"
"""An item of a list: its index, its name, and itself."""

Wrong: TypeAlias = "tuple[Path, str, str]"
"""What the API server would refuse: the path of a value, a message, and what is expected."""


def named_items(
    section: Section,
    holder: dict[str, Value],
    key: str,
    what: str,
    *,
    required: bool = False,
    place: Path = ("spec",),
) -> list[Named]:
    """The items of `holder[key]` that have names; notes those without one and duplicates.

    `place` is where the holder stands. The rules are the API server's: gardener
    `pkg/api/core/validation`.
    """
    items = holder.get(key)
    if items is None or items == []:
        if required:
            section.wrong((*place, key), f"must provide at least one {what}", f"{key}: […]")
        return []
    if not isinstance(items, list):
        section.wrong((*place, key), f"{key} is not a list", f"a list with at least one {what}")
        return []
    named: dict[str, Named] = {}
    for index, item in enumerate(items):
        name = item.get("name") if isinstance(item, dict) else None
        if not isinstance(item, dict) or not isinstance(name, str) or not name:
            section.wrong((*place, key, index), f"a {what} needs a name", "name: …, a string")
        elif name in named:
            message = f"{quoted(name)} is listed twice"
            section.wrong((*place, key, index, "name"), message)
        else:
            named[name] = (index, name, item)
    return [*named.values()]


def check_qualified(section: Section, text: str, path: Path) -> None:
    """Note a name (or class) that is not a qualified name, or has a prefix."""
    if not IMAGE_NAME.pattern.fullmatch(text):
        section.wrong(path, f"found {quoted(text)}", IMAGE_NAME.expected)


def items_of(holder: Value, key: str) -> list[Value]:
    """The list at a key; empty where there is none."""
    items = holder.get(key) if isinstance(holder, dict) else None
    return items if isinstance(items, list) else []


def mapping_of(holder: Value, key: str) -> dict[str, Value]:
    """The mapping at a key; empty where there is none."""
    found = holder.get(key) if isinstance(holder, dict) else None
    return found if isinstance(found, dict) else {}


def mappings_of(holder: Value, key: str) -> list[tuple[int, dict[str, Value]]]:
    """The mappings in the list at a key, by their indexes; null is an empty one, as in Go."""
    return [
        (index, item or {})
        for index, item in enumerate(items_of(holder, key))
        if item is None or isinstance(item, dict)
    ]


def refers_to(reference: dict[str, Value], kinds: Collection[tuple[str, str]]) -> bool:
    """Whether a reference is to one of some kinds, each with its apiVersion.

    One of which a part is no text may be to any: that is a wrong type.
    """
    found = (reference.get("apiVersion"), reference.get("kind"))
    return any(part is not None and not isinstance(part, str) for part in found) or found in kinds


def repeated(values: Iterable[Value]) -> Iterator[tuple[int, Value]]:
    """The index and value of each that stands before already; what is absent does not count."""
    seen = set[str]()
    for index, value in enumerate(values):
        written = repr(value)
        if value is not None and written in seen:
            yield index, value
        seen.add(written)


def found_value(value: Value) -> str:
    """What a typed value is, for a message: `found "a"`, `found a list`, `found 8`."""
    if isinstance(value, (dict, list)):
        return f"found a {'mapping' if isinstance(value, dict) else 'list'}"
    if isinstance(value, str):
        return f"found {quoted(value)}"
    from generator.yamlio.emit import scalar

    return f"found {scalar(value)}"


def found_no_text(value: Value, section: Section | None = None, below: Path = ()) -> str:
    """The same where text is expected: `found 8, which is not a string`.

    With the section, the value is told as it is written at a path below it: 1.30, and not 1.3.
    """
    if value is None:
        return "found nothing"
    if not isinstance(value, (bool, int, float)):
        return found_value(value)
    written: Any = section.node if section and below else ""
    for step in below:
        written = written[step]
    is_short = 0 < len(written) <= _LONGEST_NUMBER
    found = f"found {written}" if is_short else found_value(value)
    return f"{found}, which is not a string"


_LONGEST_NUMBER: Final = 40
"""Characters of a number that a message shows as it is written."""
