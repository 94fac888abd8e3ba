"""Whether a chart is the one that it claims to be, and what differs where it is not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from generator.chart import metadata
from generator.yamlio import goread

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from generator.catalog.values import Value
    from generator.chart.packed import Packed

_METADATA: Final = "Chart.yaml"


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field of Chart.yaml that differs; None where it is absent."""

    name: str
    old: Value
    new: Value


@dataclass(frozen=True, slots=True)
class Comparison:
    """What is different in `found`, measured by `expected`; empty where both are one chart.

    `fields` are those of Chart.yaml. `packing`: the files are equal and the tars are not, so that
    other than Gardener's script packed one of them.
    """

    missing: tuple[str, ...] = ()
    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    fields: tuple[FieldChange, ...] = ()
    packing: bool = False


def compare(found: Packed, expected: Packed) -> Comparison:
    """Compare two charts, the first as one that should be the second."""
    if found.tar == expected.tar:
        return Comparison()
    old, new = expected.files, found.files
    changed = tuple(sorted(path for path in old.keys() & new.keys() if old[path] != new[path]))
    comparison = Comparison(
        missing=tuple(sorted(old.keys() - new.keys())),
        added=tuple(sorted(new.keys() - old.keys())),
        changed=changed,
        fields=tuple(_field_changes(old, new)) if _METADATA in changed else (),
    )
    return Comparison(packing=True) if comparison == Comparison() else comparison


def _field_changes(old: Mapping[str, bytes], new: Mapping[str, bytes]) -> Iterator[FieldChange]:
    before, after = _fields(old), _fields(new)
    for name in sorted(before.keys() | after.keys()):
        if before.get(name) != after.get(name):
            yield FieldChange(name, before.get(name), after.get(name))


def _fields(files: Mapping[str, bytes]) -> dict[str, Value]:
    """The fields of Chart.yaml as Helm knows them."""
    document = goread.read_first(files[_METADATA], _METADATA)
    filled = metadata.fill(metadata.zero(metadata.METADATA), metadata.METADATA, document, "")
    return metadata.written(filled)
