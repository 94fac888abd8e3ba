"""Decoding and the JSON Schema have one mind about every key of the catalog."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest

from generator.decode import catalog_keys
from tests.schema.judges import FULL, marked, read, refused

SECRETS = "secrets: {external: {store: {name: s}, remote: {backups: {g: {key: k}}}}}\n"
"""What other seeds than those of `FULL` would not fit."""

TREE = read(FULL + SECRETS)

VALUES: list[Any] = [
    *(True, 0, 5, -1, 1.5, 20270331, 10**9, "", "5", "x", "x y", "A_B", "a" * 64, "a/b:c", "*"),
    *("2027-03-31", "2027-13-31", "2027-03-31T23:59:59Z", "v1.72.0", "sha256:" + "a" * 64),
    *("minor", "supported", "amd64", "v1", "Always", "baseline", "bucket", "alicloud", "off"),
    *([], ["x"], ["x", "x"], ["x y"], [""], [5], [[]], [{}], ["amd64"], ["amd64", "amd64"]),
    *({}, {"x": "y"}, {"x": 5}, {"x": "y z"}, {"x": ""}, {"x": {}}, {"x": ["y"]}, {"x y": "z"}),
    *({"A/b": "c"}, {"env": "A"}, {"env": "A", "file": "x"}, {"env": "A B"}, {"name": "x"}),
    *({"oci": {"ref": "x"}}, {"oci": {"ref": "x", "tag": "y"}}, {"type": "other"}),
    *({"provider": {"type": "alicloud"}}, {"provider": {"type": "x"}}, {"machineImages": []}),
    *({"g": ["1.0.0"]}, {"g": "1.2.3"}, {"g": []}, {"g": {"1.0.0": "2027-03-31"}}, {"g": {}}),
]
"""Tried at every key: right at some, wrong at others."""

ONLY_DECODING_KNOWS = (
    "there is no image",
    "g has no version",
    "the CloudProfile offers none of these regions",
    "none of the regions that the catalog is restricted to has an ID here",
    "no image has an ID in",
    "the CloudProfile alicloud does not offer",
    "no image is left for the CloudProfile",
    "the CloudProfile needs images",
    "must provide at least one",
    "spec is missing",
    "the reference to the chart is incomplete",
    "missing: accessKeyID",
    "found a value that cannot be used",
    "found the key itself",
    "g 1.0.0 is also listed under images",
    "the owner's access key goes into the values",
    "no seed uses the Secret",
)
"""Where a schema would need the files together, the names in other sections, or base64."""

UNREAD = {("metadata", "labels"), ("metadata", "annotations"), ("", "extends")}
"""What decoding passes over: other tools have their say; and the base, which is no key's value."""


def steps(section: str, key: str) -> list[str | int]:
    """Where a key of `FULL` stands, for a path of `catalog_keys.SECTIONS`."""
    path = section.partition(",")[0].replace("NAME", "g")
    versions = {"flavors[]": "2.0.0", "lifecycle[]": "3.0.0"}
    version = versions.get(path.rpartition(".")[2], "1.0.0")
    found: list[str | int] = []
    for step in [*filter(None, path.split(".")), key]:
        found.append(step.removesuffix("[]").replace("VERSION", version))
        found += [0] if step.endswith("[]") else []
    return found


def changed(path: list[str | int], value: object) -> dict[str, Any]:
    """`FULL` with a value at a path."""
    tree: dict[str, Any] = copy.deepcopy(TREE)
    node: Any = tree
    for step in path[:-1]:
        node = node[step] if isinstance(step, int) else node.setdefault(step, {})
    node[path[-1]] = value
    return tree


def over(tree: dict[str, Any], path: list[str | int]) -> dict[str, Any]:
    """A file that extends `FULL` and says of a tree what stands at a path: lists as a whole."""
    node: Any = tree
    outer: list[str] = []
    for step in path:
        if isinstance(step, int):
            break
        outer.append(step)
        node = node[step]
    for step in reversed(outer):
        node = {step: node}
    return {"extends": "base.yaml", **node}


EVERY_KEY = [
    pytest.param(steps(section, key), id=f"{section or 'top'}-{key}")
    for section, known in catalog_keys.SECTIONS.items()
    for key in known
    if (section, key) not in UNREAD
]


def test_decoding_accepts_the_full_catalog() -> None:
    assert refused(FULL + SECRETS) == []


@pytest.mark.parametrize("path", EVERY_KEY)
def test_schema_and_decoding_agree_on_every_value_of_a_key(path: list[str | int]) -> None:
    apart = {}
    for value in VALUES:
        tree = changed(path, value)
        said = refused(json.dumps(tree))
        seen = marked({path[0]: tree[str(path[0])]})
        visible = [problem for problem in said if not problem.startswith(ONLY_DECODING_KNOWS)]
        if (visible and not seen) or (seen and not said):
            apart[json.dumps(value)] = said, seen
    assert apart == {}


@pytest.mark.parametrize("path", EVERY_KEY)
@pytest.mark.parametrize("value", [None, {}], ids=["null", "empty"])
def test_the_schema_marks_no_null_or_empty_value_that_works_over_a_base(
    path: list[str | int], value: object
) -> None:
    tree = over(changed(path, value), path)
    assert refused(json.dumps(tree)) or marked(tree) == []
