"""Objects judged by CustomResourceDefinitions, as strictly as `kubectl apply --validate=strict`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import jsonschema_rs
import yaml

from tests.conformance.judges import sources

if TYPE_CHECKING:
    from collections.abc import Iterator

ARGO_CD = "github.com/argoproj/argo-cd/v3"
_FLUX = "github.com/fluxcd"
_PLACES = {
    "Application": (ARGO_CD, "manifests/crds/application-crd.yaml"),
    "ApplicationSet": (ARGO_CD, "manifests/crds/applicationset-crd.yaml"),
    "GitRepository": (
        f"{_FLUX}/source-controller",
        "config/crd/bases/source.toolkit.fluxcd.io_gitrepositories.yaml",
    ),
    "Kustomization": (
        f"{_FLUX}/kustomize-controller",
        "config/crd/bases/kustomize.toolkit.fluxcd.io_kustomizations.yaml",
    ),
}
"""The module whose download has the definition of a kind, and its file there."""


def refusals(item: dict[str, Any]) -> list[str]:
    """Why an object would be refused."""
    module, file = _PLACES[item["kind"]]
    definition = yaml.safe_load((sources("crds", module) / file).read_text())["spec"]
    group, _, version = item["apiVersion"].partition("/")
    schemas = {each["name"]: each["schema"]["openAPIV3Schema"] for each in definition["versions"]}
    if group != definition["group"] or version not in schemas:
        return [f"there is no {item['kind']} of {item['apiVersion']}"]
    validator = jsonschema_rs.validator_for(_strict(schemas[version]))
    return [f"{error.instance_path}: {error.message}" for error in validator.iter_errors(item)]


def _strict(schema: Any) -> Any:
    """A structural schema in which what it does not name is refused, where the server prunes it."""
    if isinstance(schema, list):
        return [_strict(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    made = dict(_parts(schema))
    is_open = schema.get("x-kubernetes-preserve-unknown-fields", False)
    if "properties" in schema and not is_open:
        made.setdefault("additionalProperties", False)
    return made


def _parts(schema: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    for key, value in schema.items():
        if key == "properties":
            yield key, {name: _strict(each) for name, each in value.items()}
        elif key in ("items", "additionalProperties"):
            yield key, _strict(value)
        elif key not in ("format", "description", "default"):
            yield key, value
