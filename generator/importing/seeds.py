"""The section `seeds` of a catalog, from Seeds and the Secrets of their backups."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, TypeAlias

from generator.credentials.access_key import ACCESS_KEY_NAMES
from generator.credentials.policy import REDACTED
from generator.decode.seeds import DEFAULT_SECRET
from generator.importing.access_key_variables import is_placeholder, references_to
from generator.importing.release import Note

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from generator.catalog.values import Value
    from generator.manifest.located_objects import LocatedObject

DEFAULT_NAMESPACE: Final = "garden"

Place: TypeAlias = tuple[str, str]
"""Namespace and name of a Secret."""


def secret_place(item: LocatedObject) -> Place:
    """Where a Secret stands, or the one that a Seed's backup refers to."""
    if item.kind == "Secret":
        name, namespace = item.text("metadata", "name"), item.text("metadata", "namespace")
    else:
        reference = _reference(item)
        name = item.text("spec", "backup", reference, "name")
        namespace = item.text("spec", "backup", reference, "namespace")
    return namespace or DEFAULT_NAMESPACE, name


def uses_secret_ref(item: LocatedObject) -> bool:
    """Whether a Seed is written as for a Gardener before `releases.CREDENTIALS_REF`."""
    return _reference(item) == "secretRef"


def _reference(item: LocatedObject) -> str:
    return "secretRef" if "secretRef" in item.part("spec", "backup") else "credentialsRef"


def seed(item: LocatedObject, variables: Mapping[Place, dict[str, Value]]) -> dict[str, Value]:
    """An item of `seeds`; `variables` are references to the access keys of Secrets."""
    section: dict[str, Value] = {"name": item.text("metadata", "name")}
    backup: dict[str, Value] = {}
    if region := item.text("spec", "backup", "region"):
        backup["region"] = region
    namespace, name = secret_place(item)
    secret: dict[str, Value] = {
        **({"name": name} if name != DEFAULT_SECRET else {}),
        **({"namespace": namespace} if namespace != DEFAULT_NAMESPACE else {}),
        **variables.get((namespace, name), {}),
    }
    if secret:
        backup["secret"] = secret
    if immutability := item.value("spec", "backup", "providerConfig", "immutability"):
        backup["immutability"] = immutability
    section["backup"] = backup
    spec = {key: value for key, value in item.value("spec").items() if key != "backup"}
    return {**section, **({"spec": spec} if spec else {})}


def data_of(secret: LocatedObject) -> dict[str, Value]:
    """What a Secret holds, `data` over `stringData`."""
    return {**secret.value("stringData"), **secret.value("data")}


def references(
    secrets: Sequence[LocatedObject], used: Sequence[Place], notes: list[Note]
) -> dict[Place, dict[str, Value]]:
    """References to variables for the access key of each Secret that is used."""
    found: dict[Place, dict[str, Value]] = {}
    taken: set[str] = set()
    for item in secrets:
        place = secret_place(item)
        if place not in used:
            notes.append(Note(item, (), f"nothing refers to the Secret {'/'.join(place)}"))
            continue
        data = data_of(item)
        halves = [data.get(key) for key in ACCESS_KEY_NAMES]
        if not all(half == REDACTED or is_placeholder(half) for half in halves):
            notes.append(Note(item, (), f"the Secret {'/'.join(place)} is no access key"))
            continue
        prefix = _prefix(place, taken)
        found[place] = references_to(data, prefix)
    return found


def _prefix(place: Place, taken: set[str]) -> str:
    """What the variables of a Secret begin with, in capital letters."""
    namespace, name = (re.sub(r"[^A-Z0-9]+", "_", part.upper()).strip("_") for part in place)
    for prefix in (f"ALICLOUD_{name}", f"ALICLOUD_{namespace}_{name}"):
        if prefix not in taken:
            break
    taken.add(prefix)
    return prefix
