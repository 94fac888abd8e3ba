"""ExternalSecrets: the operator's CRD takes them, and makes of them what we write as Secrets."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from tests.conformance.garden import prepare_for
from tests.conformance.judges import Judge
from tests.conformance.landscapes import DEPLOYMENT, as_yaml, clusters, generate
from tests.conformance.objects import Objects
from tests.conformance.test_garden_objects import KEYS, OK, split

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.conformance.control_plane import ControlPlane

BACKUP = {"accessKeyID": "FAKEACCESSKEYID00000001", "accessKeySecret": KEYS["accessKeySecret"]}
OTHER = {"accessKeyID": "FAKEACCESSKEYID00000002", "accessKeySecret": KEYS["accessKeySecret"]}
ENTRIES = {
    "gardener/alicloud/owner": {"id": KEYS["accessKeyID"], "secret": KEYS["accessKeySecret"]},
    "gardener/alicloud/backup": BACKUP,
    "another entry": {"accessKeyID": OTHER["accessKeyID"], "007": OTHER["accessKeySecret"]},
}
"""What a store holds for the case `external-secrets`."""

VARIABLES = {"owner": KEYS, "backup-credentials": BACKUP, "other": OTHER}


@pytest.fixture(scope="module")
def helm() -> Iterator[Judge]:
    with Judge("helm") as judge:
        yield judge


@pytest.fixture
def catalog() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((OK / "external-secrets" / "catalog.yaml").read_text())
    return found


def with_keys(catalog: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """The same catalog, which writes Secrets itself of keys in the environment."""
    found = copy.deepcopy(catalog)
    del found["secrets"]

    def key(name: str) -> dict[str, Any]:
        halves = {}
        for half, value in VARIABLES[name].items():
            variable = f"{name}_{half}".replace("-", "_").upper()
            monkeypatch.setenv(variable, value)
            halves[half] = {"env": variable}
        return halves

    found["ownerSecret"] |= key("owner")
    for seed in found["seeds"]:
        secret = seed["backup"].setdefault("secret", {})
        name = secret.get("name", "backup-credentials")
        secret |= key(name) if name in VARIABLES else {}
    return found


def made(catalog: dict[str, Any], folder: Path, helm: Judge) -> list[dict[str, Any]]:
    """The Secrets that the operator makes."""
    documents = split(generate(catalog, folder)["externalsecrets.yaml"])
    return [helm.accepts("secret", manifest=each, entries=ENTRIES) for each in documents]


def test_the_operator_makes_what_we_write_as_secrets(
    catalog: dict[str, Any], tmp_path: Path, helm: Judge, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours = generate(with_keys(catalog, monkeypatch), tmp_path / "ours", "--with-secrets")
    assert made(catalog, tmp_path / "made", helm) == [*yaml.safe_load_all(ours["secrets.yaml"])]


def test_gardener_and_the_extension_read_what_the_operator_makes(
    catalog: dict[str, Any], tmp_path: Path, gardener: Judge, extension: Judge, helm: Judge
) -> None:
    owner, *backups = made(catalog, tmp_path, helm)
    read = [extension.accepts("secret", manifest=as_yaml(each)) for each in backups]
    assert read == [BACKUP, OTHER]
    answer = gardener.accepts(
        "gardenlet",
        deployment=generate(catalog, tmp_path / "again")[DEPLOYMENT],
        chart="",
        objects=[as_yaml(owner)],
        **clusters()[0].question(),
    )
    secret = Objects.of(answer["rendered"]).one("Secret")
    assert extension.accepts("secret", manifest=as_yaml(secret)) == KEYS


def test_the_judge_refuses_what_is_not_in_the_store(
    catalog: dict[str, Any], tmp_path: Path, helm: Judge
) -> None:
    document, *_ = split(generate(catalog, tmp_path)["externalsecrets.yaml"])
    assert helm.ask("secret", manifest=document, entries={}).refusals


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("kind: ClusterSecretStore", "kind: Store", "Unsupported value"),
        ("remoteRef:", "remote:", "field not declared in schema"),
        ("secretKey: accessKeyID", "secretKey: access key", "should match"),
        ("name: vault", "name: The Vault", "should match"),
        ("decodingStrategy: None", "decodingStrategy: Twice", "Unsupported value"),
        ("      key: gardener/alicloud/owner\n", "", "Required value"),
    ],
)
def test_the_operators_crd_refuses_what_is_wrong(
    old: str, new: str, reason: str, catalog: dict[str, Any], tmp_path: Path, plane: ControlPlane
) -> None:
    document, *_ = split(generate(catalog, tmp_path)["externalsecrets.yaml"])
    assert old in document
    prepare_for(document, plane)
    result = plane.apply(document.replace(old, new, 1), "server-side")
    assert result.returncode
    assert reason in result.stderr
