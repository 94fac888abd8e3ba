"""The JSON Schema of the section `images`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.catalog.images import EVERY_REGION
from generator.decode import catalog_keys
from generator.gardener.choices import ARCHITECTURE, CLASSIFICATION, STAGE, UPDATE_STRATEGY
from generator.reading.dates import DAY, MOMENT
from generator.reading.text_formats import IMAGE_ID, IMAGE_NAME, REGION_OF_IDS, WORD
from generator.schema.kinds import (
    ANY_MAP,
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

if TYPE_CHECKING:
    from generator.schema.kinds import Kind


def image() -> Kind:
    """An item of `images`."""
    version: Kind = {"anyOf": [or_null(_long_version()), _short_version()]}
    kinds = {
        "versions": map_of(version, WORD),
        "updateStrategy": text(UPDATE_STRATEGY),
        "shared": FLAG,
        "encryptedSystemDisks": FLAG,
    }
    return section(catalog_keys.IMAGE, kinds)


def _short_version() -> Kind:
    return _regions(or_null(text(IMAGE_ID)))


def _regions(image_id: Kind) -> Kind:
    """Region to ID; a key of the version is none, wherever its indentation puts it."""
    region: Kind = {"pattern": text(REGION_OF_IDS)["pattern"]}
    not_a_key: Kind = {"not": {"enum": [*catalog_keys.VERSION]}}
    return {**map_of(image_id), "propertyNames": {**region, **not_a_key}}


def _long_version() -> Kind:
    updates = {"supported": FLAG, "minVersionForUpdate": TEXT}
    kinds = {
        "regions": _regions(or_null(text(IMAGE_ID))),
        "flavors": list_of(_flavor(), least=1),
        "shared": FLAG,
        "released": date_text(DAY),
        "classification": text(CLASSIFICATION),
        "expirationDate": date_text(MOMENT),
        "lifecycle": list_of(_stage()),
        "architectures": set_of(text(ARCHITECTURE)),
        "cri": list_of(_interface()),
        "kubeletVersionConstraint": TEXT,
        "inPlaceUpdates": section(catalog_keys.IN_PLACE_UPDATES, updates),
    }
    return {**section(catalog_keys.VERSION, kinds), **not_both(("regions", "flavors"))}


def _stage() -> Kind:
    kinds = {"classification": text(STAGE), "startTime": date_text(MOMENT)}
    return section(catalog_keys.STAGE, kinds, ("classification",))


def _interface() -> Kind:
    runtime = {"type": text(IMAGE_NAME), "providerConfig": ANY_MAP}
    runtimes = list_of(section(catalog_keys.CONTAINER_RUNTIME, runtime, ("type",)))
    return section(catalog_keys.CRI, {"name": TEXT, "containerRuntimes": runtimes}, ("name",))


def _flavor() -> Kind:
    kinds = {
        "architecture": text(ARCHITECTURE),
        "capabilities": map_of(or_null(set_of(TEXT))),
        "regions": _whole_regions(),
    }
    flavor = section(catalog_keys.FLAVOR, kinds, ("regions",), never_null=("capabilities",))
    return {**flavor, "oneOf": [present("architecture"), present("capabilities")]}


def _whole_regions() -> Kind:
    """The regions of a flavor, never merged: null only excludes a region from the ID of "*"."""
    image_id = text(IMAGE_ID)
    return {
        **_regions(or_null(image_id)),
        "minProperties": 1,
        "if": {"required": [EVERY_REGION]},
        "then": {"properties": {EVERY_REGION: image_id}},
        "else": {"additionalProperties": image_id},
    }


def filled_images() -> Kind:
    """`images`, none of them without versions, no version without IDs."""
    version = filled({"regions": filled()})
    return {"additionalProperties": filled({"versions": filled(each=version)})}
