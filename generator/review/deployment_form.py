"""A ControllerDeployment that changes its apiVersion: what else can change in the same apply.

To the server, what was applied in one version and is missing in the other was never applied: so
nothing goes away. What would have to go away for the new to be valid makes the apply fail. From v1
to v1beta1, server-side apply does without these steps, as the tests with a real API server show.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from generator.manifest.parts import text
from generator.manifest.tree_diff import ABSENT, Change, changes
from generator.review.model import code, names_or_count, object_name, statement
from generator.review.values import path_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.catalog.values import Value
    from generator.manifest.objects import Object
    from generator.review.model import Statement

_KIND: Final = "ControllerDeployment"

_CURES: Final = {
    "core.gardener.cloud/v1": "apply the new apiVersion alone first, then the rest server-side",
    "core.gardener.cloud/v1beta1": "apply server-side",
}
"""By the apiVersion that an object gets; either way, `kubectl replace` does all at once."""

_PLACE: Final = ("ref", "repository", "tag", "digest")
"""Of an `ociRepository`: no valid one has the first beside the others."""


def form_impact(old: Object, new: Object) -> Iterator[Statement]:
    """What one apply cannot do beside the change of the apiVersion, and in which steps it can."""
    cure = _CURES.get(new.api_version)
    if new.kind != _KIND or old.kind != _KIND or old.api_version == new.api_version or not cure:
        return
    name = object_name(new.kind, new.name)
    cure = f"{cure}; or use `kubectl replace`"
    way = "a client-side apply" if new.api_version.endswith("v1beta1") else "an apply"
    if reasons := [*_refused(old, new)]:
        what = f"{name}: {way} of the new apiVersion together with {' and '.join(reasons)}"
        yield statement("refused-in-one-step", f"{what} is refused: {cure}")
    elif gone := [*_gone(old, new)]:
        what = f"{way} of the new apiVersion leaves what is removed live, without a word"
        yield statement("left-live", f"{name}: {what}: {names_or_count(gone, 'part')}; {cure}")


def _refused(old: Object, new: Object) -> Iterator[str]:
    before, after = _chart(old), _chart(new)
    if before.keys() - after.keys() and after.keys() - before.keys():
        yield "another place of the chart"
    if _refers(new.body) != _refers(old.body) and "core.gardener.cloud/v1" == new.api_version:
        yield "values that refer to new `resources`"


def _chart(item: Object) -> dict[str, Value]:
    """Which of the fields that exclude each other say where the chart is."""
    found: dict[str, Value] = {}
    for deployment in item.deployments:
        if deployment.chart is not None:
            found["chart"] = deployment.chart
        found |= {key: deployment.repository[key] for key in _PLACE if key in deployment.repository}
    return found
