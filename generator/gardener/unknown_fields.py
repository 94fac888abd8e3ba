"""Fields that an API does not have, in a value whose fields are known: most likely, typos."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.record import Record

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.catalog.values import Value
    from generator.gardener.fields import Type
    from generator.problems import Path


class UnknownField(Record):
    """A field that is not known, `siblings` those that could stand there.

    It stands for `others` more, which are in the same place of other items of a list.
    """

    path: Path
    siblings: dict[str, Type]
    others: int

    @property
    def shown(self) -> str:
        """Its path for a message, without indexes: `.machineTypes[].cpus`."""
        return "".join("[]" if isinstance(step, int) else f".{step}" for step in self.path)


def unknown_fields(value: Value, of: Type) -> Iterator[UnknownField]:
    """The unknown fields of a value; what stands in every item of a list is one."""
    found: dict[Path, list[tuple[Path, dict[str, Type]]]] = {}
    for path, siblings in _unknown(value, of, ()):
        kind = tuple(step for step in path if not isinstance(step, int))
        found.setdefault(kind, []).append((path, siblings))
    for (path, siblings), *others in found.values():
        yield UnknownField(path, siblings, len(others))


def _unknown(value: Value, of: Type, path: Path) -> Iterator[tuple[Path, dict[str, Type]]]:
    if isinstance(value, list) and isinstance(of, list):
        for index, item in enumerate(value):
            yield from _unknown(item, of[0], (*path, index))
    elif isinstance(value, dict) and isinstance(of, tuple):
        for key, item in value.items():
            yield from _unknown(item, of[0], (*path, key))
    elif isinstance(value, dict) and isinstance(of, dict):
        for key, item in value.items():
            if key in of:
                yield from _unknown(item, of[key], (*path, key))
            else:
                yield (*path, key), of
