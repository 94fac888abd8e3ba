"""ExternalSecrets in the place of Secrets: no credential is asked for, none is written."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from generator import cli
from generator.gardener.server_defaults import with_server_defaults
from tests.support.fake_kubectl import fake_kubectl
from tests.support.objects import generate, load, path
from tests.support.tools import ROOT

if TYPE_CHECKING:
    from tests.support.fake_kubectl import FakeKubectl

DOCUMENT = "externalsecrets"
OWNER = """
target: {apply: server-side}
controllerDeployment: {apiVersion: v1}
ownerSecret: {resource: owner}
rules: {owner-secret-actuator: off}
"""
SEEDS = "seeds: [{name: cn, backup: {}}, {name: two, backup: {secret: {name: other}}}]\n"
REMOTE = {"owner": {"key": "kv/owner"}, "backups": {"other": {"key": "kv/other", "id": "id"}}}


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def kubectl(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FakeKubectl:
    return fake_kubectl(tmp_path, monkeypatch)


def secrets(remote: dict[str, Any], **store: str) -> str:
    external = {"store": {"name": "vault", **store}, "remote": remote}
    return json.dumps({"secrets": {"external": external}})[1:-1] + "\n"


def run(*arguments: str) -> int:
    return cli.run([*arguments])


def names() -> list[str]:
    return [each["metadata"]["name"] for each in load(DOCUMENT)]


def test_only_what_is_in_the_store_becomes_external(capfd: pytest.CaptureFixture[str]) -> None:
    assert generate(OWNER + SEEDS + secrets(REMOTE), "--with-secrets", "--strict") == 0
    assert names() == ["owner", "other"]
    assert not path("secrets").exists()
    assert path(DOCUMENT).stat().st_mode & 0o777 == 0o644
    assert "credential" not in capfd.readouterr().err


def test_a_key_beside_it_is_still_written_as_a_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ID", "FAKEBACKUPKEYID0000000")
    monkeypatch.setenv("KEY", "fake-backup-key-secret-00000000000")
    key = "accessKeyID: {env: ID}, accessKeySecret: {env: KEY}"
    seeds = SEEDS.replace("backup: {}", f"backup: {{secret: {{{key}}}}}")
    assert generate(OWNER + seeds + secrets(REMOTE), "--with-secrets") == 0
    assert [each["metadata"]["name"] for each in load("secrets")] == ["backup-credentials"]
    assert names() == ["owner", "other"]


@pytest.mark.parametrize("options", [(), ("--no-credentials",)])
def test_nobody_needs_a_key_to_generate_check_or_compare(options: tuple[str, ...]) -> None:
    assert generate(OWNER + SEEDS + secrets(REMOTE), *options) == 0
    assert run("check", "live.yaml", *options) == 0
    assert run("diff", "live.yaml", "-o", "manifests", "--exit-code") == 0
    assert run("generate", "live.yaml", "--only", DOCUMENT, *options) == 0


def test_without_the_section_the_document_goes(capfd: pytest.CaptureFixture[str]) -> None:
    assert generate(OWNER + SEEDS + secrets(REMOTE)) == 0
    Path("live.yaml").write_text(Path("live.yaml").read_text().replace('"secrets"', '"x"'))
    assert run("generate", "live.yaml") == 1
    assert generate(OWNER + SEEDS + "secrets: {external: null}\n") == 0
    assert "removed manifests/live/externalsecrets.yaml" in capfd.readouterr().err
    assert not path(DOCUMENT).exists()


@pytest.mark.parametrize(
    ("sections", "expected"),
    [
        (OWNER + secrets({"owner": {"key": "kv/owner"}}), ["owner"]),
        # Of two seeds with one Secret, and of one name in two namespaces.
        (
            "seeds: [{name: a, backup: {}}, {name: b, backup: {}}, "
            "{name: c, backup: {secret: {namespace: other}}}]\n"
            + secrets({"backups": {"backup-credentials": {"key": "k"}}}),
            ["backup-credentials", "backup-credentials"],
        ),
    ],
)
def test_each_secret_is_made_once(sections: str, expected: list[str]) -> None:
    assert generate(sections) == 0
    assert names() == expected


def test_a_store_alone_writes_nothing() -> None:
    assert generate(SEEDS + secrets({})) == 0
    assert not path(DOCUMENT).exists()


def test_a_base_names_the_store_and_a_landscape_the_entries() -> None:
    Path("base.yaml").write_text(OWNER + secrets({}, kind="ClusterSecretStore"))
    entry = "secrets: {external: {remote: {owner: {key: kv/live}}}}\n"
    assert generate(f"extends: base.yaml\n{entry}") == 0
    (found,) = load(DOCUMENT)
    assert found["spec"]["secretStoreRef"] == {"kind": "ClusterSecretStore", "name": "vault"}
    assert found["spec"]["data"][0]["remoteRef"]["key"] == "kv/live"


@pytest.mark.parametrize("verb", ["show", "textconv"])
def test_reading_it_back_hides_nothing(verb: str, capfd: pytest.CaptureFixture[str]) -> None:
    assert generate(OWNER + SEEDS + secrets(REMOTE)) == 0
    capfd.readouterr()
    assert run(verb, str(path(DOCUMENT))) == 0
    out, err = capfd.readouterr()
    assert err == ""
    assert "redacted" not in out
    assert "kv/owner" in out
    assert "kv/other" in out
    assert "vault" in out


def test_a_changed_entry_is_seen_in_a_review(capfd: pytest.CaptureFixture[str]) -> None:
    assert generate(OWNER + SEEDS + secrets(REMOTE)) == 0
    Path("live.yaml").write_text(Path("live.yaml").read_text().replace("kv/owner", "kv/new"))
    capfd.readouterr()
    assert run("diff", "live.yaml", "-o", "manifests") == 0
    out = capfd.readouterr().out
    assert "-      key: kv/owner\n" in out
    assert "+      key: kv/new\n" in out


MISPLACED = [
    "LTAI5tAAAAAAAAAAAAAAAAAA",
    "secret/LTAI5tAAAAAAAAAAAAAAAAAA",
    "TFRBSTV0QUFBQUFBQUFBQUFBQUFBQUFB",
    "Abcdefgh1Abcdefgh1Abcdefgh1Abc",
    "QWJjZGVmZ2gxQWJjZGVmZ2gxQWJjZGVmZ2gxQWJj",
]


@pytest.mark.parametrize("text", MISPLACED)
@pytest.mark.parametrize("key", ["key", "id", "secret"])
def test_a_credential_in_the_place_of_a_name_is_refused_and_never_shown(
    key: str, text: str, capfd: pytest.CaptureFixture[str]
) -> None:
    remote = {"owner": {"key": "kv", key: text}}
    assert generate(OWNER + secrets(remote)) == 1
    err = capfd.readouterr().err
    assert "found what looks like the credential itself" in err
    assert text.rpartition("/")[2] not in err
    assert not Path("manifests").exists()


@pytest.mark.parametrize(
    "name", ["kv/data/gardener/AlicloudOwner01", "arn:aws:secretsmanager:x", "alicloudOwnerKey"]
)
def test_a_name_that_only_resembles_one_is_taken(name: str) -> None:
    assert (
        generate(OWNER + secrets({"owner": {"key": name, "id": "ownerAccessKeyIdentifier"}})) == 0
    )
    assert load(DOCUMENT)[0]["spec"]["data"][0]["remoteRef"]["key"] == name


def test_import_brings_back_what_was_written(capfd: pytest.CaptureFixture[str]) -> None:
    assert generate(OWNER + SEEDS + secrets(REMOTE)) == 0
    written = path(DOCUMENT).read_bytes()
    documents = [*map(str, sorted(path(DOCUMENT).parent.iterdir()))]
    made = {
        "apiVersion": "v1",
        "kind": "Secret",
        "metadata": {"name": "owner", "namespace": "garden"},
        "data": {"accessKeyID": "QQ==", "accessKeySecret": "QQ=="},
    }
    Path("made.yaml").write_text(json.dumps(made))
    Path("again").mkdir()
    assert run("import", *documents, "made.yaml", "-o", "again/live.yaml") == 0
    text = Path("again/live.yaml").read_text()
    assert yaml.safe_load(text)["secrets"]["external"]["remote"] == REMOTE
    assert "env:" not in text
    assert run("generate", "again/live.yaml", "-o", "again") == 0, capfd.readouterr().err
    assert Path("again/live/externalsecrets.yaml").read_bytes() == written


CHANGES: list[tuple[str, str, str]] = [
    ("name: vault", "name: elsewhere", "not one that a catalog with one store can have"),
    ("| b64enc", "", "not one that a catalog with one store can have"),
    ("secretKey: accessKeyID", "secretKey: id", "not one that a catalog with one store can have"),
    ("property: accessKeyID\n", "version: '1'\n", "not one that a catalog with one store can have"),
    ("template:", "name: another\n    template:", "nothing refers to the ExternalSecret"),
    ("name: owner\n", "name: others\n", "nothing refers to the ExternalSecret garden/others"),
    ("decodingStrategy: None", "decodingStrategy: Base64", "decodingStrategy: Base64"),
    ("spec:\n", "spec:\n  refreshInterval: 5m\n", "spec.refreshInterval: 5m"),
]


@pytest.mark.parametrize(("old", "new", "said"), CHANGES)
def test_import_says_what_a_catalog_cannot_say(old: str, new: str, said: str) -> None:
    assert generate(OWNER + SEEDS + secrets(REMOTE)) == 0
    text = path(DOCUMENT).read_text()
    first, rest = text.split("\n---\n", 1)
    if "vault" in old:
        rest = rest.replace(old, new)
    else:
        assert old in first
        first = first.replace(old, new, 1)
    path(DOCUMENT).write_text(f"{first}\n---\n{rest}")
    documents = [*map(str, sorted(path(DOCUMENT).parent.iterdir()))]
    assert run("import", *documents, "-o", "imported.yaml") == 0
    assert said in Path("imported.yaml").read_text()


def live(body: dict[str, Any]) -> dict[str, Any]:
    """An object as the operator leaves it in a cluster."""
    found = with_server_defaults(body)
    finalizer = "externalsecrets.external-secrets.io/externalsecret-cleanup"
    meta = {**found["metadata"], "uid": "1", "finalizers": [finalizer]}  # type: ignore[dict-item]
    return {**found, "metadata": meta, "status": {"binding": {"name": "x"}}}


@pytest.mark.parametrize("deployment", ["controllerDeployment: {apiVersion: v1}\n", ""])
def test_live_objects_are_those_of_the_cluster_that_needs_the_secret(
    deployment: str, kubectl: FakeKubectl, capfd: pytest.CaptureFixture[str]
) -> None:
    sections = OWNER.replace("controllerDeployment: {apiVersion: v1}\n", "")
    sections += deployment or "controllerDeployment: null\nextension: {}\n"
    assert generate(sections + SEEDS + secrets(REMOTE)) == 0
    files = sorted(path(DOCUMENT).parent.iterdir())
    documents = [each for file in files for each in yaml.safe_load_all(file.read_text())]
    objects = [live(each) if each["kind"] == "ExternalSecret" else each for each in documents]
    kubectl.answer(*objects)
    capfd.readouterr()
    options = ("--context=garden", "--runtime-context=runtime")
    assert run("diff", "live.yaml", "--live", *options) == 0
    assert capfd.readouterr().out == ""
    asked = {
        each["metadata"]["name"]: next(word for word in words if word.startswith("--context"))
        for words, wanted in kubectl.calls
        for each in wanted
        if each["kind"] == "ExternalSecret"
    }
    place = "garden" if deployment else "runtime"
    assert asked == {"owner": f"--context={place}", "other": "--context=garden"}


def test_a_cluster_without_the_operator_is_named(
    kubectl: FakeKubectl, capfd: pytest.CaptureFixture[str]
) -> None:
    assert generate(OWNER + secrets({"owner": {"key": "kv"}})) == 0
    kubectl.answer(
        messages='error: resource mapping not found for name: "owner" namespace: "garden" from '
        '"STDIN": no matches for kind "ExternalSecret" in version "external-secrets.io/v1"\n'
        "ensure CRDs are installed first\n"
    )
    assert run("diff", "live.yaml", "--live") == 1
    err = capfd.readouterr().err
    assert "the cluster has no kind ExternalSecret of external-secrets.io/v1" in err
    assert "External Secrets Operator must be installed in that cluster" in err


def test_the_page_on_access_keys_shows_what_works() -> None:
    text = (ROOT / "docs" / "secrets.md").read_text()
    (example,) = (each for each in re.findall(r"```yaml\n(.*?)```", text, re.S) if "remote" in each)
    assert generate(example) == 0
    assert names() == ["machine-image-owner", "backup-credentials"]


def test_each_cluster_gets_what_it_needs_in_folders_for_kustomize() -> None:
    sections = OWNER + SEEDS + secrets(REMOTE) + "extension: {}\nkustomization: {}\n"
    assert generate(sections) == 0
    found = {
        file.parent.name: [
            each["metadata"]["name"] for each in yaml.safe_load_all(file.read_text())
        ]
        for file in Path("manifests/live").glob("*/externalsecrets.yaml")
    }
    assert found == {"virtual-garden": ["owner", "other"], "runtime": ["owner"]}
    for place in found:
        listed = yaml.safe_load(Path("manifests/live", place, "kustomization.yaml").read_text())
        assert "externalsecrets.yaml" in listed["resources"]
    assert run("check", "live.yaml") == 0
