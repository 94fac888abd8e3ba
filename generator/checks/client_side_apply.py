"""Client-side apply cannot bring everything in the manifests into the cluster.

The catalog has `target: {apply: client-side}`: plain `kubectl apply`, or Argo CD without
`ServerSideApply=true`. A client-side apply creates a ControllerDeployment of v1, and then fails to
change its values, because kubectl expects an object whose fields it knows. It also leaves nulls out
of all values, so that Helm keeps a default of the chart that a null was to delete. Both were
observed with kubectl 1.32 and 1.36 and a real API server.

An object whose annotation `argocd.argoproj.io/sync-options` has `ServerSideApply=true` or
`Replace=true` is not checked. If other objects are applied with `kubectl replace`, switch the rule
off. docs/how-to/apply.md describes all ways to apply, and what each of them loses.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.documents.values import nulls_for_helm
from generator.gardener.apply_modes import CLIENT_SIDE, can_be_client_side
from generator.problems import Finding, Severity, and_more

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.catalog import Catalog

ID = "client-side-apply"
SEVERITY = Severity.ERROR

_OTHER_WAYS = "apply server-side, or use `kubectl replace`"


def check(catalog: Catalog) -> Iterator[Finding]:
    """Say what fails, where the landscape is known to apply so."""
    if catalog.target.apply == CLIENT_SIDE:
        yield from failures(catalog)


def failures(catalog: Catalog) -> Iterator[Finding]:
    """What a client-side apply cannot do with the objects of a catalog."""
    objects = _client_side_objects(catalog)
    if "controllerDeployment" in objects and catalog.controller_deployment.api_version == "v1":
        refers = catalog.owner_secret is not None and catalog.owner_secret.resource is not None
        message = "client-side apply cannot update a ControllerDeployment of v1"
        hint = _OTHER_WAYS if refers else f"{_OTHER_WAYS}; v1beta1 can be applied either way"
        yield Finding(("controllerDeployment", "apiVersion"), message, hint=hint)
    if objects and (nulls := [*nulls_for_helm(catalog, objects)]):
        message = "client-side apply loses this null, and Helm never sees it"
        yield Finding(nulls[0], message + and_more(len(nulls) - 1), hint=_OTHER_WAYS)


def _client_side_objects(catalog: Catalog) -> set[str]:
    """The sections of objects with values, without those that Argo CD treats in another way."""
    sections = {}
    if catalog.controller_deployment.is_written:
        sections["controllerDeployment"] = catalog.controller_deployment.metadata
    if catalog.extension is not None:
        sections["extension"] = catalog.extension.metadata
    return {name for name, meta in sections.items() if can_be_client_side(meta.annotations)}
