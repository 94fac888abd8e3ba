"""Where a credential comes to stand on disk, `generate` says so; into Git it never should go."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from generator import cli
from generator.app.git import not_ignored

CATALOG = """\
images: {a: {shared: true, versions: {1.0.0: {cn-shanghai: m-uf6hvbrxclop1jtat17m}}}}
ownerSecret: {accessKeyID: {env: OWNER_ID}, accessKeySecret: {env: OWNER_SECRET}}
rules: {owner-secret-actuator: off}
"""
DEPLOYMENT = "manifests/live/controllerdeployment.yaml"
WROTE = f"wrote a credential to {DEPLOYMENT}\n"


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("OWNER_ID", "FAKEACCESSKEYID00000000")
    monkeypatch.setenv("OWNER_SECRET", "fake-access-key-secret-00000000000")
    Path("live.yaml").write_text(CATALOG)


def generate(capfd: pytest.CaptureFixture[str], *more: str) -> str:
    return said(capfd, "generate", *more)


def said(capfd: pytest.CaptureFixture[str], verb: str, *more: str, code: int = 0) -> str:
    capfd.readouterr()
    assert cli.run([verb, "live.yaml", *more]) == code
    return capfd.readouterr().err


def git(*arguments: str) -> None:
    subprocess.run(["git", *arguments], check=True, capture_output=True)


def change() -> None:
    Path("live.yaml").write_text(f"{CATALOG}share: [m-uf6hvbrxclop1jtat17n]\n")


def test_a_file_with_a_credential_is_named(capfd: pytest.CaptureFixture[str]) -> None:
    assert generate(capfd) == WROTE
    assert generate(capfd) == "everything is up to date\n"


def test_one_without_is_not(capfd: pytest.CaptureFixture[str]) -> None:
    Path("live.yaml").write_text(CATALOG.replace("{env: OWNER_ID}", "{placeholder: '${A}'}"))
    assert "wrote a credential to" in generate(capfd)
    text = CATALOG.replace("{env: OWNER_ID}", "{placeholder: '${A}'}")
    Path("live.yaml").write_text(text.replace("{env: OWNER_SECRET}", "{placeholder: '${B}'}"))
    assert generate(capfd) == f"wrote {DEPLOYMENT}\n"


@pytest.mark.parametrize("folder", ["manifests", "a b", "x[1]", ":y"])
def test_git_must_ignore_it(folder: str, capfd: pytest.CaptureFixture[str]) -> None:
    """Every call says so, whether it writes the file or finds it there, and `check` as well."""
    git("init", "-q")
    file = f"{folder}/live/controllerdeployment.yaml"
    loose = f"{file}: warning: it holds a credential, and Git does not ignore it\n"
    tracked = f"{file}: warning: it holds a credential, and Git tracks it\n"
    wrote = f"wrote a credential to {file}\n"

    def says(words: str) -> None:
        assert said(capfd, "generate", "-o", folder).startswith(words)
        assert said(capfd, "check", "-o", folder).startswith(words)
        for call in (("generate", "-o", folder), ("check", "-o", folder)):
            assert said(capfd, *call, "--no-credentials").startswith(words)
            error = words.replace("warning", "error")
            assert said(capfd, *call, "--strict", code=int(bool(words))).startswith(error)

    first = generate(capfd, "-o", folder)
    assert (first.startswith(loose), wrote in first) == (True, True)
    says(loose)
    git("add", "-f", f"./{folder}")
    says(tracked)
    change()
    assert wrote in generate(capfd, "-o", folder)
    says(tracked)
    git("rm", "-qrf", "--cached", f"./{folder}")
    Path(".gitignore").write_text("controllerdeployment.yaml\n")
    assert generate(capfd, "-o", folder) == "everything is up to date\n"
    assert "warning" not in said(capfd, "check", "-o", folder)


def test_placeholders_may_go_into_git(capfd: pytest.CaptureFixture[str]) -> None:
    git("init", "-q")
    text = CATALOG.replace("{accessKeyID", "{resource: owner, accessKeyID")
    text = text.replace("{env: OWNER_ID}", "{placeholder: '<path:kv/owner#id>'}")
    text = text.replace("{env: OWNER_SECRET}", "{placeholder: '<path:kv/owner#secret>'}")
    Path("live.yaml").write_text(f"{text}controllerDeployment: {{apiVersion: v1}}\n")
    assert "it holds a" not in generate(capfd, "--with-secrets")
    git("add", ".")
    for call in ("check --with-secrets", "check --no-credentials", "generate --no-credentials"):
        assert "it holds a" not in said(capfd, *call.split())


def test_only_what_the_file_holds_counts(capfd: pytest.CaptureFixture[str]) -> None:
    """A catalog that asks for a credential from now on has not written it yet."""
    git("init", "-q")
    text = CATALOG.replace("{env: OWNER_ID}", "{placeholder: '${A}'}")
    Path("live.yaml").write_text(text.replace("{env: OWNER_SECRET}", "{placeholder: '${B}'}"))
    generate(capfd)
    Path("live.yaml").write_text(CATALOG)
    assert "it holds a" not in said(capfd, "check", code=1)
    assert "it holds a" not in said(capfd, "check", "--no-credentials")
    assert "it holds a" in generate(capfd)


@pytest.mark.parametrize("kustomization", ["", "kustomization: {}\n"])
def test_so_it_is_with_secrets_until_they_are_encrypted(
    kustomization: str, capfd: pytest.CaptureFixture[str]
) -> None:
    git("init", "-q")
    text = CATALOG.replace("{accessKeyID", "{resource: owner, accessKeyID")
    Path("live.yaml").write_text(f"{text}controllerDeployment: {{apiVersion: v1}}\n{kustomization}")
    first = generate(capfd, "--with-secrets")
    (file,) = Path("manifests").rglob("secrets.yaml")
    assert f"{file}: warning: it holds a credential, and Git does not ignore it\n" in first
    assert "or encrypt it\n" in first
    git("add", ".")
    tracked = f"{file}: warning: it holds a credential, and Git tracks it\n"
    for call in ("check --with-secrets", "check --no-credentials", "generate --no-credentials"):
        assert tracked in said(capfd, *call.split())
    file.write_text(f"{file.read_text()}sops: {{mac: x}}\n")
    for verb in ("generate", "check"):
        for option in ("--with-secrets", "--no-credentials"):
            assert "holds a credential" not in said(capfd, verb, option)


def test_without_git_nothing_is_said(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", "")
    assert generate(capfd) == WROTE


def test_files_that_git_does_not_ignore_have_the_names_that_they_have() -> None:
    git("init", "-q")
    folder = Path("x[1]")
    (folder / "in").mkdir(parents=True)
    for name in ("a b.yaml", ":y.yaml", "é\n.yaml", "in/x.yaml", "ignored.yaml"):
        (folder / name).write_text("")
    Path(".gitignore").write_text("ignored.yaml\n")
    git("add", "./x[1]/in", "./x[1]/é\n.yaml")
    expected = {"a b.yaml": False, ":y.yaml": False, "é\n.yaml": True, "in/x.yaml": True}
    assert not_ignored(folder) == expected
    assert not_ignored(Path("absent")) == {}
