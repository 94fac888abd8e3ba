"""Who has no key generates: a file that `generate` wrote earlier holds it."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from generator import cli
from generator.credentials.access_key import encoded
from tests.support.command import tree

KEY = ("FAKEACCESSKEYID00000000", "fake-access-key-secret-00000000000")
OTHER = ("FAKEACCESSKEYID11111111", "fake-access-key-secret-11111111111")
CATALOG = """\
images: {a: {shared: true, versions: {1.0.0: {cn-shanghai: m-uf6hvbrxclop1jtat17m}}}}
ownerSecret: {RESOURCE accessKeyID: {env: OWNER_ID}, accessKeySecret: {env: OWNER_SECRET}}
target: {apply: server-side}
controllerDeployment: {apiVersion: FORM}
rules: {incomplete-seed: off, owner-secret-actuator: off}
seeds:
  - name: cn
    spec: {provider: {type: alicloud, region: cn-shanghai}}
    backup:
      region: cn-shanghai
      secret: {name: b, accessKeyID: {env: BACKUP_ID}, accessKeySecret: {env: BACKUP_SECRET}}
"""
REFERRED = (
    "{machineImageOwnerSecret: "
    "{accessKeyID: '{{ .resources.owner.data.accessKeyID }}', accessKeySecret: x}}"
)
FORMS = {"v1beta1": ("v1beta1", ""), "v1": ("v1", ""), "resource": ("v1", "resource: owner,")}


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("OWNER_ID", "OWNER_SECRET", "BACKUP_ID", "BACKUP_SECRET"):
        monkeypatch.delenv(name, raising=False)


def write(form: str, more: str = "") -> None:
    api_version, resource = FORMS[form]
    text = CATALOG.replace("FORM", api_version).replace("RESOURCE", resource)
    Path("live.yaml").write_text(text + more)


def generate_with_keys(monkeypatch: pytest.MonkeyPatch, *more: str) -> None:
    with monkeypatch.context() as context:
        for name, value in zip(("OWNER_ID", "OWNER_SECRET"), KEY, strict=True):
            context.setenv(name, value)
        for name, value in zip(("BACKUP_ID", "BACKUP_SECRET"), OTHER, strict=True):
            context.setenv(name, value)
        assert cli.run(["generate", "live.yaml", "-q", *more]) == 0


def generate(capfd: pytest.CaptureFixture[str], *more: str) -> tuple[int, str]:
    capfd.readouterr()
    code = cli.run(["generate", "live.yaml", "--no-credentials", *more])
    return code, "".join(capfd.readouterr())


@pytest.mark.parametrize("more", [(), ("--with-secrets",)])
@pytest.mark.parametrize("form", FORMS)
def test_keys_stay_and_everything_else_is_generated(
    form: str,
    more: tuple[str, ...],
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    write(form)
    generate_with_keys(monkeypatch, *more)
    before = tree(Path("manifests"))
    assert generate(capfd, *more) == (0, "everything is up to date\n")
    assert tree(Path("manifests")) == before

    write(form, "share: [m-uf6hvbrxclop1jtat17n]\nlabels: {team: images}\n")
    code, said = generate(capfd, *more)
    assert (code, "controllerdeployment.yaml" in said) == (0, True)
    kept = tree(Path("manifests"))
    shutil.rmtree("manifests")
    generate_with_keys(monkeypatch, *more)
    assert kept == tree(Path("manifests"))
    assert kept != before
    assert not any(text in said for key in (KEY, OTHER) for text in (*key, *map(encoded, key)))


@pytest.mark.parametrize("form", ["v1beta1", "v1"])
def test_keys_stay_in_the_values_alone(
    form: str, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    write(form)
    generate_with_keys(monkeypatch, "--only", "values")
    values = Path("manifests/live/values.yaml")
    before = values.read_text()
    assert encoded(KEY[0]) in before
    assert generate(capfd, "--only", "values") == (0, "everything is up to date\n")
    assert values.read_text() == before


@pytest.mark.parametrize("half", ["accessKeyID", "accessKeySecret"])
@pytest.mark.parametrize("form", FORMS)
def test_beside_a_placeholder_the_other_half_stays(
    form: str, half: str, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def write_with(placeholder: str) -> None:
        write(form)
        path = Path("live.yaml")
        stated = f"{half}: {{placeholder: '{placeholder}'}}"
        path.write_text(re.sub(half + r": \{.*?\}", stated, path.read_text()))

    write_with("${HALF}")
    generate_with_keys(monkeypatch, "--with-secrets")
    before = tree(Path("manifests"))
    assert generate(capfd, "--with-secrets") == (0, "everything is up to date\n")
    assert tree(Path("manifests")) == before

    write_with("<path:a#b>")
    assert generate(capfd, "--with-secrets")[0] == 0
    replaced = {path: data.replace(b"${HALF}", b"<path:a#b>") for path, data in before.items()}
    assert tree(Path("manifests")) == replaced != before

    write(form)
    code, said = generate(capfd, "--with-secrets")
    assert (code, said.count("there is no access key to keep")) == (1, 2)


@pytest.mark.parametrize("more", ["", "kustomization: {}\n"])
@pytest.mark.parametrize("form", FORMS)
def test_secrets_that_were_not_asked_for_stay_as_they_are(
    form: str, more: str, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    write(form, more)
    generate_with_keys(monkeypatch, "--with-secrets")
    before = tree(Path("manifests"))
    assert generate(capfd) == (0, "everything is up to date\n")
    write(form, f"{more}labels: {{team: images}}\n")
    code, said = generate(capfd)
    assert (code, "removed" in said) == (0, False)
    after = tree(Path("manifests"))
    assert after.keys() == before.keys()
    assert [path for path in before if "secrets.yaml" in path]
    assert {path for path in before if before[path] == after[path]} >= {
        path for path in before if "secrets.yaml" in path
    }
    assert cli.run(["check", "live.yaml", "--no-credentials"]) == 0
    assert generate(capfd, "--with-secrets")[0] == 0
    assert cli.run(["generate", "live.yaml", "--dry-run", "--no-credentials"]) == 0


@pytest.mark.parametrize("form", FORMS)
def test_where_no_key_is_there_nothing_is_written(
    form: str, capfd: pytest.CaptureFixture[str]
) -> None:
    write(form)
    code, said = generate(capfd, "--with-secrets")
    assert (code, Path("manifests").exists()) == (1, False)
    assert "live.yaml:2:" in said
    assert "live.yaml:11:" in said
    assert said.count("there is no access key to keep") == 2


@pytest.mark.parametrize(
    "content",
    [
        "kind: ControllerDeployment\n",
        "a: [\n",
        "\x00",
        f"kind: ControllerDeployment\nproviderConfig: {{values: {{config: {REFERRED}}}}}\n",
    ],
)
def test_what_holds_no_key_gives_none(content: str, capfd: pytest.CaptureFixture[str]) -> None:
    write("v1")
    Path("manifests/live").mkdir(parents=True)
    path = Path("manifests/live/controllerdeployment.yaml")
    path.write_text(f"# Generated by alicloud-generator from live.yaml; do not edit.\n{content}")
    before = path.read_bytes()
    code, said = generate(capfd)
    assert (code, path.read_bytes()) == (1, before), said
    assert "there is no access key to keep" in said


def test_an_encrypted_document_is_left(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    write("resource")
    generate_with_keys(monkeypatch, "--with-secrets")
    secrets = Path("manifests/live/secrets.yaml")
    secrets.write_text(
        "kind: Secret\ndata: {a: 'ENC[AES256_GCM,data:x]'}\nsops: {version: 3.9.0}\n"
    )
    before = secrets.read_bytes()
    write("resource", "share: [m-uf6hvbrxclop1jtat17n]\n")
    code, said = generate(capfd, "--with-secrets")
    assert (code, secrets.read_bytes()) == (0, before), said
    assert "WITHHELD" not in "".join(path.read_text() for path in Path("manifests/live").iterdir())


def test_standard_output_keeps_nothing(capfd: pytest.CaptureFixture[str]) -> None:
    write("v1")
    code, said = generate(capfd, "-o", "-")
    assert (code, "needs an output folder" in said) == (2, True)
