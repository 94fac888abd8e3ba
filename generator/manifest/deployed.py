"""Planned objects beside those that are deployed: paired, and without what is not a difference.

No difference is what the server fills in or keeps for itself, what other tools mark, a default that
one side states, and a number or a quantity in another form.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from generator.gardener.quantities import canonical
from generator.gardener.server_defaults import with_server_defaults
from generator.manifest.matching import MatchedObjects
from generator.manifest.parts import mapping_at, value_at
from generator.manifest.server_fields import server_fields, without_fields
from generator.manifest.tool_marks import tool_marks
from generator.manifest.tree_diff import with_partners
from generator.problems import fail, listed, quoted

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from generator.catalog.values import Value
    from generator.manifest.objects import Object

_V1: Final = "core.gardener.cloud/v1"
_V1BETA1: Final = "core.gardener.cloud/v1beta1"
_IDS: Final = ("name", "region")
"""Keys of which one names the region in an item of an image's `regions`."""


@dataclass(frozen=True, slots=True)
class PlannedObject:
    """An object to be applied; `is_patch`: only a part of it, which leaves the rest alone.

    `withheld` are texts in it that stand for any text.
    """

    item: Object
    is_patch: bool = False
    withheld: tuple[str, ...] = ()


class DeployedObjects:
    """Objects by what they are: API group, kind, namespace and name."""

    def __init__(self, items: Iterable[Object]) -> None:
        self._by_name: dict[tuple[str, str], list[Object]] = {}
        self._wanted: set[Object] = set()
        for item in items:
            if item.kind and item.name:
                self._by_name.setdefault((item.kind, item.name), []).append(item)

    def __contains__(self, planned: Object) -> bool:
        """Whether an object is among them."""
        return bool(self._all_of(planned))

    @property
    def others(self) -> int:
        """How many there are that nobody has looked for."""
        return sum(map(len, self._by_name.values())) - len(self._wanted)

    def _all_of(self, planned: Object) -> list[Object]:
        every = self._by_name.get((planned.kind, planned.name), [])
        named = [item for item in every if _group(item) in (_group(planned), "")]
        exact = [item for item in named if item.namespace == planned.namespace]
        return exact or [item for item in named if not (item.namespace and planned.namespace)]

    def find(self, planned: Object) -> Object | None:
        """What is deployed of an object; raises `ProblemsError` where two say different things.

        A namespace that one side does not state is the other's.
        """
        found = self._all_of(planned)
        self._wanted.update(found)
        if any(item.body != found[0].body for item in found[1:]):
            places = listed([*dict.fromkeys(item.file for item in found)])
            message = f"{planned.kind} {quoted(planned.name)} is there more than once: {places}"
            raise fail(message, file=found[0].file, hint="name the file that is applied")
        return found[0] if found else None


def _group(item: Object) -> str:
    return item.api_version.rpartition("/")[0]


def match_deployed(planned: PlannedObject, deployed: Object | None) -> MatchedObjects:
    """A planned object and what is deployed of it, both as the server would answer them."""
    new = with_server_defaults(planned.item.body)
    if deployed is None:
        return MatchedObjects(None, planned.item)
    old = with_server_defaults(_own(_answered(deployed, planned.item), planned.item))
    if planned.is_patch:
        old, new = _restricted(old, planned.item.body), _restricted(new, planned.item.body)
    respelled = _respelled(old, new, planned.withheld, ())
    return MatchedObjects(_with_body(deployed, respelled), _with_body(planned.item, new))


def _with_body(item: Object, body: Value) -> Object:
    return replace(item, body=body if isinstance(body, dict) else {})


def _own(deployed: Object, planned: Object) -> dict[str, Value]:
    """What people wrote of an object, and what they plan of what others write, too."""
    of_others = [*server_fields(deployed.body), *(path for path, _ in tool_marks(deployed.body))]
    left = [path for path in of_others if value_at(planned.body, *map(str, path)) is None]
    own = without_fields(deployed.body, left)
    metadata = {key: value for key, value in mapping_at(own, "metadata").items() if value != {}}
    # One of the two may leave it to the command line.
    metadata = {key: value for key, value in metadata.items() if key != "namespace"}
    stated = {"namespace": planned.namespace} if planned.namespace else {}
    return {**own, "metadata": {**metadata, **stated}}


def _answered(deployed: Object, planned: Object) -> Object:
    """What a server has answered in one version of the API, in the version that is planned.

    A file says which version somebody applies; a server answers in the one that it is asked for.
    """
    versions = deployed.api_version, planned.api_version
    if planned.kind != "ControllerDeployment" or "uid" not in mapping_at(deployed.body, "metadata"):
        return deployed
    if versions == (_V1, _V1BETA1):
        body = {"type": "helm", **_renamed(deployed.body, {"helm": "providerConfig"})}
        names = {"rawChart": "chart"}
    elif versions == (_V1BETA1, _V1) and deployed.body.get("type") == "helm":
        rest = {key: value for key, value in deployed.body.items() if key != "type"}
        body = _renamed(rest, {"providerConfig": "helm"})
        names = {"chart": "rawChart"}
    else:
        return deployed
    key = "providerConfig" if planned.api_version == _V1BETA1 else "helm"
    helm = _renamed(mapping_at(body, key), names)
    return replace(deployed, body={**body, "apiVersion": planned.api_version, key: helm})


def _renamed(body: dict[str, Value], names: Mapping[str, str]) -> dict[str, Value]:
    return {names.get(key, key): value for key, value in body.items()}


def _restricted(body: dict[str, Value], shape: dict[str, Value]) -> dict[str, Value]:
    """The part of a tree that another one states."""
    part: dict[str, Value] = {}
    for key, stated in shape.items():
        value = body.get(key)
        if isinstance(value, dict) and isinstance(stated, dict):
            part[key] = _restricted(value, stated)
        elif key in body:
            part[key] = value
    return part


def _respelled(old: Value, new: Value, withheld: Sequence[str], keys: tuple[str, ...]) -> Value:
    """The deployed side in the words of the planned one, as far as they mean the same."""
    if isinstance(old, dict) and isinstance(new, dict):
        return {
            key: _respelled(item, new[key], withheld, (*keys[-2:], key)) if key in new else item
            for key, item in old.items()
        }
    if isinstance(old, list) and isinstance(new, list):
        if keys[-1:] == ("regions",):
            old = _in_order_of(old, new)
        return [
            item if partner is None else _respelled(item, partner, withheld, keys)
            for item, partner in with_partners(old, new)
        ]
    return new if _means_the_same(old, new, withheld, keys) else old


def _means_the_same(old: Value, new: Value, withheld: Sequence[str], keys: tuple[str, ...]) -> bool:
    if old == new:
        return True
    if isinstance(new, str) and isinstance(old, str) and any(text in new for text in withheld):
        return True
    amounts = (old, new)
    return (
        keys[:1] == ("resources",)
        and keys[1:2] in (("limits",), ("requests",))
        and not any(isinstance(each, (bool, dict, list)) or each is None for each in amounts)
        and canonical(str(old)) == canonical(str(new))
    )


def _in_order_of(old: list[Value], new: list[Value]) -> list[Value]:
    """The regions of an image version in the order of the other side, which means nothing."""
    for key in _IDS:
        names = [item.get(key) if isinstance(item, dict) else None for item in new]
        order = {name: at for at, name in enumerate(names) if isinstance(name, str)}
        if len(order) == len(new) and all(_is_image_id(item) for item in (*old, *new)):
            return sorted(
                old, key=lambda item: order.get(str(mapping_at(item).get(key)), len(order))
            )
    return old


def _is_image_id(item: Value) -> bool:
    return isinstance(item, dict) and not {"id", "imageID"}.isdisjoint(item)
