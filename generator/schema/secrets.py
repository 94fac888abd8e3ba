"""The JSON Schema of the section `secrets`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.decode import catalog_keys
from generator.decode.secrets import REMOTE_NAME, STORE_KIND
from generator.reading.text_formats import DNS_SUBDOMAIN
from generator.schema.kinds import NULL, map_of, or_null, section, text, whole

if TYPE_CHECKING:
    from generator.schema.kinds import Kind


def secrets() -> Kind:
    """`secrets`."""
    name = text(REMOTE_NAME)
    key = section(catalog_keys.REMOTE_ACCESS_KEY, {"key": name, "id": name, "secret": name})
    keys = {"owner": key, "backups": map_of(or_null(key))}
    store = {"kind": text(STORE_KIND), "name": text(DNS_SUBDOMAIN)}
    external = {
        "store": section(catalog_keys.STORE, store),
        "remote": section(catalog_keys.REMOTE, keys),
    }
    return section(catalog_keys.SECRETS, {"external": section(catalog_keys.EXTERNAL, external)})


def whole_secrets() -> Kind:
    """What must be in it, in a file that is all of its catalog."""
    key = whole("key")
    keys = whole(owner=key, backups={"additionalProperties": key})
    store: Kind = {"not": NULL, **whole("name")}
    external: Kind = {"required": ["store"], "properties": {"store": store, "remote": keys}}
    return whole(external=external)
