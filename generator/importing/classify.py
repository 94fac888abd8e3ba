"""Which role each imported object has, and which objects are about Alibaba Cloud."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from generator.gardener.provider import PROVIDER_TYPE
from generator.importing import profiles
from generator.importing.deployed import Deployed, read_deployed, read_values
from generator.importing.release import Note
from generator.importing.release_formats import formats, reader_of
from generator.problems import Problem, ProblemsError, quoted
from generator.yamlio.read import is_null

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from generator.importing.documents import Item
    from generator.yamlio.read import Node

_PUBLISHED: Final = "published"
_VALUES: Final = "values"
"""What objects without a kind of Gardener's are collected under."""

_EXPECTED: Final = "a ControllerDeployment; any other object that `generate` writes; {}"


@dataclass(frozen=True, slots=True)
class ClassifiedObjects:
    """The objects of all files by their roles; `notes` are about those that have none.

    `published` are those that publish images and are no profiles of the landscape: metadata of
    releases, CloudProfileConfigs.
    """

    deployment: Deployed | None
    extension: Deployed | None
    registration: Item | None
    profile: Item | None
    namespaced: tuple[Item, ...]
    published: tuple[Item, ...]
    seeds: tuple[Item, ...]
    secrets: tuple[Item, ...]
    notes: tuple[Note, ...]

    def manifests(self) -> tuple[Item, ...]:
        """The objects that the catalog will generate again: those with a kind and metadata."""
        of_charts = [found.item for found in (self.deployment, self.extension) if found]
        single = [item for item in (self.registration, self.profile) if item]
        items = (*of_charts, *single, *self.namespaced, *self.seeds, *self.secrets)
        whole = {id(item): item for item in items if "kind" in item.tree}
        return tuple(whole.values())


def classify(items: Sequence[Item]) -> ClassifiedObjects:
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
        self._by_kind: dict[str, list[Item]] = {}
        self._notes: list[Note] = []
        self._problems: list[Problem] = []

    def add(self, item: Item) -> None:
        kind = str(item.tree.get("kind", ""))
        if _is_catalog(item.tree):
            self._problems.append(item.problem((), "this is a catalog already", _expected()))
        elif profiles.is_fragment(item.tree):
            self._put("CloudProfile", item)
        elif kind in _IS_FOR_ALICLOUD and _api_group(item) in _GROUPS[kind]:
            self._put(kind, item)
        elif reader_of(item.tree):
            self._put(_PUBLISHED, item)
        elif "kind" not in item.tree and isinstance(item.tree.get("config"), dict):
            self._put(_VALUES, item)
        else:
            what = f"the kind {quoted(kind)}" if kind else "this"
            self._notes.append(Note(item, (), f"{what} is nothing that a catalog says"))

    def _put(self, kind: str, item: Item) -> None:
        self._by_kind.setdefault(kind, []).append(item)

    def result(self, items: Sequence[Item]) -> ClassifiedObjects:
        deployments, registrations = (
            self._for_alicloud("ControllerDeployment"),
            self._for_alicloud("ControllerRegistration"),
        )
        old = [item for item in registrations if read_deployed(item)]
        deployment = self._single([*deployments, *old], "ControllerDeployment")
        extension = self._single(self._for_alicloud("Extension"), "Extension")
        values = self._single(self._by_kind.get(_VALUES, []), "file of values")
        found = ClassifiedObjects(
            deployment=_deployed(deployment) or (read_values(values) if values else None),
            extension=_deployed(extension),
            registration=self._single(registrations, "ControllerRegistration"),
            profile=self._single(self._for_alicloud("CloudProfile"), "CloudProfile"),
            namespaced=self._for_alicloud("NamespacedCloudProfile"),
            published=tuple(self._by_kind.get(_PUBLISHED, [])),
            seeds=self._for_alicloud("Seed"),
            secrets=tuple(self._by_kind.get("Secret", [])),
            notes=tuple(self._notes),
        )
        if self._problems:
            raise ProblemsError(self._problems)
        if not (found.manifests() or found.published or found.profile or found.deployment):
            reason = self._notes[0].message if self._notes else "there is nothing to import"
            raise items[0].refusal((), reason, _expected())
        return found

    def _for_alicloud(self, kind: str) -> tuple[Item, ...]:
        """The objects of a kind that are about Alibaba Cloud; one alone is taken as it is."""
        found = self._by_kind.get(kind, [])
        ours = [item for item in found if _IS_FOR_ALICLOUD[kind](item)]
        if len(found) == 1 and kind in _TRUSTED:
            ours = found
        for item in found:
            if item not in ours:
                message = f"the {kind} {_label(item)} is not about Alibaba Cloud"
                self._notes.append(Note(item, (), message))
        return tuple(ours)

    def _single(self, found: Sequence[Item], what: str) -> Item | None:
        for item in found[1:]:
            if item.tree != found[0].tree:
                message = f"another {what} than at {found[0].place()}: a catalog has one"
                self._problems.append(item.problem((), message))
        return found[0] if found else None


def _deployed(item: Item | None) -> Deployed | None:
    if item is None:
        return None
    found = read_deployed(item)
    if found is None:
        kind = item.tree.get("kind")
        raise item.refusal((), f"the {kind} deploys nothing by Helm", "providerConfig or helm")
    return found


def _expected() -> str:
    return _EXPECTED.format(formats())


def _is_catalog(tree: Mapping[str, Node]) -> bool:
    return tree.get("kind") == "ImageCatalog" or (
        "kind" not in tree and isinstance(tree.get("images"), dict)
    )


def _api_group(item: Item) -> str:
    group, slash, _ = str(item.tree.get("apiVersion", "")).partition("/")
    return group if slash else ""


def _label(item: Item) -> str:
    return quoted(str(item.part("metadata").get("name", "")))


def _name_says_alicloud(item: Item) -> bool:
    return PROVIDER_TYPE in str(item.part("metadata").get("name", ""))


def _has_alicloud_resource(item: Item) -> bool:
    return any(
        str(entry.get("type", "")).startswith(PROVIDER_TYPE)
        for _, entry in item.entries("spec", "resources")
    )


def _is_for_alicloud(item: Item) -> bool:
    return profiles.is_fragment(item.tree) or item.text("spec", "type") == PROVIDER_TYPE


def _has_alicloud_images(item: Item) -> bool:
    api_version = item.text("spec", "providerConfig", "apiVersion")
    return PROVIDER_TYPE in api_version or "providerConfig" not in item.part("spec")


def _backs_up_to_alicloud(item: Item) -> bool:
    return item.text("spec", "backup", "provider") == PROVIDER_TYPE


_IS_FOR_ALICLOUD: Final[dict[str, Callable[[Item], bool]]] = {
    "ControllerDeployment": _name_says_alicloud,
    "ControllerRegistration": _has_alicloud_resource,
    "Extension": lambda item: _has_alicloud_resource(item) or _name_says_alicloud(item),
    "CloudProfile": _is_for_alicloud,
    "NamespacedCloudProfile": _has_alicloud_images,
    "Seed": _backs_up_to_alicloud,
    "Secret": lambda item: not is_null(item.tree.get("metadata")),
}
_TRUSTED: Final = frozenset({"ControllerDeployment", "ControllerRegistration", "Extension"})
"""Kinds whose objects need not say what they are about."""

_GROUPS: Final = {
    **dict.fromkeys(_IS_FOR_ALICLOUD, frozenset({"core.gardener.cloud", ""})),
    "Extension": frozenset({"operator.gardener.cloud"}),
    "Secret": frozenset({""}),
}
