"""What is wrong with the fields of an object: what the API server refuses, or drops in silence.

The fields are those of gardener's `pkg/apis/core` (ControllerDeployment v1beta1 and v1,
ControllerRegistration) and `pkg/apis/operator/v1alpha1` (Extension).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from generator.catalog.deployment import OCIRepository
from generator.gardener.manifest_fields import OLD_DEPLOYMENT
from generator.gardener.oci_reference import refusals
from generator.manifest.parts import mapping_at
from generator.manifest.shapes import CHARTS_OF_KIND
from generator.problems import Problem, Severity, quoted
from generator.reading.text_formats import DNS_LABEL

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from generator.manifest.objects import Object

_REFERENCE_KEYS: Final = ("ref", "repository", "tag", "digest")
_TEXT: Final = (str, type(None))
_COMMON: Final = frozenset({"apiVersion", "kind", "metadata"})
_V1BETA1: Final = "core.gardener.cloud/v1beta1"
_V1: Final = "core.gardener.cloud/v1"
_FIELDS: Final = {
    _V1BETA1: _COMMON | {"type", "providerConfig", "injectGardenKubeconfig"},
    _V1: _COMMON | {"helm", "injectGardenKubeconfig", "resources"},
}


def field_problems(item: Object) -> Iterator[Problem]:
    """Everything that is wrong with the fields of an object."""
    check = _CHECKS.get(item.kind)
    if check is not None:
        yield from check(item)
    elif not item.kind:
        yield _warning(item, "this is not an object: it has no kind")


def _error(item: Object, message: str, expected: str = "", hint: str = "") -> Problem:
    return Problem(item.file, 0, 0, message, expected=expected, hint=hint)


def _warning(item: Object, message: str, hint: str = "") -> Problem:
    return Problem(item.file, 0, 0, message, Severity.WARNING, hint=hint)


def _controller_deployment(item: Object) -> Iterator[Problem]:
    if "spec" in item.body:
        hint = "the fields below it belong at the top level"
        yield _error(item, "the API server knows no `spec` in a ControllerDeployment", hint=hint)
    fields = _FIELDS.get(item.api_version)
    if fields is None:
        message = f"there is no ControllerDeployment {quoted(item.api_version)}"
        yield _error(item, message, " or ".join(_FIELDS))
        fields = frozenset(item.body)
    for key in item.body:
        if key not in fields and key != "spec":
            yield _error(item, f"{item.api_version} has no field {quoted(key)}", _listed(fields))
    if item.api_version == _V1BETA1 and "providerConfig" in item.body and not item.body.get("type"):
        yield _error(item, "`type` is missing", "type: helm")
    if not DNS_LABEL.pattern.fullmatch(item.name):
        yield _error(item, f"the name {quoted(item.name)} is refused", DNS_LABEL.expected)
    yield from _helm(item)
    yield from _references(item)


def _helm(item: Object) -> Iterator[Problem]:
    """What is wrong with the parts that name a chart."""
    for place in CHARTS_OF_KIND[item.kind]:
        key, body = place.helm[-1], mapping_at(item.body, *place.helm)
        for field in body:
            if field not in (place.chart_key, "ociRepository", "values"):
                message = (
                    f"{key} has no field {quoted(field)}; the API server drops it without an error"
                )
                yield _warning(item, message)
        places = [name for name in ("chart", "rawChart", "ociRepository") if body.get(name)]
        if body and len(places) != 1:
            found = " and ".join(places) or "neither a chart nor an ociRepository"
            yield _error(item, f"{key} has {found}", "exactly one of them")
        if not isinstance(body.get("chart", body.get("rawChart", "")), str):
            yield _error(item, "the chart is not a string", "base64 text")


def _references(item: Object) -> Iterator[Problem]:
    """What is wrong with the places of charts in registries."""
    for repository in dict.fromkeys(place.repository for place in CHARTS_OF_KIND[item.kind]):
        fields = mapping_at(item.body, *repository)
        texts = {key: value for key, value in fields.items() if isinstance(value, str)}
        beside = [key for key in ("repository", "tag", "digest") if key in fields]
        for field in fields:
            if field not in (*_REFERENCE_KEYS, "pullSecretRef", "caBundleSecretRef"):
                message = (
                    f"ociRepository has no field {quoted(field)}; the API server drops it without "
                    "an error"
                )
                yield _warning(item, message)
        if others := [key for key in _REFERENCE_KEYS if not isinstance(fields.get(key, ""), _TEXT)]:
            yield _error(item, f"{others[0]} of ociRepository is not a string", "a string")
            continue
        if "ref" in fields and beside:
            yield _error(item, f"ociRepository has ref and {' and '.join(beside)}", "only ref")
        ref, place, tag, digest = map(texts.get, _REFERENCE_KEYS)
        chart = OCIRepository(ref, place, tag, digest)
        if fields and not chart.reference:
            yield _error(item, "ociRepository names no chart", "ref or repository")
        for message, expected, hint in refusals(chart.reference) if chart.reference else ():
            yield _error(item, message, expected, hint)


def _controller_registration(item: Object) -> Iterator[Problem]:
    deployment = mapping_at(item.body, "spec", "deployment")
    old = [key for key in OLD_DEPLOYMENT if key in deployment]
    if old:
        message = f"a ControllerRegistration no longer has {' and '.join(old)}"
        yield _error(item, message, hint="`deploymentRefs` names a ControllerDeployment with them")
        yield from _helm(item)


def _extension(item: Object) -> Iterator[Problem]:
    helm = mapping_at(item.body, "spec", "deployment", "extension", "helm")
    if helm and not mapping_at(helm, "ociRepository"):
        yield _error(item, "the chart of an Extension comes from a registry", "ociRepository")
    yield from _references(item)


def _listed(fields: frozenset[str]) -> str:
    return f"one of {', '.join(sorted(fields))}"


_CHECKS: Final[Mapping[str, Callable[[Object], Iterator[Problem]]]] = {
    "ControllerDeployment": _controller_deployment,
    "ControllerRegistration": _controller_registration,
    "Extension": _extension,
}
