"""The JSON Schema of the catalog, made of the one list of keys.

It says where keys stand and what kind of value they have, as editors want it while somebody types;
formats, and what belongs together, are left to decoding. Text may be written without quotes where
YAML makes a number or a boolean of it, because here it stays text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from generator.decode import keys

if TYPE_CHECKING:
    from generator.catalog.values import Value

_TEXT: Final[dict[str, Value]] = {"type": ["string", "number", "boolean"]}
_TEXTS: Final[dict[str, Value]] = {"type": "array", "items": _TEXT}
_MAP: Final[dict[str, Value]] = {"type": ["object", "null"]}
_TEXT_MAP: Final[dict[str, Value]] = {"type": ["object", "null"], "additionalProperties": _TEXT}
_ANYTHING: Final[dict[str, Value]] = {"type": ["object", "null"]}
_FLAG: Final[dict[str, Value]] = {"type": ["boolean", "null"]}

_KINDS: Final[dict[str, Value]] = {
    **dict.fromkeys(("labels", "annotations", "rules"), _TEXT_MAP),
    **dict.fromkeys(("values", "runtimeClusterValues", "spec", "inPlaceUpdates"), _ANYTHING),
    **dict.fromkeys(("order", "share", "architectures"), _TEXTS),
    **dict.fromkeys(("shared", "injectGardenKubeconfig", "enableADController", "locked"), _FLAG),
    **{key: {"type": ["array", "null"]} for key in ("lifecycle", "cri")},
    **dict.fromkeys(("pullSecretRef", "caBundleSecretRef", "expirations"), _MAP),
    "extends": {"anyOf": [{"type": "string"}, _TEXTS]},
    "capabilities": {"type": "object", "additionalProperties": _TEXTS},
}
"""What kind of value a key has that is no section of its own; every other is text."""


def schema() -> dict[str, Value]:
    """The schema as JSON has it."""
    namespaced = _section(keys.NAMESPACED_CLOUD_PROFILE, images=_MAP)
    top = _section(
        keys.TOP,
        regions=_TEXTS,
        metadata=_section(keys.METADATA),
        target=_section(keys.TARGET),
        holdBack=_section(keys.HOLD_BACK),
        images={"type": "object", "additionalProperties": _image()},
        ownerSecret=_section(keys.OWNER_SECRET, **_access_key()),
        csi=_section(keys.CSI),
        controllerDeployment=_deployment(),
        controllerRegistration=_section(keys.REGISTRATION),
        extension=_extension(),
        seeds={"type": "array", "items": _seed()},
        cloudProfile=_section(keys.CLOUD_PROFILE),
        namespacedCloudProfiles={"type": "array", "items": namespaced},
    )
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Image catalog of alicloud-generator",
        **top,
    }


def _section(known: dict[str, str], **kinds: Value) -> dict[str, Value]:
    """An object of these keys and no others, each with its description."""
    properties: dict[str, Value] = {
        key: _described(kinds.get(key, _KINDS.get(key, _TEXT)), meaning)
        for key, meaning in known.items()
    }
    return {"type": ["object", "null"], "properties": properties, "additionalProperties": False}


def _described(kind: Value, meaning: str) -> Value:
    assert isinstance(kind, dict)  # noqa: S101  every kind is one
    return {**kind, "description": meaning}


def _image() -> dict[str, Value]:
    long_form = _section(
        keys.VERSION,
        regions=_TEXT_MAP,
        flavors={"type": "array", "items": _section(keys.FLAVOR, regions=_TEXT_MAP)},
    )
    version: Value = {"anyOf": [long_form, _TEXT_MAP]}
    versions: Value = {"type": ["object", "null"], "additionalProperties": version}
    return _section(keys.IMAGE, versions=versions)


def _access_key() -> dict[str, Value]:
    credential: Value = {"anyOf": [{"type": "string"}, _section(keys.CREDENTIAL)]}
    return {"accessKeyID": credential, "accessKeySecret": credential}


def _chart() -> dict[str, Value]:
    return _section(keys.CHART, oci=_section(keys.OCI))


def _deployment() -> dict[str, Value]:
    chart: Value = {"anyOf": [{"type": "string"}, _chart()]}
    return _section(keys.DEPLOYMENT, chart=chart, image=_section(keys.IMAGE_REFERENCE))


def _extension() -> dict[str, Value]:
    place: Value = {
        "type": "object",
        "properties": {"chart": _chart()},
        "additionalProperties": False,
    }
    admission = _section(keys.ADMISSION, runtimeCluster=place, virtualCluster=place)
    return _section(keys.EXTENSION, chart=_chart(), admission=admission)


def _seed() -> dict[str, Value]:
    secret = _section(keys.BACKUP_SECRET, **_access_key())
    immutability = _section(keys.IMMUTABILITY)
    backup = _section(keys.BACKUP, secret=secret, immutability=immutability)
    return _section(keys.SEED, backup=backup)
