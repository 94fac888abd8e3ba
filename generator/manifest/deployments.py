"""Charts and values in manifests: every shape in which Gardener deploys an extension by Helm.

ControllerDeployment v1beta1 (`providerConfig` at top level), v1 (`helm`), the operator guide's form
(below `spec`, with its indentation slip), and the ControllerRegistration of old
(`spec.deployment.providerConfig`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from generator.problems import fail, quoted
from generator.yamlio import goread

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.catalog.values import Value

_KINDS: Final = ("ControllerDeployment", "ControllerRegistration")
_GUIDES_SLIP: Final = re.compile(rb"^( *)(type: *helm *\r?\n)\1 (?=providerConfig:)", re.MULTILINE)
"""The guide indents `providerConfig` one column deeper than `type`, which is no YAML."""


@dataclass(frozen=True, slots=True)
class Deployment:
    """How one object deploys its chart.

    `chart` is base64 text as it stands there, `repository` the `ociRepository`, `values` any value;
    each is None where it is absent.
    """

    kind: str
    api_version: str
    name: str
    chart: str | None
    repository: Value
    values: Value


def deployments(data: bytes, file: str) -> tuple[Deployment, ...]:
    """Every object of a manifest that deploys a chart; raises `ProblemsError`."""
    return tuple(found for item in objects(data, file) for found in deployments_of(item))


def objects(data: bytes, file: str) -> list[dict[str, Value]]:
    """Every object of a manifest, those of lists one by one; raises `ProblemsError`."""
    read = goread.read_all(without_guides_slip(data), file)
    return [item for document in read for item in _objects(document)]


def without_guides_slip(data: bytes) -> bytes:
    """The manifest with the guide's slip mended, which moves no line."""
    return _GUIDES_SLIP.sub(rb"\1\2\1", data)


def deployments_of(item: dict[str, Value]) -> Iterator[Deployment]:
    """What one object deploys by Helm; nothing for objects of other kinds."""
    kind = item.get("kind")
    if kind not in _KINDS:
        return
    for holder in (item, inside(item, "spec"), inside(item, "spec", "deployment")):
        for key, chart_key in (("providerConfig", "chart"), ("helm", "rawChart")):
            body = inside(holder, key)
            if body:
                yield _found(item, body, body.get(chart_key))


def chart_text(data: bytes, file: str) -> str:
    """The base64 text of the only chart in a manifest; raises `ProblemsError`."""
    charts = [(found.name, found.chart) for found in deployments(data, file) if found.chart]
    if not charts:
        hint = "a ControllerDeployment has it in providerConfig.chart or in helm.rawChart"
        raise fail("there is no chart in it", file=file, hint=hint)
    (_, text), *others = charts
    if any(other != text for _, other in others):
        names = ", ".join(quoted(name) for name, _ in charts)
        raise fail(f"several objects hold different charts: {names}", file=file)
    return text


def _objects(document: Value) -> Iterator[dict[str, Value]]:
    if not isinstance(document, dict):
        return
    items = document.get("items")
    if isinstance(items, list) and str(document.get("kind", "")).endswith("List"):
        for item in items:
            yield from _objects(item)
    else:
        yield document


def _found(item: dict[str, Value], body: dict[str, Value], chart: Value) -> Deployment:
    return Deployment(
        kind=str(item.get("kind")),
        api_version=str(item.get("apiVersion", "")),
        name=str(inside(item, "metadata").get("name", "")),
        chart=chart if isinstance(chart, str) else None,
        repository=body.get("ociRepository"),
        values=body.get("values"),
    )


def inside(value: Value, *keys: str) -> dict[str, Value]:
    """The mapping at a path of keys; an empty one where there is none."""
    for key in keys:
        value = value.get(key) if isinstance(value, dict) else None
    return value if isinstance(value, dict) else {}
