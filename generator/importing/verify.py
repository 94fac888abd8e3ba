"""Generating from the imported catalog, to note what its documents have not of those imported."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeAlias

from generator.credentials.access_key import AccessKeyText
from generator.credentials.policy import REDACTED
from generator.documents.inputs import Inputs
from generator.documents.plan import build
from generator.gardener.manifest_fields import OLD_DEPLOYMENT
from generator.importing.differences import differences
from generator.importing.release import Note
from generator.manifest.located_objects import read_located_objects
from generator.manifest.server_fields import server_fields
from generator.manifest.shapes import CHART_TEXTS
from generator.manifest.tool_marks import tool_marks
from generator.problems import dotted
from generator.yamlio.emit import flow
from generator.yamlio.golang import resolve
from generator.yamlio.read import Plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from generator.catalog import Catalog
    from generator.catalog.credentials import AccessKey
    from generator.catalog.values import Value
    from generator.documents.render import Templates
    from generator.importing.classify import ClassifiedObjects
    from generator.manifest.located_objects import LocatedObject
    from generator.problems import Path
    from generator.yamlio.read import Node

CONFIG_DOCUMENT: Final = "cloudprofileconfig.yaml"

_SHOWN: Final = 60
"""Characters of a value that a comment shows."""


KIND_OF_SECTION: Final = {
    "cloudProfile": "CloudProfile",
    "controllerRegistration": "ControllerRegistration",
    "extension": "Extension",
    "namespacedCloudProfiles": "NamespacedCloudProfile",
    "secrets": "ExternalSecret",
    "seeds": "Seed",
}
"""The sections that a catalog can do without, and the kinds of what they generate."""

_Name: TypeAlias = tuple[str, str, str]


def access_key(catalog: Catalog) -> AccessKeyText | None:
    """What stands for the owner's access key, where the values hold it."""
    owner = catalog.owner_secret
    if owner is None or owner.access_key is None or owner.resource is not None:
        return None
    return _key_text(owner.access_key)


def not_reproduced(
    catalog: Catalog, found: ClassifiedObjects, left_out: Iterable[str], templates: Templates
) -> Iterator[Note]:
    """What stands in the imported objects and in none of the catalog's documents.

    Nothing is said of objects whose sections were `left_out`.
    """
    generated = _generated(catalog, templates, config=bool(found.published))
    skipped = {KIND_OF_SECTION[key] for key in left_out if key in KIND_OF_SECTION}
    for item in _objects(found):
        name = _name(item)
        if name[0] in skipped:
            continue
        other = generated.get(name)
        if item.is_fragment:
            whole = next((i for i in generated.values() if i.kind == "CloudProfile"), None)
            other = whole.with_tree(whole.part("spec")) if whole else None
        if other is not None:
            yield from _notes(_as_today(item), other.tree)


def _as_today(item: LocatedObject) -> LocatedObject:
    """An object with its chart and values where they stand today, for those of another time.

    Values need no comparison there: they are what the catalog's were made of.
    """
    spec = item.tree.get("spec")
    if item.kind == "ControllerDeployment" and isinstance(spec, dict):
        whole = {key: node for key, node in item.tree.items() if key != "spec"}
        return item.with_tree({**whole, **spec})
    if item.kind == "ControllerRegistration" and isinstance(spec, dict):
        how = {k: v for k, v in item.part("spec", "deployment").items() if k not in OLD_DEPLOYMENT}
        return item.with_tree({**item.tree, "spec": {**spec, "deployment": how}})
    return item


def _objects(found: ClassifiedObjects) -> list[LocatedObject]:
    configs = [item for item in found.published if item.kind == "CloudProfileConfig"]
    fragments = [found.profile] if found.profile and found.profile.is_fragment else []
    return [*found.manifests(), *configs, *fragments]


def _key_text(key: AccessKey) -> AccessKeyText:
    """The key as the manifests hold it, its placeholders and `REDACTED` for what is private."""
    halves = [
        each.text if each.kind == "placeholder" else REDACTED for each in (key.id, key.secret)
    ]
    return AccessKeyText(*halves)


def _generated(
    catalog: Catalog, templates: Templates, *, config: bool
) -> dict[_Name, LocatedObject]:
    backup_keys: dict[AccessKey, AccessKeyText] = {
        key: _key_text(key) for seed in catalog.seeds if (key := seed.backup.secret.access_key)
    }
    owner = catalog.owner_secret
    owner_key = _key_text(owner.access_key) if owner and owner.access_key else None
    inputs = Inputs(owner_key, lambda _: REDACTED, backup_keys)
    documents = [*build(catalog, inputs, templates)]
    if config:
        documents += build(catalog, inputs, templates, [CONFIG_DOCUMENT])
    items = [
        item
        for document in documents
        for item in read_located_objects(document.data, document.path)
    ]
    return {_name(item): item for item in items}


def _name(item: LocatedObject) -> _Name:
    return item.kind, item.namespace, item.name


def _notes(item: LocatedObject, generated: dict[str, Node]) -> Iterator[Note]:
    is_secret = item.kind == "Secret"
    for difference in differences(item.tree, generated):
        path, found = difference.path, difference.found
        # A comment says from where the catalog takes a chart.
        if path in CHART_TEXTS or (is_secret and path[0] in ("data", "stringData")):
            continue
        shown = " is in a different order" if found is None else f": {_shown(found)}"
        yield Note(item, path, f"{dotted(path)}{shown}")
    if written := [*server_fields(item.tree)]:
        names = ", ".join(map(dotted, written))
        yield Note(item, written[0], f"written by the API server: {names}")
    yield from _mark_notes(item)


def _mark_notes(item: LocatedObject) -> Iterator[Note]:
    """A note for each tool that has left marks in an object."""
    marks: dict[str, list[Path]] = {}
    for path, tool in tool_marks(item.tree):
        marks.setdefault(tool, []).append(path)
    for tool, paths in marks.items():
        what = f"what {tool} writes itself" if tool else "what was asked for once"
        yield Note(item, paths[0], f"{what}: {', '.join(map(dotted, paths))}")


def _shown(node: Node) -> str:
    shown = flow(_plain(node))
    return shown if len(shown) <= _SHOWN else f"{shown[:_SHOWN]}…"


def _plain(node: Node) -> Value:
    """The node as it was written, as far as it may be shown."""
    if isinstance(node, dict):
        return {key: _plain(item) for key, item in node.items()}
    if isinstance(node, list):
        return [*map(_plain, node)]
    return resolve(node) if type(node) is Plain else node
