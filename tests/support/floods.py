"""Inputs with any number of mistakes of one kind: what it costs to report them."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.support.manifests import CHART, blob, tar

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


def _versions(count: int, **more: Any) -> dict[str, Any]:
    return {
        f"{number}.0.0": {**more, "regions": {"cn-shanghai": image_id(number)}}
        for number in range(count)
    }


def _profile(spec: dict[str, Any] | None = None, **more: Any) -> dict[str, Any]:
    needed = {
        "kubernetes": {"versions": [{"version": "1.34.2"}]},
        "machineTypes": [{"name": "e", "cpu": "2", "gpu": "0", "memory": "8Gi"}],
        "regions": [{"name": "cn-shanghai"}],
    }
    return {"cloudProfile": {"name": "p", "spec": {**needed, **(spec or {})}}, **more}


def _images(count: int, **more: Any) -> dict[str, Any]:
    return {"images": {"a": {"versions": _versions(count, **more)}}}


def _many_images(count: int, **more: Any) -> dict[str, Any]:
    """So many images with one version each."""
    return {
        "images": {
            f"i{number}": {
                "versions": {"1.0.0": {**more, "regions": {"cn-shanghai": image_id(number)}}}
            }
            for number in range(count)
        }
    }


ONE = {"images": {"a": {"versions": _versions(1)}}}
WITHOUT = {"region": "cn-shanghai"}


def _tree(make: Callable[[int], dict[str, Any]], *call: str) -> Flood:
    """A catalog, a key or an item a line."""

    def write(count: int) -> None:
        Path(CATALOG).write_text(json.dumps(make(count), indent=1))

    return Flood(write, (*(call or ("validate",)), CATALOG))


def _text(make: Callable[[int], str], *call: str) -> Flood:
    def write(count: int) -> None:
        Path(CATALOG).write_text(make(count))

    return Flood(write, (*(call or ("validate",)), CATALOG))


def _seed(number: int, **more: Any) -> dict[str, Any]:
    return {"name": f"s{number}", **more}


def _capabilities(count: int) -> dict[str, Any]:
    flavors = [
        {"architecture": "amd64", "regions": {"cn-shanghai": image_id(number)}}
        for number in range(count)
    ]
    return {
        "images": {"a": {"versions": {"1.0.0": {"flavors": flavors}}}},
        **_profile({"machineCapabilities": [{"name": "architecture", "values": ["amd64"]}]}),
    }


def _kubernetes(count: int, **more: Any) -> dict[str, Any]:
    versions = [{"version": f"1.{number}.0", **more} for number in range(count)]
    return {**ONE, **_profile({"kubernetes": {"versions": versions}})}


def _namespaced(count: int, more: Callable[[int], dict[str, Any]]) -> list[dict[str, Any]]:
    return [
        {"name": f"n{number}", "namespace": "garden-a", "parent": "p", **more(number)}
        for number in range(count)
    ]


def _expirations(count: int) -> dict[str, Any]:
    dates = {f"{number}.0.0": "2030-01-01" for number in range(count)}
    capabilities = [{"name": "architecture", "values": ["amd64"]}]
    return {
        **_images(count),
        **_profile({"machineCapabilities": capabilities}),
        "namespacedCloudProfiles": _namespaced(1, lambda _: {"expirations": {"a": dates}}),
    }


OWNER = {"ownerSecret": {"accessKeyID": {"env": "A"}, "accessKeySecret": {"env": "B"}}}
PLAIN = {
    "accessKeyID": base64.b64encode(b"LTAI5tFAKEFAKEFAKEFAKEFA").decode(),
    "accessKeySecret": base64.b64encode(b"f" * 30).decode(),
}
OCI = "registry.example.com/charts/provider-alicloud"

RULES: dict[str, Flood] = {
    "apply-size": _tree(
        lambda n: {**_images(n), **_profile()}, "generate", "--only", "cloudprofile"
    ),
    "bastion-image": _tree(
        lambda n: {
            **_images(n, classification="deprecated"),
            **_profile({"bastion": {"machineImage": {"name": "a"}}}),
        }
    ),
    "container-runtime": _tree(lambda n: {**_many_images(n, cri=[{"name": "docker"}]), **_profile()}),
    "default-image": _tree(lambda n: {**_images(n, classification="preview"), **_profile()}),
    "duplicate-flavor": _tree(_capabilities),
    "duplicate-image-id": _tree(
        lambda n: {
            "images": {
                "a": {"versions": {f"{i}.0.0": {"cn-shanghai": image_id(0)} for i in range(n)}}
            }
        }
    ),
    "expired-version": _tree(
        lambda n: {**_many_images(n, expirationDate="2020-01-01"), **_profile()},
        "validate", "--as-of", "2026-01-01",
    ),
    "expiring-version": _tree(
        lambda n: {**_many_images(n, expirationDate="2026-01-09"), **_profile()},
        "validate", "--as-of", "2026-01-01",
    ),
    "feature-gate": _tree(
        lambda n: {**_images(n, lifecycle=[{"classification": "supported"}]), **_profile()}
    ),
    "first-image": _tree(
        lambda n: {**_many_images(n), "order": [f"i{n - 1}"], **_profile()}, "generate", "--only", "cloudprofile"
    ),
    "garden-kubeconfig": _tree(
        lambda n: {**_images(n), "controllerDeployment": {"injectGardenKubeconfig": False}}
    ),
    "image-id-format": _tree(
        lambda n: {"images": {"a": {"versions": {f"{i}.0.0": {"cn-shanghai": f"bad-{i}"} for i in range(n)}}}}
    ),
    "image-id-region": _tree(
        lambda n: {
            "images": {
                "a": {"versions": {f"{i}.0.0": {"cn-shanghai": image_id(i, "bp1")} for i in range(n)}}
            }
        }
    ),
    "image-version": _tree(
        lambda n: {
            "images": {
                f"i{i}": {"versions": {"1.2.3.4": {"cn-shanghai": image_id(i)}}} for i in range(n)
            },
            **_profile(),
        }
    ),
    "kubelet-version-constraint": _tree(
        lambda n: {**_many_images(n, kubeletVersionConstraint="~~x"), **_profile()}
    ),
    "latest-kubernetes-version": _tree(lambda n: _kubernetes(n, expirationDate="2030-01-01T00:00:00Z")),
    "lifecycle": _tree(
        lambda n: {
            **_many_images(n, lifecycle=[{"classification": "preview"}, {"classification": "preview"}]),
            **_profile(),
        }
    ),
    "missing-region": _tree(
        lambda n: {**_many_images(n), **_profile({"regions": [{"name": "cn-shanghai"}, {"name": "cn-beijing"}]})}
    ),
    "namespaced-expiration": _tree(_expirations),
    "object-size": _tree(
        lambda n: {
            "images": {
                "a": {
                    "versions": {
                        f"{i}.0.0": {f"r-{r}": image_id(r) for r in range(20)} for i in range(n)
                    }
                }
            },
            "rules": {"duplicate-image-id": "off"},
            **_profile({"regions": [{"name": f"r-{r}"} for r in range(20)]}),
        },
        "generate", "--only", "cloudprofile",
    ),
    "owner-secret-actuator": _tree(lambda n: {**_images(n), **OWNER}),
    "owner-secret-resource": _tree(lambda n: {**_images(n), "ownerSecret": {"resource": "x"}}),
    "plain-credential": _tree(
        lambda n: {
            **ONE,
            "seeds": [
                _seed(i, backup={"region": "cn-shanghai", "secretRef": {"name": f"b{i}", "namespace": "garden"}, "secret": PLAIN})
                for i in range(n)
            ],
        }
    ),
    "primary-controller": _tree(
        lambda n: {**_images(n), "controllerRegistration": {}, "extension": {}}
    ),
    "shared-system-image": _tree(
        lambda n: {
            "images": {
                "a": {
                    "shared": True,
                    "versions": {
                        f"{i}.0.0": {"cn-shanghai": f"a{i}_x64_20G_alibase_20210420.vhd"}
                        for i in range(n)
                    },
                }
            }
        }
    ),
    "supported-version": _tree(
        lambda n: {
            "images": {
                "a": {
                    "versions": {
                        f"1.1.{i}": {
                            "classification": "supported",
                            "regions": {"cn-shanghai": image_id(i)},
                        }
                        for i in range(n)
                    }
                }
            },
            **_profile(),
        }
    ),
    "target-api-version": _tree(
        lambda n: {
            **_images(n),
            "target": {"gardener": "v1.90.0"},
            "controllerDeployment": {"apiVersion": "v1", "injectGardenKubeconfig": False},
        }
    ),
    "target-feature": _tree(
        lambda n: {
            **_images(n, lifecycle=[{"classification": "supported"}]),
            **_profile(),
            "target": {"gardener": "v1.130.0"},
        }
    ),
    "unknown-field": _tree(lambda n: {**ONE, **_profile({f"x{i}": i for i in range(n)})}),
    "unknown-parent": _tree(
        lambda n: {
            **ONE,
            **_profile(),
            "cloudProfile": {**_profile()["cloudProfile"], "name": "production"},
            "namespacedCloudProfiles": [
                {"name": f"n{i}", "namespace": "garden-a", "parent": "prodcution", "images": {"a": ["0.0.0"]}}
                for i in range(n)
            ],
        }
    ),
    "unoffered-region": _tree(
        lambda n: {
            "images": {
                f"i{i}": {
                    "versions": {
                        "1.0.0": {"cn-shanghai": image_id(i), "cn-beijing": image_id(i, "2ze")}
                    }
                }
                for i in range(n)
            },
            **_profile(),
        }
    ),
    "values-conflict": _tree(
        lambda n: {
            "images": {"a": {"shared": True, "versions": _versions(n)}},
            "controllerDeployment": {"values": {"config": {"toBeSharedImageIDs": []}}},
        }
    ),
    "values-template": _tree(
        lambda n: {
            **ONE,
            "controllerDeployment": {"apiVersion": "v1", "values": {f"k{i}": "{{ x }}" for i in range(n)}},
        }
    ),
}
"""Of each rule, its mistake as often as it can be made; else in a catalog so large."""

DECODING: dict[str, Flood] = {
    "unknown keys": _tree(lambda n: {**ONE, **{f"k{i}": 1 for i in range(n)}}),
    "unknown keys of images": _tree(
        lambda n: {"images": {f"i{i}": {f"sharde{i}": True, "versions": _versions(1)} for i in range(n)}}
    ),
    "unknown keys of a version": _tree(
        lambda n: {"images": {"a": {"versions": {"1.0.0": {"regions": {"a": "b"}, **{f"k{i}": "x" for i in range(n)}}}}}}
    ),
    "names of images": _tree(lambda n: {"images": {f"A/{i}": {"versions": _versions(1)} for i in range(n)}}),
    "image IDs": _tree(
        lambda n: {"images": {"a": {"versions": {"1.0.0": {f"r-{i}": f"b d {i}" for i in range(n)}}}}}
    ),
    "image IDs of versions": _tree(
        lambda n: {"images": {"a": {"versions": {f"{i}.0.0": {"r": [i]} for i in range(n)}}}}
    ),
    "image IDs of no text": _tree(
        lambda n: {"images": {"a": {"versions": {"1.0.0": {"regions": {f"r-{i}": [i] for i in range(n)}}}}}}
    ),
    "versions without regions": _tree(
        lambda n: {"images": {"a": {"versions": {f"{i}.0.0": {"regions": {}} for i in range(n)}}}}
    ),
    "classifications": _tree(lambda n: _images(n, classification="suported")),
    "different classifications": _tree(
        lambda n: {
            "images": {
                "a": {
                    "versions": {
                        f"{i}.0.0": {"classification": f"supported{i}", "regions": {"r": "m"}}
                        for i in range(n)
                    }
                }
            }
        }
    ),
    "dates": _tree(lambda n: _images(n, expirationDate="soon")),
    "names in order": _tree(lambda n: {**_many_images(n), "order": [f"j{i}" for i in range(n)]}),
    "shared IDs": _tree(lambda n: {**ONE, "share": [f"b d{i}" for i in range(n)]}),
    "shared IDs twice": _tree(lambda n: {**ONE, "share": [image_id(i // 2) for i in range(n)]}),
    "regions": _tree(lambda n: {**ONE, "regions": [f"b d{i}" for i in range(n)]}),
    "versions outside of the regions": _tree(
        lambda n: {**_images(n), "regions": ["cn-beijing"]}
    ),
    "many regions without an ID": _tree(
        lambda n: {**_images(10), "regions": [f"cn-{i}" for i in range(n)]}
    ),
    "labels": _tree(lambda n: {**ONE, "labels": {f"-{i}": "x" for i in range(n)}}),
    "seeds": _tree(lambda n: {**ONE, "seeds": [{"name": f"S{i}"} for i in range(n)]}),
    "seeds of one name": _tree(lambda n: {**ONE, "seeds": [_seed(0) for i in range(n)]}),
    "rules": _tree(lambda n: {**ONE, "rules": {f"no-rule-{i}": "off" for i in range(n)}}),
    "severities": _tree(lambda n: {**ONE, "rules": {f"no-rule-{i}": "of" for i in range(n)}}),
    "values with templates": _tree(
        lambda n: {**ONE, "controllerDeployment": {"apiVersion": "v1", "values": {"a": ["}} " + str(i) for i in range(n)]}}}
    ),
    "fields of the spec": _tree(
        lambda n: {**ONE, **_profile({"machineTypes": [{"name": f"m{i}", "cpuu": "2"} for i in range(n)]})}
    ),
    "machine types": _tree(
        lambda n: {**ONE, **_profile({"machineTypes": [{"name": f"m{i}", "cpu": "x", "gpu": "0", "memory": "y"} for i in range(n)]})}
    ),
    "machine types of one name": _tree(
        lambda n: {**ONE, **_profile({"machineTypes": [{"name": "m", "cpu": "2", "gpu": "0", "memory": "8Gi"} for i in range(n)]})}
    ),
    "regions of one name": _tree(
        lambda n: {**ONE, **_profile({"regions": [{"name": "cn-shanghai"} for i in range(n)]})}
    ),
    "versions of Kubernetes": _tree(lambda n: _kubernetes(n, classification="x")),
    "capabilities": _tree(
        lambda n: {**ONE, **_profile({"machineCapabilities": [{"name": f"c{i}", "values": []} for i in range(n)]})}
    ),
    "capabilities of flavors": _tree(
        lambda n: {
            "images": {"a": {"versions": {"1.0.0": {"flavors": [
                {"capabilities": {"architecture": [f"x{i}"]}, "regions": {"cn-shanghai": image_id(i)}} for i in range(n)]}}}},
            **_profile({"machineCapabilities": [{"name": "architecture", "values": ["amd64"]}]}),
        }
    ),
    "images of namespaced profiles": _tree(
        lambda n: {
            **_many_images(n), **_profile(),
            "namespacedCloudProfiles": _namespaced(n, lambda i: {"images": {f"j{i}": ["1.0.0"]}}),
        }
    ),
    "versions of namespaced profiles": _tree(
        lambda n: {
            **_images(n), **_profile(),
            "namespacedCloudProfiles": _namespaced(1, lambda i: {"images": {"a": [f"{v}.0.1" for v in range(n)]}}),
        }
    ),
    "namespaced profiles of one name": _tree(
        lambda n: {**ONE, **_profile(), "namespacedCloudProfiles": [
            {"name": "n", "namespace": "garden-a", "images": {"a": ["0.0.0"]}} for _ in range(n)]}
    ),
    "held back versions": _tree(
        lambda n: {**_images(n), "holdBack": {f"k{i}": 1 for i in range(n)}}
    ),
    "extends": _tree(lambda n: {**ONE, "extends": [f"no-{i}.yaml" for i in range(n)]}),
    "duplicate keys": _text(lambda n: f"images: {{}}\n{'a: 1' + chr(10)}" + "a: 1\n" * n),
    "different duplicate keys": _text(lambda n: "".join(f"a{i}: 1\n" for i in range(n)) * 2),
    "tags": _text(lambda n: "".join(f"a{i}: !x 1\n" for i in range(n))),
    "aliases": _text(lambda n: "".join(f"a{i}: *x{i}\n" for i in range(n))),
    "anchors": _text(lambda n: "".join(f"a{i}: &x 1\n" for i in range(n))),
    "keys that are lists": _text(lambda n: "".join(f"[{i}]: 1\n" for i in range(n))),
    "merge keys": _text(lambda n: "".join(f"a{i}: {{<<: 1}}\n" for i in range(n))),
    "documents": _text(lambda n: "---\na: 1\n" * n),
    "unknown keys on one line": _text(lambda n: json.dumps({**ONE, **{f"k{i}": 1 for i in range(n)}})),
    "duplicate keys on one line": _text(lambda n: "{" + ", ".join("a: 1" for i in range(n)) + "}"),
    "merged mappings": _text(
        lambda n: "a0: &a0 {k: 1}\n" + "".join(f"a{i}: &a{i} {{<<: *a0, x{i}: 1}}\n" for i in range(1, n))
    ),
}
