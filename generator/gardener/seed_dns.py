"""DNS and ingress of a Seed, as far as they are said: gardener `pkg/api/core/validation`.

What has to be said at all is the rule `incomplete-seed`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from generator.gardener.spec_values import (
    found_value,
    items_of,
    mapping_of,
    refers_to,
    repeated,
)
from generator.problems import quoted
from generator.reading.text_formats import DNS_SUBDOMAIN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.catalog.values import Value
    from generator.gardener.spec_values import Wrong
    from generator.problems import Path

_INGRESS_KIND: Final = "nginx"

_CREDENTIALS: Final = {
    ("v1", "Secret"),
    ("core.gardener.cloud/v1beta1", "InternalSecret"),
    ("security.gardener.cloud/v1alpha1", "WorkloadIdentity"),
}


def wrong_dns(spec: dict[str, Value]) -> Iterator[Wrong]:
    """What the API server would refuse in `ingress` and `dns`; paths are those below the spec."""
    yield from _wrong_ingress(spec.get("ingress"))
    dns = mapping_of(spec, "dns")
    yield from _wrong_reference(mapping_of(dns, "provider"), ("dns", "provider"))
    yield from _wrong_domain(dns.get("internal"), ("dns", "internal"))
    defaults = items_of(dns, "defaults")
    for index, item in enumerate(defaults):
        yield from _wrong_domain(item, ("dns", "defaults", index))
    domains = (item.get("domain") if isinstance(item, dict) else None for item in defaults)
    for index, domain in repeated(domains):
        place = ("dns", "defaults", index, "domain")
        yield place, f"{quoted(str(domain))} is listed twice", ""


def _wrong_ingress(ingress: Value) -> Iterator[Wrong]:
    if not isinstance(ingress, dict):
        return
    yield from _wrong_name(ingress.get("domain"), ("ingress", "domain"))
    kind = mapping_of(ingress, "controller").get("kind")
    if isinstance(kind, str) and kind not in ("", _INGRESS_KIND):
        yield ("ingress", "controller", "kind"), f"found {quoted(kind)}", _INGRESS_KIND


def _wrong_domain(item: Value, place: Path) -> Iterator[Wrong]:
    if isinstance(item, dict):
        yield from _wrong_name(item.get("domain"), (*place, "domain"))
        yield from _wrong_reference(item, place)


def _wrong_reference(holder: dict[str, Value], place: Path) -> Iterator[Wrong]:
    """The reference to credentials, where there is one."""
    reference, place = holder.get("credentialsRef"), (*place, "credentialsRef")
    if not isinstance(reference, dict):
        return
    if not refers_to(reference, _CREDENTIALS):
        message = "the reference is not to a Secret, InternalSecret or WorkloadIdentity"
        yield place, message, "apiVersion: v1, kind: Secret, name: …, namespace: …"
    for key in ("name", "namespace"):
        if reference.get(key) in (None, ""):
            yield place, f"the reference has no {key}", f"{key}: …"
        yield from _wrong_name(reference.get(key), (*place, key))


def _wrong_name(value: Value, place: Path) -> Iterator[Wrong]:
    if isinstance(value, str) and value and not DNS_SUBDOMAIN.pattern.fullmatch(value):
        yield place, found_value(value), DNS_SUBDOMAIN.expected
