"""Which objects are about Alibaba Cloud, by what each of them says of its provider."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeVar

from generator.gardener.provider import CONFIG_API_VERSION, PROVIDER_TYPE
from generator.manifest.parts import mapping_at, mappings, text, value_at
from generator.manifest.shapes import profile_spec, provider_config
from generator.problems import ProblemsError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from generator.catalog.values import Value
    from generator.manifest.objects import Object

_CONFIG_GROUP: Final = CONFIG_API_VERSION.partition("/")[0]

_TYPE_LABEL: Final = "provider.extensions.gardener.cloud/"
"""What the server labels profiles with, each by the type of its provider."""

_Object = TypeVar("_Object", bound="Object")

_OWN_CONFIG: Final = frozenset(
    ("machineImageOwnerSecret", "toBeSharedImageIDs", "whitelistedImageIDs")
)
"""What no other extension has in the `config` of its values."""


def is_profile_of_ours(body: dict[str, Value]) -> bool:
    """Whether a CloudProfile, the spec of one alone, or a CloudProfileConfig is.

    Only a whole CloudProfile always says it; any other one that does not is taken for ours.
    """
    is_config = body.get("kind") == "CloudProfileConfig"
    if stated := text(value_at(body, *profile_spec(body), "type")) if not is_config else "":
        return stated == PROVIDER_TYPE
    group = _group_of_config(body)
    return group == _CONFIG_GROUP or (not group and (is_config or "kind" not in body))


def is_namespaced_profile_of_ours(body: dict[str, Value], profiles: Mapping[str, bool]) -> bool:
    """Whether a NamespacedCloudProfile is; `profiles` says it of CloudProfiles, by their names.

    One without IDs says nothing itself: the server labels it as its parent, and that may be known.
    """
    if group := _group_of_config(body):
        return group == _CONFIG_GROUP
    labels = mapping_at(body, "metadata", "labels")
    if types := [key for key in labels if key.startswith(_TYPE_LABEL)]:
        return f"{_TYPE_LABEL}{PROVIDER_TYPE}" in types
    return profiles.get(text(value_at(body, "spec", "parent", "name")), True)


def is_seed_of_ours(body: dict[str, Value]) -> bool:
    """Whether the backups of a Seed go to Alibaba Cloud."""
    return text(value_at(body, "spec", "backup", "provider")) == PROVIDER_TYPE


def deploying_ours(
    items: Sequence[_Object], registrations: Sequence[_Object] = ()
) -> list[_Object]:
    """Those of ControllerDeployments, ControllerRegistrations or Extensions that deploy ours.

    `registrations` are ours, and name their ControllerDeployments. What says least decides last:
    the types of resources and those names, then the object's own name, then what it deploys. An
    object that says nothing at all is taken where it is the only one.
    """
    named = {*_names_of_deployments(registrations)}
    verdicts: tuple[Callable[[Object], bool | None], ...] = (
        lambda item: _has_resource_of_ours(item) if _types(item) else item.name in named or None,
        lambda item: PROVIDER_TYPE in item.name or None,
        _deploys_ours,
    )
    left = [*items]
    for verdict in verdicts:
        said = [(item, verdict(item)) for item in left]
        if ours := [item for item, is_ours in said if is_ours]:
            return ours
        left = [item for item, is_ours in said if is_ours is None]
    return left if len(items) == 1 else []


def _group_of_config(body: dict[str, Value]) -> str:
    """The API group of a CloudProfileConfig; empty where it is not said."""
    version = text(value_at(body, *provider_config(body), "apiVersion"))
    return version.partition("/")[0]


def _types(item: Object) -> list[str]:
    resources = value_at(item.body, "spec", "resources")
    return [text(resource.get("type")) for resource in mappings(resources)]


def _has_resource_of_ours(item: Object) -> bool:
    return any(each.startswith(PROVIDER_TYPE) for each in _types(item))


def _names_of_deployments(registrations: Sequence[Object]) -> Iterator[str]:
    for item in registrations:
        references = value_at(item.body, "spec", "deployment", "deploymentRefs")
        yield from (text(reference.get("name")) for reference in mappings(references))


def _deploys_ours(item: Object) -> bool | None:
    """Whether the charts of an object, or values alone, are ours; None where they do not say."""
    found = item.deployments
    values = [deployment.values for deployment in found] if item.kind else [item.body]
    if any(map(_are_values_of_ours, values)):
        return True
    names = [
        *(text(place) for deployment in found for place in deployment.repository.values()),
        *(text(value_at(each, "image", "repository")) for each in values),
        *(_chart_name(deployment.chart, item.file) for deployment in found if deployment.chart),
    ]
    stated = [name for name in names if name]
    return any(PROVIDER_TYPE in name for name in stated) if stated else None


def _are_values_of_ours(values: dict[str, Value]) -> bool:
    config = mapping_at(values, "config")
    return not _OWN_CONFIG.isdisjoint(config) or any(
        "imageID" in region
        for image in mappings(config.get("machineImages"))
        for region in mappings(image.get("regions"))
    )


def _chart_name(chart: str, file: str) -> str:
    """The name of a chart; empty where it cannot be loaded, which is told where it is needed."""
    # Most objects have said more before, and `add` never asks for it.
    from generator.chart.source import from_text

    try:
        return from_text(chart, file).name
    except ProblemsError:
        return ""
