"""The section `secrets` of a catalog, from ExternalSecrets that `generate` could have written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeAlias

from generator.credentials.access_key import ACCESS_KEY_NAMES
from generator.documents.external_secrets import ENCODED
from generator.documents.secrets import RESOURCE_REFERENCE
from generator.importing.release import Note
from generator.importing.seeds import DEFAULT_NAMESPACE, secret_place
from generator.manifest.parts import mapping_at, mappings, text

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from generator.catalog.values import Value
    from generator.importing.seeds import Place
    from generator.manifest.located_objects import LocatedObject

Tree: TypeAlias = "dict[str, Value]"

_TEMPLATE: Final = ("spec", "target", "template")
_KEYS: Final = dict(zip(ACCESS_KEY_NAMES, ("id", "secret"), strict=True))
_AS_GENERATED: Final = "an ExternalSecret as `generate` writes it"


def made_secret(item: LocatedObject) -> Place:
    """Where the Secret stands that the operator makes of an ExternalSecret."""
    namespace, name = secret_place(item)
    return namespace, item.text("spec", "target", "name") or name


def owner_resources(items: Sequence[LocatedObject]) -> list[str]:
    """The names of those that make Secrets as `ownerSecret.resource` refers to them."""
    labels = RESOURCE_REFERENCE.labels.items()
    return [
        item.name
        for item in items
        if labels <= item.value(*_TEMPLATE, "metadata", "labels").items()
        and item.value(*_TEMPLATE, "data") == ENCODED
    ]


def secrets_section(
    items: Sequence[LocatedObject], owner: Value, backups: Collection[Place], notes: list[Note]
) -> Tree:
    """The section; `owner` is `ownerSecret.resource`, `backups` are the Secrets of the seeds.

    What it cannot say is noted; it is empty where it can say nothing.
    """
    remote: Tree = {}
    named: dict[str, Value] = {}
    store: Tree = {}
    for item in items:
        place = made_secret(item)
        is_owner = place == (DEFAULT_NAMESPACE, owner)
        if not is_owner and place not in backups:
            notes.append(Note(item, (), f"nothing refers to the ExternalSecret {'/'.join(place)}"))
            continue
        own = item.value("spec", "secretStoreRef")
        key = _remote_key(item, ENCODED if is_owner else {})
        if not key or place[1] != item.name or (store and own != store):
            what = f"the ExternalSecret {'/'.join(place)} is not one that a catalog with"
            notes.append(Note(item, (), f"{what} one store can have: {_AS_GENERATED}"))
            continue
        store = own
        if is_owner:
            remote["owner"] = key
        else:
            named[place[1]] = key
    if named:
        remote["backups"] = named
    return {"external": {"store": store, "remote": remote}} if remote else {}


def _remote_key(item: LocatedObject, data: Mapping[str, Value]) -> Tree:
    """What a catalog says of the key in the store; empty where it is otherwise.

    `data` are the templates that the ExternalSecret must have.
    """
    references = {
        text(entry.get("secretKey")): mapping_at(entry, "remoteRef")
        for entry in mappings(item.value("spec").get("data"))
    }
    entries = {text(each.get("key")) for each in references.values()}
    halves = {_KEYS[key]: each.get("property") for key, each in references.items() if key in _KEYS}
    is_whole = references.keys() == _KEYS.keys() and all(halves.values()) and len(entries) == 1
    if not is_whole or item.value(*_TEMPLATE).get("data", {}) != data:
        return {}
    usual = dict(zip(_KEYS.values(), _KEYS, strict=True))
    return {"key": entries.pop(), **{k: v for k, v in halves.items() if v != usual[k]}}
