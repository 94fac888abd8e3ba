"""What the chart renders from the values of users, gardenlet and gardener-operator."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import yaml

from tests.extension_chart.helm import (
    CHART,
    configuration,
    container,
    helm,
    kind,
    merged,
    objects,
    refused,
    render,
    template,
)
from tests.support.tools import ROOT

if TYPE_CHECKING:
    from pathlib import Path

CASES = sorted((ROOT / "tests" / "cases" / "chart-values").iterdir())
SEED: dict[str, Any] = {"gardener": {"seed": {"provider": "alicloud"}}}
OWNER = {
    "accessKeyID": "TFRBSTR0RXhhbXBsZU9ubHlLZXlJRA==",
    "accessKeySecret": "bm90LWEtcmVhbC1zZWNyZXQtb25seS1hbi1leGFtcGxl",
}
AWKWARD = [
    *["1.0", "0123", "0o17", "1e3", "1_000", "12:30:45", "2021-04-20", ".5", "0x1F", "NaN", ".inf"],
    *["on", "no", "y", "null", "~", "true", "*", "*/5 * * * *", "&a", "!tag", "%x", "@x", "`x`"],
    *["- x", "a: b", "a #b", "{a}", "[a]", "'", '"', "\\", "|", ">", "{{ x }}", " a ", "a\nb"],
    *["\t", "\u00e9", "\u65e5\u672c", "\U0001f600", "\u2028", "---", "<&>"],
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_chart_renders_each_case_as_recorded(
    case: Path, request: pytest.FixtureRequest
) -> None:
    rendered = render(yaml.safe_load((case / "values.yaml").read_text("utf-8")))
    expected = case / "expected.yaml"
    if request.config.getoption("--update-golden"):
        expected.write_text(rendered, encoding="utf-8")
    assert objects(rendered) == objects(expected.read_text("utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_helm_lint_finds_nothing_in_any_case(case: Path) -> None:
    done = helm("lint", "--strict", CHART, "--values", case / "values.yaml")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "[WARNING]" not in done.stdout


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("config.toBeSharedImageIDs", ["m-bp1ibwd9dqjxwgjtvc3i"]),
        ("config.csi.enableADController", True),
        ("config.clientConnection.qps", 1),
        ("config.service.backendLoadBalancerSpec", "slb.s2.small"),
        ("config.etcd.storage.capacity", "50Gi"),
        ("config.etcd.backup.schedule", "0 0 * * *"),
        ("config.healthCheckConfig.syncPeriod", "1m"),
        ("config.machineImageOwnerSecret.name", "image-owner"),
        ("config.machineImageOwnerSecret.accessKeyID", "TFRBSTR0QW5vdGhlckV4YW1wbGVLZXk="),
        ("config.machineImageOwnerSecret.accessKeySecret", "YW5vdGhlci1leGFtcGxlLXNlY3JldA=="),
        ("imageVectorOverwrite", "images: []\n"),
        ("image.tag", "v1.70.0"),
        ("resources.requests.memory", "128Mi"),
    ],
)
def test_changing_what_the_extension_reads_at_start_restarts_it(path: str, value: object) -> None:
    base = {**SEED, "config": {"machineImageOwnerSecret": OWNER}}
    assert template(render(merged(base, path, value))) != template(render(base))


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("config.machineImages", [{"name": "x", "version": "1.0"}]),
        ("config.etcd.storage.volumeBindingMode", "Immediate"),
        ("gardener.seed.name", "cn"),
        ("gardener.seed.volumeProvider", "FlexVolume"),
        ("gardener.garden.genericKubeconfigSecretName", "generic-garden-kubeconfig-1"),
        ("gardener.gardenlet.featureGates", {"DefaultSeccompProfile": True}),
        ("vpa.enabled", False),
        ("replicaCount", 2),
    ],
)
def test_changing_what_the_extension_does_not_read_at_start_restarts_nothing(
    path: str, value: object
) -> None:
    assert template(render(merged(SEED, path, value))) == template(render(SEED))


def test_machine_images_in_the_values_change_no_rendered_byte() -> None:
    assert render({"config": {"machineImages": [{"name": "x", "version": "1.0"}]}}) == render({})


def test_awkward_text_in_shared_image_ids_survives_rendering() -> None:
    rendered = render({"config": {"toBeSharedImageIDs": AWKWARD}})
    assert configuration(rendered)["toBeSharedImageIDs"] == AWKWARD


@pytest.mark.parametrize("text", ["1.0", "0123", "on", "null", "~"])
def test_text_like_a_number_or_boolean_stays_text_everywhere(text: str) -> None:
    values = merged(SEED, "image.tag", text)
    values["config"] = {
        "machineImageOwnerSecret": {**OWNER, "name": text},
        "etcd": {"storage": {"className": text, "capacity": "1e3"}, "backup": {"schedule": text}},
        "service": {"backendLoadBalancerSpec": text},
    }
    rendered = render(values)
    config = configuration(rendered)
    assert container(rendered)["image"].endswith(f"/provider-alicloud:{text}")
    assert kind(rendered, "Secret")["metadata"]["name"] == text
    assert kind(rendered, "StorageClass")["metadata"]["name"] == text
    assert config["machineImageOwnerSecretRef"]["name"] == text
    assert config["etcd"]["storage"] == {"className": text, "capacity": "1e3"}
    assert config["etcd"]["backup"] == {"schedule": text}
    assert config["service"] == {"backendLoadBalancerSpec": text}


@pytest.mark.parametrize("off", ["false", False, None])
def test_runtime_cluster_disabled_in_any_spelling_changes_nothing(off: object) -> None:
    assert render(merged(SEED, "gardener.runtimeCluster.enabled", off)) == render(SEED)


@pytest.mark.parametrize("section", [{}, None, {"enableADController": None}])
def test_empty_csi_section_is_left_out_of_the_configuration(section: object) -> None:
    assert "csi" not in configuration(render({"config": {"csi": section}}))


@pytest.mark.parametrize(
    ("kubernetes", "distribution"), [("1.33.9", "PreferClose"), ("1.34.0-gke.1", "PreferSameZone")]
)
def test_topology_aware_routing_follows_the_kubernetes_version(
    kubernetes: str, distribution: str
) -> None:
    values = merged(SEED, "gardener.seed.spec.settings.topologyAwareRouting.enabled", value=True)
    service = kind(render(values, kubernetes), "Service")
    assert service["spec"]["trafficDistribution"] == distribution


def test_gardenlet_may_inject_the_garden_kubeconfig() -> None:
    # It leaves a Deployment alone that says no by label or brings the variable along.
    rendered = render(SEED)
    labels = kind(rendered, "Deployment")["metadata"]["labels"]
    assert "extensions.gardener.cloud/inject-garden-kubeconfig" not in labels
    assert "GARDEN_KUBECONFIG" not in [each["name"] for each in container(rendered)["env"]]


def test_the_image_starts_by_its_entrypoint_unless_a_command_is_given() -> None:
    assert "command" not in container(render({}))
    command = ["/bin/provider", "--log-level=debug", "1.0"]
    assert container(render({"command": command}))["command"] == command


@pytest.mark.parametrize(("check", "disabled"), [(True, []), (None, []), (False, ["true"])])
def test_the_check_of_the_kubernetes_version_is_disabled_on_demand_only(
    check: bool | None, disabled: list[str]
) -> None:
    variables = container(render({"kubernetesVersionCheck": check}))["env"]
    name = "EXPERIMENTAL_DISABLE_KUBERNETES_VERSION_CHECK"
    assert [each["value"] for each in variables if each["name"] == name] == disabled


@pytest.mark.parametrize(
    ("key", "value", "problem"),
    [
        ("accessKeyID", "LTAI4GExampleOnlyKeyIDxx", "must be base64"),
        ("accessKeySecret", "not base64 at all", "must be base64"),
        ("accessKeySecret", "bm90LWEtcmVhbC1zZWNyZXQtbGluZS1icmVhawo=", "must be base64"),
        ("accessKeyID", "", "is required"),
        ("accessKeySecret", None, "is required"),
    ],
)
def test_wrong_credential_is_refused_unseen(key: str, value: str | None, problem: str) -> None:
    message = refused({"config": {"machineImageOwnerSecret": {**OWNER, key: value}}})
    assert f"config.machineImageOwnerSecret.{key} {problem}" in message
    assert not value or value not in message


def test_reference_in_a_credential_is_left_to_gardenlet() -> None:
    reference = "{{ .resources.owner.data.accessKeyID }}"
    secret = {**OWNER, "accessKeyID": reference}
    rendered = render({"config": {"machineImageOwnerSecret": secret}})
    assert kind(rendered, "Secret")["data"]["accessKeyID"] == reference
