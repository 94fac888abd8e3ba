"""The fields that we know of specs, and those that Gardener's API has."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from generator.gardener import fields
from generator.gardener.manifest_fields import BACKUP_BUCKET_CONFIG, CLOUD_PROFILE_CONFIG, SPECS
from generator.gardener.provider import CONFIG_API_VERSION
from generator.gardener.releases import DEFAULT_GARDENER

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.gardener.fields import Type
    from tests.conformance.judges import Judge

CONFIG = {"apiVersion": CONFIG_API_VERSION, "kind": "CloudProfileConfig"}
BUCKET = {"apiVersion": CONFIG_API_VERSION, "kind": "BackupBucketConfig"}
RIGHT: dict[str, Any] = {
    fields.TEXT: "text",
    fields.OPTIONAL_TEXT: "text",
    fields.BOOLEAN: True,
    fields.OPTIONAL_BOOLEAN: True,
    fields.INTEGER: 2147483647,
    fields.QUANTITY: "8.5Gi",
    fields.DURATION: "20m",
    fields.TIME: "2099-03-31T23:59:59Z",
    fields.ANY: None,
}
WRONG: dict[str, list[Any]] = {
    fields.TEXT: [1, True, ["a"], {}],
    fields.OPTIONAL_TEXT: [1, True, ["a"], {}],
    fields.BOOLEAN: ["true", 1],
    fields.OPTIONAL_BOOLEAN: ["true", 1],
    fields.INTEGER: [1.5, "1", 2147483648],
    fields.QUANTITY: ["two", True, "1 Gi", "1gi", []],
    fields.DURATION: ["20", "1d", "", 5],
    fields.TIME: ["2099-03-31", "soon", 1],
    fields.ANY: [],
}
UNREAD = (
    "unknown field",
    "cannot unmarshal",
    "unable to parse",
    "quantities must",
    "parsing time",
    "time: ",
)


def example(of: Type) -> Any:
    """A value in which every field stands."""
    if isinstance(of, str):
        return RIGHT[of]
    if isinstance(of, list):
        return [example(of[0])]
    return (
        {"any": example(of[0])} if isinstance(of, tuple) else {k: example(v) for k, v in of.items()}
    )


def spoiled(of: Type) -> Iterator[tuple[str, Any]]:
    """Each value with one part of a wrong type, named by where it stands."""
    if isinstance(of, str):
        yield from ((f"={json.dumps(value)}", value) for value in WRONG[of])
    elif isinstance(of, list):
        yield "=text", "text"
        yield from ((f"[]{name}", [value]) for name, value in spoiled(of[0]))
    else:
        yield "=list", ["text"]
        below = {"any": of[0]} if isinstance(of, tuple) else of
        for key, item in below.items():
            yield from ((f".{key}{name}", {key: value}) for name, value in spoiled(item))


def unread(kind: str, spec: Any, gardener: Judge) -> list[str]:
    """Why Gardener cannot read a spec, whatever it says of what it has read."""
    meta = {"name": "a", "namespace": "a"} if kind == "NamespacedCloudProfile" else {"name": "a"}
    version = "core.gardener.cloud/v1beta1"
    manifest = {"apiVersion": version, "kind": kind, "metadata": meta, "spec": spec}
    verdict = gardener.ask("admission", manifest=json.dumps(manifest))
    return [each for each in verdict.refusals if any(words in each for words in UNREAD)]


@pytest.mark.parametrize("kind", SPECS)
def test_gardener_has_every_field(kind: str, gardener: Judge) -> None:
    assert not unread(kind, example(SPECS[kind]), gardener)
    assert unread(kind, {"foo": 1}, gardener)


@pytest.mark.parametrize("kind", SPECS)
def test_gardener_cannot_read_other_types(kind: str, gardener: Judge) -> None:
    read = [name for name, spec in spoiled(SPECS[kind]) if not unread(kind, spec, gardener)]
    assert read == []


def refused(config: Any, extension: Judge) -> list[str]:
    """Why the extension cannot read the configuration of a profile or of a backup."""
    is_profile = config["kind"] == "CloudProfileConfig"
    spec = {"providerConfig": config} if is_profile else {"backup": {"providerConfig": config}}
    manifest = {
        "apiVersion": "core.gardener.cloud/v1beta1",
        "kind": "CloudProfile" if is_profile else "Seed",
        "metadata": {"name": "a"},
        "spec": spec,
    }
    verdict = extension.ask("admission", manifest=json.dumps(manifest))
    return [each for each in verdict.refusals if any(words in each for words in UNREAD)]


@pytest.mark.parametrize(
    ("config", "of"), [(CONFIG, CLOUD_PROFILE_CONFIG), (BUCKET, BACKUP_BUCKET_CONFIG)]
)
def test_the_extension_has_every_field_of_its_configurations_and_no_other(
    config: dict[str, str], of: dict[str, Type], extension: Judge
) -> None:
    whole = {**example(of), **config}
    assert not refused(whole, extension)
    assert refused({**whole, "foo": 1}, extension)
    read = [
        f"{key}{name}"
        for key, item in of.items()
        for name, value in spoiled(item)
        if key not in config and not refused({**config, key: value}, extension)
    ]
    # Its whole numbers have 64 bits.
    assert [name for name in read if not name.endswith("=2147483648")] == []


def test_the_fields_are_those_of_the_release_that_judges() -> None:
    assert fields.RELEASE == DEFAULT_GARDENER
