"""Documents of credentials: written when asked for, readable by their owner, and never else."""

from __future__ import annotations

import base64
import gzip
import json
import re
from pathlib import Path

import pytest

from generator import cli
from generator.chart import blob
from generator.manifest.chart_source import read_source
from tests.support.objects import generate, load, path

OWNER_ID, OWNER_SECRET = "FAKEOWNERKEYID00000000", "fake-owner-key-secret-000000000000"
BACKUP_ID, BACKUP_SECRET = "FAKEBACKUPKEYID0000000", "fake-backup-key-secret-00000000000"
CREDENTIALS = (OWNER_ID, OWNER_SECRET, BACKUP_ID, BACKUP_SECRET)

OWNER = """
controllerDeployment: {apiVersion: v1}
ownerSecret: {resource: owner, accessKeyID: {env: OWNER_ID}, accessKeySecret: {env: OWNER_SECRET}}
"""
SEEDS = """
seeds:
- name: cn
  backup: {secret: {accessKeyID: {env: BACKUP_ID}, accessKeySecret: {file: backup-secret}}}
"""


@pytest.fixture(autouse=True)
def _credentials(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("OWNER_ID", OWNER_ID)
    monkeypatch.setenv("OWNER_SECRET", OWNER_SECRET)
    monkeypatch.setenv("BACKUP_ID", BACKUP_ID)
    Path("backup-secret").write_text(f"{BACKUP_SECRET}\n")


def decoded(text: str) -> str:
    return base64.b64decode(text, validate=True).decode()


def forms(credential: str) -> list[str]:
    """A credential as it stands, encoded once, and encoded twice."""
    once = base64.b64encode(credential.encode()).decode()
    return [credential, once, base64.b64encode(once.encode()).decode()]


def test_the_owner_secret_is_encoded_twice() -> None:
    assert generate(OWNER, "--with-secrets") == 0
    (secret,) = load("secrets")
    assert secret["metadata"] == {
        "name": "owner",
        "namespace": "garden",
        "labels": {"gardener.cloud/role": "resource-reference"},
    }
    assert {key: decoded(decoded(text)) for key, text in secret["data"].items()} == {
        "accessKeyID": OWNER_ID,
        "accessKeySecret": OWNER_SECRET,
    }


def test_a_backups_secret_is_encoded_once() -> None:
    assert generate(SEEDS, "--with-secrets") == 0
    (secret,) = load("secrets")
    assert secret["metadata"] == {"name": "backup-credentials", "namespace": "garden"}
    assert {key: decoded(text) for key, text in secret["data"].items()} == {
        "accessKeyID": BACKUP_ID,
        "accessKeySecret": BACKUP_SECRET,
    }
    assert "AliyunOSSFullAccess" in path("secrets").read_text()


def test_only_secrets_hold_credentials_and_only_their_owner_reads_them() -> None:
    assert generate(OWNER + SEEDS, "--with-secrets") == 0
    folder = path("secrets").parent
    assert len(list(folder.iterdir())) == 3
    for file in folder.iterdir():
        held = [form for each in CREDENTIALS for form in forms(each) if form in file.read_text()]
        private = file == path("secrets")
        assert len(held) == (4 if private else 0)
        assert (file.stat().st_mode & 0o077 == 0) == private


def test_without_the_option_with_secrets_no_credential_is_fetched(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in ("OWNER_ID", "OWNER_SECRET", "BACKUP_ID"):
        monkeypatch.delenv(name)
    Path("backup-secret").unlink()
    assert generate(OWNER + SEEDS) == 0
    assert not path("secrets").exists()


def test_without_the_option_with_secrets_an_earlier_secrets_file_is_removed() -> None:
    assert generate(OWNER, "--with-secrets") == 0
    foreign = path("secrets").with_name("sealed.yaml")
    foreign.write_text("kind: SealedSecret\n")
    assert generate(OWNER) == 0
    assert not path("secrets").exists()
    assert foreign.exists()


def test_generating_another_document_does_not_touch_the_secrets_file() -> None:
    assert generate(OWNER, "--with-secrets") == 0
    assert generate(OWNER, "--only", "controllerdeployment") == 0
    assert path("secrets").exists()


def test_a_secrets_file_that_others_could_read_becomes_private() -> None:
    assert generate(OWNER, "--with-secrets") == 0
    path("secrets").chmod(0o644)
    assert generate(OWNER, "--with-secrets") == 0
    assert path("secrets").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("name", ["secrets", "secrets.yaml"])
def test_secrets_by_name_need_the_option_with_secrets_too(name: str) -> None:
    assert generate(OWNER, "--only", name) == 2
    assert generate(OWNER, "--only", name, "--with-secrets") == 0
    assert [file.name for file in path("secrets").parent.iterdir()] == ["secrets.yaml"]


@pytest.mark.parametrize(
    "catalog",
    [
        "controllerDeployment: {apiVersion: v1}\nownerSecret: {resource: owner}\n",
        "seeds: [{name: cn, backup: {secret: {name: of-others}}}]\n",
        "ownerSecret: {accessKeyID: {env: OWNER_ID}, accessKeySecret: {env: OWNER_SECRET}}\n",
    ],
)
def test_a_catalog_without_keys_for_secrets_has_none(catalog: str) -> None:
    assert generate(catalog, "--with-secrets") == 0
    assert not path("secrets").exists()


def test_all_credentials_that_cannot_be_fetched_are_told_at_once(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("OWNER_ID")
    monkeypatch.setenv("OWNER_SECRET", "too-short-to-be-one")
    monkeypatch.setenv("BACKUP_ID", "no key")
    Path("backup-secret").unlink()
    assert generate(OWNER + SEEDS, "--with-secrets") == 1
    message = capfd.readouterr().err
    assert [
        line.partition(": error: ")[0] for line in message.splitlines() if "error:" in line
    ] == [
        "live.yaml:4:45",
        "live.yaml:4:79",
        "live.yaml:8:34",
        "live.yaml:8:69",
    ]
    assert "too-short-to-be-one" not in message
    assert "no key" not in message
    assert not Path("manifests").exists()


def test_a_stream_has_the_secrets_too(capfd: pytest.CaptureFixture[str]) -> None:
    assert generate(OWNER, "--with-secrets", "-o", "-") == 0
    assert capfd.readouterr().out.count("\nkind: Secret\n") == 1


def test_each_catalog_of_a_call_has_its_own_secrets_file() -> None:
    texts = {"one": OWNER, "two": SEEDS, "three": ""}
    for name, text in texts.items():
        assert generate(text, "-o", "unused") == 0
        Path("live.yaml").rename(f"{name}.yaml")
    assert cli.run(["generate", *(f"{name}.yaml" for name in texts), "--with-secrets"]) == 0
    found = sorted(Path("manifests").glob("*/secrets.yaml"))
    assert [file.parent.name for file in found] == ["one", "two"]


def test_a_template_of_the_users_is_private_where_it_shows_a_key() -> None:
    Path("templates").mkdir()
    Path("templates/sealed.yaml.j2").write_text(
        "{% for secret in secrets %}\nsealed: {{ secret.data.accessKeyID }}\n{% endfor %}\n"
    )
    assert generate(OWNER, "--with-secrets", "--templates", "templates") == 0
    assert path("sealed").stat().st_mode & 0o777 == 0o600


def test_credentials_among_values_are_told_of_and_kept_private(
    capfd: pytest.CaptureFixture[str],
) -> None:
    stated = f"""
controllerDeployment:
  values: {{config: {{machineImageOwnerSecret: {{accessKeyID: {OWNER_ID}}}}}}}
extension:
  values: {{list: [{{accessKeySecret: {OWNER_SECRET}}}, {{accessKeyID: ''}}]}}
controllerRegistration: {{}}
"""
    assert generate(stated, "--rule", "primary-controller=off") == 0
    err = capfd.readouterr().err
    assert re.search(
        r"^live\.yaml:4:60: warning: .*\(and 1 more\) \[plain-credential\]$", err, re.MULTILINE
    )
    assert OWNER_ID not in err
    modes = {file.name: file.stat().st_mode & 0o777 for file in Path("manifests/live").iterdir()}
    private = {name for name, mode in modes.items() if mode == 0o600}
    assert private == {"controllerdeployment.yaml", "extension.yaml"}


def test_templates_in_the_place_of_credentials_are_not_quoted(
    capfd: pytest.CaptureFixture[str],
) -> None:
    stated = f'controllerDeployment: {{values: {{accessKeySecret: "{{{{ {OWNER_SECRET} }}}}"}}}}\n'
    assert generate(stated) == 1
    err = capfd.readouterr().err
    assert re.search(
        r"^live\.yaml:2:50: error: .*template .*\[values-template\]$", err, re.MULTILINE
    )
    assert OWNER_SECRET not in err
    assert "plain-credential" in err


KEY_ID = "LTAI5tFAKEfakeFAKEfake00"


def packed(folder: Path, form: str) -> str:
    """A chart as a folder, an archive, or a manifest that holds it."""
    if form == "folder":
        return folder.name
    chart = read_source(folder)
    if form == "archive":
        Path("chart.tgz").write_bytes(gzip.compress(chart.tar))
        return "chart.tgz"
    manifest = {"kind": "ControllerDeployment", "helm": {"rawChart": blob.encode(chart.tar)}}
    Path("chart.json").write_text(json.dumps(manifest))
    return "chart.json"


@pytest.mark.parametrize("form", ["folder", "archive", "manifest"])
@pytest.mark.parametrize(
    ("text", "mode"),
    [
        (f"id: {KEY_ID}\n", 0o600),
        (f"id: {base64.b64encode(KEY_ID.encode()).decode()}\n", 0o600),
        ("id: LTAI…\nSTS. and TFRBS are not enough\n", 0o644),
        ("id: '{{ .Values.accessKeyID }}'\n", 0o644),
    ],
)
def test_a_manifest_is_private_where_its_chart_holds_an_access_key(
    form: str, text: str, mode: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    templates = Path("my-chart/templates")
    templates.mkdir(parents=True)
    Path("my-chart/Chart.yaml").write_text("apiVersion: v2\nname: my-chart\nversion: 1.0.0\n")
    (templates / "a.yaml").write_text(text)
    chart = packed(Path("my-chart"), form)
    Path("live.yaml").write_text(
        "images: {a: {versions: {1.0.0: {cn-shanghai: m-uf6hvbrxclop1jtat17m}}}}\n"
        f"controllerDeployment: {{chart: {chart}}}\ncontrollerRegistration: {{}}\n"
    )
    assert cli.run(["generate", "live.yaml"]) == 0
    found = {path.name: path.stat().st_mode & 0o777 for path in Path("manifests/live").iterdir()}
    assert found == {"controllerdeployment.yaml": mode, "controllerregistration.yaml": 0o644}


def test_base64_text_is_written_as_the_api_server_encodes_it() -> None:
    loose = base64.b64encode(BACKUP_ID.encode()).decode()
    loose = f"{loose[:-3]}{chr(ord(loose[-3]) + 1)}=="
    key = f"accessKeyID: {loose}, accessKeySecret: {{env: BACKUP_KEY}}"
    seeds = f"seeds: [{{name: cn, backup: {{secret: {{{key}}}}}}}]\n"
    assert decoded(loose) == BACKUP_ID
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("BACKUP_KEY", BACKUP_SECRET)
        assert generate(seeds, "--with-secrets") == 0
    (secret,) = load("secrets")
    assert secret["data"]["accessKeyID"] == base64.b64encode(BACKUP_ID.encode()).decode() != loose
