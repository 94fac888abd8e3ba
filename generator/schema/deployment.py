"""The JSON Schema of how the extension is deployed, and what all such sections have."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from generator.decode import catalog_keys
from generator.decode.deployment import API_VERSION
from generator.gardener.choices import FORM, POD_SECURITY, POLICY
from generator.reading.text_formats import (
    ANNOTATION_KEY,
    DIGEST,
    DNS_LABEL,
    DNS_SUBDOMAIN,
    IMAGE_TAG,
    LABEL_KEY,
    LABEL_VALUE,
    WORD,
)
from generator.schema.kinds import (
    ANY_MAP,
    ANY_TEXT,
    FLAG,
    TEXT,
    map_of,
    not_both,
    or_null,
    section,
    text,
)

if TYPE_CHECKING:
    from generator.schema.kinds import Kind

META: Final[dict[str, Kind]] = {
    "labels": map_of(or_null(text(LABEL_VALUE)), LABEL_KEY),
    "annotations": map_of(or_null(ANY_TEXT), ANNOTATION_KEY),
}
"""The metadata of an object."""

_SECRET_REFERENCE: Final = section(
    {"name": "The name of a Secret in `garden`."}, {"name": text(DNS_SUBDOMAIN)}
)


def _chart() -> Kind:
    kinds = {
        "ref": text(WORD),
        "repository": text(WORD),
        "tag": text(IMAGE_TAG),
        "digest": text(DIGEST),
        "from": TEXT,
        "pullSecretRef": _SECRET_REFERENCE,
        "caBundleSecretRef": _SECRET_REFERENCE,
    }
    alone = not_both(
        *(("ref", other) for other in ("repository", "tag", "digest", "from")), ("digest", "from")
    )
    return section(catalog_keys.CHART, {"oci": {**section(catalog_keys.OCI, kinds), **alone}})


def deployment() -> Kind:
    """`controllerDeployment`."""
    image = {"repository": text(WORD), "tag": text(IMAGE_TAG)}
    kinds: dict[str, Kind] = {
        "name": text(DNS_LABEL),
        "apiVersion": text(API_VERSION),
        **META,
        "chart": {"anyOf": [TEXT, _chart()]},
        "image": section(catalog_keys.IMAGE_REFERENCE, image),
        "injectGardenKubeconfig": FLAG,
        "machineImages": FLAG,
        "values": ANY_MAP,
    }
    return section(catalog_keys.DEPLOYMENT, kinds)


def _registration_kinds() -> dict[str, Kind]:
    levels = {"policy": text(POLICY), "podSecurity": text(POD_SECURITY)}
    return {"name": text(DNS_LABEL), **META, **levels}


def registration() -> Kind:
    """`controllerRegistration`."""
    kinds = {**_registration_kinds(), "deploymentRef": text(DNS_LABEL)}
    return section(catalog_keys.REGISTRATION, kinds)


def extension() -> Kind:
    """`extension`."""
    cluster = section({"chart": catalog_keys.EXTENSION["chart"]}, {"chart": _chart()})
    admission = {"runtimeCluster": cluster, "virtualCluster": cluster, "values": ANY_MAP}
    kinds = {
        **_registration_kinds(),
        "form": text(FORM),
        "injectGardenKubeconfig": FLAG,
        "chart": _chart(),
        "values": ANY_MAP,
        "runtimeClusterValues": ANY_MAP,
        "admission": section(catalog_keys.ADMISSION, admission),
    }
    return section(catalog_keys.EXTENSION, kinds)
