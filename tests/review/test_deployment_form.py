"""A ControllerDeployment of another apiVersion: what one apply refuses, or leaves live."""

from __future__ import annotations

from typing import Any

import pytest

from generator.manifest.objects import Object
from generator.review.deployment_form import form_impact

V1, V1BETA1 = "core.gardener.cloud/v1", "core.gardener.cloud/v1beta1"
KEYS = {"config": {"machineImageOwnerSecret": {"accessKeyID": "a", "accessKeySecret": "b"}}}
REFERENCES = {"config": {"machineImageOwnerSecret": {"accessKeyID": "{{ .resources.o.data.k }}"}}}
BLOB = {"chart": "AAAA"}
REF = {"ociRepository": {"ref": "registry.example.com/a:v1", "pullSecretRef": {"name": "p"}}}
PARTS = {"ociRepository": {"repository": "registry.example.com/a", "tag": "v1"}}
LEFT, REFUSED = "left-live", "refused-in-one-step"


def deployment(version: str, helm: dict[str, Any], values: dict[str, Any] | None) -> Object:
    body = {"apiVersion": version, "kind": "ControllerDeployment", "metadata": {"name": "a"}}
    stated = {} if values is None else {"values": values}
    if version == V1:
        helm = {"rawChart" if key == "chart" else key: item for key, item in helm.items()}
        return Object("a", "ControllerDeployment", {**body, "helm": {**helm, **stated}})
    config = {"type": "helm", "providerConfig": {**helm, **stated}}
    return Object("a", "ControllerDeployment", {**body, **config})


@pytest.mark.parametrize(("old", "new"), [(V1BETA1, V1), (V1, V1BETA1)])
@pytest.mark.parametrize(
    ("before", "after", "told", "words"),
    [
        ((BLOB, KEYS), (BLOB, KEYS), [], ""),
        ((BLOB, {}), (BLOB, KEYS), [], ""),
        ((BLOB, {"a": {"b": 1}}), (BLOB, {"a": 2}), [], ""),
        ((BLOB, {"a": [1, 2]}), (BLOB, {"a": []}), [], ""),
        ((BLOB, {"a": {"b": 1}}), (BLOB, {"a": {"b": None}}), [], ""),
        ((BLOB, KEYS), (BLOB, {}), [LEFT], "`values.config` live"),
        ((BLOB, KEYS), (BLOB, {"config": {}}), [LEFT], "machineImageOwnerSecret` live"),
        ((BLOB, {"a": {"b.c": 1, "d": 2}}), (BLOB, {"a": {"d": 3}}), [LEFT], r"`values.a.b\.c`"),
        ((REF, {}), ({"ociRepository": {"ref": "b"}}, {}), [LEFT], "`ociRepository.pullSecretRef`"),
        ((BLOB, KEYS), (REF, KEYS), [REFUSED], "a different place of the chart is refused"),
        ((REF, KEYS), (BLOB, KEYS), [REFUSED], "a different place of the chart is refused"),
        ((REF, KEYS), (PARTS, KEYS), [REFUSED], "a different place of the chart is refused"),
        ((BLOB, KEYS), (REF, {}), [REFUSED], "a different place of the chart is refused"),
    ],
)
def test_nothing_goes_away_together_with_the_version(
    old: str, new: str, before: Any, after: Any, told: list[str], words: str
) -> None:
    found = [*form_impact(deployment(old, *before), deployment(new, *after))]
    assert [each.id for each in found] == told
    assert all(words in each.text for each in found)
    client_side = "a client-side apply" in "".join(each.text for each in found)
    assert client_side == (bool(told) and new == V1BETA1)
    assert not [*form_impact(deployment(old, *before), deployment(old, *after))]


def test_references_to_resources_come_after_the_version_and_go_before_it() -> None:
    keys, referring = deployment(V1BETA1, BLOB, KEYS), deployment(V1, BLOB, REFERENCES)
    (told,) = form_impact(keys, referring)
    assert (told.id, "values that refer to `resources`" in told.text) == (REFUSED, True)
    (told,) = form_impact(referring, deployment(V1BETA1, BLOB, {}))
    assert (told.id, "values that referred to `resources`" in told.text) == (REFUSED, True)
    assert not [*form_impact(referring, keys)]
    assert not [*form_impact(deployment(V1, BLOB, KEYS), referring)]


def test_values_as_a_whole_stay_as_well() -> None:
    (told,) = form_impact(deployment(V1BETA1, BLOB, KEYS), deployment(V1, BLOB, None))
    assert told.id == LEFT


def test_credentials_are_not_told() -> None:
    secret = {"config": {"machineImageOwnerSecret": {"accessKeyID": "QUtJRC1nZWhlaW0="}}}
    (told,) = form_impact(deployment(V1BETA1, BLOB, secret), deployment(V1, BLOB, {}))
    assert "QUtJRC1" not in told.text


def test_other_versions_and_kinds_are_none_of_it() -> None:
    alpha = deployment("core.gardener.cloud/v1alpha1", BLOB, KEYS)
    assert not [*form_impact(alpha, deployment(V1, BLOB, {}))]
    extension = Object("a", "Extension", {"apiVersion": V1})
    assert not [*form_impact(Object("a", "Extension", {"apiVersion": V1BETA1}), extension)]
