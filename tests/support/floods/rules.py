"""Of each rule, its mistake as often as it can be made; else in a catalog so large."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.support.floods.answers import AUDIT_RULES
from tests.support.floods.catalogs import (
    CATALOG,
    ONE,
    OWNER,
    PLAIN,
    REPEATED,
    Flood,
    capabilities,
    expirations,
    image_id,
    images,
    kubernetes,
    many_images,
    profile,
    seed,
    tree,
    versions,
    wide,
    word,
    write_another_order,
    write_another_version,
)

SEED = {
    "backup": {"secret": {"name": "b"}},
    "spec": {"provider": {"type": "alicloud", "region": "cn-shanghai"}},
}


def _region(number: int) -> tuple[str, str]:
    return f"cn-{word(number)}", image_id(number)


def _nulls(count: int) -> dict[str, Any]:
    """Values that delete so many defaults of the chart."""
    values = dict.fromkeys(map(word, range(count)))
    return {"controllerDeployment": {"apiVersion": "v1", "values": values}}


def _unknown_values(count: int) -> dict[str, Any]:
    values = {f"image{word(number)}": 1 for number in range(count)}
    return {**ONE, "controllerDeployment": {"values": values}}


def _write_chart(schema: str = "", **sections: Any) -> None:
    """A catalog with a chart of its own, and a schema where there is one."""
    chart = Path("chart")
    chart.mkdir(exist_ok=True)
    (chart / "Chart.yaml").write_text("apiVersion: v2\nname: chart\nversion: 0.1.0\n")
    (chart / "values.yaml").write_text("replicaCount: 1\n")
    if schema:
        (chart / "values.schema.json").write_text(schema)
    deployment = {"chart": "chart", **sections}
    Path(CATALOG).write_text(json.dumps({**ONE, "controllerDeployment": deployment}, indent=1))


def _write_doubtful_schema(count: int) -> None:
    """A schema with so many patterns that nobody else reads as Helm does."""
    properties = {word(number): {"pattern": rf"\b{number}"} for number in range(count)}
    _write_chart(json.dumps({"properties": properties}))


def _write_typos(count: int) -> None:
    _write_chart(values={f"replicaCoun{word(number)}": 1 for number in range(count)})


RULES: dict[str, Flood] = {
    "apply-size": tree(
        lambda n: {**wide(n, 60), "rules": {**REPEATED, "object-size": "off"}},
        *("generate", "--only", "cloudprofile"),
    ),
    "bastion-image": tree(
        lambda n: {
            **images(n, classification="deprecated"),
            **profile({"bastion": {"machineImage": {"name": "a"}}}),
        }
    ),
    "container-runtime": tree(lambda n: {**many_images(n, cri=[{"name": "docker"}]), **profile()}),
    "default-image": tree(lambda n: {**images(n, classification="preview"), **profile()}),
    "duplicate-flavor": tree(capabilities),
    "duplicate-image-id": tree(
        lambda n: {
            "images": {
                "a": {"versions": {f"{i}.0.0": {"cn-shanghai": image_id(0)} for i in range(n)}}
            }
        }
    ),
    "encrypted-system-disk": tree(
        lambda n: {
            **many_images(n),
            "regions": ["cn-shanghai", "cn-beijing"],
            "encryptedSystemDisks": True,
            "rules": {"unshared-image": "off"},
        }
    ),
    "expired-version": tree(
        lambda n: {**many_images(n, expirationDate="2020-01-01"), **profile()},
        "validate",
        "--as-of",
        "2026-01-01",
    ),
    "expiring-version": tree(
        lambda n: {**many_images(n, expirationDate="2026-01-09"), **profile()},
        "validate",
        "--as-of",
        "2026-01-01",
    ),
    "feature-gate": tree(
        lambda n: {**images(n, lifecycle=[{"classification": "supported"}]), **profile()}
    ),
    "first-image": Flood(write_another_order, ("generate", CATALOG, "--only", "cloudprofile")),
    "garden-kubeconfig": tree(
        lambda n: {**images(n), "controllerDeployment": {"injectGardenKubeconfig": False}}
    ),
    "image-id-format": tree(
        lambda n: {
            "images": {
                "a": {"versions": {f"{i}.0.0": {"cn-shanghai": f"bad-{i}"} for i in range(n)}}
            }
        }
    ),
    "image-id-region": tree(
        lambda n: {
            "images": {
                "a": {
                    "versions": {f"{i}.0.0": {"cn-shanghai": image_id(i, "bp1")} for i in range(n)}
                }
            }
        }
    ),
    "image-version": tree(
        lambda n: {
            "images": {
                word(i): {"versions": {"1.2.3.4": {"cn-shanghai": image_id(i)}}} for i in range(n)
            },
            **profile(),
        }
    ),
    "kubelet-version-constraint": tree(
        lambda n: {**many_images(n, kubeletVersionConstraint="~~x"), **profile()}
    ),
    "latest-kubernetes-version": tree(
        lambda n: kubernetes(n, expirationDate="2030-01-01T00:00:00Z")
    ),
    "lifecycle": tree(
        lambda n: {
            **many_images(
                n, lifecycle=[{"classification": "preview"}, {"classification": "preview"}]
            ),
            **profile(),
        }
    ),
    "missing-region": tree(
        lambda n: {
            **many_images(n),
            **profile({"regions": [{"name": "cn-shanghai"}, {"name": "cn-beijing"}]}),
        }
    ),
    "namespaced-expiration": tree(expirations),
    "object-size": tree(
        lambda n: {**wide(n, 90), "rules": {**REPEATED, "apply-size": "off"}},
        *("generate", "--only", "cloudprofile"),
    ),
    "owner-secret-actuator": tree(lambda n: {**images(n), **OWNER}),
    "owner-secret-resource": tree(lambda n: {**images(n), "ownerSecret": {"resource": "x"}}),
    "plain-credential": tree(
        lambda n: {
            **ONE,
            "seeds": [
                seed(i, backup={"region": "cn-shanghai", "secret": {"name": f"b{i}", **PLAIN}})
                for i in range(n)
            ],
        }
    ),
    "primary-controller": tree(
        lambda n: {**images(n), "controllerRegistration": {}, "extension": {}}
    ),
    "shared-system-image": tree(
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
    "supported-version": tree(
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
            **profile(),
        }
    ),
    "target-api-version": tree(
        lambda n: {
            **images(n),
            "target": {"gardener": "v1.90.0"},
            "controllerDeployment": {"apiVersion": "v1", "injectGardenKubeconfig": False},
        }
    ),
    "target-feature": tree(
        lambda n: {
            **images(n, lifecycle=[{"classification": "supported"}]),
            **profile(),
            "target": {"gardener": "v1.130.0"},
        }
    ),
    "unknown-field": tree(lambda n: {**ONE, **profile({word(i): i for i in range(n)})}),
    "unknown-parent": tree(
        lambda n: {
            **ONE,
            **profile(),
            "cloudProfile": {**profile()["cloudProfile"], "name": "production"},
            "namespacedCloudProfiles": [
                {
                    "name": f"n{i}",
                    "namespace": "garden-a",
                    "parent": "prodcution",
                    "images": {"a": ["0.0.0"]},
                }
                for i in range(n)
            ],
        }
    ),
    "unoffered-region": tree(
        lambda n: {
            "images": {
                word(i): {
                    "versions": {
                        "1.0.0": {"cn-shanghai": image_id(i), "cn-beijing": image_id(i, "2ze")}
                    }
                }
                for i in range(n)
            },
            **profile(),
        }
    ),
    "unshared-image": tree(lambda n: {**many_images(n), "encryptedSystemDisks": True}),
    "values-conflict": tree(
        lambda n: {
            "images": {"a": {"shared": True, "versions": versions(n)}},
            "controllerDeployment": {"values": {"config": {"toBeSharedImageIDs": []}}},
        }
    ),
    "values-template": tree(
        lambda n: {
            **ONE,
            "controllerDeployment": {
                "apiVersion": "v1",
                "values": {word(i): "{{ x }}" for i in range(n)},
            },
        }
    ),
    "api-version-change": Flood(write_another_version, ("generate", CATALOG)),
    "apply-mode": tree(lambda n: {**ONE, **_nulls(n)}),
    "chart-schema": Flood(_write_doubtful_schema, ("validate", CATALOG)),
    "chart-values": tree(_unknown_values),
    "unknown-value": Flood(_write_typos, ("validate", CATALOG)),
    "client-side-apply": tree(lambda n: {**ONE, **_nulls(n), "target": {"apply": "client-side"}}),
    "incomplete-seed": tree(lambda n: {**ONE, "seeds": [seed(i, **SEED) for i in range(n)]}),
    "chart-release": tree(lambda n: {**images(n), "target": {"extension": "v1.60.0"}}),
    "oci-reference": tree(lambda n: {**images(n), "registry": "UPPER"}),
    "unknown-region": tree(
        lambda n: {"images": {"a": {"versions": {"1.0.0": dict(map(_region, range(n)))}}}}
    ),
    **AUDIT_RULES,
}
