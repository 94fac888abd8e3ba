"""From a catalog to its documents: path → bytes, the one way in which anything is generated."""

from __future__ import annotations

from operator import attrgetter
from pathlib import PurePath
from typing import TYPE_CHECKING, Final

from generator.documents.inputs import Chart
from generator.documents.layout import (
    EXTERNAL_SECRETS,
    KUSTOMIZATION,
    ON_REQUEST,
    SECRETS,
    folder_of,
    in_order,
    path_of,
    variants,
)
from generator.documents.passed_through import passed_through_credentials
from generator.documents.template_variables import template_variables
from generator.manifest.header import STANDARD_INPUT, first_line
from generator.problems import ProblemsError
from generator.record import Record
from generator.visible import visible

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from generator.catalog import Catalog
    from generator.documents.inputs import Inputs
    from generator.documents.render import Templates
    from generator.problems import Problem


class RequestedBy(Record):
    """What asks for a built-in document: a section of the catalog, a variable of its template."""

    section: str
    variable: str


REQUESTED_BY: Final = {
    "cloudprofile.yaml": RequestedBy("cloudProfile", "cloud_profile"),
    "controllerdeployment.yaml": RequestedBy("controllerDeployment", "deployment"),
    "controllerregistration.yaml": RequestedBy("controllerRegistration", "controller_registration"),
    "extension-patch.yaml": RequestedBy("extension", "extension_patch"),
    "extension.yaml": RequestedBy("extension", "extension"),
    EXTERNAL_SECRETS: RequestedBy("secrets", "external_secrets"),
    KUSTOMIZATION: RequestedBy("kustomization", "kustomization"),
    "namespacedcloudprofiles.yaml": RequestedBy(
        "namespacedCloudProfiles", "namespaced_cloud_profiles"
    ),
    SECRETS: RequestedBy("ownerSecret", "secrets"),
    "seed-patches.yaml": RequestedBy("seeds", "seeds"),
    "seeds.yaml": RequestedBy("seeds", "seeds"),
}


class Document(Record):
    """One file of the output: its path below the output folder, with `/`, and its content.

    `private`: it holds a credential, so that only its owner may read it.
    """

    path: str
    data: bytes
    private: bool

    @property
    def name(self) -> str:
        """What `--only` calls it: the name of its file."""
        return self.path.rpartition("/")[2]

    @property
    def folder(self) -> str:
        """The folder in that of the catalog where it stands; empty for that itself."""
        return "/".join(self.path.split("/")[1:-1])


def build(
    catalog: Catalog, inputs: Inputs, templates: Templates, only: Sequence[str] = ()
) -> tuple[Document, ...]:
    """Those of `only`, in its order, or all but the special ones, sorted by path.

    Raises `ProblemsError` with the problems of all of them.
    """
    chart = Chart(catalog, inputs)
    context = template_variables(catalog, chart)
    if not templates.are_built_in and chart.oci_repository is None:
        # What the process of another template asks for is unknown to this one.
        _ = chart.blob
    writer = _Writer(catalog, chart, templates)
    usual = [name for name in templates.documents() if name not in ON_REQUEST]
    wanted = only or usual
    documents: list[Document] = []
    problems: list[Problem] = []
    for name in in_order(wanted, usual):
        if not _is_asked_for(name, context) and not templates.is_replaced(name):
            continue
        try:
            for folder, seen in variants(name, catalog, context, inputs, documents):
                documents += writer.documents(name, seen, folder)
        except ProblemsError as error:
            problems += error.problems
    if problems:
        raise ProblemsError(problems)
    if not only:
        return tuple(sorted(documents, key=attrgetter("path")))
    return tuple(document for document in documents if document.name in only)


class _Writer:
    """Writes documents of a catalog."""

    def __init__(self, catalog: Catalog, chart: Chart, templates: Templates) -> None:
        self._catalog, self._chart, self._templates = catalog, chart, templates
        self._states_credentials = any(True for _ in passed_through_credentials(catalog))

    def documents(
        self, name: str, context: Mapping[str, object], folder: str | None
    ) -> Iterator[Document]:
        """A document of a name, unless its template writes nothing; raises `ProblemsError`."""
        text = self._templates.render(name, context)
        if not text:
            return
        if folder is None:
            folder = self._folder(name, text) if self._catalog.kustomization else ""
        path = path_of(self._catalog.name, folder, name)
        data = (header(self._catalog.file) + text.lstrip("\n")).encode()
        yield Document(path, data, private=self._is_private(text, data))

    def _folder(self, name: str, text: str) -> str:
        templates = self._templates
        return folder_of(
            name, text, templates.file(name), is_built_in=not templates.is_replaced(name)
        )

    def _is_private(self, text: str, data: bytes) -> bool:
        return (
            self._chart.inputs.is_private(data)
            or (self._states_credentials and holds_credential(text))
            or self._chart.is_private_in(text)
        )


def _is_asked_for(name: str, context: Mapping[str, object]) -> bool:
    """Whether a document can say anything; else its template is not even read."""
    return name not in REQUESTED_BY or bool(context[REQUESTED_BY[name].variable])


def header(file: str) -> str:
    """The first line of every document: no version, date or folder, which would only be noise."""
    name = STANDARD_INPUT if file == "-" else visible(PurePath(file).name)
    return first_line(name)


def holds_credential(text: str) -> bool:
    """Whether a document holds a credential, by what it says alone."""
    from generator.credentials.text import mask

    return mask(text).text != text
