"""A catalog with every section, and what decoding and the JSON Schema each think of a catalog."""

from __future__ import annotations

import datetime
import json
import re
from typing import Any, ClassVar

import jsonschema
import yaml

from generator.commands.rules import summaries
from generator.decode import decode
from generator.decode.layers import read_layer, read_layers
from generator.problems import ProblemsError
from generator.schema.catalog import schema

RULES = summaries()
VALIDATOR = jsonschema.Draft202012Validator(schema(RULES))

FULL = """\
apiVersion: alicloud.generator/v1alpha1
kind: ImageCatalog
metadata: {name: full, labels: {a: b}, annotations: {a: b}}
abstract: false
target: {gardener: v1.150.0, extension: v1.72.0}
labels: {a: b}
annotations: {a: b}
regions: [r, s]
order: [g]
holdBack: {days: 1}
images:
  g:
    updateStrategy: minor
    shared: true
    versions:
      1.0.0:
        released: 2025-01-01
        classification: supported
        expirationDate: 2027-03-31
        architectures: [amd64]
        cri: [{name: containerd, containerRuntimes: [{type: gvisor, providerConfig: {a: b}}]}]
        inPlaceUpdates: {supported: true, minVersionForUpdate: 0.9.0}
        kubeletVersionConstraint: ">= 1.30"
        regions: {r: m-uf6hvbrxclop1jtat17m, s: m-2zehvbrxclop1jtat17m}
      2.0.0: {flavors: [{architecture: amd64, regions: {r: m-uf6hvbrxclop1jtat17n}}]}
      3.0.0:
        lifecycle: [{classification: supported, startTime: 2026-01-01}]
        regions: {r: m-uf6hvbrxclop1jtat17o, s: m-2zehvbrxclop1jtat17o}
  h: {versions: {1.0.0: {r: m-uf6hvbrxclop1jtat17p}}}
share: [m-uf6hvbrxclop1jtat17z]
ownerSecret: {accessKeyID: {env: A}, accessKeySecret: {env: B}}
csi: {enableADController: true}
controllerDeployment:
  chart: {oci: {repository: r, tag: t, pullSecretRef: {name: p}}}
  image: {repository: r, tag: v1}
controllerRegistration: {policy: Always, podSecurity: baseline}
extension: {chart: {oci: {tag: t}}, admission: {runtimeCluster: {chart: {oci: {tag: t}}}}}
seeds:
- name: s
  backup:
    secret: {accessKeyID: {env: A}, accessKeySecret: {env: B}}
    immutability: {retentionPeriod: 1}
- {name: t, backup: {secret: {name: g}}}
cloudProfile:
  spec:
    kubernetes: {versions: [{version: 1.34.2}]}
    machineTypes: [{name: m}]
    regions: [{name: r}, {name: s}]
namespacedCloudProfiles:
- name: n
  namespace: garden-n
  parent: alicloud
  images: {h: [1.0.0]}
  expirations: {g: {2.0.0: 2027-06-30}}
rules: {apply-size: warning}
"""


class Yaml12(yaml.SafeLoader):
    """Reads as editors do, by YAML 1.2: `off` and dates are text, 1.10 is a number."""

    yaml_implicit_resolvers: ClassVar[dict[str, Any]] = {}


for tag, pattern in (
    ("null", "~|null|Null|NULL|"),
    ("bool", "true|True|TRUE|false|False|FALSE"),
    ("int", "[-+]?[0-9]+"),
    ("float", r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?"),
    ("merge", "<<"),
):
    Yaml12.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(f"(?:{pattern})$"), None)

READERS = {"1.1": yaml.SafeLoader, "1.2": Yaml12}


def read(text: str, version: str = "1.1") -> Any:
    """A catalog as readers of a version of YAML see it: text of dates, and every key text."""
    tree = yaml.load(text, Loader=READERS[version])  # noqa: S506  both are safe
    return json.loads(json.dumps(tree, default=str, skipkeys=True))


def marked(catalog: object) -> list[str]:
    """What an editor marks in a catalog, by the JSON Schema."""
    return [error.message for error in VALIDATOR.iter_errors(catalog)]


def refused(text: str, base: str = FULL) -> list[str]:
    """What keeps a catalog from being generated; `base.yaml` is what it may extend."""
    files = {"catalog.yaml": text, "base.yaml": base}
    try:
        layers = read_layers("catalog.yaml", lambda file: read_layer(files[file], file))
        catalog = decode(layers, datetime.date(2026, 1, 1))
    except ProblemsError as error:
        return [problem.message for problem in error.problems]
    return [f"there is no rule {name}" for name in catalog.rules.keys() - RULES.keys()]
