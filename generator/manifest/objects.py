"""Any manifest as small values: what is deployed, which images there are, and what is shared.

For whoever shows, compares or judges manifests. Reading never fails for what an object says, only
for what is no YAML: parts of a wrong type are absent here, and `slips` says what is wrong.

    for item in read_objects(path.read_bytes(), str(path)):
        for release in item.releases:      # charts with their values, every API shape
            packed = from_text(release.chart, item.file)           # generator.chart.source
        for version in item.versions:      # one for each image, version, flavor
            for region, image_id in version.ids: ...

The values are as Go reads them and hold credentials as they stand: `redact` before showing any.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from generator.manifest import deployments as manifest
from generator.manifest.deployments import inside
from generator.yamlio import golang

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.catalog.values import Value

_PROFILES: Final = ("CloudProfile", "NamespacedCloudProfile", "CloudProfileConfig")


@dataclass(frozen=True, slots=True)
class Release:
    """A chart and the values that it is deployed with.

    `role` is empty but in an Extension, where several charts are deployed: `extension`,
    `runtime cluster`, `admission runtime`, `admission virtual`. `chart` is the base64 text as it
    stands (None where there is none; `generator.chart.source.from_text` unpacks it), `repository`
    the `ociRepository`. `values` is empty where there are none.
    """

    role: str
    chart: str | None = field(repr=False)
    repository: dict[str, Value]
    values: dict[str, Value] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Version:
    """A version of an image with its IDs.

    `flavor` names its capabilities (`architecture=arm64`), empty for a flat version. `ids` are
    pairs of region and ID, in their order, repetitions included.
    """

    image: str
    version: str
    flavor: str
    ids: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Offer:
    """A version that a profile offers; `fields` is all that its `spec.machineImages` says of it."""

    image: str
    version: str
    fields: dict[str, Value]


@dataclass(frozen=True, slots=True)
class Object:
    """One object of a manifest.

    `kind` is `CloudProfile` for a fragment that holds only the spec of one. `versions` come from
    the profile's `providerConfig`, or from `config.machineImages` in the values of the extension;
    `shared` are the values' `toBeSharedImageIDs`, `offers` a profile's `spec.machineImages`; all of
    them in their order, repetitions included. `body` is the whole object.
    """

    file: str
    kind: str
    api_version: str
    namespace: str
    name: str
    releases: tuple[Release, ...]
    versions: tuple[Version, ...]
    offers: tuple[Offer, ...]
    shared: tuple[str, ...]
    body: dict[str, Value] = field(repr=False)


def read_objects(data: bytes, file: str) -> tuple[Object, ...]:
    """Every object of a manifest: of streams, lists and fragments; raises `ProblemsError`.

    `data` is YAML or JSON as it stands in the file, `file` its name for messages.
    """
    return tuple(_object(body, file) for body in manifest.objects(data, file))


def mappings(value: Value) -> Iterator[dict[str, Value]]:
    """The mappings in a list; nothing where there is no list."""
    for item in value if isinstance(value, list) else ():
        if isinstance(item, dict):
            yield item


def text(value: Value) -> str:
    """A scalar as text, a number as Go would store it; empty for anything else."""
    return "" if value is None or isinstance(value, dict | list) else golang.to_text(value)


def profile_spec(body: dict[str, Value]) -> dict[str, Value]:
    """What a profile says: its `spec`, or the fragment itself."""
    return body if "kind" not in body else inside(body, "spec")


def provider_config(body: dict[str, Value]) -> dict[str, Value]:
    """The CloudProfileConfig of a profile, or the object itself where it is one."""
    if body.get("kind") == "CloudProfileConfig":
        return body
    return inside(profile_spec(body), "providerConfig")


def _object(body: dict[str, Value], file: str) -> Object:
    kind = text(body.get("kind")) or _kind_of_fragment(body)
    metadata = inside(body, "metadata")
    releases = tuple(_releases(body, kind))
    config = next((inside(release.values, "config") for release in releases), {})
    is_profile = kind in _PROFILES
    return Object(
        file=file,
        kind=kind,
        api_version=text(body.get("apiVersion")),
        namespace=text(metadata.get("namespace")),
        name=text(metadata.get("name")),
        releases=releases,
        versions=tuple(_mapped(provider_config(body)) if is_profile else _customized(config)),
        offers=tuple(_offers(profile_spec(body))) if is_profile else (),
        shared=tuple(_shared(config)),
        body=body,
    )


def _kind_of_fragment(body: dict[str, Value]) -> str:
    is_profile = inside(body, "providerConfig").get("kind") == "CloudProfileConfig"
    return "CloudProfile" if is_profile else ""


def _releases(body: dict[str, Value], kind: str) -> Iterator[Release]:
    for found in manifest.deployments_of(body):
        values = found.values if isinstance(found.values, dict) else {}
        yield Release("", found.chart, inside(found.repository), values)
    if kind == "Extension":
        yield from _extension_releases(inside(body, "spec", "deployment"))


def _extension_releases(deployment: dict[str, Value]) -> Iterator[Release]:
    extension, admission = inside(deployment, "extension"), inside(deployment, "admission")
    for role, holder, values in (
        ("extension", extension, inside(extension, "values")),
        ("runtime cluster", extension, inside(extension, "runtimeClusterValues")),
        ("admission runtime", inside(admission, "runtimeCluster"), inside(admission, "values")),
        ("admission virtual", inside(admission, "virtualCluster"), inside(admission, "values")),
    ):
        repository = inside(holder, "helm", "ociRepository")
        if values if role == "runtime cluster" else repository or values:
            yield Release(role, None, repository, values)


def _mapped(config: dict[str, Value]) -> Iterator[Version]:
    """The IDs of a CloudProfileConfig."""
    for image in mappings(config.get("machineImages")):
        for version in mappings(image.get("versions")):
            name, number = text(image.get("name")), text(version.get("version"))
            flavors = [*mappings(version.get("capabilityFlavors"))]
            if "regions" in version or not flavors:
                yield Version(name, number, "", _ids(version, "name", "id"))
            for flavor in flavors:
                yield Version(name, number, _flavor(flavor), _ids(flavor, "name", "id"))


def _flavor(flavor: dict[str, Value]) -> str:
    capabilities = inside(flavor, "capabilities")
    pairs = [
        f"{key}={','.join(map(text, values if isinstance(values, list) else [values]))}"
        for key, values in sorted(capabilities.items())
    ]
    return " ".join(pairs) or "without capabilities"


def _ids(holder: dict[str, Value], region: str, image_id: str) -> tuple[tuple[str, str], ...]:
    entries = mappings(holder.get("regions"))
    return tuple((text(entry.get(region)), text(entry.get(image_id))) for entry in entries)


def _customized(config: dict[str, Value]) -> Iterator[Version]:
    """The images that the operator guide has in the extension's values."""
    for image in mappings(config.get("machineImages")):
        name, version = text(image.get("name")), text(image.get("version"))
        yield Version(name, version, "", _ids(image, "region", "imageID"))


def _offers(spec: dict[str, Value]) -> Iterator[Offer]:
    for image in mappings(spec.get("machineImages")):
        for version in mappings(image.get("versions")):
            yield Offer(text(image.get("name")), text(version.get("version")), version)


def _shared(config: dict[str, Value]) -> Iterator[str]:
    values = config.get("toBeSharedImageIDs")
    yield from map(text, values if isinstance(values, list) else ())
