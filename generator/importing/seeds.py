"""The section `seeds` of a catalog, from Seeds and the Secrets of their backups."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, TypeAlias

from generator.credentials.access_key import ACCESS_KEY_NAMES
from generator.credentials.policy import REDACTED
from generator.decode.seeds import DEFAULT_SECRET
from generator.documents.secrets import RESOURCE_REFERENCE
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
    """Where a Secret or ExternalSecret stands, or the Secret that a Seed's backup refers to."""
    if item.kind != "Seed":
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
    if secret := _secret(secret_place(item), variables):
        backup["secret"] = secret
    if immutability := item.value("spec", "backup", "providerConfig", "immutability"):
        backup["immutability"] = immutability
    section["backup"] = backup
    spec = {key: value for key, value in item.value("spec").items() if key != "backup"}
    return {**section, **({"spec": spec} if spec else {})}


def _secret(place: Place, variables: Mapping[Place, dict[str, Value]]) -> dict[str, Value]:
    namespace, name = place
    return {
        **({"name": name} if name != DEFAULT_SECRET else {}),
        **({"namespace": namespace} if namespace != DEFAULT_NAMESPACE else {}),
        **variables.get(place, {}),
    }


def seeds_of_secrets(secrets: Sequence[LocatedObject], notes: list[Note]) -> list[Value]:
    """Seeds for Secrets that come alone, without names, which nothing tells.

    Raises `ProblemsError` where none of the Secrets is an access key.
    """
    variables = references(secrets, [*map(secret_place, secrets)], notes)
    if not variables:
        message = f"the Secret {'/'.join(secret_place(secrets[0]))} has no access key"
        raise secrets[0].refusal((), message, " and ".join(ACCESS_KEY_NAMES))
    return [{"backup": {"secret": _secret(place, variables)}} for place in variables]


def owner_secrets(secrets: Sequence[LocatedObject]) -> list[LocatedObject]:
    """The Secrets of owners of shared images, as `ownerSecret.resource` refers to them."""
    return [
        item
        for item in secrets
        if secret_place(item)[0] == DEFAULT_NAMESPACE
        and RESOURCE_REFERENCE.labels.items() <= item.value("metadata", "labels").items()
        and _is_access_key(item)
    ]


def _is_access_key(secret: LocatedObject) -> bool:
    halves = [data_of(secret).get(key) for key in ACCESS_KEY_NAMES]
    return all(half == REDACTED or is_placeholder(half) for half in halves)


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
        if not _is_access_key(item):
            notes.append(Note(item, (), f"the Secret {'/'.join(place)} has no access key"))
            continue
        prefix = _prefix(place, taken)
        found[place] = references_to(data_of(item), prefix)
    return found


def _prefix(place: Place, taken: set[str]) -> str:
    """What the variables of a Secret begin with, in capital letters."""
    namespace, name = (re.sub(r"[^A-Z0-9]+", "_", part.upper()).strip("_") for part in place)
    for prefix in (f"ALICLOUD_{name}", f"ALICLOUD_{namespace}_{name}"):
        if prefix not in taken:
            break
    taken.add(prefix)
    return prefix
