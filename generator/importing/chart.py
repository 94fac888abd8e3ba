"""The chart of what is imported: where it stands, whether it is the built-in one, a file for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from generator.chart import blob
from generator.chart.source import from_text
from generator.problems import ProblemsError
from generator.visible import json_text

if TYPE_CHECKING:
    from generator.importing.deployed import Deployed

SHAPES: Final = (
    (("helm",), "rawChart"),
    (("providerConfig",), "chart"),
    (("spec", "helm"), "rawChart"),
    (("spec", "providerConfig"), "chart"),
    (("spec", "deployment", "providerConfig"), "chart"),
)
"""Where an object may have its chart: API v1, v1beta1, the guide's `spec`, old registrations."""

PLACES: Final = frozenset((*helm, key) for helm, key in SHAPES)
"""The same as paths."""


def is_built_in(deployed: Deployed, built_in: bytes) -> bool:
    """Whether the manifest's chart is the one that has this tar, compressed by whom it may be.

    Raises `ProblemsError` for a chart that Gardener could not load.
    """
    item, place = deployed.item, (*deployed.helm, deployed.chart_key)
    try:
        tar = blob.unzip(blob.decode(deployed.chart, item.file), item.file)
        if tar == built_in:
            return True
        from_text(deployed.chart, item.file)
    except ProblemsError as error:
        # Those who read charts know the file alone, here it is known where in it the chart stands.
        problems = [item.problem(place, p.message, p.expected, p.hint) for p in error.problems]
        raise ProblemsError(problems) from None
    return False


def chart_manifest(text: str) -> str:
    """A manifest that holds a chart's base64 text and nothing else, for a catalog to refer to.

    It is JSON, so that a pattern such as `*.yaml` takes it for no catalog, and its object has no
    name, so that nobody can apply it.
    """
    helm = {"rawChart": text.strip()}
    manifest = {
        "apiVersion": "core.gardener.cloud/v1",
        "kind": "ControllerDeployment",
        "helm": helm,
    }
    return json_text(manifest, indent=2)
