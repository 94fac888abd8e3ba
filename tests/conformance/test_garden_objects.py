"""ControllerRegistration, Extension, Seeds and Secrets, before who reads them."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from tests.conformance.landscapes import CASES, DEPLOYMENT, as_yaml, clusters, generate
from tests.conformance.objects import Objects
from tests.conformance.test_gardenlet import blob
from tests.support.tools import ROOT

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conformance.judges import Judge

OK = ROOT / "tests" / "cases" / "ok"
KEYS = {
    "accessKeyID": "FAKEACCESSKEYID00000000",
    "accessKeySecret": "fake-access-key-secret-00000000000",
}
"""What the cases `*-with-secrets` read, or hold encoded."""


REPOSITORY = "europe-docker.pkg.dev/gardener-project/public/gardener/extensions/provider-alicloud"


def encoded(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


def split(stream: str) -> list[str]:
    return stream.split("\n---\n")


def on_a_seed(patch: str) -> str:
    """The Seed that a patch leaves when it is applied to one without a backup."""
    seed = yaml.safe_load((CASES / "admission" / "seed.yaml").read_text("utf-8"))
    change = yaml.safe_load(patch)
    del seed["spec"]["backup"]
    seed["spec"] |= change["spec"]
    return as_yaml(seed | {"metadata": change["metadata"]})


def test_seeds_whole_and_in_part(tmp_path: Path, gardener: Judge, extension: Judge) -> None:
    generated = generate(OK / "seed" / "catalog.yaml", tmp_path)
    whole = split(generated["seeds.yaml"])
    patched = [on_a_seed(patch) for patch in split(generated["seed-patches.yaml"])]
    assert len(whole) == len(patched) == 2
    for seed in (*whole, *patched):
        gardener.accepts("admission", manifest=seed)
        assert extension.ask("admission", manifest=seed).accepted


def test_secrets_of_backups(tmp_path: Path, gardener: Judge, extension: Judge) -> None:
    generated = generate(OK / "seed-with-secrets" / "catalog.yaml", tmp_path, "--with-secrets")
    first, second = split(generated["secrets.yaml"])
    gardener.accepts("admission", manifest=generated["secrets.yaml"])
    assert extension.accepts("secret", manifest=first) == KEYS
    assert extension.accepts("secret", manifest=second)["accessKeyID"] == "FAKEACCESSKEYID00000001"


def test_the_owner_secret_arrives_in_the_seed(
    tmp_path: Path, gardener: Judge, extension: Judge
) -> None:
    case = OK / "owner-secret-with-secrets" / "catalog.yaml"
    generated = generate(case, tmp_path, "--with-secrets")
    gardener.accepts("admission", manifest=generated["secrets.yaml"])
    answer = gardener.accepts(
        "gardenlet",
        deployment=generated[DEPLOYMENT],
        chart="",
        objects=[generated["secrets.yaml"]],
        **clusters()[0].question(),
    )
    secret = Objects.of(answer["rendered"]).one("Secret")
    assert extension.accepts("secret", manifest=as_yaml(secret)) == KEYS


def deployment_of(extension: dict[str, Any]) -> dict[str, Any]:
    """The ControllerDeployment that gardener-operator makes of an Extension."""
    deployment = extension["spec"]["deployment"]
    return {
        "apiVersion": "core.gardener.cloud/v1",
        "kind": "ControllerDeployment",
        "metadata": {"name": extension["metadata"]["name"]},
        "helm": {
            "ociRepository": deployment["extension"]["helm"]["ociRepository"],
            "values": deployment["extension"]["values"],
        },
        "injectGardenKubeconfig": deployment["extension"].get("injectGardenKubeconfig", False),
        "resources": deployment.get("resources", []),
    }


EXTENSIONS = sorted(OK.glob("extension*/catalog.yaml"))


@pytest.mark.parametrize("catalog", EXTENSIONS, ids=lambda path: path.parent.name)
def test_an_extension_is_installed_in_both_clusters(
    catalog: Path, tmp_path: Path, gardener: Judge
) -> None:
    sections = yaml.safe_load(catalog.read_text())
    if "ownerSecret" in sections:
        sections["ownerSecret"] |= {key: encoded(value) for key, value in KEYS.items()}
    generated = generate(sections, tmp_path, "--with-secrets")
    extension = yaml.safe_load(generated["extension.yaml"])
    secrets = [generated["secrets.yaml"]] if "ownerSecret" in sections else []
    chart = {"chart": blob(tmp_path), "objects": secrets}
    runtime = gardener.accepts("operator", extension=as_yaml(extension), **chart)
    deployment = as_yaml(deployment_of(extension))
    seed = gardener.accepts("gardenlet", deployment=deployment, **chart, **clusters()[0].question())
    values = extension["spec"]["deployment"]["extension"]
    for cluster, key in ((runtime, "runtimeClusterValues"), (seed, "values")):
        image = {"repository": REPOSITORY, **values[key]["image"]}
        found = Objects.of(cluster["rendered"]).container()["image"]
        assert found == f"{image['repository']}:{image['tag']}"
