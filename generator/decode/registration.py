"""The section `controllerRegistration`, and what it has in common with `extension`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.catalog.deployment import ObjectMeta
from generator.catalog.registration import ControllerRegistration
from generator.decode import keys
from generator.decode.deployment import read_metadata
from generator.problems import Finding
from generator.reading.formats import DNS_LABEL
from generator.reading.section import Section, one_of

if TYPE_CHECKING:
    from collections.abc import Collection


DEFAULT_NAME = "provider-alicloud"

POLICY = one_of("OnDemand", "Always", "AlwaysExceptNoShoots")
"""`ControllerDeploymentPolicy` of gardener `pkg/apis/core/v1beta1`."""

POD_SECURITY = one_of("privileged", "baseline", "restricted")
"""The levels of Kubernetes' Pod Security Standards."""

POD_SECURITY_ANNOTATION = "security.gardener.cloud/pod-security-enforce"
"""Gardener gives the extension's namespace the level that this annotation names."""

_NOT_EXTENSION = "Forbidden: field must not be set when kind != Extension"

REFUSED = {
    "seedSelector": "spec.deployment.seedSelector: Forbidden: "
    "specifying a seed selector is not allowed when controlling resources primarily",
    "autoEnable": f"spec.resources[0].autoEnable: {_NOT_EXTENSION}",
    "clusterCompatibility": f"spec.resources[0].clusterCompatibility: {_NOT_EXTENSION}",
}
"""Keys of Gardener's that no object of ours can have, with the words of its API server (gardener
`pkg/api/core/validation`, `ValidateControllerRegistrationSpec`): the extension is the primary
controller of all its resources, and none of them is of the kind Extension."""


def read_registration(top: Section, common: ObjectMeta) -> ControllerRegistration | None:
    """The section; None where it is absent. An empty mapping is enough to get the document."""
    if not top.has("controllerRegistration"):
        return None
    section = controller_section(top, "controllerRegistration", keys.REGISTRATION)
    return ControllerRegistration(
        name=section.text("name", DNS_LABEL) or DEFAULT_NAME,
        metadata=controller_metadata(section, common),
        policy=section.text("policy", POLICY),
    )


def controller_section(top: Section, key: str, known: Collection[str]) -> Section:
    """A section without the keys that Gardener knows and yet refuses, each of which is noted."""
    node = top.node[key]
    if isinstance(node, dict):
        for name in REFUSED.keys() & node.keys():
            path, hint = (*top.path, key, name), f"take {name} away"
            top.findings.append(Finding(path, REFUSED[name], hint=hint, of_key=True))
        node = {name: item for name, item in node.items() if name not in REFUSED}
    return Section(node, (*top.path, key), known, top.findings)


def controller_metadata(section: Section, common: ObjectMeta) -> ObjectMeta:
    """The metadata with the pod security level, `baseline` where none is given.

    An annotation that the user writes in full is stronger, as any text of theirs.
    """
    level = section.text("podSecurity", POD_SECURITY) or "baseline"
    generated = ObjectMeta(annotations={POD_SECURITY_ANNOTATION: level})
    return read_metadata(section).over(common.over(generated))
