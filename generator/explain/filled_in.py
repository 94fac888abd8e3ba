"""What documents say at the place of a path where the catalog says nothing, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from generator.decode.cloud_profile import GENERATED_KEYS
from generator.documents.profile import Profiles
from generator.documents.values import generated_values

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from generator.catalog import Catalog
    from generator.catalog.values import Value
    from generator.problems import Path

_CHART = "default of the built-in chart, in its values.yaml"
_SERVER = "default of Gardener's API server"
MADE_OF: Final[Mapping[Path, str]] = {
    ("image",): "controllerDeployment.image and target.extension",
    ("config", "machineImageOwnerSecret"): "ownerSecret",
    ("config", "toBeSharedImageIDs"): "images and share",
    ("config", "machineImages"): "images",
    ("config", "csi"): "csi",
}
"""Values of the extension's chart, and what in the catalog they are made of."""


def filled_in(catalog: Catalog, path: Path) -> Iterator[tuple[Value, str]]:
    """The value at a path of `rules`, `values` or a `spec`, and where it comes from, in words.

    Of several, the first is in the output. Values hold no credentials.
    """
    match path:
        case ("rules", str(rule)):
            from generator.checks import all_rules

            yield from ((known.SEVERITY, "default") for known in [all_rules().get(rule)] if known)
        case ("controllerDeployment", "values", *below) if below:
            yield from _in_values(catalog, tuple(below))
        case ("cloudProfile", "spec", key, *below) if catalog.cloud_profile:
            spec = Profiles(catalog).spec(catalog.cloud_profile)
            yield from ((value, _why_in_spec(key)) for value in _at(spec, (key, *below)))
        case ("namespacedCloudProfiles", int(index), "spec", key, *below):
            for profile in catalog.namespaced_cloud_profiles[index : index + 1]:
                spec = Profiles(catalog).namespaced_spec(profile)
                yield from ((value, _why_in_spec(key)) for value in _at(spec, (key, *below)))


def _why_in_spec(key: str | int) -> str:
    if key in GENERATED_KEYS:
        return "generated from images"
    return {"type": "default", "parent": "generated from parent"}.get(str(key), _SERVER)


def _in_values(catalog: Catalog, path: Path) -> Iterator[tuple[Value, str]]:
    deployment = catalog.controller_deployment
    if not deployment.is_written or _is_taken(deployment.values, path):
        return
    source = next((text for key, text in MADE_OF.items() if key == path[: len(key)]), "")
    why = f"generated from {source}" if source else "generated"
    yield from ((value, why) for value in _at(generated_values(catalog, None), path))
    if deployment.chart is None:
        from generator.chart_values.built_in import built_in

        yield from ((value, _CHART) for value in _at(built_in().chart.chart.values, path))


def _is_taken(values: Value, path: Path) -> bool:
    """Whether a null, or anything but a mapping, stands above a path, and leaves nothing there."""
    above = (found for end in range(1, len(path)) for found in _at(values, path[:end]))
    return not all(isinstance(value, dict) for value in above)


def _at(value: Value, path: Path) -> Iterator[Value]:
    """The value at a path, if there is one."""
    for step in path:
        if isinstance(value, dict) and step in value:
            value = value[str(step)]
        elif isinstance(value, list) and isinstance(step, int) and step < len(value):
            value = value[step]
        else:
            return
    yield value
