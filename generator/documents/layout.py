"""Where documents stand in a catalog's folder: side by side, or in a folder for each cluster.

With `kustomization` in the catalog, kustomize builds each of these folders: the objects of one
cluster, or patches of objects that others make, which no build takes without these objects.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from generator.gardener.clusters import Cluster, cluster_of
from generator.problems import fail

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from typing import Any

    from generator.catalog import Catalog
    from generator.documents.inputs import Inputs
    from generator.documents.plan import Document

KUSTOMIZATION: Final = "kustomization.yaml"
_OTHER_KUSTOMIZATIONS: Final = ("kustomization.yml", "Kustomization")
"""kustomize takes these names as well, and refuses a folder with two of the three."""

SECRETS: Final = "secrets.yaml"
"""The document that people encrypt."""

EXTERNAL_SECRETS: Final = "externalsecrets.yaml"

ON_REQUEST: Final = frozenset({"cloudprofileconfig.yaml", "values.yaml"})
"""Documents that are part of others, written only when they are asked for by name."""

PATCHES: Final = {
    "extension-patch.yaml": "extension-patch",
    "seed-patches.yaml": "seed-patches",
}
"""Documents of patches, with their folders."""

_BUILT_IN: Final = {
    **PATCHES,
    **dict.fromkeys(ON_REQUEST, ""),
    "extension.yaml": Cluster.RUNTIME.value,
    **dict.fromkeys(
        (
            "cloudprofile.yaml",
            "controllerdeployment.yaml",
            "controllerregistration.yaml",
            "namespacedcloudprofiles.yaml",
            "seeds.yaml",
        ),
        Cluster.VIRTUAL_GARDEN.value,
    ),
}
"""The folders of built-in documents: large ones need not be read again."""

_FOR_CLUSTERS: Final = {SECRETS: "secrets", EXTERNAL_SECRETS: "external_secrets"}
"""Documents with objects of both clusters, of which each gets its own, and their variables."""

FOLDERS: Final = (*(cluster.value for cluster in Cluster), *PATCHES.values())
"""All folders that a catalog's folder can have, one below the other by nothing but their names."""

PLACES: Final = ("", *FOLDERS)
"""The folders in which a document can stand, below that of its catalog."""


def is_secrets(path: str) -> bool:
    """Whether this is the path of the document of Secrets, below the output folder."""
    return path.endswith(f"/{SECRETS}")


def in_order(wanted: Sequence[str], usual: Sequence[str]) -> list[str]:
    """The documents to render: the kustomization lists all others, and so comes after them."""
    if KUSTOMIZATION not in wanted:
        return [*wanted]
    others = dict.fromkeys([*usual, *wanted])
    return [*(name for name in others if name != KUSTOMIZATION), KUSTOMIZATION]


def variants(
    name: str,
    catalog: Catalog,
    context: Mapping[str, Any],
    inputs: Inputs,
    others: Sequence[Document],
) -> Iterator[tuple[str | None, Mapping[str, Any]]]:
    """What a template sees each time that it is rendered, and for which folder.

    None stands for the folder of what it writes. `others` are the documents before it.
    """
    if name == KUSTOMIZATION:
        for folder in FOLDERS if catalog.kustomization else ("",):
            found = {each.name for each in others if each.folder == folder}
            patches = folder in PATCHES.values()
            found |= {SECRETS} if folder in inputs.secret_folders and not patches else set()
            if found:
                yield folder, {**context, "documents": sorted(found), "are_patches": patches}
    elif name in _FOR_CLUSTERS and catalog.kustomization and context[_FOR_CLUSTERS[name]]:
        variable = _FOR_CLUSTERS[name]
        for cluster in Cluster:
            of_cluster = [secret for secret in context[variable] if cluster in secret.clusters]
            if of_cluster:
                yield cluster.value, {**context, variable: of_cluster}
    else:
        yield None, context


def folder_of(document: str, written: str, file: str, *, is_built_in: bool) -> str:
    """The folder of a document by what is written into it; empty where it holds no objects.

    Raises `ProblemsError`, naming the template's file, where it has objects of both clusters.
    """
    if is_built_in and document in _BUILT_IN:
        return _BUILT_IN[document]
    clusters = clusters_in(written, file)
    if len(clusters) > 1:
        message = "the template writes objects of both clusters, the runtime and the virtual garden"
        raise fail(message, file=file, hint="with `kustomization`, use two templates")
    return next(iter(clusters)).value if clusters else ""


def clusters_in(written: str, file: str) -> set[Cluster]:
    """The clusters of the objects in a document; none where it holds no objects."""
    from generator.manifest.objects import read_bodies
    from generator.manifest.parts import mapping_at, text

    return {
        cluster_of(text(body.get("apiVersion")))
        for body in read_bodies(written.encode(), file)
        if body.get("kind") and mapping_at(body, "metadata").get("name")
    }


def path_of(name: str, place: str, document: str) -> str:
    """The path of a catalog's document below the output folder."""
    return "/".join(filter(None, (name, place, document)))


def second_kustomizations(paths: Iterable[str]) -> list[str]:
    """The paths where nothing may stand beside documents, or kustomize builds none of them."""
    folders = sorted(
        path.removesuffix(KUSTOMIZATION) for path in paths if path.endswith(f"/{KUSTOMIZATION}")
    )
    return [folder + name for folder in folders for name in _OTHER_KUSTOMIZATIONS]


def catalog_folder(folder: str) -> str:
    """The folder of a catalog that has a document in a folder."""
    around, _, last = folder.rpartition("/")
    return around if last in FOLDERS else folder
