"""Which object is what, and which of them are about Alibaba Cloud."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from generator.gardener.provider import PROVIDER_TYPE
from generator.importing import profiles
from generator.importing.deployed import Deployed, read_deployed, read_values
from generator.importing.release import Note
from generator.importing.releases import formats, reader_of
from generator.problems import Problem, ProblemsError, quoted
from generator.yamlio.read import is_null

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from generator.importing.documents import Item
    from generator.yamlio.read import Node


_EXPECTED: Final = "a ControllerDeployment; any other object that `generate` writes; {}"


@dataclass(frozen=True, slots=True)
class Sorted:
    """The objects of all files by what they are; `notes` are about those that are left out."""

    deployment: Deployed | None
    extension: Deployed | None
    registration: Item | None
    profile: Item | None
    namespaced: tuple[Item, ...]
    published: tuple[Item, ...]
    seeds: tuple[Item, ...]
    secrets: tuple[Item, ...]
    notes: tuple[Note, ...]

    def objects(self) -> tuple[Item, ...]:
        """All that have metadata which a catalog says, and that it will generate again."""
        of_charts = [found.item for found in (self.deployment, self.extension) if found]
        single = [item for item in (self.registration, self.profile) if item]
        items = (*of_charts, *single, *self.namespaced, *self.seeds, *self.secrets)
        whole = {id(item): item for item in items if "kind" in item.tree}
        return tuple(whole.values())


def sort_items(items: Sequence[Item]) -> Sorted:
    """Every object in its place; raises `ProblemsError` for two of a kind that there is once."""
    sorter = _Sorter()
    for item in items:
        sorter.place(item)
    return sorter.result(items)


class _Sorter:
    """Collects objects by kind."""

    def __init__(self) -> None:
        self._found: dict[str, list[Item]] = {}
        self._notes: list[Note] = []
        self._problems: list[Problem] = []

    def place(self, item: Item) -> None:
        kind = str(item.tree.get("kind", ""))
        if _is_catalog(item.tree):
            self._problems.append(item.problem((), "this is a catalog already", _expected()))
        elif profiles.is_fragment(item.tree):
            self._put("CloudProfile", item)
        elif kind in _IS_OURS and _api_group(item) in _GROUPS[kind]:
            self._put(kind, item)
        elif reader_of(item.tree):
            self._put("", item)
        elif "kind" not in item.tree and isinstance(item.tree.get("config"), dict):
            self._put("values", item)
        else:
            what = f"the kind {quoted(kind)}" if kind else "this"
            self._notes.append(Note(item, (), f"{what} is nothing that a catalog says"))

    def _put(self, kind: str, item: Item) -> None:
        self._found.setdefault(kind, []).append(item)

    def result(self, items: Sequence[Item]) -> Sorted:
        deployments, registrations = (
            self._ours("ControllerDeployment"),
            self._ours("ControllerRegistration"),
        )
        old = [item for item in registrations if read_deployed(item)]
        deployment = self._single([*deployments, *old], "ControllerDeployment")
        extension = self._single(self._ours("Extension"), "Extension")
        values = self._single(self._found.get("values", []), "file of values")
        found = Sorted(
            deployment=_deployed(deployment) or (read_values(values) if values else None),
            extension=_deployed(extension),
            registration=self._single(registrations, "ControllerRegistration"),
            profile=self._single(self._ours("CloudProfile"), "CloudProfile"),
            namespaced=self._ours("NamespacedCloudProfile"),
            published=tuple(self._found.get("", [])),
            seeds=self._ours("Seed"),
            secrets=tuple(self._found.get("Secret", [])),
            notes=tuple(self._notes),
        )
        if self._problems:
            raise ProblemsError(self._problems)
        if not (found.objects() or found.published or found.profile or found.deployment):
            reason = self._notes[0].message if self._notes else "there is nothing to import"
            raise items[0].refusal((), reason, _expected())
        return found

    def _ours(self, kind: str) -> tuple[Item, ...]:
        """The objects of a kind that are about Alibaba Cloud; one alone is taken as it is."""
        found = self._found.get(kind, [])
        ours = [item for item in found if _IS_OURS[kind](item)]
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


def _is_named_so(item: Item) -> bool:
    return PROVIDER_TYPE in str(item.part("metadata").get("name", ""))


def _has_resource(item: Item) -> bool:
    return any(
        str(entry.get("type", "")).startswith(PROVIDER_TYPE)
        for _, entry in item.entries("spec", "resources")
    )


def _is_profile(item: Item) -> bool:
    return profiles.is_fragment(item.tree) or item.text("spec", "type") == PROVIDER_TYPE


def _has_alicloud_images(item: Item) -> bool:
    api_version = item.text("spec", "providerConfig", "apiVersion")
    return PROVIDER_TYPE in api_version or "providerConfig" not in item.part("spec")


def _backs_up(item: Item) -> bool:
    return item.text("spec", "backup", "provider") == PROVIDER_TYPE


_IS_OURS: Final[dict[str, Callable[[Item], bool]]] = {
    "ControllerDeployment": _is_named_so,
    "ControllerRegistration": _has_resource,
    "Extension": lambda item: _has_resource(item) or _is_named_so(item),
    "CloudProfile": _is_profile,
    "NamespacedCloudProfile": _has_alicloud_images,
    "Seed": _backs_up,
    "Secret": lambda item: not is_null(item.tree.get("metadata")),
}
_TRUSTED: Final = frozenset({"ControllerDeployment", "ControllerRegistration", "Extension"})
"""Kinds whose objects need not say what they are about."""

_GROUPS: Final = {
    **dict.fromkeys(_IS_OURS, frozenset({"core.gardener.cloud", ""})),
    "Extension": frozenset({"operator.gardener.cloud"}),
    "Secret": frozenset({""}),
}
