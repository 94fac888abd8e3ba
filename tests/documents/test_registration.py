"""The ControllerRegistration: when it is written, and for which resources."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support.objects import generate, generated, path

if TYPE_CHECKING:
    from pathlib import Path

POD_SECURITY = "security.gardener.cloud/pod-security-enforce"


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize("catalog", ["", "controllerRegistration:\n", "extension: null\n"])
def test_a_section_that_says_nothing_writes_nothing(catalog: str) -> None:
    assert generate(catalog) == 0
    assert not path("controllerregistration").exists()
    assert not path("extension").exists()


def test_a_registration_has_the_seven_resources_of_the_extension_object() -> None:
    catalog = "controllerRegistration: {}\nextension: {}\n"
    registered = generated(catalog, "controllerregistration")["spec"]["resources"]
    assert {item["kind"]: item["type"] for item in registered} == {
        "BackupBucket": "alicloud",
        "BackupEntry": "alicloud",
        "Bastion": "alicloud",
        "ControlPlane": "alicloud",
        "DNSRecord": "alicloud-dns",
        "Infrastructure": "alicloud",
        "Worker": "alicloud",
    }
    assert len(registered) == 7
    assert generated(catalog, "extension")["spec"]["resources"] == registered


def test_a_registration_refers_to_the_controllerdeployment_by_its_name() -> None:
    catalog = "controllerRegistration: {}\ncontrollerDeployment: {name: mine}\n"
    registration = generated(catalog, "controllerregistration")
    deployment = generated(catalog, "controllerdeployment")
    reference = {"name": deployment["metadata"]["name"]}
    assert registration["spec"]["deployment"] == {
        "deploymentRefs": [reference],
        "policy": "OnDemand",
    }


@pytest.mark.parametrize("section", ["controllerRegistration", "extension"])
@pytest.mark.parametrize(
    ("catalog", "level"),
    [
        ("{}", "baseline"),
        ("{podSecurity: restricted}", "restricted"),
        (f"{{annotations: {{{POD_SECURITY}: privileged}}}}", "privileged"),
    ],
)
def test_the_pod_security_annotation_is_always_written(
    section: str, catalog: str, level: str
) -> None:
    found = generated(f"{section}: {catalog}\n", section.lower())
    assert found["metadata"]["annotations"] == {POD_SECURITY: level}
