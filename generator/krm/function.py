"""The config of a function: which catalogs, and what to do with them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from generator.decode.catalog_keys import TOP
from generator.decode.layers import Layer
from generator.decode.positions import located
from generator.problems import Finding, ProblemsError, fail
from generator.reading.section import Section
from generator.reading.text_formats import API_VERSION, KIND, Format, one_of
from generator.yamlio.locate import Positions
from generator.yamlio.read import read_document

if TYPE_CHECKING:
    from collections.abc import Mapping

    from generator.problems import Path
    from generator.yamlio.read import Node

GENERATE: Final = "Generate"
CHECK: Final = "Check"

FUNCTION_KEYS: Final = {
    "apiVersion": "`alicloud.generator/v1alpha1`.",
    "kind": (
        "`Generate` adds the objects of catalogs to the items; `Check` compares them with the "
        "items."
    ),
    "metadata": "A name, and the annotation with the command to run.",
    "spec": "See below; all keys are optional.",
}
SPEC_KEYS: Final = {
    "catalogs": (
        "A list of paths or patterns, relative to the folder of the kustomization. Default: the "
        "catalogs of its project."
    ),
    "only": (
        "A list of documents, such as `[extension]`. Default: all with objects, except Secrets "
        "and patches."
    ),
    "credentials": (
        "`false`: fetch no credentials. `Generate` keeps those in the output folder of the "
        "project, and `Check` does not compare them. Default: true."
    ),
}
"""Every key of a config with what it means."""

_KIND: Final = one_of(GENERATE, CHECK)
_CATALOG: Final = Format(r"(?!-\Z|/dev/|/proc/)[^\x00]+", "a path or a pattern of catalogs")
_REASON: Final = (
    "kustomize sorts its keys before this command sees them, which makes another image the "
    "default, and it turns days into points in time"
)
_INLINE_HINT: Final = "move the catalog to its own file, and name it: `catalogs: [FILE]`"


@dataclass(frozen=True, slots=True)
class Function:
    """What a config asks for.

    `layer` is its text. Without `catalogs`, those of the project are meant, and without `only` all
    documents that hold objects.
    """

    layer: Layer
    kind: str
    catalogs: tuple[str, ...]
    only: tuple[str, ...]
    credentials: bool


def read_function(text: str, file: str) -> Function:
    """The function of the config in a ResourceList (see `ResourceList.config`).

    Raises `ProblemsError`, also for a config in which a catalog stands.
    """
    if not text:
        expected = f"the config of a function, of kind {GENERATE} or {CHECK}"
        raise fail("functionConfig is missing", file=file, expected=expected)
    layer = Layer(file, text, read_document(text, file), Positions(text))
    findings: list[Finding] = []
    inline = _inline_catalog(layer.tree)
    if inline is not None:
        message = f"a catalog cannot be here: {_REASON}"
        finding = Finding(inline, message, hint=_INLINE_HINT, of_key=True)
        raise ProblemsError(located([finding], [layer]))
    top = Section(layer.tree, (), FUNCTION_KEYS, findings)
    top.required_text("apiVersion", API_VERSION)
    kind = top.required_text("kind", _KIND)
    spec = top.section("spec", SPEC_KEYS)
    function = Function(
        layer,
        kind,
        spec.texts("catalogs", _CATALOG),
        spec.texts("only"),
        spec.boolean("credentials", default=True),
    )
    if spec.has("catalogs") and not spec.node["catalogs"]:
        expected = (
            "a list of paths or patterns; without this key, the catalogs of the project are used"
        )
        spec.wrong(("catalogs",), "found an empty list", expected)
    if findings:
        raise ProblemsError(located(findings, [layer]))
    return function


def refused(function: Function, key: str, message: str, hint: str = "") -> ProblemsError:
    """What is wrong with a key of the spec, which the config alone does not tell."""
    return ProblemsError(located([Finding(("spec", key), message, hint=hint)], [function.layer]))


def _inline_catalog(tree: Node) -> Path | None:
    """Where a catalog stands in a config, if one does."""
    top = tree if isinstance(tree, dict) else {}
    if top.get("kind") in KIND.choices:
        return ("kind",)
    spec = top.get("spec")
    below: Mapping[str, Node] = spec if isinstance(spec, dict) else {}
    for path, node, known in (((), top, FUNCTION_KEYS), (("spec",), below, SPEC_KEYS)):
        for key, value in node.items():
            if key in TOP and key not in known:
                return (*path, key)
            if key.removesuffix("s") == "catalog" and _has_mapping(value):
                return (*path, key)
    return None


def _has_mapping(node: Node) -> bool:
    return isinstance(node, dict) or (
        isinstance(node, list) and any(isinstance(item, dict) for item in node)
    )
