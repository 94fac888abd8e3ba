"""What an object says in a few words, by its kind."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from generator.manifest.parts import mapping_at, mappings, text
from generator.manifest.shapes import profile_spec

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from generator.catalog.values import Value
    from generator.manifest.objects import Object


def facts(item: Object) -> dict[str, str]:
    """Fields of an object that are worth a line, those that are absent left out."""
    found = _FACTS[item.kind](item.body) if item.kind in _FACTS else ()
    return {name: fact for name, fact in found if fact}


def _controller_deployment(body: dict[str, Value]) -> Iterator[tuple[str, str]]:
    yield "type", text(body.get("type"))
    yield "injectGardenKubeconfig", text(body.get("injectGardenKubeconfig"))
    yield "resources", _names(body.get("resources"))


def _controller_registration(body: dict[str, Value]) -> Iterator[tuple[str, str]]:
    deployment = mapping_at(body, "spec", "deployment")
    yield "deploymentRefs", _names(deployment.get("deploymentRefs"))
    yield "policy", text(deployment.get("policy"))
    yield "resources", _kinds(body)


def _extension(body: dict[str, Value]) -> Iterator[tuple[str, str]]:
    deployment = mapping_at(body, "spec", "deployment")
    extension = mapping_at(deployment, "extension")
    yield "policy", text(extension.get("policy"))
    yield "injectGardenKubeconfig", text(extension.get("injectGardenKubeconfig"))
    yield "references", _names(deployment.get("resources"))
    yield "resources", _kinds(body)


def _profile(body: dict[str, Value]) -> Iterator[tuple[str, str]]:
    spec = mapping_at(body, *profile_spec(body))
    yield "type", text(spec.get("type"))
    yield "parent", text(mapping_at(spec, "parent").get("name"))
    yield "regions", _names(spec.get("regions"))
    versions = mappings(mapping_at(spec, "kubernetes").get("versions"))
    yield "kubernetes", ", ".join(text(version.get("version")) for version in versions)
    yield "machineTypes", _names(spec.get("machineTypes"))
    yield "volumeTypes", _names(spec.get("volumeTypes"))
    capabilities = mappings(spec.get("machineCapabilities"))
    yield "machineCapabilities", ", ".join(text(each.get("name")) for each in capabilities)


def _seed(body: dict[str, Value]) -> Iterator[tuple[str, str]]:
    spec = mapping_at(body, "spec")
    provider, backup = mapping_at(spec, "provider"), mapping_at(spec, "backup")
    reference = mapping_at(backup, "credentialsRef") or mapping_at(backup, "secretRef")
    yield "provider", _joined([text(provider.get("type")), text(provider.get("region"))])
    yield "backup", _joined([text(backup.get("provider")), text(backup.get("region"))])
    yield "credentials", _joined([text(reference.get("namespace")), text(reference.get("name"))])


def _secret(body: dict[str, Value]) -> Iterator[tuple[str, str]]:
    yield "type", text(body.get("type"))
    keys = {**mapping_at(body, "data"), **mapping_at(body, "stringData")}
    yield "keys", ", ".join(keys)


def _external_secret(body: dict[str, Value]) -> Iterator[tuple[str, str]]:
    spec = mapping_at(body, "spec")
    store = mapping_at(spec, "secretStoreRef")
    yield "store", _joined([text(store.get("kind")), text(store.get("name"))])
    items = [*mappings(spec.get("data"))]
    yield "keys", ", ".join(text(item.get("secretKey")) for item in items)
    entries = [text(mapping_at(item, "remoteRef").get("key")) for item in items]
    yield "entries", ", ".join(dict.fromkeys(entries))


def _names(value: Value) -> str:
    return ", ".join(text(item.get("name")) for item in mappings(value))


def _kinds(body: dict[str, Value]) -> str:
    resources = mappings(mapping_at(body, "spec").get("resources"))
    return ", ".join(
        _joined([text(each.get("kind")), text(each.get("type"))]) for each in resources
    )


def _joined(parts: Iterable[str]) -> str:
    return "/".join(filter(None, parts))


_FACTS: Final[Mapping[str, Callable[[dict[str, Value]], Iterator[tuple[str, str]]]]] = {
    "ControllerDeployment": _controller_deployment,
    "ControllerRegistration": _controller_registration,
    "Extension": _extension,
    "ExternalSecret": _external_secret,
    "CloudProfile": _profile,
    "NamespacedCloudProfile": _profile,
    "Seed": _seed,
    "Secret": _secret,
}
