"""What is mutated, and what reads it: catalogs, manifests, blobs and metadata files."""

from __future__ import annotations

import json
from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING, Any

import yaml

from generator.commands.options import REPORT_FORMATS
from tests.fuzz.mutators import change_archive, change_blob, change_file
from tests.support.krm import config, resource_list
from tests.support.manifests import CHART, blob, tar
from tests.test_nothing_acts import catalog, manifests

if TYPE_CHECKING:
    from collections.abc import Callable

REGIONS = {"cn-shanghai": "m-uf6aaaaaaaaaaaaaaaa1", "cn-beijing": "m-2zeaaaaaaaaaaaaaaaa1"}
CATALOGS: tuple[dict[str, Any], ...] = (
    catalog(),
    {
        "apiVersion": "alicloud.generator/v1alpha1",
        "kind": "ImageCatalog",
        "extends": "base.yaml",
        "order": ["b", "a"],
        "regions": [*REGIONS],
        "holdBack": {"versions": 1, "images": ["a"]},
        "encryptedSystemDisks": True,
        "images": {
            "a": {"shared": True, "versions": {"1.0.0": REGIONS, "1.1.0": {"*": "m-uf6b"}}},
            "b": {
                "versions": {
                    "2.0.0": {"flavors": [{"architecture": "amd64", "regions": REGIONS}]},
                    "2.1.0": {
                        "released": "2026-01-01",
                        "lifecycle": [{"classification": "supported"}],
                        "cri": [{"name": "containerd"}],
                        "kubeletVersionConstraint": ">= 1.30",
                        "regions": REGIONS,
                    },
                }
            },
        },
        "ownerSecret": {"accessKeyID": {"env": "ID"}, "accessKeySecret": {"file": "key"}},
        "csi": {"enableADController": True},
        "controllerRegistration": {"policy": "Always"},
        "extension": {"values": {"a": 1}},
        "seeds": [{"name": "s", "backup": {"region": "cn-shanghai", "secret": {"name": "b"}}}],
        "rules": {"image-id-format": "off"},
    },
)
BASE = {"images": {"c": {"versions": {"1.0.0": REGIONS}}}, "labels": {"a": "b"}}

_IMAGE = {
    "ImageId": REGIONS["cn-shanghai"],
    "ImageName": "gardenlinux-1877",
    "ImageVersion": "1",
    "Architecture": "x86_64",
    "Status": "Available",
    "ImageOwnerAlias": "self",
}
METADATA: tuple[Any, ...] = (
    {"RegionId": "cn-shanghai", "Images": {"Image": [_IMAGE, _IMAGE]}, "TotalCount": 2},
    {
        "version": "1900.1.0",
        "published_image_metadata": {
            "published_alicloud_images": [
                {"region_id": region, "image_id": image, "image_name": "gardenlinux"}
                for region, image in REGIONS.items()
            ]
        },
    },
    {
        "stream": "stable",
        "architectures": {
            "x86_64": {
                "images": {
                    "aliyun": {
                        "regions": {
                            region: {"release": "38.1.0", "image": image}
                            for region, image in REGIONS.items()
                        }
                    }
                }
            }
        },
    },
    {
        "apiVersion": "v1",
        "kind": "List",
        "items": [
            {
                "apiVersion": "core.gardener.cloud/v1beta1",
                "kind": "Shoot",
                "metadata": {"name": "a", "namespace": "b"},
                "spec": {
                    "provider": {
                        "type": "alicloud",
                        "workers": [
                            {"machine": {"image": {"name": "gardenlinux", "version": "1877.1.0"}}}
                        ],
                    }
                },
            }
        ],
    },
)
_TAR = tar({**CHART, "values.yaml": "a: {b: [1]}\n", "templates/a.yaml": "a: {{ .Values.a }}\n",
            "charts/d/Chart.yaml": "apiVersion: v1\nname: d\nversion: 0.1.0\n"})  # fmt: skip

STANDARD_INPUT = "stdin"
"""The file that a call finds on standard input, where it has one."""

DATES = ("--as-of", "2026-01-01")


@dataclass(frozen=True)
class Input:
    """Files to write, and the call that reads them."""

    files: dict[str, bytes]
    call: tuple[str, ...]


def _catalog(random: Random) -> Input:
    files = {"live.yaml": random.choice(CATALOGS), "base.yaml": BASE}
    changed = "base.yaml" if random.random() < 0.1 else "live.yaml"
    written = {
        name: change_file(random, tree) if name == changed else json.dumps(tree).encode()
        for name, tree in files.items()
    }
    form = random.choice(REPORT_FORMATS)
    calls = (
        ("validate", "live.yaml", *DATES, "--format", form),
        ("generate", "live.yaml", "-o", "-", *DATES, "--format", form),
        ("generate", "live.yaml", "-o", "out"),
        ("check", "live.yaml", "-o", "out", "--no-credentials", "--format", form),
        ("matrix", "live.yaml", *DATES),
        ("explain", "live.yaml", "images"),
        ("calendar", "live.yaml", *DATES),
        ("promote", "live.yaml", "gardenlinux", "1877.2.0", "--dry-run"),
        ("retire", "live.yaml", *DATES, "--dry-run"),
        ("add", "live.yaml", "a", "9.0.0", "--region", "cn-shanghai=m-uf6a", "--dry-run"),
    )
    return Input({**written, "key": b"k" * 30}, random.choice(calls))


def _manifest(random: Random) -> Input:
    objects = manifests()
    random.shuffle(objects)
    files = {
        name: b"".join(b"---\n" + one + b"\n" for one in texts)
        for name, texts in (
            ("m.yaml", [change_file(random, objects[0]), json.dumps(objects[1]).encode()]),
            ("old.yaml", [json.dumps(each).encode() for each in objects]),
        )
    }
    calls = (
        ("show", "m.yaml"),
        ("show", "m.yaml", "--format", "json"),
        ("textconv", "m.yaml"),
        ("import", "m.yaml"),
        ("diff", "old.yaml", "m.yaml"),
        ("diff", "m.yaml", "old.yaml", "--format", "markdown"),
        ("chart", "digest", "m.yaml"),
    )
    return Input(files, random.choice(calls))


def _blob(random: Random) -> Input:
    deployment = manifests()[0]
    deployment["helm"]["rawChart"] = change_blob(random, _TAR)
    files = {
        "m.yaml": json.dumps(deployment).encode(),
        "c.tgz": change_archive(random, _TAR),
        "old.yaml": json.dumps({**deployment, "helm": {"rawChart": blob(CHART)}}).encode(),
    }
    calls = (
        ("show", "m.yaml"),
        ("textconv", "m.yaml"),
        ("diff", "old.yaml", "m.yaml"),
        ("chart", "unpack", "m.yaml", "-o", "unpacked"),
        ("chart", "pack", "c.tgz"),
        ("chart", "verify", "m.yaml", "--against", "c.tgz"),
    )
    return Input(files, random.choice(calls))


def _metadata(random: Random) -> Input:
    files = {
        "live.yaml": json.dumps(catalog(), indent=1).encode(),
        "data.json": change_file(random, random.choice(METADATA)),
    }
    calls = (
        ("add", "live.yaml", "--from", "data.json", "--dry-run"),
        ("add", "live.yaml", "gardenlinux", "1900.1.0", "--from", "data.json", "--dry-run"),
        ("import", "data.json"),
        ("retire", "live.yaml", *DATES, "--in-use", "data.json", "--dry-run"),
    )
    return Input(files, random.choice(calls))


def _resource_list(random: Random) -> Input:
    kind = random.choice(("Generate", "Check"))
    function = config(kind, catalogs=["live.yaml"], only=["controllerdeployment"])
    given = yaml.safe_load(resource_list(function, *manifests()))
    files = {
        "live.yaml": json.dumps(catalog()).encode(),
        STANDARD_INPUT: change_file(random, given),
    }
    return Input(files, ("krm",))


KINDS: tuple[Callable[[Random], Input], ...] = (
    _catalog,
    _manifest,
    _blob,
    _metadata,
    _resource_list,
)


def mutated(number: int) -> Input:
    """The input of a number: always the same."""
    return KINDS[number % len(KINDS)](Random(number))  # noqa: S311  no secret is made of it
