"""Placeholders: written as they stand, compared as they stand, and never a credential."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml

from generator import cli

PLACEHOLDERS = [
    "<path:kv/data/alicloud#owner_id>",
    "<path:kv/data/alicloud#owner_id | base64encode>",
    "${OWNER_KEY}",
    "$(OWNER_KEY)",
    "ref+vault://kv/alicloud#/id",
    "vault:kv/data/alicloud#id",
    "ENC[AES256_GCM,data:p673w==,type:str]",
]
NO_PLACEHOLDERS = [
    "LTAI5tFAKEFAKEFAKEFAKE00",
    "FakeFakeFakeFakeFakeFakeFake00",
    "my key",
    "",
    " ",
    "${A}\n",
    "<path:kv#LTAI5tFAKEFAKEFAKEFAKE00>",
]
CATALOG = """\
images: {a: {shared: true, versions: {1.0.0: {cn-shanghai: m-uf6hvbrxclop1jtat17m}}}}
ownerSecret: {RESOURCE KEY}
controllerDeployment: {apiVersion: v1}
target: {apply: server-side}
seeds:
  - name: cn
    spec: {provider: {type: alicloud, region: cn-shanghai}}
    backup:
      region: cn-shanghai
      secret: {name: backup, KEY}
rules: {incomplete-seed: off, owner-secret-actuator: off}
"""
KEY = "accessKeyID: {placeholder: TEXT}, accessKeySecret: {placeholder: TEXT}"
READABLE = 0o044
"""By others: no file that holds a credential is."""


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def catalog(placeholder: str, resource: str = "") -> str:
    text = CATALOG.replace("KEY", KEY).replace("RESOURCE", resource)
    return text.replace("TEXT", json.dumps(placeholder))


def write(placeholder: str, resource: str = "") -> None:
    Path("live.yaml").write_text(catalog(placeholder, resource))


def documents(name: str) -> list[dict[str, object]]:
    return [*yaml.safe_load_all(Path("manifests/live", name).read_text())]


@pytest.mark.parametrize("resource", ["", "resource: owner, "])
@pytest.mark.parametrize("text", PLACEHOLDERS)
def test_they_are_written_as_they_stand_and_come_back(
    text: str, resource: str, capfd: pytest.CaptureFixture[str]
) -> None:
    write(text, resource)
    assert cli.run(["generate", "live.yaml", "--with-secrets", "--strict"]) == 0
    half = {"accessKeyID": text, "accessKeySecret": text}
    secrets = documents("secrets.yaml")
    assert [secret["data"] for secret in secrets] == [half] * (2 if resource else 1)
    deployment = Path("manifests/live/controllerdeployment.yaml")
    assert (text in yaml.safe_dump(documents(deployment.name))) == (not resource)
    assert all(path.stat().st_mode & READABLE for path in Path("manifests/live").iterdir())

    files = sorted(map(str, Path("manifests/live").iterdir()))
    assert cli.run(["import", *files, "--name", "live", "-o", "again.yaml"]) == 0
    assert cli.run(["generate", "again.yaml", "-o", "again", "--with-secrets", "-q"]) == 0
    for file in files:
        again = (
            Path("again/live", Path(file).name).read_bytes().replace(b"again.yaml", b"live.yaml")
        )
        assert again == Path(file).read_bytes(), capfd.readouterr().err


@pytest.mark.parametrize("text", PLACEHOLDERS)
def test_they_are_compared_without_credentials(text: str) -> None:
    write(text)
    assert cli.run(["generate", "live.yaml", "-q"]) == 0
    assert cli.run(["check", "live.yaml", "--no-credentials", "-q"]) == 0
    write("${ANOTHER}")
    assert cli.run(["check", "live.yaml", "--no-credentials", "-q"]) == 1


@pytest.mark.parametrize("text", NO_PLACEHOLDERS)
def test_what_no_tool_replaces_is_an_error_that_does_not_show_it(
    text: str, capfd: pytest.CaptureFixture[str]
) -> None:
    write(text)
    assert cli.run(["generate", "live.yaml"]) == 1
    error = capfd.readouterr().err
    assert error.count("error: ") == 4
    assert "live.yaml:2:" in error
    assert "live.yaml:10:" in error
    assert not text.strip() or text not in error
    assert not Path("manifests").exists()


@pytest.mark.parametrize("value", ["{placeholder: [x]}", "{placeholder: '${A}', env: A}"])
def test_one_place_alone(value: str, capfd: pytest.CaptureFixture[str]) -> None:
    text = catalog("${A}").replace('{placeholder: "${A}"}', value, 1)
    Path("live.yaml").write_text(text)
    assert cli.run(["generate", "live.yaml"]) == 1
    assert "live.yaml:2:" in capfd.readouterr().err
