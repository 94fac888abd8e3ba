"""The networks of a Seed: gardener `pkg/api/core/validation`, `validateSeedNetworks`."""

from __future__ import annotations

import re
from itertools import combinations
from typing import TYPE_CHECKING, Final, TypeAlias

from generator.gardener.spec_values import items_of, mapping_of, repeated
from generator.problems import dotted, quoted
from generator.reading.text_formats import one_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from ipaddress import IPv4Network, IPv6Network

    from generator.catalog.values import Value
    from generator.gardener.spec_values import Wrong
    from generator.problems import Path

    Network: TypeAlias = IPv4Network | IPv6Network
    Networks: TypeAlias = Mapping[Path, Network]

_FAMILY: Final = one_of("IPv4", "IPv6")
_CIDR: Final = re.compile(r"[0-9A-Fa-f:.]+/[0-9]+", re.ASCII)
_EXPECTED: Final = "a CIDR such as 10.240.0.0/16"

_REQUIRED: Final = (("pods",), ("services",))

_LARGEST_OF_SERVICES: Final = 8
"""Bits: Gardener maps the services of IPv4 into a network of this size."""

_RESERVED: Final = {
    "fd8f:6d53:b97a:1::/96": "the VPN",
    "240.0.0.0/8": "the mapping of kube-apiserver",
    "241.0.0.0/8": "the mapping of the seed's pods",
    "242.0.0.0/8": "the mapping of nodes",
    "243.0.0.0/8": "the mapping of services",
    "244.0.0.0/8": "the mapping of pods",
}
"""What Gardener uses itself: `pkg/apis/core/v1beta1/constants`."""


def wrong_networks(networks: dict[str, Value]) -> Iterator[Wrong]:
    """What is not a network, too large, of another IP family, or overlaps; paths are below it."""
    families = items_of(networks, "ipFamilies")
    if wrong_families := [*_wrong_families(families)]:
        yield from wrong_families
        return
    texts = _texts(networks)
    read = {path: _read(text) for path, text in texts.items()}
    found = {path: network for path, network in read.items() if network is not None}
    for path in read.keys() - found.keys():
        yield path, f"found {quoted(texts[path])}", _EXPECTED
    yield from _of_another_family(found, families)
    yield from _too_large(found)
    yield from _overlapping(found)
    yield from _reserved(found)


def _texts(networks: dict[str, Value]) -> dict[Path, str]:
    """The networks that are said, by their paths; the rule `incomplete-seed` knows the others."""
    defaults = mapping_of(networks, "shootDefaults")
    said: dict[Path, Value] = {(key,): networks.get(key) for key in ("pods", "services", "nodes")}
    said |= {("shootDefaults", key): defaults.get(key) for key in ("pods", "services")}
    return {
        path: text
        for path, text in said.items()
        if isinstance(text, str) and (text or path not in _REQUIRED)
    }


def _wrong_families(families: list[Value]) -> Iterator[Wrong]:
    for index, family in enumerate(families):
        if isinstance(family, str) and family not in _FAMILY.choices:
            message, expected, _ = _FAMILY.refusal(family, quoted(family))
            yield ("ipFamilies", index), message, expected
    for index, family in repeated(families):
        yield ("ipFamilies", index), f"{quoted(str(family))} is listed twice", ""


def _read(text: str) -> Network | None:
    """The network of an address and the length of its prefix; bits behind these do not matter."""
    from ipaddress import ip_network

    try:
        return ip_network(text, strict=False) if _CIDR.fullmatch(text) else None
    except ValueError:
        return None


def _of_another_family(found: Networks, families: list[Value]) -> Iterator[Wrong]:
    """In clusters of one family, the first that is named or IPv4."""
    if len(families) > 1:
        return
    family = str(families[0]) if families else "IPv4"
    for path, network in found.items():
        if f"IPv{network.version}" != family:
            yield path, f"must be a valid {family} address", f"a CIDR of {family}"


def _too_large(found: Networks) -> Iterator[Wrong]:
    services = found.get(("services",))
    if services and services.version == 4 and services.prefixlen < _LARGEST_OF_SERVICES:
        yield ("services",), f"cannot be larger than /{_LARGEST_OF_SERVICES}", "a smaller network"


def _overlapping(found: Networks) -> Iterator[Wrong]:
    """Networks of the seed are apart, and so are those of shoots; with IPv6, both together."""
    for (path, network), (other_path, other) in combinations(found.items(), 2):
        of_one_side = (path[0] == "shootDefaults") == (other_path[0] == "shootDefaults")
        if (of_one_side or other.version == 6) and _meet(network, other):
            yield other_path, f"must not overlap with {dotted(path)} ({network})", ""


def _reserved(found: Networks) -> Iterator[Wrong]:
    for path, network in found.items():
        for text, purpose in _RESERVED.items():
            reserved = _read(text)
            if reserved is not None and _meet(network, reserved):
                yield path, f"overlaps with {text}, which Gardener uses for {purpose}", ""


def _meet(one: Network, other: Network) -> bool:
    return one.version == other.version and one.overlaps(other)
