"""Inputs with any number of mistakes of one kind: what it costs to report them."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from generator import cli

if TYPE_CHECKING:
    from collections.abc import Callable

CATALOG = "live.yaml"


@dataclass(frozen=True)
class Flood:
    """`write` puts files with so many mistakes into the working directory, which `call` reads."""

    write: Callable[[int], None]
    call: tuple[str, ...] = ("validate", CATALOG)


def image_id(number: int, prefix: str = "uf6") -> str:
    return f"m-{prefix}{number:017}"


def word(number: int) -> str:
    """A name of letters alone, all of one length, and none nearer to a word than the others.

    Each could be a part of a misspelt `key`, so that all are looked through for credentials.
    """
    letters = "bdfghmnr"
    digits = (number // len(letters) ** place % len(letters) for place in range(4))
    return "".join(letters[digit] for digit in digits) + "kyq"


def versions(count: int, **more: Any) -> dict[str, Any]:
    return {
        f"{number}.0.0": {**more, "regions": {"cn-shanghai": image_id(number)}}
        for number in range(count)
    }


def profile(spec: dict[str, Any] | None = None, **more: Any) -> dict[str, Any]:
    needed = {
        "kubernetes": {"versions": [{"version": "1.34.2"}]},
        "machineTypes": [{"name": "e", "cpu": "2", "gpu": "0", "memory": "8Gi"}],
        "regions": [{"name": "cn-shanghai"}],
    }
    return {"cloudProfile": {"name": "p", "spec": {**needed, **(spec or {})}}, **more}


def images(count: int, **more: Any) -> dict[str, Any]:
    return {"images": {"a": {"versions": versions(count, **more)}}}


def many_images(count: int, **more: Any) -> dict[str, Any]:
    """So many images with one version each."""
    return {
        "images": {
            word(number): {
                "versions": {"1.0.0": {**more, "regions": {"cn-shanghai": image_id(number)}}}
            }
            for number in range(count)
        }
    }


ONE = {"images": {"a": {"versions": versions(1)}}}
WITHOUT = {"region": "cn-shanghai"}


def tree(make: Callable[[int], dict[str, Any]], *call: str) -> Flood:
    """A catalog, a key or an item a line."""

    def write(count: int) -> None:
        Path(CATALOG).write_text(json.dumps(make(count), indent=1))

    return Flood(write, (*(call or ("validate",)), CATALOG))


def text(make: Callable[[int], str], *call: str) -> Flood:
    def write(count: int) -> None:
        Path(CATALOG).write_text(make(count))

    return Flood(write, (*(call or ("validate",)), CATALOG))


def seed(number: int, **more: Any) -> dict[str, Any]:
    return {"name": f"s{number}", **more}


def capabilities(count: int) -> dict[str, Any]:
    flavors = [
        {"architecture": "amd64", "regions": {"cn-shanghai": image_id(number)}}
        for number in range(count)
    ]
    return {
        "images": {"a": {"versions": {"1.0.0": {"flavors": flavors}}}},
        **profile({"machineCapabilities": [{"name": "architecture", "values": ["amd64"]}]}),
    }


def kubernetes(count: int, **more: Any) -> dict[str, Any]:
    versions = [{"version": f"1.{number}.0", **more} for number in range(count)]
    return {**ONE, **profile({"kubernetes": {"versions": versions}})}


def namespaced(count: int, more: Callable[[int], dict[str, Any]]) -> list[dict[str, Any]]:
    return [
        {"name": f"n{number}", "namespace": "garden-a", "parent": "p", **more(number)}
        for number in range(count)
    ]


def expirations(count: int) -> dict[str, Any]:
    dates = {f"{number}.0.0": "2030-01-01" for number in range(count)}
    capabilities = [{"name": "architecture", "values": ["amd64"]}]
    return {
        **images(count),
        **profile({"machineCapabilities": capabilities}),
        "target": {"extension": "v1.71.0"},  # the last that refuses them
        "namespacedCloudProfiles": namespaced(1, lambda _: {"expirations": {"a": dates}}),
    }


def write_another_version(count: int) -> None:
    """A catalog whose ControllerDeployment has another apiVersion than the one that is written."""
    for version in ("v1beta1", "v1"):
        rules = {"rules": {"object-size": "off", "apply-size": "off"}}
        tree = {**images(count), "controllerDeployment": {"apiVersion": version}, **rules}
        Path(CATALOG).write_text(json.dumps(tree, indent=1))
        if version == "v1beta1":
            cli.run(["generate", CATALOG])


def write_another_order(count: int) -> None:
    """A catalog whose first image is another one than in the manifest that is written already."""
    rules = {"rules": {"object-size": "off", "apply-size": "off"}}
    count //= 2  # so that none is large enough for another way to write it
    for first in (0, count - 1):
        tree = {**many_images(count), "order": [word(first)], **profile(), **rules}
        Path(CATALOG).write_text(json.dumps(tree, indent=1))
        if not first:
            cli.run(["generate", CATALOG, "--only", "cloudprofile"])


OWNER = {"ownerSecret": {"accessKeyID": {"env": "A"}, "accessKeySecret": {"env": "B"}}}
PLAIN = {
    "accessKeyID": base64.b64encode(b"LTAI5tFAKEFAKEFAKEFAKEFA").decode(),
    "accessKeySecret": base64.b64encode(b"f" * 30).decode(),
}
OCI = "registry.example.com/charts/provider-alicloud"


REPEATED = {"duplicate-image-id": "off", "unknown-region": "off"}
"""What `wide` does wrong beside."""


def wide(count: int, width: int) -> dict[str, Any]:
    """Versions with an ID in so many regions."""
    regions = {f"r-{number}": image_id(number) for number in range(width)}
    spec = {"regions": [{"name": name} for name in regions]}
    versions = {f"{number}.0.0": regions for number in range(count)}
    return {"images": {"a": {"versions": versions}}, **profile(spec)}
