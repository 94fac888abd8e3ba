"""Whether the values of a `spec` have the types that Gardener's API server can read.

It refuses an object of which one value has another type, whatever the release: the fields that
there are may change, their types do not.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from generator.gardener.fields import ANY, BOOLEAN, INTEGER, QUANTITY, TEXT
from generator.gardener.quantities import is_quantity
from generator.problems import quoted
from generator.yamlio.emit import scalar

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.catalog.values import Value
    from generator.gardener.fields import Type
    from generator.problems import Path
    from generator.reading.section import Section

_TIME: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)", re.ASCII)


def check_types(section: Section, spec: dict[str, Value], fields: dict[str, Type]) -> None:
    """Note every value of the section's spec that has a wrong type, unless it is noted already."""
    top = (*section.path, "spec")
    noted = {finding.path for finding in section.findings}
    for path, value, expected in _wrong(spec, fields, ()):
        places = ((*top, *path[:end]) for end in range(1, len(path) + 1))
        if noted.isdisjoint(places):
            section.wrong(("spec", *path), _found(value), expected)


def _wrong(value: Value, of: Type, path: Path) -> Iterator[tuple[Path, Value, str]]:
    """Each value that does not fit, with its path and what would; null fits everywhere."""
    if value is None:
        return
    if isinstance(of, str):
        if not _fits(value, of):
            yield path, value, of
    elif isinstance(of, list):
        if not isinstance(value, list):
            yield path, value, "a list"
            return
        for index, item in enumerate(value):
            yield from _wrong(item, of[0], (*path, index))
    elif not isinstance(value, dict):
        yield path, value, "a mapping"
    else:
        for key, item in value.items():
            yield from _wrong(
                item, of[0] if isinstance(of, tuple) else of.get(key, ANY), (*path, key)
            )


def _fits(value: Value, of: str) -> bool:
    if of == ANY:
        return True
    if isinstance(value, bool) or of == BOOLEAN:
        return isinstance(value, bool) and of == BOOLEAN
    if isinstance(value, (int, float)):
        return of == QUANTITY or (
            of == INTEGER and float(value).is_integer() and abs(value) < 2**31
        )
    return isinstance(value, str) and of != INTEGER and _reads(value, of)


def _reads(text: str, of: str) -> bool:
    if of == QUANTITY:
        return is_quantity(text)
    return of == TEXT or _TIME.fullmatch(text) is not None


def _found(value: Value) -> str:
    if isinstance(value, (dict, list)):
        return f"found a {'mapping' if isinstance(value, dict) else 'list'}"
    return f"found {quoted(value) if isinstance(value, str) else scalar(value)}"
