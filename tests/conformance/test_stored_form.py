"""Each field of a spec in each form that people may give it, beside what Gardener makes of it."""

from __future__ import annotations

import json
from random import Random
from typing import TYPE_CHECKING, Any

import pytest

from generator.gardener import fields
from generator.gardener.durations import canonical_duration, is_duration
from generator.gardener.quantities import canonical, is_quantity
from generator.gardener.stored_form import stored_form

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.gardener.fields import Type
    from tests.conformance.judges import Judge

KINDS = {
    "CloudProfile": fields.CLOUD_PROFILE,
    "NamespacedCloudProfile": fields.NAMESPACED_CLOUD_PROFILE,
    "Seed": fields.SEED,
}
FORMS: dict[str, list[Any]] = {
    fields.TEXT: ["", "a", " a "],
    fields.OPTIONAL_TEXT: ["", "a"],
    fields.BOOLEAN: [True, False],
    fields.OPTIONAL_BOOLEAN: [True, False],
    fields.INTEGER: [0, 5],
    fields.QUANTITY: ["8192Mi", "0.5", "1.500", " 5 ", 2, 0.5, 1000, "1e3", "+5", "5.", "0.1n"],
    fields.DURATION: ["90s", "1.5h", "0", "100ms", "-1m"],
    fields.TIME: ["2099-03-31T23:59:59+08:00", "2099-03-31T23:59:59.999999Z"],
    fields.ANY: [{}, {"a": None, "b": [], "c": 1.5}, []],
}
UNREAD_ANY = ("tolerationSeconds",)
"""Fields of which any value passes here, and that are numbers to Gardener."""


def forms(of: Type) -> Iterator[Any]:
    """Values of a type, each with one field in one form, empty ones included."""
    if isinstance(of, str):
        yield from FORMS[of]
    elif isinstance(of, list):
        yield []
        yield from ([form] for form in forms(of[0]))
    elif isinstance(of, tuple):
        yield {}
        yield from ({"any": form} for form in (*forms(of[0]), None))
    else:
        yield {}
        for key, item in of.items():
            if key not in UNREAD_ANY:
                yield from ({key: form} for form in (*forms(item), None))


def read(kind: str, spec: Any, gardener: Judge) -> Any:
    meta = {"name": "a", "namespace": "a"} if kind == "NamespacedCloudProfile" else {"name": "a"}
    version = "core.gardener.cloud/v1beta1"
    manifest = {"apiVersion": version, "kind": kind, "metadata": meta, "spec": spec}
    (found,) = gardener.accepts("reading", manifest=json.dumps(manifest))
    return found["versions"]["v1beta1"]["spec"]


def drift(ours: Any, stored: Any, path: str = "") -> Iterator[str]:
    """What we would write, and the server holds in another form; what it adds is not drift."""
    if isinstance(ours, dict) and isinstance(stored, dict):
        for key, value in ours.items():
            yield from drift(value, stored.get(key, "nothing"), f"{path}.{key}")
    elif isinstance(ours, list) and isinstance(stored, list) and len(ours) == len(stored):
        for one, other in zip(ours, stored, strict=True):
            yield from drift(one, other, f"{path}[]")
    elif ours != stored or isinstance(ours, bool) is not isinstance(stored, bool):
        yield f"{path}: {json.dumps(ours)} is stored as {json.dumps(stored)}"


REQUIRED = {
    "CloudProfile": [
        {"machineTypes": []},
        {"regions": []},
        {"machineCapabilities": [{"values": []}]},
    ],
    "NamespacedCloudProfile": [],
    "Seed": [{"settings": {"excessCapacityReservation": {"configs": [{"resources": {}}]}}}],
}
"""What must have an item, so that the empty form is refused."""


@pytest.mark.parametrize("kind", KINDS)
def test_every_form_of_a_field_is_written_as_it_is_stored(kind: str, gardener: Judge) -> None:
    for spec in forms(KINDS[kind]):
        if spec in REQUIRED[kind]:
            continue
        ours, stored = stored_form(spec, KINDS[kind]), read(kind, spec, gardener)
        assert [*drift(ours, stored)] == []
        assert read(kind, ours, gardener) == stored


def numbers() -> Iterator[str]:
    chance = Random(1)  # noqa: S311  the same numbers each time
    for _ in range(500):
        digits = chance.randint(0, 12)
        yield str(chance.randint(0, 10 ** chance.randint(1, 9)))
        yield f"{chance.random() * 10 ** chance.randint(-6, 6):.{digits}f}"


def test_quantities_are_written_as_they_are_stored(gardener: Judge) -> None:
    suffixes = ("", "n", "u", "m", "k", "M", "Ki", "Mi", "Gi", "e3", "E3", "e-2", "e0")
    chance = Random(2)  # noqa: S311  the same numbers each time
    for number in numbers():
        text = chance.choice(("", "", "-", "+")) + number + chance.choice(suffixes)
        assert is_quantity(text)
        stored = read("Seed", {"volume": {"minimumSize": text}}, gardener)
        assert canonical(text) == stored["volume"]["minimumSize"], text


def test_durations_are_written_as_they_are_stored(gardener: Judge) -> None:
    chance = Random(3)  # noqa: S311  the same numbers each time
    units = ("ns", "us", "µs", "μs", "ms", "s", "m", "h")
    for number in numbers():
        parts = [number[-9:].lstrip("."), chance.choice(units)]
        parts += [str(chance.randint(0, 99)), chance.choice(units)] * chance.randint(0, 2)
        text = chance.choice(("", "", "-", "+")) + "".join(parts)
        machine = {"machineControllerManager": {"machineCreationTimeout": text}}
        if not is_duration(text):
            with pytest.raises(AssertionError, match="invalid duration"):
                read("CloudProfile", {"machineTypes": [machine]}, gardener)
            continue
        stored = read("CloudProfile", {"machineTypes": [machine]}, gardener)["machineTypes"][0]
        assert stored["machineControllerManager"] == {
            "machineCreationTimeout": canonical_duration(text)
        }, text
