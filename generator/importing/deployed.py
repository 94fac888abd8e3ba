"""What deploys the extension, in every shape: its chart, and what its values say."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from generator.credentials.access_key import ACCESS_KEY_NAMES
from generator.credentials.policy import REDACTED
from generator.decode.credentials import DEFAULT_NAME as DEFAULT_OWNER
from generator.importing.access_key_variables import OWNER, is_placeholder, references_to
from generator.importing.release import Note, RegionImage, Release, required_text
from generator.importing.resources import owner_resource
from generator.manifest.deployments import HelmDeployment
from generator.manifest.located_objects import entries
from generator.manifest.shapes import CHARTS_OF_KIND, ChartPlace
from generator.reading.section import kind_of
from generator.reading.text_formats import IMAGE_NAME, IMAGE_TAG, WORD

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.catalog.values import Value
    from generator.manifest.located_objects import LocatedObject
    from generator.yamlio.read import Node

_TEXTS: Final = ("machineImages", "toBeSharedImageIDs")


@dataclass(frozen=True, slots=True)
class Deployed(HelmDeployment):
    """How one object deploys the extension, and the object."""

    item: LocatedObject = field(repr=False)

    @property
    def is_v1(self) -> bool:
        """Whether the object is one of API version v1, whose fields differ."""
        return self.place.chart_key == "rawChart"

    @property
    def config(self) -> tuple[str, ...]:
        """The place of the values' `config`."""
        return (*self.place.values, "config")


def read_deployed(item: LocatedObject) -> Deployed | None:
    """What an object deploys; None for one that deploys nothing; raises `ProblemsError`."""
    for place in CHARTS_OF_KIND.get(item.kind, ()):
        if place.role == "extension" or item.part(*place.helm):
            chart = item.text(*place.chart) if place.chart_key else ""
            repository = item.value(*place.repository)
            return Deployed(place, chart or None, repository, _values(item, place.values), item)
    return None


def read_values(item: LocatedObject) -> Deployed:
    """Values in a file of their own."""
    tree: dict[str, Node] = {"values": dict(item.tree)}
    inner = item.with_tree(tree)
    place = ChartPlace("", (), "", ("values",))
    return Deployed(place, None, {}, _values(inner, place.values), inner)


def _values(item: LocatedObject, place: tuple[str, ...]) -> dict[str, Value]:
    """The values as Go types them; names, versions and IDs of images are text, however written."""
    values, node = item.value(*place), item.part(*place, "config")
    config = values.get("config")
    if isinstance(config, dict):
        texts: dict[str, Value] = {key: _text(node[key]) for key in _TEXTS if key in node}
        values["config"] = {key: texts.get(key, value) for key, value in config.items()}
    return values


def _text(node: Node) -> Value:
    if isinstance(node, dict):
        return {key: _text(item) for key, item in node.items()}
    return [*map(_text, node)] if isinstance(node, list) else str(node)


def customized(deployed: Deployed) -> Iterator[Release]:
    """The images that the values list; raises `ProblemsError`."""
    item = deployed.item
    for path, image in item.entries(*deployed.config, "machineImages"):
        name = required_text(item, image, (*path, "name"), IMAGE_NAME)
        version = required_text(item, image, (*path, "version"), WORD)
        regions = tuple(
            RegionImage(
                required_text(item, entry, (*below, "region"), WORD),
                required_text(item, entry, (*below, "imageID"), WORD),
                below,
            )
            for below, entry in entries(item, image, (*path, "regions"))
        )
        if not regions:
            raise item.refusal((*path, "regions"), "found no region", "{region: …, imageID: …}")
        yield Release(item, path, name, version, {}, regions)


def shared_ids(deployed: Deployed) -> tuple[str, ...]:
    """The IDs that the values share, in their order; raises `ProblemsError`."""
    item, path = deployed.item, (*deployed.config, "toBeSharedImageIDs")
    node = item.part(*deployed.config).get("toBeSharedImageIDs")
    if not isinstance(node, list):
        return ()
    for index, image_id in enumerate(node):
        if not isinstance(image_id, str) or not image_id:
            raise item.refusal((*path, index), f"found {kind_of(image_id)}", "an image ID")
    return tuple(map(str, node))


def owner_secret(deployed: Deployed, notes: list[Note]) -> dict[str, Value]:
    """The section `ownerSecret`, its credentials as references; empty where there are none."""
    place = (*deployed.config, "machineImageOwnerSecret")
    found = deployed.item.value(*place)
    section: dict[str, Value] = {}
    name = found.get("name")
    if isinstance(name, str) and name != DEFAULT_OWNER:
        section["name"] = name
    if resource := owner_resource(deployed.item, deployed.place):
        return {**section, "resource": resource}
    if not (references := references_to(found, OWNER)):
        return {}
    section |= references
    notes += [
        Note(deployed.item, place, f"there is no {key}: an access key needs it")
        for key in ACCESS_KEY_NAMES
        if found.get(key) != REDACTED and not is_placeholder(found.get(key))
    ]
    return section


def image(deployed: Deployed) -> tuple[str, str]:
    """The repository and the tag of the container image; empty where they are not stated.

    A tag that is a digest is left to the values: a catalog has no key for it.
    """
    repository, tag = stated_image(deployed, "repository"), stated_image(deployed, "tag")
    return repository, tag if IMAGE_TAG.pattern.fullmatch(tag) else ""


def stated_image(deployed: Deployed, key: str) -> str:
    """What the values say of the container image by a key; empty where they do not."""
    found = deployed.values.get("image")
    text = found.get(key) if isinstance(found, dict) else None
    return text if isinstance(text, str) else ""


def csi(deployed: Deployed) -> dict[str, Value]:
    """The section `csi`."""
    config = deployed.values.get("config")
    found = config.get("csi") if isinstance(config, dict) else None
    enabled = found.get("enableADController") if isinstance(found, dict) else None
    return {"enableADController": enabled} if isinstance(enabled, bool) else {}
