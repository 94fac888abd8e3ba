"""Which role each imported object has, and which objects are about Alibaba Cloud."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath
from typing import TYPE_CHECKING, Final

from generator.documents.layout import FOLDERS
from generator.importing.deployed import Deployed, read_deployed, read_values
from generator.importing.external_secrets import made_secret
from generator.importing.managed_seeds import seed_of_gardenlet
from generator.importing.provider import (
    deploying_ours,
    is_namespaced_profile_of_ours,
    is_profile_of_ours,
    is_seed_of_ours,
)
from generator.importing.release import Note
from generator.importing.release_formats import formats, reader_of
from generator.importing.resources import without_other_references
from generator.importing.seeds import secret_place
from generator.problems import Problem, ProblemsError, quoted

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from generator.catalog.values import Value
    from generator.manifest.located_objects import LocatedObject
    from generator.yamlio.read import Node

_PUBLISHED: Final = "published"
_VALUES: Final = "file of values"
"""What objects without a kind of Gardener's are collected under."""

_GARDENER: Final = frozenset({"core.gardener.cloud", ""})
_GROUPS: Final[Mapping[str, Collection[str]]] = {
    "CloudProfile": _GARDENER,
    "ControllerDeployment": _GARDENER,
    "ControllerRegistration": _GARDENER,
    "Extension": frozenset({"operator.gardener.cloud"}),
    "ExternalSecret": frozenset({"external-secrets.io"}),
    "NamespacedCloudProfile": _GARDENER,
    "Secret": frozenset({""}),
    "Seed": _GARDENER,
}
"""The API groups of the kinds that a catalog generates."""

_EXPECTED: Final = "a ControllerDeployment; any other object that `generate` writes; {}"


@dataclass(frozen=True, slots=True)
class ClassifiedObjects:
    """The objects of all files by their roles; `notes` are about those that have none.

    `kustomization`: they stand in folders that kustomize builds. `published` are those that publish
    images and are not profiles of the landscape: metadata of releases, CloudProfileConfigs.
    """

    deployment: Deployed | None
    extension: Deployed | None
    registration: LocatedObject | None
    profile: LocatedObject | None
    namespaced: tuple[LocatedObject, ...]
    published: tuple[LocatedObject, ...]
    seeds: tuple[LocatedObject, ...]
    secrets: tuple[LocatedObject, ...]
    external_secrets: tuple[LocatedObject, ...]
    notes: tuple[Note, ...]
    kustomization: bool

    def manifests(self) -> tuple[LocatedObject, ...]:
        """The objects that the catalog will generate again: those with a kind and metadata."""
        of_charts = [found.item for found in (self.deployment, self.extension) if found]
        single = [item for item in (self.registration, self.profile) if item]
        secrets = (*self.secrets, *self.external_secrets)
        items = (*of_charts, *single, *self.namespaced, *self.seeds, *secrets)
        whole = {id(item): item for item in items if "kind" in item.tree}
        return tuple(whole.values())

    def profiles(self) -> tuple[LocatedObject, ...]:
        """Whatever has images of the landscape, whole or in part, and what others publish."""
        return (*([self.profile] if self.profile else []), *self.namespaced, *self.published)


def classify(items: Sequence[LocatedObject]) -> ClassifiedObjects:
    """The role of every object.

    Raises `ProblemsError` for two different objects of a role that a catalog has once, for
    catalogs, and where nothing is left to import.
    """
    classifier = _Classifier()
    for item in items:
        classifier.add(item)
    return classifier.result(items)


class _Classifier:
    """Collects objects by kind; `result` gives them their roles."""

    def __init__(self) -> None:
        self._by_kind: dict[str, list[LocatedObject]] = {}
        self._notes: list[Note] = []
        self._problems: list[Problem] = []
        self._kustomization = False

    def add(self, item: LocatedObject) -> None:
        kind = item.kind
        if _is_catalog(item.tree):
            self._problems.append(item.problem((), "this is a catalog already", _expected()))
        elif item.is_fragment:
            self._put("CloudProfile", item)
        elif _api_group(item) in _GROUPS.get(kind, ()):
            self._put(kind, item)
        elif seed := seed_of_gardenlet(item):
            self._put("Seed", seed)
            if is_seed_of_ours(seed.body):
                what = f"only the backup of the {kind} can be part of a catalog"
                self._notes.append(Note(item, (), f"{what}, as a patch of its Seed"))
        elif reader_of(item):
            self._put(_PUBLISHED, item)
        elif kind == "CloudProfileConfig":
            self._note_foreign(item, kind)
        elif _is_our_kustomization(item):
            self._kustomization = True
        elif not item.kind and isinstance(item.tree.get("config"), dict):
            self._put(_VALUES, item)
        else:
            what = f"the kind {quoted(kind)}" if kind else "this"
            self._notes.append(Note(item, (), f"{what} cannot be part of a catalog"))

    def _put(self, kind: str, item: LocatedObject) -> None:
        self._by_kind.setdefault(kind, []).append(item)

    def result(self, items: Sequence[LocatedObject]) -> ClassifiedObjects:
        registrations = self._ours("ControllerRegistration", deploying_ours)
        found = ClassifiedObjects(
            deployment=self._deployment(registrations),
            extension=self._deployed(self._ours("Extension", deploying_ours), "Extension"),
            registration=self._single(registrations, "ControllerRegistration"),
            profile=self._single(self._of_body("CloudProfile", is_profile_of_ours), "CloudProfile"),
            namespaced=self._namespaced(),
            published=tuple(self._by_kind.get(_PUBLISHED, [])),
            seeds=self._of_body("Seed", is_seed_of_ours),
            secrets=self._secrets(),
            external_secrets=tuple(self._by_kind.get("ExternalSecret", [])),
            notes=tuple(self._notes),
            kustomization=self._kustomization,
        )
        if self._problems:
            raise ProblemsError(self._problems)
        if not (found.manifests() or found.published or found.profile or found.deployment):
            reason = self._notes[0].message if self._notes else "there is nothing to import"
            raise items[0].refusal((), reason, _expected())
        return found

    def _deployment(self, registrations: Sequence[LocatedObject]) -> Deployed | None:
        """What deploys the extension to seeds: also a registration of old, or values alone."""
        kind = "ControllerDeployment"
        found = self._ours(kind, lambda objects: deploying_ours(objects, registrations))
        old = [item for item in registrations if read_deployed(item)]
        values = self._single(self._ours(_VALUES, deploying_ours), _VALUES)
        deployed = self._deployed([*found, *old], kind)
        if deployed is None and values is not None:
            return read_values(without_other_references(values, self._notes))
        return deployed

    def _namespaced(self) -> tuple[LocatedObject, ...]:
        profiles = self._by_kind.get("CloudProfile", [])
        parents = {item.name: is_profile_of_ours(item.body) for item in profiles}
        return self._of_body(
            "NamespacedCloudProfile", lambda body: is_namespaced_profile_of_ours(body, parents)
        )

    def _secrets(self) -> tuple[LocatedObject, ...]:
        """The Secrets, but for those that the operator makes of ExternalSecrets beside them."""
        made = {made_secret(item) for item in self._by_kind.get("ExternalSecret", [])}
        return tuple(i for i in self._by_kind.get("Secret", []) if secret_place(i) not in made)

    def _of_body(
        self, kind: str, is_ours: Callable[[dict[str, Value]], bool]
    ) -> tuple[LocatedObject, ...]:
        return self._ours(kind, lambda items: [item for item in items if is_ours(item.body)])

    def _ours(
        self, kind: str, chosen: Callable[[Sequence[LocatedObject]], Sequence[LocatedObject]]
    ) -> tuple[LocatedObject, ...]:
        """The objects of a kind that are about Alibaba Cloud, and notes on the others."""
        found = self._by_kind.get(kind, [])
        ours = tuple(chosen(found))
        for item in found:
            if item not in ours:
                self._note_foreign(item, kind)
        return ours

    def _note_foreign(self, item: LocatedObject, kind: str) -> None:
        label = f"the {kind}" + (f" {quoted(item.name)}" if item.name else "")
        what = _why_foreign(item) if kind == "Seed" else "is not about Alibaba Cloud"
        self._notes.append(Note(item, (), f"{label} {what}"))

    def _single(self, found: Sequence[LocatedObject], what: str) -> LocatedObject | None:
        for item in found[1:]:
            if item.tree != found[0].tree:
                message = f"a different {what} than at {found[0].place()}: a catalog has only one"
                self._problems.append(item.problem((), message))
        return found[0] if found else None

    def _deployed(self, objects: Sequence[LocatedObject], kind: str) -> Deployed | None:
        item = self._single(objects, kind)
        if item is None:
            return None
        found = read_deployed(without_other_references(item, self._notes))
        if found is None:
            raise item.refusal(
                (), f"the {item.kind} does not deploy a Helm chart", "providerConfig or helm"
            )
        return found


def _why_foreign(seed: LocatedObject) -> str:
    """Why a catalog has nothing to say of a Seed."""
    backup = seed.part("spec", "backup")
    if not backup:
        return "has no backup, and a catalog only has Seeds with one"
    if not seed.text("spec", "backup", "provider"):
        return "does not say where its backups go, and has no provider there"
    return "does not back up to Alibaba Cloud"


def _expected() -> str:
    return _EXPECTED.format(formats())


def _is_our_kustomization(item: LocatedObject) -> bool:
    """Whether it is the kustomization of a folder that `generate` makes."""
    is_kustomize = _api_group(item) == "kustomize.config.k8s.io"
    return is_kustomize and PurePath(item.file).parent.name in FOLDERS


def _is_catalog(tree: Mapping[str, Node]) -> bool:
    return tree.get("kind") == "ImageCatalog" or (
        "kind" not in tree and isinstance(tree.get("images"), dict)
    )


def _api_group(item: LocatedObject) -> str:
    group, slash, _ = item.api_version.partition("/")
    return group if slash else ""
