"""What is wrong with the fields of an object: names that its API does not have, and types.

An API server that is asked for strict validation, as `kubectl` asks it, refuses an unknown field of
its own objects; otherwise it drops it without a word. What stands in a `providerConfig`, the
extension reads strictly and refuses (provider-alicloud, `pkg/admission/validator`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeAlias

from generator.gardener import fields
from generator.gardener.fields import wrong_types
from generator.gardener.manifest_fields import (
    BACKUP_BUCKET_CONFIG,
    CLOUD_PROFILE_CONFIG,
    OLD_DEPLOYMENT,
    SPECS,
    manifest_of,
)
from generator.gardener.provider import CONFIG_API_VERSION, PROVIDER_TYPE
from generator.gardener.releases import CREDENTIALS_REF
from generator.gardener.spec_values import found_value
from generator.gardener.unknown_fields import unknown_fields
from generator.manifest.parts import mapping_at, placed_mappings, text, value_at
from generator.manifest.shapes import PROFILES, profile_spec, provider_config
from generator.problems import Finding, Near, Severity, and_more, dotted, quoted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from generator.catalog.values import Value
    from generator.gardener.fields import Type
    from generator.gardener.unknown_fields import UnknownField
    from generator.problems import Hint, Path

Written: TypeAlias = "Callable[[Path], str]"
"""Gives the characters of the scalar at a path of an object; empty where they are not known."""

_API_VERSIONS: Final = ("", "core.gardener.cloud/v1beta1")
_CONFIG_VERSIONS: Final = ("", CONFIG_API_VERSION)
_TEXTS: Final = (fields.TEXT, fields.OPTIONAL_TEXT, fields.TIME, fields.DURATION)
_DEPLOYMENT: Final = ("spec", "deployment")
_SECRET_REF: Final = ("spec", "backup", "secretRef")


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of an object whose fields are known; `is_strict`: whoever reads it refuses others."""

    path: tuple[str, ...]
    value: dict[str, Value]
    fields: dict[str, Type]
    is_strict: bool = False


def _parts(kind: str, body: dict[str, Value]) -> Iterator[_Part]:
    if kind in SPECS and text(body.get("apiVersion")) in _API_VERSIONS:
        spec = SPECS[kind]
        yield _Part((), body, manifest_of(spec) if "kind" in body else spec)
    if kind in PROFILES:
        stated = text(value_at(body, *profile_spec(body), "type"))
        if kind == "CloudProfileConfig" or stated in ("", PROVIDER_TYPE):
            yield from _config(body, provider_config(body), CLOUD_PROFILE_CONFIG)
    elif kind == "Seed" and text(value_at(body, "spec", "backup", "provider")) == PROVIDER_TYPE:
        yield from _config(body, ("spec", "backup", "providerConfig"), BACKUP_BUCKET_CONFIG)


def _config(body: dict[str, Value], path: tuple[str, ...], of: dict[str, Type]) -> Iterator[_Part]:
    config = mapping_at(body, *path)
    if config and text(config.get("apiVersion")) in _CONFIG_VERSIONS:
        yield _Part(path, config, of, is_strict=True)


def mistyped(kind: str, body: dict[str, Value], written: Written) -> Iterator[Finding]:
    """Every value of a type that its field does not have; `body` is typed as Go types it."""
    for path, value, expected in _wrong(kind, body):
        if _is_unquoted(value, expected):
            yield _unquoted(path, value, written(path))
        else:
            yield Finding(path, f"{dotted(path)}: {found_value(value)}", expected)


def unquoted(kind: str, body: dict[str, Value], written: Written) -> Iterator[Finding]:
    """Of these, numbers and words like `no` where text belongs: YAML makes them other values."""
    for path, value, expected in _wrong(kind, body):
        if _is_unquoted(value, expected):
            yield _unquoted(path, value, written(path))


def _wrong(kind: str, body: dict[str, Value]) -> Iterator[tuple[Path, Value, str]]:
    for part in _parts(kind, body):
        yield from (
            ((*part.path, *path), value, expected)
            for path, value, expected in wrong_types(part.value, part.fields, ())
        )


def _is_unquoted(value: Value, expected: str) -> bool:
    return expected in _TEXTS and isinstance(value, (bool, int, float))


def _unquoted(path: Path, value: Value, written: str) -> Finding:
    read = text(value)
    what = (
        f"YAML reads as {read}" if isinstance(value, bool) else f"YAML reads as the number {read}"
    )
    if written in ("", read):
        what = "is not a string"
    hint = f'write "{written}", in quotes' if written else "write it as it is meant, in quotes"
    return Finding(path, f"{dotted(path)}: found {written or read}, which {what}", "a string", hint)


def unknown(kind: str, body: dict[str, Value]) -> Iterator[Finding]:
    """Every field that there is not, and images in a shape of old.

    But for those of a ControllerRegistration of old, which deploys a chart.
    """
    old = [*old_images(kind, body)]
    if old:
        yield old_shape(old)
    for part in _parts(kind, body):
        for found in unknown_fields(part.value, part.fields):
            path = (*part.path, *found.path)
            is_old = path[:-1] == _DEPLOYMENT and path[-1] in OLD_DEPLOYMENT
            if path[:-1] not in old and not is_old:
                yield _unknown(path, found, is_strict=part.is_strict)


def _unknown(path: Path, found: UnknownField, *, is_strict: bool) -> Finding:
    more = and_more(found.others)
    drops = "the extension refuses it" if is_strict else "the API server drops or refuses it"
    place = f" in {dotted(path[:-1])}" if path[:-1] else ""
    message = f"unknown field {quoted(str(path[-1]))}{place}{more}: {drops}"
    hint: Hint = Near(str(path[-1]), tuple(found.siblings))
    if path == _SECRET_REF:
        hint = f"Gardener has had credentialsRef instead since {CREDENTIALS_REF}"
    severity = Severity.ERROR if is_strict else Severity.WARNING
    expected = "one of " + ", ".join(found.siblings)
    return Finding(path, message, expected, hint, of_key=True, severity=severity)


def old_images(kind: str, body: dict[str, Value]) -> Iterator[Path]:
    """The images of a CloudProfileConfig that have no `versions` but are one, as until 2019."""
    if kind in PROFILES:
        place = (*provider_config(body), "machineImages")
        for path, image in placed_mappings(value_at(body, *place), place):
            if "version" in image and "versions" not in image:
                yield path


def old_shape(images: list[Path]) -> Finding:
    """What is wrong with such images, of which there is at least one."""
    path = images[0]
    message = f"{dotted(path)} has its version next to its name, as was usual until 2019"
    hint = "put the version and its regions below `versions:`"
    expected = "name, and versions: [{version: …, regions: [{name: …, id: …}]}]"
    return Finding(path, message + and_more(len(images) - 1), expected, hint)
