"""The chart of what is imported: whether it is the built-in one, and a file for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.chart import blob
from generator.chart.source import from_text
from generator.problems import ProblemsError
from generator.visible import json_text

if TYPE_CHECKING:
    from generator.importing.deployed import Deployed


def is_built_in(deployed: Deployed, built_in: bytes) -> bool:
    """Whether the manifest's chart is that of the tar `built_in`, however it is compressed.

    Raises `ProblemsError` for a chart that Gardener could not load.
    """
    item, text = deployed.item, deployed.chart or ""
    try:
        tar = blob.unzip(blob.decode(text, item.file), item.file)
        if tar == built_in:
            return True
        from_text(text, item.file)
    except ProblemsError as error:
        # The package `chart` knows the file alone; here, the place of the chart in it is known.
        problems = [
            item.problem(deployed.place.chart, p.message, p.expected, p.hint)
            for p in error.problems
        ]
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
