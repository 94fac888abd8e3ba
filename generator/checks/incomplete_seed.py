"""A Seed lacks what the API server requires.

A seed with a `spec` becomes a whole Seed. The API server refuses one without networks of its pods
and services, an ingress with a domain and a controller, and providers of DNS: one for the ingress,
one for internal names (gardener `pkg/api/core/validation`, `ValidateSeedSpec`, read in v1.136 and
run in v1.150; for older targets nothing is said). Where something else completes the Seed, such as
a patch, switch this rule off.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.gardener.releases import at_least
from generator.gardener.spec_values import items_of, mapping_of
from generator.problems import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.catalog import Catalog
    from generator.catalog.values import Value
    from generator.problems import Path

ID = "incomplete-seed"
SEVERITY = Severity.ERROR

SINCE = "v1.136.0"

_HINT = "if something else completes the Seed, switch this rule off"
_NETWORKS = ("networks.pods", "networks.services")
_INGRESS = ("ingress.domain", "ingress.controller.kind")
_PROVIDER = ("dns.provider.type", "dns.provider.credentialsRef")
_DOMAIN = ("domain", "type", "credentialsRef")
_REQUIRED = (
    *_NETWORKS,
    *_INGRESS,
    *_PROVIDER,
    *(f"dns.internal.{key}" for key in _DOMAIN),
)


def check(catalog: Catalog) -> Iterator[Finding]:
    """Look for all that is required in each Seed with a spec."""
    if not at_least(catalog.target.gardener, SINCE):
        return
    for index, seed in enumerate(catalog.seeds):
        if seed.spec is None:
            continue
        place: Path = ("seeds", index, "spec")
        if lacking := [path for path in _REQUIRED if not _says(seed.spec, path)]:
            message = f"the Seed lacks {', '.join(lacking)}"
            yield Finding(place, message, hint=_HINT, of_key=True)
        yield from _incomplete_defaults(seed.spec, place)


def _incomplete_defaults(spec: dict[str, Value], place: Path) -> Iterator[Finding]:
    for number, item in enumerate(items_of(spec.get("dns"), "defaults")):
        if lacking := [key for key in _DOMAIN if not _says(item, key)]:
            message = f"the domain lacks {', '.join(lacking)}"
            yield Finding((*place, "dns", "defaults", number), message, hint=_HINT)


def _says(value: Value, path: str) -> bool:
    *steps, last = path.split(".")
    for step in steps:
        value = mapping_of(value, step)
    return isinstance(value, dict) and value.get(last) not in (None, "", {})
