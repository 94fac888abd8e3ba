"""The project file: which catalogs a repository has, and what holds for all of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from generator.decode.rules import read_rules
from generator.reading.section import Section
from generator.reading.text_formats import API_VERSION, Format, one_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from generator.decode.layers import Layer
    from generator.problems import Finding, Severity

PROJECT_KEYS: Final = {
    "apiVersion": "`alicloud.generator/v1alpha1`.",
    "kind": "`Project`.",
    "catalogs": "A list of paths or patterns of catalogs (`*`, `?`, `[…]`, `**` for any folders).",
    "output": "The output folder. Default: manifests.",
    "templates": "A folder of templates that replace built-in ones or add documents.",
    "rules": "As in a catalog, for all catalogs; the `rules` of a catalog take precedence.",
}
"""Every key of the file with what it means; paths lead on from the folder of the file."""

_KIND: Final = one_of("Project")
_PATH_BELOW: Final = Format(
    r"(?!/)(?!(?:[\s\S]*/)?\.\.(?:/|\Z))[^\x00]+",
    "a path relative to the folder of this file, without `..`",
)
_DEFAULT_OUTPUT: Final = "manifests"


@dataclass(frozen=True, slots=True)
class ProjectFile:
    """What a project file says; all paths are relative to its folder.

    `rules` are as `Catalog` has them; that they exist is for the caller to find out.
    """

    catalogs: tuple[str, ...]
    output: str
    templates: str | None
    rules: Mapping[str, Severity | None]


def read_project(layer: Layer, findings: list[Finding]) -> ProjectFile:
    """What a project file says; all that is wrong with its text is added to `findings`."""
    top = Section(layer.tree, (), PROJECT_KEYS, findings)
    top.text("apiVersion", API_VERSION)
    top.text("kind", _KIND)
    return ProjectFile(
        _patterns(top),
        top.text("output", _PATH_BELOW) or _DEFAULT_OUTPUT,
        top.text("templates", _PATH_BELOW),
        read_rules(top),
    )


def _patterns(top: Section) -> tuple[str, ...]:
    expected = "a list of paths or patterns, such as [landscapes/*.yaml]"
    if not top.has("catalogs"):
        # It may be what was meant by an unknown key, or stand where no mapping is.
        if not any(finding.of_key or not finding.path for finding in top.findings):
            top.wrong((), "catalogs is missing", expected)
    elif not top.node["catalogs"]:
        top.wrong(("catalogs",), "found an empty list", expected)
    return top.texts("catalogs", _PATH_BELOW)
