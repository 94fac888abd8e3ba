"""What Gardener writes into the metadata of each kind is told from what people write there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from generator.manifest.server_fields import server_fields, without_server_fields

if TYPE_CHECKING:
    from generator.catalog.values import Value

EXTENSION_LABELS = [
    "containerruntime.extensions.gardener.cloud/gvisor",
    "dnsrecord.extensions.gardener.cloud/alicloud-dns",
    "extensions.extensions.gardener.cloud/shoot-dns-service",
    "networking.extensions.gardener.cloud/cilium",
    "operatingsystemconfig.extensions.gardener.cloud/gardenlinux",
    "provider.extensions.gardener.cloud/alicloud",
    "selfhostedshootexposure.extensions.gardener.cloud/x",
]
SEED_LABELS = [
    "name.seed.gardener.cloud/ali",
    "name.seed.gardener.cloud/parent",
    "seed.gardener.cloud/provider",
    "seed.gardener.cloud/region",
]
SECRET_LABELS = [
    "provider.shoot.gardener.cloud/alicloud",
    "reference.gardener.cloud/credentialsbinding",
    "reference.gardener.cloud/secretbinding",
]
MANAGED_LABELS = ["resources.gardener.cloud/managed-by", "shoot.gardener.cloud/no-cleanup"]
OF_KIND = {
    "CloudProfile": EXTENSION_LABELS,
    "ControllerDeployment": [],
    "ControllerRegistration": [],
    "Extension": [],
    "NamespacedCloudProfile": EXTENSION_LABELS,
    "Secret": SECRET_LABELS,
    "Seed": [*EXTENSION_LABELS, *SEED_LABELS],
}
EVERY_LABEL = [*EXTENSION_LABELS, *SEED_LABELS, *SECRET_LABELS]
OF_PEOPLE = [
    "team",
    "gardener.cloud/role",
    "extensions.gardener.cloud/x",
    "seed.gardener.cloud/provider-of-mine",
    "provider.extensions.gardener.cloud.example.com/alicloud",
    "resources.gardener.cloud/ignore",
]


@pytest.mark.parametrize("kind", OF_KIND)
def test_labels_of_gardener_are_known_on_the_kinds_that_have_them(kind: str) -> None:
    labels: dict[str, Value] = dict.fromkeys([*EVERY_LABEL, *MANAGED_LABELS, *OF_PEOPLE], "true")
    body: dict[str, Value] = {"kind": kind, "metadata": {"name": "a", "labels": labels}}
    written = [path[-1] for path in server_fields(body)]
    assert written == [key for key in labels if key in [*OF_KIND[kind], *MANAGED_LABELS]]
    kept = {key: "true" for key in labels if key not in written}
    assert without_server_fields(body) == {"kind": kind, "metadata": {"name": "a", "labels": kept}}


def test_owners_are_no_part_of_an_object() -> None:
    owner: Value = [{"apiVersion": "v1", "kind": "ConfigMap", "name": "a", "uid": "0a1b"}]
    body: dict[str, Value] = {"kind": "Seed", "metadata": {"name": "a", "ownerReferences": owner}}
    assert without_server_fields(body) == {"kind": "Seed", "metadata": {"name": "a"}}


FINALIZERS = [
    ["gardener"],
    ["core.gardener.cloud/controllerdeployment"],
    ["core.gardener.cloud/controllerregistration", "gardener"],
    ["gardener.cloud/operator"],
    ["gardener.cloud/reference-protection"],
    ["core.gardener.cloud/backupbucket"],
]


@pytest.mark.parametrize("finalizers", FINALIZERS, ids=",".join)
def test_finalizers_of_gardener_are_no_part_of_an_object(finalizers: list[Value]) -> None:
    body: dict[str, Value] = {"kind": "Seed", "metadata": {"name": "a", "finalizers": finalizers}}
    assert without_server_fields(body) == {"kind": "Seed", "metadata": {"name": "a"}}


@pytest.mark.parametrize("other", ["example.com/mine", "notgardener.cloud/x", "gardeners"])
def test_finalizers_of_others_stay_with_all_that_stand_beside_them(other: str) -> None:
    body: dict[str, Value] = {"kind": "Seed", "metadata": {"finalizers": ["gardener", other]}}
    assert without_server_fields(body) == body


def test_labels_and_annotations_that_are_emptied_go_and_others_stay_as_they_are() -> None:
    body: dict[str, Value] = {
        "kind": "Seed",
        "metadata": {
            "labels": {"seed.gardener.cloud/region": "cn-shanghai"},
            "annotations": {"resources.gardener.cloud/origin": "a", "mine": "b"},
            "name": "a",
        },
        "spec": {},
    }
    expected = {"kind": "Seed", "metadata": {"annotations": {"mine": "b"}, "name": "a"}, "spec": {}}
    assert without_server_fields(body) == expected


@pytest.mark.parametrize("metadata", [None, [], "x", {"labels": None}, {"finalizers": {}}])
def test_metadata_of_another_type_is_left_as_it_is(metadata: Value) -> None:
    body: dict[str, Value] = {"kind": "Seed", "metadata": metadata}
    assert without_server_fields(body) == body
