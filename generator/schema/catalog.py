"""The JSON Schema of the catalog, made of the one list of keys and of decoding's formats.

It says what editors mark while somebody types: the form of every value, and what cannot stand
beside what. A file may extend another, or be extended: so any key of it can be null, which removes
it, and none has to be there; but in a list, which replaces the other file's, items are whole.
What only the files together tell is left to decoding: whether a name is known, whether a key is
missing.
"""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, Final

from generator.catalog.images import EVERY_REGION
from generator.credentials.access_key import ACCESS_KEY_NAMES
from generator.decode import catalog_keys
from generator.decode.hold_back import COUNT
from generator.decode.rules import SETTING
from generator.decode.seeds import DAYS
from generator.gardener.apply_modes import APPLY
from generator.gardener.choices import RETENTION_TYPE
from generator.gardener.provider import PROVIDER_TYPE
from generator.reading.dates import MOMENT
from generator.reading.text_formats import (
    ACCOUNT_ID,
    API_VERSION,
    DNS_LABEL,
    DNS_SUBDOMAIN,
    ENVIRONMENT_VARIABLE,
    IMAGE_ID,
    IMAGE_NAME,
    KIND,
    REGION,
    RELEASE,
    WORD,
)
from generator.schema.deployment import META, deployment, extension, registration
from generator.schema.images import filled_images, image
from generator.schema.kinds import (
    ANY_TEXT,
    FLAG,
    TEXT,
    date_text,
    filled,
    list_of,
    map_of,
    not_both,
    or_null,
    present,
    section,
    set_of,
    text,
)
from generator.schema.secrets import secrets, whole_secrets
from generator.schema.spec import cloud_profile_spec, namespaced_spec, seed_spec

if TYPE_CHECKING:
    from collections.abc import Mapping

    from generator.schema.kinds import Kind

_CREDENTIAL: Final = section(
    catalog_keys.CREDENTIAL, {"env": text(ENVIRONMENT_VARIABLE), "file": TEXT, "placeholder": TEXT}
)
_BASE64: Final[Kind] = {
    "title": "base64 text",
    "type": "string",
    "pattern": "^([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{4}|[A-Za-z0-9+/]{3}=|[A-Za-z0-9+/]{2}==)$",
    "contentEncoding": "base64",
}
"""RFC 4648; a schema cannot check the decoded value."""


def schema(rules: Mapping[str, str]) -> Kind:
    """The schema as JSON values; `rules` maps the ID of each rule to its first sentence."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Image catalog of alicloud-generator",
        **_top(rules),
        "if": {"anyOf": [{"required": ["extends"]}, _abstract()]},
        "else": _not_empty(),
    }


def _top(rules: Mapping[str, str]) -> Kind:
    kinds: dict[str, Kind] = {
        "apiVersion": text(API_VERSION),
        "kind": text(KIND),
        "metadata": _metadata(),
        "extends": {"anyOf": [TEXT, list_of(TEXT)]},
        "abstract": FLAG,
        "target": section(
            catalog_keys.TARGET,
            {"gardener": text(RELEASE), "extension": text(RELEASE), "apply": text(APPLY)},
        ),
        **META,
        "regions": set_of(text(REGION)),
        "order": set_of(TEXT),
        "holdBack": _hold_back(),
        "encryptedSystemDisks": FLAG,
        "images": map_of(or_null(image()), IMAGE_NAME),
        "share": set_of(text(IMAGE_ID)),
        "accounts": set_of(text(ACCOUNT_ID)),
        "registry": text(WORD),
        "ownerSecret": _owner_secret(),
        "csi": section(catalog_keys.CSI, {"enableADController": FLAG}),
        "controllerDeployment": deployment(),
        "controllerRegistration": registration(),
        "extension": extension(),
        "seeds": list_of(_seed()),
        "secrets": secrets(),
        "cloudProfile": section(
            catalog_keys.CLOUD_PROFILE,
            {"name": text(DNS_SUBDOMAIN), **META, "spec": cloud_profile_spec()},
        ),
        "namespacedCloudProfiles": list_of(_namespaced()),
        "kustomization": section({}, {}),
        "rules": section(rules, dict.fromkeys(rules, _rule())),
    }
    return section(catalog_keys.TOP, kinds, never_null=("extends",))


def _abstract() -> Kind:
    return {"required": ["abstract"], "properties": {"abstract": {"const": True}}}


def _not_empty() -> Kind:
    """For a file that is all of its catalog: mappings that must not be empty."""
    credentials = dict.fromkeys(ACCESS_KEY_NAMES, filled())
    places: Kind = {
        "images": filled_images(),
        "ownerSecret": filled(credentials),
        "controllerDeployment": {"properties": {"chart": filled({"oci": filled()})}},
        "secrets": whole_secrets(),
        "cloudProfile": filled({"spec": filled()}),
    }
    return {"properties": places}


def _rule() -> Kind:
    setting = text(SETTING)
    with_reason = section(catalog_keys.RULE, {"severity": setting, "because": TEXT})
    return {"anyOf": [setting, with_reason]}


def _metadata() -> Kind:
    any_texts = map_of(or_null(ANY_TEXT))
    kinds = {"name": text(DNS_LABEL), "labels": any_texts, "annotations": any_texts}
    return section(catalog_keys.METADATA, kinds)


def _hold_back() -> Kind:
    kinds = {"versions": text(COUNT), "days": text(COUNT)}
    return {**section(catalog_keys.HOLD_BACK, kinds), **not_both(("versions", "days"))}


def _owner_secret() -> Kind:
    one_place = not_both(*combinations(catalog_keys.CREDENTIAL, 2))
    credential: Kind = {"anyOf": [_BASE64, {**_CREDENTIAL, **one_place}]}
    kinds: dict[str, Kind] = {
        "name": text(DNS_SUBDOMAIN),
        **dict.fromkeys(ACCESS_KEY_NAMES, credential),
        "resource": text(DNS_SUBDOMAIN),
    }
    return section(catalog_keys.OWNER_SECRET, kinds)


def _seed() -> Kind:
    kinds = {
        "name": text(DNS_LABEL),
        **META,
        "provider": text(WORD),
        "backup": _backup(),
        "spec": seed_spec(),
    }
    seed = section(catalog_keys.SEED, kinds, ("name", "backup"))
    return {**seed, **not_both(("provider", "spec")), **_region_elsewhere()}


def _region_elsewhere() -> Kind:
    """A seed that is not on Alibaba Cloud must say the region of its backups."""
    elsewhere: Kind = {"not": {"enum": [PROVIDER_TYPE, None]}}
    stated: Kind = {"required": ["provider"], "properties": {"provider": elsewhere}}
    provider: Kind = {"type": "object", "properties": {"type": elsewhere}, "required": ["type"]}
    spec: Kind = {"type": "object", "properties": {"provider": provider}, "required": ["provider"]}
    of_spec: Kind = {"required": ["spec"], "properties": {"spec": spec}}
    return {
        "if": {"anyOf": [stated, of_spec]},
        "then": {"properties": {"backup": present("region")}},
    }


def _backup() -> Kind:
    immutability = {
        "retentionType": text(RETENTION_TYPE),
        "retentionPeriod": text(DAYS),
        "locked": FLAG,
    }
    kinds: dict[str, Kind] = {
        "region": text(REGION),
        "secret": _backup_secret(),
        "immutability": section(catalog_keys.IMMUTABILITY, immutability, ("retentionPeriod",)),
    }
    return section(catalog_keys.BACKUP, kinds)


def _backup_secret() -> Kind:
    reference: Kind = {**_CREDENTIAL, "minProperties": 1, "maxProperties": 1}
    credential: Kind = {"anyOf": [_BASE64, reference]}
    kinds: dict[str, Kind] = {
        "name": text(DNS_SUBDOMAIN),
        "namespace": text(DNS_LABEL),
        **dict.fromkeys(ACCESS_KEY_NAMES, credential),
    }
    halves: Kind = {"anyOf": [present(name) for name in ACCESS_KEY_NAMES]}
    both = {"if": halves, "then": present(*ACCESS_KEY_NAMES)}
    return {**section(catalog_keys.BACKUP_SECRET, kinds), **both}


def _namespaced() -> Kind:
    versions: Kind = {"anyOf": [{"const": EVERY_REGION}, list_of(TEXT, least=1)]}
    kinds: dict[str, Kind] = {
        "name": text(DNS_SUBDOMAIN),
        "namespace": text(DNS_LABEL),
        **META,
        "parent": text(DNS_SUBDOMAIN),
        "images": map_of(versions),
        "expirations": map_of(map_of(or_null(date_text(MOMENT)), least=1)),
        "spec": namespaced_spec(),
    }
    return section(catalog_keys.NAMESPACED_CLOUD_PROFILE, kinds, ("name", "namespace"))
