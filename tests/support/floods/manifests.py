"""Manifests and release metadata with much that is wrong or different."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.support.floods.catalogs import CATALOG, OCI, ONE, Flood, image_id, word
from tests.support.manifests import CHART, blob

if TYPE_CHECKING:
    from collections.abc import Callable


def _objects(make: Callable[[int], list[dict[str, Any]]], *call: str) -> Flood:
    """A stream of objects in `m.yaml`."""

    def write(count: int) -> None:
        text = "".join(f"---\n{json.dumps(each, indent=1)}\n" for each in make(count))
        Path("m.yaml").write_text(text)

    return Flood(write, (*call, "m.yaml"))


def _pair(make: Callable[[int, str], list[dict[str, Any]]], *call: str) -> Flood:
    """Two streams of objects, `old.yaml` and `m.yaml`."""

    def write(count: int) -> None:
        for name in ("old", "m"):
            text = "".join(f"---\n{json.dumps(each, indent=1)}\n" for each in make(count, name))
            Path(f"{name}.yaml").write_text(text)

    return Flood(write, (*call, "old.yaml", "m.yaml"))


def _object(kind: str, **more: Any) -> dict[str, Any]:
    version = "operator.gardener.cloud/v1alpha1" if kind == "Extension" else f"{GROUP}/v1beta1"
    return {"apiVersion": version, "kind": kind, "metadata": {"name": "x"}, **more}


GROUP = "core.gardener.cloud"


def _cloud_profile(names: list[tuple[str, str]], region: str = "cn-shanghai") -> dict[str, Any]:
    images = [
        {
            "name": name,
            "versions": [{"version": "1.0.0", "regions": [{"name": region, "id": image}]}],
        }
        for name, image in names
    ]
    config = {
        "apiVersion": "alicloud.provider.extensions.gardener.cloud/v1alpha1",
        "kind": "CloudProfileConfig",
        "machineImages": images,
    }
    offered = [{"name": name, "versions": [{"version": "1.0.0"}]} for name, _ in names]
    spec = {"type": "alicloud", "machineImages": offered, "providerConfig": config}
    return _object("CloudProfile", spec=spec)


def _deployment(values: dict[str, Any], files: dict[str, str] | None = None) -> dict[str, Any]:
    config = {"chart": blob({**CHART, **(files or {})}), "values": values}
    return _object("ControllerDeployment", type="helm", providerConfig=config)


def _registered(number: int) -> dict[str, Any]:
    """A deployment whose chart comes from a registry."""
    helm = {"ociRepository": {"ref": f"{OCI}:v1.71.0"}, "values": {"a": number}}
    return {**_object("ControllerDeployment"), "apiVersion": f"{GROUP}/v1", "helm": helm}


def _release(make: Callable[[int], Any], *call: str) -> Flood:
    def write(count: int) -> None:
        Path(CATALOG).write_text(json.dumps(ONE))
        Path("release.json").write_text(json.dumps(make(count), indent=1))

    return Flood(write, call)


def _described(count: int, more: Callable[[int], dict[str, Any]]) -> dict[str, Any]:
    images = [
        {
            "ImageId": image_id(number),
            "ImageName": f"a-{number}",
            "Architecture": "x86_64",
            "Status": "Available",
            "ImageVersion": "1",
            **more(number),
        }
        for number in range(count)
    ]
    return {"Images": {"Image": images}, "RegionId": "cn-shanghai"}


def _published(count: int, more: Callable[[int], dict[str, Any]]) -> dict[str, Any]:
    images = [
        {
            "region_id": f"r-{number}",
            "image_id": image_id(number),
            "image_name": "g",
            **more(number),
        }
        for number in range(count)
    ]
    return {"version": "1.0.0", "published_image_metadata": {"published_alicloud_images": images}}


ADD = ("add", CATALOG, "a", "--from", "release.json", "--dry-run")

MANIFESTS: dict[str, Flood] = {
    "fields that nobody knows": _objects(
        lambda n: [{**_deployment({}), **{word(i): i for i in range(n)}}], "show"
    ),
    "objects without a kind": _objects(lambda n: [{"a": i} for i in range(n)], "import"),
    "deployments of one name": _objects(lambda n: [_registered(i) for i in range(n)], "show"),
    "images without IDs": _objects(
        lambda n: [_cloud_profile([(word(i), "") for i in range(n)])], "show"
    ),
    "images with wrong IDs": _objects(
        lambda n: [_cloud_profile([(word(i), f"x{i}") for i in range(n)])], "show"
    ),
    "images of one name": _objects(
        lambda n: [_cloud_profile([("i", image_id(i)) for i in range(n)])], "show"
    ),
    "access keys": _objects(
        lambda n: [
            _deployment(
                {
                    "accounts": [
                        {"accessKeyID": "x", "accessKeySecret": f"s{i}" * 20} for i in range(n)
                    ]
                }
            )
        ],
        "show",
    ),
    "access keys of a text": _objects(
        lambda n: [
            _deployment(
                {
                    "accounts": [
                        {"accessKeyID": "x", "accessKeySecret": f"s{i}" * 20} for i in range(n)
                    ]
                }
            )
        ],
        "textconv",
    ),
    "charts with broken files": _objects(
        lambda n: [_deployment({}, {f"templates/{i}": "x\x00" for i in range(n)})], "show"
    ),
    "objects to import": _objects(lambda n: [_object(f"X{i}") for i in range(n)], "import"),
    "deployments to import": _objects(lambda n: [_registered(i) for i in range(n)], "import"),
    "images to import": _objects(
        lambda n: [_cloud_profile([(word(i), f"x {i}") for i in range(n)])], "import"
    ),
    "images of one name to import": _objects(
        lambda n: [_cloud_profile([("i", image_id(i)) for i in range(n)])], "import"
    ),
    "changed images": _pair(
        lambda n, name: [
            _cloud_profile(
                [(word(i), image_id(i, "uf6" if name == "m" else "bp1")) for i in range(n)]
            )
        ],
        "diff",
    ),
    "other images": _pair(
        lambda n, name: [_cloud_profile([(f"{name}{i}", image_id(i)) for i in range(n)])], "diff"
    ),
    "changed values": _pair(
        lambda n, name: [_deployment({word(i): name for i in range(n)})], "diff"
    ),
    "other values": _pair(
        lambda n, name: [_deployment({f"{name}{i}": "x" for i in range(n)})], "diff"
    ),
    "other items": _pair(
        lambda n, name: [_deployment({"list": [f"{name}{i}" for i in range(n)]})], "diff"
    ),
    "other mappings in a list": _pair(
        lambda n, name: [_deployment({"list": [{"name": f"{name}{i}"} for i in range(n)]})], "diff"
    ),
    "other objects": _pair(
        lambda n, name: [{**_object("Seed"), "metadata": {"name": f"{name}{i}"}} for i in range(n)],
        "diff",
    ),
    "other files of a chart": _pair(
        lambda n, name: [_deployment({}, {f"{name}{i}": "x\n" for i in range(n)})], "diff"
    ),
    "images that are described": _release(
        lambda n: _described(n, lambda _: {"ImageId": "x y"}), *ADD
    ),
    "images described twice": _release(lambda n: _described(n, lambda _: {"ImageName": "a"}), *ADD),
    "images that were published": _release(
        lambda n: _published(n, lambda _: {"image_id": "x y"}), *ADD
    ),
    "images published twice": _release(lambda n: _published(n, lambda _: {"region_id": "r"}), *ADD),
    "images in use": _release(
        lambda n: {
            "kind": "List",
            "apiVersion": "v1",
            "items": [
                {
                    "kind": "Shoot",
                    "apiVersion": f"{GROUP}/v1beta1",
                    "metadata": {"name": f"s{i}"},
                    "spec": 1,
                }
                for i in range(n)
            ],
        },
        "retire",
        CATALOG,
        "--as-of",
        "2026-01-01",
        "--in-use",
        "release.json",
        "--dry-run",
    ),
}
