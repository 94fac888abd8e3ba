"""The section `controllerRegistration`, and what it has in common with `extension`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.catalog.deployment import ObjectMeta
from generator.catalog.registration import ControllerRegistration
from generator.decode import catalog_keys
from generator.decode.deployment import read_metadata
from generator.gardener.choices import POD_SECURITY, POLICY
from generator.gardener.registration import POD_SECURITY_ANNOTATION, REFUSED_KEYS
from generator.problems import Finding
from generator.reading.text_formats import DNS_LABEL

if TYPE_CHECKING:
    from collections.abc import Collection

    from generator.reading.section import Section


DEFAULT_NAME = "provider-alicloud"


def read_registration(top: Section, common: ObjectMeta) -> ControllerRegistration | None:
    """The section; None where it is absent. An empty mapping is enough to get the document."""
    if not top.has("controllerRegistration"):
        return None
    section = controller_section(top, "controllerRegistration", catalog_keys.REGISTRATION)
    return ControllerRegistration(
        name=section.text("name", DNS_LABEL) or DEFAULT_NAME,
        metadata=controller_metadata(section, common),
        policy=section.text("policy", POLICY),
        deployment_ref=section.text("deploymentRef", DNS_LABEL),
    )


def controller_section(top: Section, key: str, known: Collection[str]) -> Section:
    """The section without the keys that Gardener knows but refuses here, which are noted."""
    node = top.node[key]
    if isinstance(node, dict):
        for name in REFUSED_KEYS.keys() & node.keys():
            path, hint = (*top.path, key, name), f"remove {name}"
            top.findings.append(Finding(path, REFUSED_KEYS[name], hint=hint, of_key=True))
        node = {name: item for name, item in node.items() if name not in REFUSED_KEYS}
    return top.below((key,), node, known)


def controller_metadata(
    section: Section, common: ObjectMeta, default: str = "baseline"
) -> ObjectMeta:
    """The metadata with the pod security level, the default where none is given.

    An annotation that the user writes in full is stronger, as any text of theirs.
    """
    level = section.text("podSecurity", POD_SECURITY) or default
    generated = ObjectMeta(annotations={POD_SECURITY_ANNOTATION: level} if level else {})
    return read_metadata(section, common.over(generated))
