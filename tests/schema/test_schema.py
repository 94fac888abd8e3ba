"""The JSON Schema takes every catalog that works, and marks what an editor should mark."""

from __future__ import annotations

import json
import re
import subprocess
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest

from generator import cli
from generator.schema.catalog import schema
from tests.schema.judges import READERS, RULES, marked, read, refused
from tests.support.tools import ROOT, need

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

CATALOGS = [
    *sorted((ROOT / "examples").glob("*.yaml")),
    *sorted((ROOT / "examples" / "landscapes").glob("*.yaml")),
    *sorted((ROOT / "examples" / "repository" / "landscapes").glob("*.yaml")),
    *sorted((ROOT / "tests" / "cases" / "ok").glob("*/catalog.yaml")),
]

OVER = "extends: base.yaml\n"
"""The base is `FULL`."""

FLAVOR = "{architecture: amd64, regions: {r: m-uf6hvbrxclop1jtat17q}}"

RIGHT = [
    "{}",
    "labels: {a: 1, b: true, c: 2027-03-31, d: no, e: ''}",
    "annotations: {Example.com/a: '', b: 1.10}",
    "metadata: {name: 007}",
    "regions: [r, no, 5]",
    "share: [20200831, 1.1, 1.10]",
    "holdBack: {days: 7}",
    'holdBack: {days: "7"}',
    "images: {x: {versions: {1877.10: {r: 5, s: 1.10}}}}",
    "images: {x: {versions: {20200831: {r: no}}}}",
    "images: {g: {versions: {1.0.0: {architectures: []}}}}",
    "images: {g: {versions: {2.0.0: {flavors: [{architecture: amd64, regions: {'*': x, s: ~}}]}}}}",
    "images: {g: {versions: {1.0.0: {released: 2025-03-31}}}}",
    "images: {g: {versions: {1.0.0: {expirationDate: 2027-03-31}}}}",
    "images: {g: {versions: {1.0.0: {expirationDate: 2027-03-31T23:59:59Z}}}}",
    "images: {g: {versions: {1.0.0: {expirationDate: 2027-03-31T23:59:59.5+02:00}}}}",
    'images: {g: {versions: {1.0.0: {expirationDate: "2027-03-31T23:59Z"}}}}',
    "controllerDeployment: {image: {tag: 1.10}, chart: charts/x}",
    "seeds: [{name: x, provider: aws, backup: {region: r, immutability: {retentionPeriod: 9}}}]",
    "seeds: [{name: x, spec: {provider: {type: alicloud, region: r}}, backup: {}}]",
    "rules: {apply-size: off, object-size: error}",
    # What says nothing over a base that says it.
    "images: {}",
    "images: {g: {versions: {1.0.0: {regions: {}}}}}",
    "ownerSecret: {}",
]

REMOVED = [
    "apiVersion: null",
    "kind: ~",
    "metadata: null",
    "metadata: {labels: {a: null}}",
    "target: null",
    "target: {gardener: null}",
    "labels: {a: null}",
    "annotations: null",
    "regions: null",
    "order: null",
    "holdBack: null",
    "holdBack: {days: null, versions: 1}",
    "{images: {g: null}, order: null, namespacedCloudProfiles: null}",
    "images: {g: {updateStrategy: null, shared: null}}",
    "images: {g: {versions: {3.0.0: null}}}",
    "images: {g: {versions: {3.0.0: {s: null}}}}",
    "images: {g: {versions: {3.0.0: {regions: {s: null}}}}}",
    "images: {g: {versions: {1.0.0: {classification: null, expirationDate: ~}}}}",
    "images: {g: {versions: {1.0.0: {architectures: null, released: null, cri: null}}}}",
    "images: {g: {versions: {1.0.0: {lifecycle: null, kubeletVersionConstraint: null}}}}",
    f"images: {{g: {{versions: {{1.0.0: {{regions: null, flavors: [{FLAVOR}]}}}}}}}}",
    "images: {g: {versions: {2.0.0: {flavors: null, regions: {r: m-uf6hvbrxclop1jtat17q}}}}}",
    "share: null",
    "ownerSecret: null",
    "ownerSecret: {accessKeyID: {env: null, file: x}}",
    "{ownerSecret: {resource: x, accessKeyID: null, accessKeySecret: null}}",
    "csi: {enableADController: null}",
    "controllerDeployment: null",
    "controllerDeployment: {image: {tag: null}, values: null}",
    "controllerDeployment: {values: {replicaCount: null}}",
    "controllerDeployment: {chart: null}",
    "controllerDeployment: {chart: {oci: {digest: null, pullSecretRef: null}}}",
    "controllerDeployment: {chart: {oci: {ref: x, repository: null, tag: null}}}",
    "controllerRegistration: {policy: null, podSecurity: null}",
    "extension: null",
    "extension: {admission: {runtimeCluster: {chart: null}}}",
    "seeds: null",
    "{cloudProfile: null, namespacedCloudProfiles: null}",
    "cloudProfile: {spec: {volumeTypes: null, machineCapabilities: null}}",
    "rules: {apply-size: null}",
]

WRONG = [
    "imagse: {}",
    "images: []",
    "extends: null",
    "apiVersion: v1",
    "kind: x",
    "target: {gardener: 1}",
    "target: {gardener: 1.150.0}",
    "regions: {}",
    "labels: {a: b c}",
    "labels: {a b: c}",
    "holdBack: {versions: -1}",
    "holdBack: {versions: 0}",
    "holdBack: {versions: 10000}",
    "holdBack: {versions: 1, days: 1}",
    "images: {a b: {versions: {1.0.0: {r: x}}}}",
    "images: {g: {updateStrategy: x}}",
    "images: {g: {shared: sometimes}}",
    "images: {g: {versions: {1.0.0: {regions: {r: y}, clasification: supported}}}}",
    "images: {g: {versions: {1.0.0: {classification: suported}}}}",
    "images: {g: {versions: {1.0.0: {expirationDate: 20270101}}}}",
    "images: {g: {versions: {1.0.0: {expirationDate: 2027-03-31 23:59}}}}",
    "images: {g: {versions: {1.0.0: {expirationDate: 20270331T235959Z}}}}",
    "images: {g: {versions: {1.0.0: {released: 31.3.2027}}}}",
    "images: {g: {versions: {1.0.0: {released: 20270331}}}}",
    "images: {g: {versions: {1.0.0: {architectures: [x]}}}}",
    "images: {g: {versions: {1.0.0: {architectures: [amd64, amd64]}}}}",
    "images: {g: {versions: {1.0.0: {regions: {r: m-****}}}}}",
    "images: {g: {versions: {2.0.0: {flavors: [{architecture: x, regions: {r: y}}]}}}}",
    "images: {g: {versions: {2.0.0: {flavors: [{architecture: amd64, regions: {}}]}}}}",
    "images: {g: {versions: {2.0.0: {flavors: [{architecture: amd64, regions: {r: null}}]}}}}",
    "images: {g: {versions: {2.0.0: {flavors: [{architecture: amd64, regions: {'*': ~, r: x}}]}}}}",
    "images: {g: {versions: {2.0.0: {flavors: [{regions: {r: x}}]}}}}",
    f"images: {{g: {{versions: {{9.0.0: {{regions: {{r: x}}, flavors: [{FLAVOR}]}}}}}}}}",
    "share: [a b]",
    "ownerSecret: {accessKeyID: {env: A B}}",
    "ownerSecret: {accessKeyID: not base64}",
    "controllerDeployment: {apiVersion: v2}",
    "controllerDeployment: {name: A}",
    "controllerDeployment: {chart: {oci: {repo: x}}}",
    "controllerDeployment: {chart: {oci: {digest: sha256:x}}}",
    "controllerDeployment: {chart: {oci: {ref: x, tag: y}}}",
    "controllerDeployment: {injectGardenKubeconfig: 1}",
    "controllerRegistration: {policy: x}",
    "controllerRegistration: {podSecurity: x}",
    "controllerRegistration: {seedSelector: {}}",
    "extension: {chart: charts/x}",
    "seeds: [{}]",
    "seeds: [{name: x}]",
    "seeds: [{name: x, provider: aws, backup: {}}]",
    "seeds: [{name: x, provider: a, spec: {provider: {type: a, region: r}}, backup: {region: r}}]",
    "seeds: [{name: x, backup: {immutability: {}}}]",
    "seeds: [{name: x, backup: {immutability: {retentionPeriod: 0}}}]",
    "seeds: [{name: x, backup: {immutability: {retentionPeriod: 1, retentionType: x}}}]",
    "seeds: [{name: x, backup: {secret: {accessKeyID: {env: X}}}}]",
    "seeds: [{name: x, backup: {secret: {accessKeyID: {environment: X}}}}]",
    "cloudProfile: {spec: {type: aws}}",
    "cloudProfile: {spec: {machineImages: []}}",
    "cloudProfile: {spec: {regions: []}}",
    "cloudProfile: {spec: {regions: [{}]}}",
    "cloudProfile: {spec: {kubernetes: {versions: [{version: 1.34}]}}}",
    "cloudProfile: {spec: {machineCapabilities: [{name: architecture}]}}",
    "namespacedCloudProfiles: [{name: n}]",
    "namespacedCloudProfiles: [{name: n, namespace: n, images: {g: 1.2.3}}]",
    "namespacedCloudProfiles: [{name: n, namespace: n, images: {g: []}}]",
    "namespacedCloudProfiles: [{name: n, namespace: n, expirations: {g: {}}}]",
    "namespacedCloudProfiles: [{name: n, namespace: n, expirations: {g: {1.0.0: soon}}}]",
    "namespacedCloudProfiles: [{name: n, namespace: n, spec: {parent: {name: x}}}]",
    "rules: {apply-size: bad}",
    "rules: {nope: off}",
]

EMPTY = [
    "images: {x: {}}",
    "images: {x: {versions: {}}}",
    "images: {x: {versions: {1.0.0: {}}}}",
    "images: {x: {versions: {1.0.0: {regions: {}}}}}",
]

TEXTS = [
    *("", "a", "A", "0", "01", "-1", "1", "999", "a b", "a.b", "a..b", "a/b", "A/b", "/b", "a/b/c"),
    *("v1.2.3", "v1.02.3", "v1.2.3-rc.1", "a_b", "_a", "a-", "m-****", "*", "a\tb", "a\xa0b", "é"),
    *("a\u200bb", "a\u2028b", "a\ufeff", "a\x85", "a\n", "\x00", "2027-03-31", "2027-13-31"),
    *("2027-03-31T23:59:59Z", "2027-03-31 00:00:00", "2027-03-31T24:00:00Z", "2027-3-31", "A=="),
    *("a" * 63, "a" * 64, "a" * 128, "a" * 129, "sha256:" + "0" * 64, "1.34.2", "regions", "AAA="),
    *("\U0001f600", "v1.\u0661.0", "\u0661"),
]


def test_the_schema_is_valid_json_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(schema(RULES))


@pytest.mark.parametrize("version", READERS)
@pytest.mark.parametrize("catalog", CATALOGS, ids=lambda path: str(path.relative_to(ROOT)))
def test_the_schema_accepts_every_catalog_that_works(catalog: Path, version: str) -> None:
    assert marked(read(catalog.read_text(), version)) == []


@pytest.mark.parametrize("version", READERS)
@pytest.mark.parametrize("text", [*RIGHT, *REMOVED])
def test_the_schema_accepts_what_works_over_a_base(text: str, version: str) -> None:
    whole = OVER + text if not text.startswith("{") else "{extends: base.yaml, " + text[1:]
    assert refused(whole) == []
    assert marked(read(whole, version)) == []


def test_the_schema_accepts_a_base_without_images() -> None:
    assert (
        marked(read("order: [a]\nlabels: {a: b}\ncloudProfile: {spec: {regions: [{name: r}]}}"))
        == []
    )
    assert marked(read("images: {a: {updateStrategy: minor}}")) == []


@pytest.mark.parametrize("version", READERS)
@pytest.mark.parametrize("text", WRONG)
def test_the_schema_marks_what_decoding_refuses(text: str, version: str) -> None:
    whole = text if "extends" in text else OVER + text
    assert refused(whole)
    assert marked(read(whole, version))


@pytest.mark.parametrize("text", EMPTY)
def test_the_schema_marks_empty_images_in_a_catalog_without_a_base(text: str) -> None:
    assert refused(text)
    assert marked(read(text))


def test_the_schema_accepts_a_day_that_a_reader_wrote_as_a_time() -> None:
    def released(text: str) -> dict[str, Any]:
        return {"images": {"g": {"versions": {"1.0.0": {"released": text}}}}}

    assert marked(released("2025-03-31T00:00:00.000Z")) == []
    assert marked(released("2025-03-31T12:00:00.000Z"))


def nodes(of: object) -> Iterator[dict[str, Any]]:
    """Every mapping of a schema."""
    if isinstance(of, dict):
        yield of
    for node in of.values() if isinstance(of, dict) else of if isinstance(of, list) else []:
        yield from nodes(node)


def patterns() -> list[str]:
    found = [node.get("pattern") for node in nodes(schema(RULES))]
    return sorted({pattern for pattern in found if isinstance(pattern, str)})


def test_the_schema_describes_every_key() -> None:
    sections = [node for node in nodes(schema(RULES)) if node.get("additionalProperties") is False]
    assert len(sections) > 20
    bare = [
        key
        for node in sections
        for key, item in node["properties"].items()
        if not item.get("description")
    ]
    assert bare == []


def test_schema_patterns_have_no_syntax_of_python_alone() -> None:
    alone = re.compile(r"\(\?(?!=|!|:|<[=!])|\\[AZz]|[*+?}]\+|\[\^?\[|\\[dw]")
    assert [pattern for pattern in patterns() if alone.search(pattern)] == []


@pytest.mark.parametrize("flags", ["", "u"])
def test_schema_patterns_mean_the_same_in_javascript(flags: str) -> None:
    script = (
        "const [patterns, texts] = JSON.parse(require('fs').readFileSync(0, 'utf8'));"
        "const found = (known) => texts.map((text) => known.test(text));"
        f"const all = patterns.map((pattern) => found(new RegExp(pattern, '{flags}')));"
        "console.log(JSON.stringify(all));"
    )
    process = subprocess.run(
        [need("node"), "-e", script],
        input=json.dumps([patterns(), TEXTS]),
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    # Python's `$` stands before a line break at the end, too.
    ours = [re.compile(pattern.replace("$", r"\Z")) for pattern in patterns()]
    expected = [[bool(pattern.search(text)) for text in TEXTS] for pattern in ours]
    assert json.loads(process.stdout) == expected


def test_the_verb_schema_prints_the_schema(capfd: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["schema"]) == 0
    printed = json.loads(capfd.readouterr().out)
    assert printed == schema(RULES)
    assert printed["properties"]["images"]["description"].startswith("Image name to image")
