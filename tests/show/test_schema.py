"""What `show` says of fields that an API does not have, and of values of another type."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from generator.show.describe import describe
from generator.show.overview import overview

PROFILE = """\
apiVersion: core.gardener.cloud/v1beta1
kind: CloudProfile
metadata: {name: alicloud}
spec:
  type: alicloud
  caBundle: x
  kubernetes: {versions: [{version: 1.34.2, expirationDate: "2027-03-31T23:59:59Z"}]}
  machineTypes: [{name: ecs.g6, cpu: 2, gpu: 0, memory: 8Gi, usable: true}]
  volumeTypes: [{name: cloud_ssd, class: premium}]
  regions: [{name: cn-shanghai, zones: [{name: cn-shanghai-a}]}]
  machineImages:
  - name: gardenlinux
    updateStrategy: minor
    versions: [{version: 1877.3.0, cri: [{name: containerd}]}]
  providerConfig:
    apiVersion: alicloud.provider.extensions.gardener.cloud/v1alpha1
    kind: CloudProfileConfig
    machineImages:
    - name: gardenlinux
      versions:
      - version: 1877.3.0
        regions: [{name: cn-shanghai, id: m-uf6hvbrxclop1jtat17m}]
"""
SEED = """\
apiVersion: core.gardener.cloud/v1beta1
kind: Seed
metadata: {name: a}
spec:
  backup:
    provider: alicloud
    region: cn-shanghai
    credentialsRef: {apiVersion: v1, kind: Secret, name: a, namespace: garden}
    providerConfig: {immutability: {retentionType: bucket, retentionPeriod: 1, locked: false}}
  networks: {pods: 10.0.0.0/16}
"""
REGISTRATION = """\
apiVersion: core.gardener.cloud/v1beta1
kind: ControllerRegistration
metadata: {name: a}
spec:
  resources: [{kind: Worker, type: alicloud}]
  deployment: {deploymentRefs: [{name: a}]}
"""
NAMESPACED = PROFILE.replace("CloudProfile\n", "NamespacedCloudProfile\n", 1).replace(
    "  type: alicloud\n", "  parent: {kind: CloudProfile, name: a}\n"
)
REGIONS_LINE = "  regions: [{name: cn-shanghai, zones: [{name: cn-shanghai-a}]}]\n"
NAMESPACED = NAMESPACED.replace(REGIONS_LINE, "")


def problems(text: str) -> list[dict[str, Any]]:
    return [each for found in describe(text.encode(), "m.yaml") for each in found["problems"]]  # type: ignore[union-attr,misc]  # a list, of mappings


@pytest.mark.parametrize("text", [PROFILE, NAMESPACED, SEED, REGISTRATION])
def test_what_the_api_has_is_no_problem(text: str) -> None:
    assert problems(text) == []


NOT_TEXT = [
    # The text, what it becomes, and the scalar with what it is read as.
    ("1.34.2", "1.30", "1.30, which YAML reads as the number 1.3"),
    ("1.34.2", "1", "1, which is not a string"),
    ("versions: [{version: 1877.3.0, cri", "versions: [{version: 1877.10, cri", "1877.10, which"),
    ("      - version: 1877.3.0", "      - version: 20200831", "20200831, which is not a string"),
    ("      - version: 1877.3.0", "      - version: 1_877", "1_877, which YAML reads as"),
    ("[{name: cn-shanghai, zones", "[{name: no, zones", "no, which YAML reads as false"),
    ("cn-shanghai-a", "0o17", "0o17, which YAML reads as the number 15"),
    ("id: m-uf6hvbrxclop1jtat17m", "id: 1e3", "1e3, which YAML reads as the number 1000"),
    ("updateStrategy: minor", "updateStrategy: off", "off, which YAML reads as false"),
    ("cri: [{name: containerd}]", "kubeletVersionConstraint: 1.20", "1.20, which YAML reads"),
    ("alicloud}\nspec", "alicloud, labels: {a: yes}}\nspec", "yes, which YAML reads as true"),
]


@pytest.mark.parametrize(("old", "new", "words"), NOT_TEXT)
def test_a_text_that_needs_quotes_is_an_error_at_its_place(old: str, new: str, words: str) -> None:
    text = PROFILE.replace(old, new)
    errors = [each for each in problems(text) if "which" in each["message"]]
    (found,) = errors
    written = words.partition(",")[0]
    assert f": found {words}" in found["message"]
    assert (found["severity"], found["hint"]) == ("error", f'write "{written}", in quotes')
    lines = text.splitlines()
    assert lines[found["line"] - 1][found["column"] - 1 :].startswith(written)


UNKNOWN = [
    # The manifest, a field of it, its name with a mistake, how much it matters, and the hint.
    (PROFILE, "caBundle", "caBundel", "warning", "caBundle"),
    (PROFILE, "expirationDate", "expirationdate", "warning", "expirationDate"),
    (PROFILE, "usable", "useable", "warning", "usable"),
    (PROFILE, "updateStrategy", "updateStrategi", "warning", "updateStrategy"),
    (PROFILE, "metadata: {name", "metadata: {label: {}, name", "warning", "labels"),
    (PROFILE, "cri", "crj", "warning", "cri"),
    (PROFILE, "      versions", "      version", "error", ""),
    (PROFILE, "id: m-uf6", "ID: m-uf6", "error", "id"),
    (PROFILE, "        regions", "        region", "error", "regions"),
    (NAMESPACED, "volumeTypes", "volumeType", "warning", "volumeTypes"),
    (NAMESPACED, "        regions", "        region", "error", "regions"),
    (SEED, "region:", "regoin:", "warning", "region"),
    (SEED, "retentionPeriod", "retentionperiod", "error", "retentionPeriod"),
    (SEED, "networks", "network", "warning", "networks"),
    (REGISTRATION, "deploymentRefs", "deploymentRef", "warning", "deploymentRefs"),
    (REGISTRATION, "  resources", "  resource", "warning", "resources"),
]


@pytest.mark.parametrize(("text", "field", "typo", "severity", "near"), UNKNOWN)
def test_an_unknown_field_is_told_at_its_place(
    text: str, field: str, typo: str, severity: str, near: str
) -> None:
    assert field in text
    changed = text.replace(field, typo, 1)
    found, *others = problems(changed)
    assert not [each for each in others if each["severity"] == "error"]
    assert found["severity"] == severity
    if near:
        assert found["message"].startswith("unknown field ")
        assert found["hint"] == f'did you mean "{near}"?'
    rest = changed.splitlines()[found["line"] - 1][found["column"] - 1 :]
    name = found["message"].partition('"')[2].partition('"')[0] if near else "name"
    assert rest.startswith(name)


@pytest.mark.parametrize(
    "images",
    [
        "[{name: a, version: 2023.4.0, regions: [{name: cn-shanghai, id: m-uf6}]}]",
        "[{name: a, version: 2023.4.0, id: coreos_alibase_20190319.vhd}]",
        "[{name: a, version: 1.2.3, regions: []}, {name: b, version: 1.2.3, id: x}]",
    ],
)
@pytest.mark.parametrize("alone", [True, False])
def test_images_in_the_shape_of_old_are_one_error(images: str, alone: bool) -> None:
    whole = yaml.safe_load(PROFILE)
    config = whole["spec"]["providerConfig"]
    config["machineImages"] = yaml.safe_load(images)
    found = problems(yaml.safe_dump(config if alone else whole))
    assert [each["severity"] for each in found] == ["error"]
    assert "has its version next to its name" in found[0]["message"]
    assert "below `versions:`" in found[0]["hint"]


def test_what_others_understand_is_theirs() -> None:
    foreign = PROFILE.replace("type: alicloud", "type: aws").replace("alicloud.provider", "aws.x")
    assert problems(foreign.replace("id: m-uf6", "ami: a, id: m-uf6")) == []
    old = PROFILE.replace("v1beta1", "v1alpha1").replace("caBundle", "caBundel")
    assert problems(old) == []


def test_what_only_go_reads_has_no_line_but_is_told() -> None:
    text = PROFILE.replace("1.34.2", "1.30").replace("caBundle: x", "caBundle: x\n  caBundle: z")
    (found,) = problems(text)
    assert "found 1.3, which is not a string" in found["message"]
    assert (found["line"], found["hint"]) == (0, "write it as it is meant, in quotes")


def test_the_text_says_where() -> None:
    text = PROFILE.replace("1.34.2", "1.30")
    (found,) = describe(text.encode(), "m.yaml")
    assert "which YAML reads as the number 1.3\n    at m.yaml:7:37\n" in overview(found)


def test_items_of_a_list_of_several_documents_are_found() -> None:
    item = yaml.safe_load(SEED)
    item["spec"]["backup"]["regoin"] = "x"
    listed = yaml.safe_dump({"apiVersion": "v1", "kind": "List", "items": [item]})
    text = f"{PROFILE}---\n{listed}"
    (found,) = problems(text)
    assert text.splitlines()[found["line"] - 1].strip() == "regoin: x"
