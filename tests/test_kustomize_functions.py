"""Functions of ours in the real kustomize: what it builds with them is what it builds of files."""

from __future__ import annotations

import os
import re
import subprocess
from textwrap import dedent
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from tests.commands.test_krm import FULL
from tests.support.command import run, tree
from tests.support.krm import config
from tests.support.shell import user_environment, write_program
from tests.support.tools import ROOT, need

if TYPE_CHECKING:
    from pathlib import Path

FUNCTION = "config.kubernetes.io/function"
PAGE = ROOT / "docs" / "how-to" / "kustomize-function.md"
RESOURCES = ("cloudprofile", "controllerdeployment", "controllerregistration")
TEMPLATE = """\
apiVersion: v1
kind: ConfigMap
metadata:
  name: notes
data:
  day: 2026-01-01
  number: "017"
  text: |2
      # deep
    ---

    flat  {{ "\\u2028" }}
  folded: >-
    a
    b
  kept: |+
    a

--- # another
{kind: ConfigMap, apiVersion: v1, metadata: {name: flow,
 annotations: {a: "b
   c"}}}
"""
"""What text can hold that is moved into a list; no `>+`, to which kustomize adds an empty line."""


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A project, and the environment of who builds in it."""
    (tmp_path / "alicloud-generator.yaml").write_text(
        "apiVersion: alicloud.generator/v1alpha1\nkind: Project\ncatalogs: [live.yaml]\n"
        "templates: own\n"
    )
    (tmp_path / "live.yaml").write_text(FULL + "controllerRegistration: {}\n")
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "notes.yaml.j2").write_text(TEMPLATE)
    user_environment(tmp_path / "home")
    return tmp_path


def build(repository: Path, folder: str, *options: str) -> subprocess.CompletedProcess[str]:
    path = f"{repository / 'home' / 'bin'}{os.pathsep}{os.environ['PATH']}"
    arguments = (need("kustomize"), "build", "--enable-alpha-plugins", "--enable-exec", *options)
    return subprocess.run(
        [*arguments, folder],
        cwd=repository, env={**os.environ, "PATH": path},
        capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip


def built(repository: Path, folder: str, *options: str) -> str:
    done = build(repository, folder, *options)
    assert done.returncode == 0, done.stderr
    return done.stdout


def kustomization(repository: Path, folder: str, **body: Any) -> None:
    (repository / folder).mkdir(parents=True, exist_ok=True)
    (repository / folder / "kustomization.yaml").write_text(yaml.safe_dump(body))


def function(kind: str = "Generate", **spec: Any) -> dict[str, Any]:
    made = config(kind, **spec)
    run_by = "exec: {path: alicloud-generator, args: [krm]}"
    made["metadata"] = {"name": kind.lower(), "annotations": {FUNCTION: run_by}}
    return made


def of_files(repository: Path, folder: str = "files", **more: Any) -> None:
    """A kustomization over what `generate` has written."""
    assert run("generate", cwd=repository).returncode == 0
    files = [f"../manifests/live/{name}.yaml" for name in (*RESOURCES, "notes")]
    kustomization(repository, folder, resources=files, **more)


ANY_PLACE = ("--load-restrictor", "LoadRestrictionsNone")


def test_a_build_with_the_function_is_one_of_the_files(repository: Path) -> None:
    generator = yaml.safe_dump(function(catalogs=["../live.yaml"]))
    kustomization(repository, "functions", generators=[generator])
    with_function = built(repository, "functions")
    assert "manifests" not in {path.partition("/")[0] for path in tree(repository)}
    of_files(repository)
    assert with_function == built(repository, "files", *ANY_PLACE)
    kinds = [each["kind"] for each in yaml.safe_load_all(with_function)]
    assert kinds.count("ConfigMap") == 2
    assert {"CloudProfile", "ControllerDeployment", "ControllerRegistration"} < {*kinds}


SECRETS_OF_BOTH = """\
kustomization: {}
extension: {}
controllerDeployment: {apiVersion: v1}
target: {apply: server-side}
ownerSecret: {resource: owner}
secrets: {external: {store: {name: kms}, remote: {owner: {key: a}, backups: {b: {key: b}}}}}
rules: {primary-controller: off, owner-secret-actuator: off}
"""


def test_the_folders_of_the_clusters_are_built_like_functions(repository: Path) -> None:
    more = SECRETS_OF_BOTH
    catalog = repository / "live.yaml"
    catalog.write_text(catalog.read_text().replace("controllerRegistration: {}\n", more))
    of_cluster = {
        "runtime": ["extension", "externalsecrets"],
        "virtual-garden": ["cloudprofile", "controllerdeployment", "externalsecrets", "notes"],
    }
    assert run("generate", cwd=repository).returncode == 0
    for cluster, only in of_cluster.items():
        kustomization(repository, cluster, generators=[yaml.safe_dump(function(only=only))])
        found = built(repository, cluster)
        assert found == built(repository, f"manifests/live/{cluster}")
        assert "Extension" in found or "CloudProfile" in found
    kustomization(repository, "all", generators=[yaml.safe_dump(function())])
    kinds = [each["kind"] for each in yaml.safe_load_all(built(repository, "all"))]
    assert not {*kinds} & {"Seed", "Component", "Kustomization"}
    assert kinds.count("ExternalSecret") == 2, "the owner's is the same in both"


@pytest.mark.parametrize(
    "text",
    ["{not: an object}", "[a]", "kind: Nameless", "kind: List\nitems: []", "# only a comment"],
)
@pytest.mark.parametrize("more", ["", "kustomization: {}\n"])
def test_what_is_no_object_is_in_neither(repository: Path, text: str, more: str) -> None:
    """A template of one's own may write what is not for a cluster."""
    (repository / "live.yaml").write_text(FULL + more)
    (repository / "own" / "notes.yaml.j2").unlink()
    kustomization(repository, "functions", generators=[yaml.safe_dump(function())])
    without = built(repository, "functions")
    (repository / "own" / "other.yaml.j2").write_text(text + "\n")
    assert built(repository, "functions") == without
    assert run("generate", cwd=repository).returncode == 0
    if more:
        assert built(repository, "manifests/live/virtual-garden") == without


def test_and_so_it_is_through_a_second_kustomization(repository: Path) -> None:
    (repository / "functions").mkdir()
    (repository / "functions" / "generate.yaml").write_text(yaml.safe_dump(function()))
    kustomization(repository, "functions", generators=["generate.yaml"])
    of_files(repository)
    changed = {"namePrefix": "a-", "commonAnnotations": {"b": "c"}}
    kustomization(repository, "second/of-functions", resources=["../../functions"], **changed)
    kustomization(repository, "second/of-files", resources=["../../files"], **changed)
    found = built(repository, "second/of-functions")
    assert "name: a-alicloud" in found
    assert found == built(repository, "second/of-files", *ANY_PLACE)


def test_paths_lead_on_from_the_kustomization_that_names_the_function(repository: Path) -> None:
    """Not from the file that says what to call, nor from where kustomize is called."""
    (repository / "shared").mkdir()
    (repository / "shared" / "generate.yaml").write_text(
        yaml.safe_dump(function(catalogs=["own.yaml"], only=["controllerdeployment"]))
    )
    kustomization(repository, "shared", resources=["generate.yaml"])
    kustomization(repository, "user", generators=["../shared"])
    (repository / "user" / "own.yaml").write_text("controllerDeployment: {name: its-own}\n")
    kustomization(repository, "second", resources=["../user"])
    assert "name: its-own" in built(repository, "second")


DOCKER = """\
#!/bin/sh
printf '%s\\n' "$@" > "$HOME/arguments"
for word; do
  case "$word" in type=bind,source=*,target=/work*) folder=${word#*source=} ;; esac
done
cd "${folder%%,target=*}" && exec alicloud-generator krm
"""
"""A container without containers: the folder that is mounted to /work, and what is called there."""


def test_a_container_sees_what_is_mounted_to_its_working_directory(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(repository / "home"))
    write_program(repository / "home" / "bin" / "docker", DOCKER)
    (block,) = re.findall(r"^    config.kubernetes.io/function: \|\n(      container:\n(?: .*\n)+)",
                          PAGE.read_text(), re.MULTILINE)  # fmt: skip
    in_container = function(catalogs=["own.yaml"], only=["controllerdeployment"])
    in_container["metadata"]["annotations"][FUNCTION] = dedent(block)
    kustomization(repository, "user", generators=[yaml.safe_dump(in_container)])
    (repository / "user" / "own.yaml").write_text("controllerDeployment: {name: its-own}\n")
    assert "name: its-own" in built(repository, "user")
    arguments = (repository / "home" / "arguments").read_text().splitlines()
    assert arguments[-1].startswith("registry.example/alicloud-generator"), "and no word behind it"
    assert f"type=bind,source={repository / 'user'},target=/work,readonly" in arguments
    above = dedent(block).replace("src: .", "src: ..")
    in_container["metadata"]["annotations"][FUNCTION] = above
    kustomization(repository, "user", generators=[yaml.safe_dump(in_container)])
    done = build(repository, "user")
    assert done.returncode == 1
    assert "mount paths must be under the current kustomization directory" in done.stderr


def test_a_broken_catalog_ends_the_build_with_our_message(repository: Path) -> None:
    kustomization(repository, "functions", generators=[yaml.safe_dump(function())])
    (repository / "live.yaml").write_text(FULL.replace("shared:", "sharde:"))
    done = build(repository, "functions")
    assert (done.returncode, done.stdout) == (1, "")
    assert '../live.yaml:3:5: error: unknown key "sharde"' in done.stderr
    assert "  3 |     sharde: true" in done.stderr


def test_a_catalog_in_the_config_would_have_been_reordered(repository: Path) -> None:
    inline = {"images": {"z": {"versions": {"1.0.0": {"cn-shanghai": "m-uf6a"}}}, "a": {}}}
    made = {**function(), "spec": inline}
    text = yaml.safe_dump(made, sort_keys=False) + "day: 2026-01-01\n"
    kustomization(repository, "functions", generators=[text])
    done = build(repository, "functions")
    assert done.returncode == 1
    assert "a catalog cannot be here: kustomize sorts its keys" in done.stderr
    echo = text.replace("path: alicloud-generator, args: [krm]", "path: tee, args: [seen]")
    kustomization(repository, "functions", generators=[echo])
    assert build(repository, "functions").returncode == 0
    seen = yaml.safe_load((repository / "functions" / "seen").read_text())["functionConfig"]
    assert [*seen["spec"]["images"]] == ["a", "z"]
    assert seen["day"] == "2026-01-01T00:00:00Z"


def test_check_looks_at_what_is_built(repository: Path) -> None:
    # kustomize makes a point in time of a day without quotes, which the catalog does not say.
    (repository / "own" / "notes.yaml.j2").write_text(
        TEMPLATE.replace("2026-01-01", '"2026-01-01"')
    )
    check = yaml.safe_dump(function("Check", catalogs=["../live.yaml"]))
    generate = yaml.safe_dump(function())
    kustomization(repository, "functions", generators=[generate], transformers=[check])
    of_files(repository, transformers=[check])
    assert built(repository, "functions") == built(repository, "files", *ANY_PLACE)
    catalog = repository / "live.yaml"
    catalog.write_text(catalog.read_text().replace("1877.13.0", "1877.14.0"))
    built(repository, "functions")
    done = build(repository, "files", *ANY_PLACE)
    assert (done.returncode, done.stdout) == (1, "")
    for kind in ("CloudProfile", "ControllerDeployment"):
        assert f'../live.yaml: error: {kind} "' in done.stderr
    assert "ControllerRegistration" not in done.stderr
    assert "diff ../live.yaml --against -` tells what differs" in done.stderr
    kustomization(repository, "files", resources=["../manifests/live/cloudprofile.yaml"])
    (repository / "built.yaml").write_text(built(repository, "files", *ANY_PLACE))
    told = run("diff", "live.yaml", "--against", "built.yaml", cwd=repository)
    assert "image gardenlinux 1877.14.0 added" in told.stdout


def test_kustomize_takes_no_function_as_a_validator(repository: Path) -> None:
    """Not even one that does nothing, so that `Check` stands among the transformers."""
    nothing = {
        **function(),
        "metadata": {"name": "n", "annotations": {FUNCTION: "exec: {path: cat}"}},
    }
    (repository / "map.yaml").write_text("{kind: ConfigMap, apiVersion: v1, metadata: {name: a}}\n")
    kustomization(
        repository, "validated", resources=["map.yaml"], validators=[yaml.safe_dump(nothing)]
    )
    (repository / "map.yaml").rename(repository / "validated" / "map.yaml")
    done = build(repository, "validated")
    assert done.returncode == 1
    assert "validator shouldn't modify the resource map" in done.stderr
