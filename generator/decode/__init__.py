"""Catalog text to `Catalog`: whatever leaves this package can be generated from.

`decode` brings the file to its long form and reads it section by section; every problem is noted
with its path, and looked up in the text only when there is one.
"""

from __future__ import annotations

from pathlib import PurePath

from generator.catalog import Catalog, Target
from generator.decode.credentials import read_owner_secret
from generator.decode.deployment import read_deployment, read_metadata
from generator.decode.formats import DNS_LABEL, RELEASE, WORD
from generator.decode.images import read_images
from generator.decode.longform import long_form
from generator.decode.positions import located
from generator.decode.reader import Section, one_of
from generator.problems import Finding, ProblemsError, quoted
from generator.yamlio.read import read_document

TOP_KEYS = (
    "apiVersion",
    "kind",
    "metadata",
    "target",
    "labels",
    "annotations",
    "regions",
    "order",
    "images",
    "share",
    "ownerSecret",
    "csi",
    "controllerDeployment",
)
METADATA_KEYS = ("name", "labels", "annotations")
"""`labels` and `annotations` belong to the file as a KRM object; they go into no manifest."""

DEFAULT_TARGET = Target(gardener="v1.149.3", extension="v1.71.0")
"""The releases whose own code judges the output in the conformance tests."""


def decode(text: str, file: str) -> Catalog:
    """The catalog that a text holds; `file` is its path, for messages and its default name.

    Raises `ProblemsError` with every problem of the text.
    """
    findings: list[Finding] = []
    top = Section(long_form(read_document(text, file)), (), TOP_KEYS, findings)
    catalog = _catalog(top, file)
    if findings:
        raise ProblemsError(located(findings, text, file))
    return catalog


def _catalog(top: Section, file: str) -> Catalog:
    top.text("apiVersion", one_of("alicloud.generator/v1alpha1"))
    top.text("kind", one_of("ImageCatalog"))
    target = _target(top)
    regions = top.texts("regions", WORD) if top.has("regions") else None
    return Catalog(
        file=file,
        name=_name(top, file),
        target=target,
        images=read_images(top, regions),
        regions=regions,
        share=top.texts("share", WORD),
        owner_secret=read_owner_secret(top),
        enable_ad_controller=_enable_ad_controller(top),
        controller_deployment=read_deployment(top, read_metadata(top), target.extension),
    )


def _name(top: Section, file: str) -> str:
    section = top.section("metadata", METADATA_KEYS)
    name = section.text("name", DNS_LABEL)
    if name is not None or section.has("name"):
        return name or ""
    stem = PurePath(file).stem
    if not DNS_LABEL.pattern.fullmatch(stem):
        message = f"the file's name, {quoted(stem)}, cannot name the catalog"
        top.wrong((), message, DNS_LABEL.expected, "give it one: `metadata: {name: …}`")
    return stem


def _target(top: Section) -> Target:
    section = top.section("target", ("gardener", "extension"))
    return Target(
        section.text("gardener", RELEASE) or DEFAULT_TARGET.gardener,
        section.text("extension", RELEASE) or DEFAULT_TARGET.extension,
    )


def _enable_ad_controller(top: Section) -> bool | None:
    section = top.section("csi", ("enableADController",))
    if not section.has("enableADController"):
        return None
    return section.boolean("enableADController", default=False)
