"""Mistakes that keep a catalog from being decoded."""

from __future__ import annotations

import json

from tests.support.floods.catalogs import (
    ONE,
    Flood,
    image_id,
    images,
    kubernetes,
    many_images,
    namespaced,
    profile,
    seed,
    text,
    tree,
    versions,
    word,
)

DECODING: dict[str, Flood] = {
    "unknown keys": tree(lambda n: {**ONE, **{word(i): 1 for i in range(n)}}),
    "unknown keys of images": tree(
        lambda n: {
            "images": {word(i): {f"{word(i)}d": True, "versions": versions(1)} for i in range(n)}
        }
    ),
    "unknown keys of a version": tree(
        lambda n: {
            "images": {
                "a": {
                    "versions": {
                        "1.0.0": {"regions": {"a": "b"}, **{word(i): "x" for i in range(n)}}
                    }
                }
            }
        }
    ),
    "names of images": tree(
        lambda n: {"images": {f"A/{word(i)}": {"versions": versions(1)} for i in range(n)}}
    ),
    "image IDs": tree(
        lambda n: {
            "images": {"a": {"versions": {"1.0.0": {f"r-{i}": f"b d {i}" for i in range(n)}}}}
        }
    ),
    "image IDs of versions": tree(
        lambda n: {"images": {"a": {"versions": {f"{i}.0.0": {"r": [i]} for i in range(n)}}}}
    ),
    "image IDs of no text": tree(
        lambda n: {
            "images": {"a": {"versions": {"1.0.0": {"regions": {f"r-{i}": [i] for i in range(n)}}}}}
        }
    ),
    "versions without regions": tree(
        lambda n: {"images": {"a": {"versions": {f"{i}.0.0": {"regions": {}} for i in range(n)}}}}
    ),
    "classifications": tree(lambda n: images(n, classification="suported")),
    "different classifications": tree(
        lambda n: {
            "images": {
                "a": {
                    "versions": {
                        f"{i}.0.0": {"classification": f"supported{word(i)}", "regions": {"r": "m"}}
                        for i in range(n)
                    }
                }
            }
        }
    ),
    "dates": tree(lambda n: images(n, expirationDate="soon")),
    "names in order": tree(
        lambda n: {**many_images(n), "order": [f"{word(i)}j" for i in range(n)]}
    ),
    "shared IDs": tree(lambda n: {**ONE, "share": [f"b {word(i)}" for i in range(n)]}),
    "shared IDs twice": tree(lambda n: {**ONE, "share": [image_id(i // 2) for i in range(n)]}),
    "regions": tree(lambda n: {**ONE, "regions": [f"b {word(i)}" for i in range(n)]}),
    "versions outside of the regions": tree(lambda n: {**images(n), "regions": ["cn-beijing"]}),
    "many regions without an ID": tree(
        lambda n: {**images(10), "regions": [f"cn-{word(i)}" for i in range(n)]}
    ),
    "labels": tree(lambda n: {**ONE, "labels": {f"-{i}": "x" for i in range(n)}}),
    "seeds": tree(lambda n: {**ONE, "seeds": [{"name": f"S{word(i)}"} for i in range(n)]}),
    "seeds of one name": tree(lambda n: {**ONE, "seeds": [seed(0) for i in range(n)]}),
    "rules": tree(lambda n: {**ONE, "rules": {f"no-{word(i)}": "off" for i in range(n)}}),
    "severities": tree(lambda n: {**ONE, "rules": {f"no-{word(i)}": "of" for i in range(n)}}),
    "values with templates": tree(
        lambda n: {
            **ONE,
            "controllerDeployment": {
                "apiVersion": "v1",
                "values": {"a": ["}} " + str(i) for i in range(n)]},
            },
        }
    ),
    "fields of the spec": tree(
        lambda n: {
            **ONE,
            **profile({"machineTypes": [{"name": word(i), "cpuu": "2"} for i in range(n)]}),
        }
    ),
    "machine types": tree(
        lambda n: {
            **ONE,
            **profile(
                {
                    "machineTypes": [
                        {"name": word(i), "cpu": "x", "gpu": "0", "memory": "y"} for i in range(n)
                    ]
                }
            ),
        }
    ),
    "machine types of one name": tree(
        lambda n: {
            **ONE,
            **profile(
                {
                    "machineTypes": [
                        {"name": "m", "cpu": "2", "gpu": "0", "memory": "8Gi"} for i in range(n)
                    ]
                }
            ),
        }
    ),
    "regions of one name": tree(
        lambda n: {**ONE, **profile({"regions": [{"name": "cn-shanghai"} for i in range(n)]})}
    ),
    "versions of Kubernetes": tree(lambda n: kubernetes(n, classification="x")),
    "capabilities": tree(
        lambda n: {
            **ONE,
            **profile({"machineCapabilities": [{"name": word(i), "values": []} for i in range(n)]}),
        }
    ),
    "capabilities of flavors": tree(
        lambda n: {
            "images": {
                "a": {
                    "versions": {
                        "1.0.0": {
                            "flavors": [
                                {
                                    "capabilities": {"architecture": [f"x{i}"]},
                                    "regions": {"cn-shanghai": image_id(i)},
                                }
                                for i in range(n)
                            ]
                        }
                    }
                }
            },
            **profile({"machineCapabilities": [{"name": "architecture", "values": ["amd64"]}]}),
        }
    ),
    "images of namespaced profiles": tree(
        lambda n: {
            **many_images(n),
            **profile(),
            "namespacedCloudProfiles": namespaced(
                n, lambda i: {"images": {f"{word(i)}j": ["1.0.0"]}}
            ),
        }
    ),
    "versions of namespaced profiles": tree(
        lambda n: {
            **images(n),
            **profile(),
            "namespacedCloudProfiles": namespaced(
                1, lambda _: {"images": {"a": [f"none-{word(v)}" for v in range(n)]}}
            ),
        }
    ),
    "namespaced profiles of one name": tree(
        lambda n: {
            **ONE,
            **profile(),
            "namespacedCloudProfiles": [
                {"name": "n", "namespace": "garden-a", "images": {"a": ["0.0.0"]}} for _ in range(n)
            ],
        }
    ),
    "held back versions": tree(lambda n: {**images(n), "holdBack": {word(i): 1 for i in range(n)}}),
    "extends": tree(lambda n: {**ONE, "extends": [f"no-{word(i)}.yaml" for i in range(n)]}),
    "duplicate keys": text(lambda n: f"images: {{}}\n{'a: 1' + chr(10)}" + "a: 1\n" * n),
    "different duplicate keys": text(lambda n: "".join(f"a{i}: 1\n" for i in range(n)) * 2),
    "tags": text(lambda n: "".join(f"a{i}: !x 1\n" for i in range(n))),
    "aliases": text(lambda n: "".join(f"a{i}: *x{i}\n" for i in range(n))),
    "anchors": text(lambda n: "".join(f"a{i}: &x 1\n" for i in range(n))),
    "keys that are lists": text(lambda n: "".join(f"[{i}]: 1\n" for i in range(n))),
    "merge keys": text(lambda n: "".join(f"a{i}: {{<<: 1}}\n" for i in range(n))),
    "documents": text(lambda n: "---\na: 1\n" * n),
    "unknown keys on one line": text(
        lambda n: json.dumps({**ONE, **{word(i): 1 for i in range(n)}})
    ),
    "duplicate keys on one line": text(lambda n: "{" + ", ".join("a: 1" for i in range(n)) + "}"),
    "merged mappings": text(
        lambda n: (
            "a0: &a0 {k: 1}\n" + "".join(f"a{i}: &a{i} {{<<: *a0, x{i}: 1}}\n" for i in range(1, n))
        )
    ),
}
