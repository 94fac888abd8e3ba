"""Running `generate` again writes nothing, with every key of a catalog and every option."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import click
import pytest

from generator import cli
from generator.commands.generate import command
from generator.decode.catalog_keys import TOP
from generator.decode.project import PROJECT_KEYS
from tests.support.manifests import CHART

if TYPE_CHECKING:
    from collections.abc import Iterator

KEYS = {"OWNER_ID": "LTAI5tFakeFakeFakeFake12", "OWNER_SECRET": "s" * 30}
DIGEST = f"sha256:{'0123456789abcdef' * 4}"
BASE = """\
abstract: true
labels: {team: images}
images:
  gardenlinux:
    updateStrategy: minor
    versions:
      1877.10: {classification: supported, regions: {cn-shanghai: m-uf6hvbrxclop1jtat17a}}
      2000.1.0: {cn-shanghai: m-uf6hvbrxclop1jtat17b}
"""
FEATURES = {
    "apiVersion": "alicloud.generator/v1alpha1",
    "kind": "ImageCatalog",
    "metadata": "{name: all}",
    "extends": "../bases/base.yaml",
    "abstract": "false",
    "target": "{apply: server-side}",
    "labels": "{landscape: all, quoted: 'on'}",
    "annotations": "{example.com/note: 'true', example.com/lines: \"a\\nb\\n\"}",
    "regions": "[cn-shanghai, eu-central-1]",
    "order": "[gardenlinux]",
    "holdBack": "{versions: 1}",
    "encryptedSystemDisks": "true",
    "images": """
  customized_coreos:
    shared: true
    versions:
      2191.4.1: {cn-shanghai: m-uf6hvbrxclop1jtat17m, eu-central-1: m-gw8iwwd9dqjxwgjtvc3i}
      2512.3.0: {cn-shanghai: m-uf6hvbrxclop1jtat17n, eu-central-1: m-gw8iwwd9dqjxwgjtvc3j}
  gardenlinux: {encryptedSystemDisks: false}
  ubuntu:
    encryptedSystemDisks: false
    versions:
      18.4.20210415: {"*": ubuntu_18_04_x64_20G_alibase_20210420.vhd}
      20.4.20210415: {"*": ubuntu_20_04_x64_20G_alibase_20210420.vhd}
""",
    "share": "[m-uf6hvbrxclop1jtat17z]",
    "accounts": "['1234567890123456']",
    "registry": "registry.example.org/gardener",
    "ownerSecret": "{accessKeyID: {env: OWNER_ID}, accessKeySecret: {env: OWNER_SECRET}}",
    "csi": "{enableADController: true}",
    "controllerDeployment": """
  chart: ../chart
  image: {repository: registry.example.org/provider-alicloud}
  labels: {part: deployment}
  values: {a: null, text: "x\\n\\ny ", number: 1.5, empty: {}, list: [1, 'no', ~]}
""",
    "controllerRegistration": "{policy: Always}",
    "extension": f"""
  chart: {{oci: {{repository: registry.example.org/charts/a, tag: v1.72.0, digest: "{DIGEST}"}}}}
""",
    "seeds": """
- name: env
  backup:
    secret: {accessKeyID: {env: OWNER_ID}, accessKeySecret: {env: OWNER_SECRET}}
- name: placeholder
  backup:
    secret:
      name: other
      accessKeyID: {placeholder: "<path:kv/data/backups#id>"}
      accessKeySecret: {placeholder: "${BACKUP_SECRET}"}
- name: external
  backup: {secret: {name: external}}
""",
    "secrets": """
  external: {store: {name: vault}, remote: {backups: {external: {key: kv/backups}}}}
""",
    "cloudProfile": """
  spec:
    kubernetes: {versions: [{version: 1.34.2}]}
    machineTypes: [{name: ecs.g7.large, cpu: "2", gpu: "0", memory: 8Gi}]
    regions: [{name: cn-shanghai, zones: [{name: cn-shanghai-g}]}, {name: eu-central-1}]
""",
    "kustomization": "{}",
    "namespacedCloudProfiles": """
- {name: coreos, namespace: garden-team, images: {customized_coreos: "*"}}
""",
    "rules": """
  owner-secret-actuator: {severity: off, because: this one is patched}
  primary-controller: off
""",
}
"""Each key of a catalog with a value that does something. A new key belongs here, too."""

PROJECT = {
    "apiVersion": "alicloud.generator/v1alpha1",
    "kind": "Project",
    "catalogs": "[landscapes/*.yaml]",
    "output": "generated/all of it",
    "templates": "templates",
    "rules": "{missing-region: off, image-id-region: warning}",
}
RESOURCE = """\
extends: ../bases/base.yaml
ownerSecret:
  resource: image-owner
  accessKeyID: {placeholder: "<path:kv/data/owner#id | base64encode | base64encode>"}
  accessKeySecret: {placeholder: "<path:kv/data/owner#secret | base64encode | base64encode>"}
controllerDeployment: {apiVersion: v1}
target: {apply: server-side}
rules: {owner-secret-actuator: off}
"""
"""Another landscape: the built-in chart, v1, and a Secret that is referred to."""

TEMPLATES = {
    "notes.yaml.j2": "# {{ catalog.name }}\nname: {{ catalog.name }}\n",
    "controllerregistration.yaml.j2": "kind: ControllerRegistration\nname: {{ catalog.name }}\n",
}

ONE = "landscapes/all.yaml"
CALLS: tuple[tuple[str, ...], ...] = (
    (),
    ("--with-secrets",),
    ("--strict",),
    (ONE,),
    ("landscapes/*.yaml", "-o", "shared"),
    (ONE, "-o", "shared", "--with-secrets"),
    ("--only", "values", "--only", "cloudprofileconfig.yaml"),
    ("--set", "labels.team=other", "--as-of", "2026-11-30", "--rule", "unshared-image=off"),
    ("--templates", "other-templates"),
    ("--format", "json"),
    ("--color", "always"),
    ("--quiet",),
)
"""Calls with all options but those that are tried with each of them."""

WITH_EACH = {"--no-credentials", "--dry-run"}


def text(keys: dict[str, str]) -> str:
    return "".join(f"{key}: {value.rstrip()}\n" for key, value in keys.items())


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Two landscapes over a base, with all there is, and with access keys in the environment."""
    monkeypatch.chdir(tmp_path)
    for name, value in KEYS.items():
        monkeypatch.setenv(name, value)
    files = {
        "alicloud-generator.yaml": text(PROJECT),
        "bases/base.yaml": BASE,
        ONE: text(FEATURES),
        "landscapes/resource.yaml": RESOURCE,
        **{f"chart/{name}": content for name, content in CHART.items()},
        **{f"templates/{name}": content for name, content in TEMPLATES.items()},
        "other-templates/more.yaml.j2": "more: {{ catalog.name }}\n",
    }
    for name, content in files.items():
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_text(content)
    umask = os.umask(0o022)
    yield tmp_path
    os.umask(umask)


State: TypeAlias = "dict[str, tuple[int, int, int, bytes]]"


def state(folder: Path) -> State:
    """Everything below a folder: inode, mode, time of change and content."""
    return {
        str(path): (
            (status := path.lstat()).st_ino,
            status.st_mode,
            status.st_mtime_ns,
            path.read_bytes() if path.is_file() else b"",
        )
        for path in folder.rglob("*")
    }


def test_every_key_is_there() -> None:
    assert FEATURES.keys() == TOP.keys()
    assert PROJECT.keys() == PROJECT_KEYS.keys()


def test_every_option_is_there() -> None:
    told = {word for call in CALLS for word in call} | WITH_EACH
    options = [each for each in command.params if isinstance(each, click.Option)]
    assert [each.opts for each in options if not told & {*each.opts}] == []


@pytest.mark.parametrize("call", CALLS, ids=lambda call: " ".join(call) or "the project")
def test_nothing_is_written_again(
    call: tuple[str, ...],
    project: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    first = run(capfd, *call)
    assert call == ("--quiet",) or any("wrote " in line for line in first), first
    before = state(project)
    told = [] if "--quiet" in call else ["everything is up to date"]
    os.umask(0o077)
    assert run(capfd, *call) == told
    assert run(capfd, *call, "--dry-run") == told
    for name in KEYS:
        monkeypatch.delenv(name)
    assert run(capfd, *call, "--no-credentials") == told
    assert state(project) == before


def run(capfd: pytest.CaptureFixture[str], *arguments: str) -> list[str]:
    """What `generate` says it has done."""
    capfd.readouterr()
    code = cli.run(["generate", *arguments])
    out, err = capfd.readouterr()
    assert code == 0, err
    return (out + err).splitlines()
