"""The plugin for Argo CD, run as its server runs it in a copy of a repository of landscapes."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from tests.support import argocd
from tests.support.argocd import (
    applications,
    discovers,
    run_plugin,
    sidecar_environment,
)
from tests.support.command import run, tree
from tests.support.shell import user_environment, write_program
from tests.support.tools import ROOT

if TYPE_CHECKING:
    import subprocess
    from pathlib import Path

PAGE = ROOT / "docs" / "how-to" / "argocd.md"


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    user_environment(tmp_path / "home")
    return shutil.copytree(ROOT / "examples" / "repository", tmp_path / "repository")


def generated(repository: Path, application: dict[str, Any]) -> subprocess.CompletedProcess[str]:
    return run_plugin(
        "generate", application, repository, sidecar_environment(repository.parent / "home")
    )


def parameter(application: dict[str, Any], name: str) -> dict[str, Any]:
    every: list[dict[str, Any]] = application["spec"]["source"]["plugin"]["parameters"]
    return next(each for each in every if each["name"] == name)


def test_each_landscape_has_an_application_with_its_objects(repository: Path) -> None:
    made = applications(repository)
    assert {*made} == {"dev", "live"}
    before = tree(repository)
    for name, application in made.items():
        assert discovers(repository, application)
        home = repository.parent / "home"
        init = run_plugin("init", application, repository, sidecar_environment(home))
        assert init.returncode == 0, init.stderr
        assert "alicloud-generator " in init.stdout
        done = generated(repository, application)
        assert (done.returncode, done.stderr) == (0, ""), name
        objects = [*yaml.safe_load_all(done.stdout)]
        assert [each["kind"] for each in objects] == ["CloudProfile", "ControllerDeployment"]
        assert {each["metadata"]["labels"]["landscape"] for each in objects} == {name}
    assert tree(repository) == before, "nothing is written"


def test_they_are_those_that_generate_writes(repository: Path) -> None:
    assert run("generate", cwd=repository).returncode == 0
    written = {
        name: [
            yaml.safe_load(path.read_text())
            for path in sorted((repository / "manifests" / name).rglob("*.yaml"))
            if path.stem in ("cloudprofile", "controllerdeployment")
        ]
        for name in ("dev", "live")
    }
    for name, application in applications(repository).items():
        assert [*yaml.safe_load_all(generated(repository, application).stdout)] == written[name]


def test_a_broken_catalog_is_told_of_its_application_alone(repository: Path) -> None:
    made = applications(repository)
    before = generated(repository, made["dev"])
    catalog = repository / "landscapes" / "live.yaml"
    lines = catalog.read_text().count("\n")
    catalog.write_text(catalog.read_text() + "imagse: {}\n")
    broken = generated(repository, made["live"])
    assert (broken.returncode, broken.stdout) == (1, "")
    place = f"landscapes/live.yaml:{lines + 1}:1"
    assert broken.stderr.startswith(f'{place}: error: unknown key "imagse"')
    after = generated(repository, made["dev"])
    assert (after.returncode, after.stdout) == (0, before.stdout)


@pytest.mark.parametrize("missing", ["catalog", "documents"])
def test_a_parameter_that_is_missing_is_named(repository: Path, missing: str) -> None:
    application = applications(repository)["live"]
    source = application["spec"]["source"]["plugin"]
    source["parameters"] = [each for each in source["parameters"] if each["name"] != missing]
    done = generated(repository, application)
    assert done.returncode != 0
    assert done.stdout == ""
    assert f"the parameter {missing} is missing" in done.stderr


@pytest.mark.parametrize("document", ["seed-patches", "seed-patches.yaml", "extension-patch"])
def test_parts_of_what_others_own_are_refused(repository: Path, document: str) -> None:
    """With prune, Argo CD would own the whole Seed or Extension."""
    catalog = repository / "landscapes" / "dev.yaml"
    catalog.write_text(catalog.read_text() + "extension: {form: patch}\n")
    application = applications(repository)["dev"]
    parameter(application, "documents")["array"] = ["cloudprofile", document]
    done = generated(repository, application)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith(f"the document {document} is a part of what others own")


VAULT_PLUGIN = """\
#!/bin/sh
[ "$*" = "generate -" ] && exec sed 's/<path:[^>]*>/from-the-vault/'
"""
"""It takes whatever it is given, nothing as well."""


def test_placeholders_are_replaced_as_the_page_says(
    repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (lines,) = re.findall(r"^```sh\n(.*?)^```$", PAGE.read_text(), re.DOTALL | re.MULTILINE)
    plugin = yaml.safe_load((argocd.EXAMPLES / "plugin.yaml").read_text())
    generate = plugin["spec"]["generate"]
    script, called, ours = generate["args"][0].rpartition("exec ")
    assert called
    assert ours in lines.replace(")\n", "\n"), "the same call"
    generate["args"] = [script + lines]
    with_vault = shutil.copytree(argocd.EXAMPLES, tmp_path / "argocd")
    (with_vault / "plugin.yaml").write_text(yaml.safe_dump(plugin))
    monkeypatch.setattr(argocd, "EXAMPLES", with_vault)
    write_program(tmp_path / "home" / "bin" / "argocd-vault-plugin", VAULT_PLUGIN)
    application = applications(repository)["live"]
    done = generated(repository, application)
    assert (done.returncode, done.stderr) == (0, "")
    assert "<path:" not in done.stdout
    assert "from-the-vault" in done.stdout
    catalog = repository / "landscapes" / "live.yaml"
    catalog.write_text(catalog.read_text() + "imagse: {}\n")
    done = generated(repository, application)
    assert (done.returncode, done.stdout) == (1, "")
    assert 'error: unknown key "imagse"' in done.stderr


HOSTILE = [
    "--templates=/",
    "-",
    "$(touch hacked)",
    "`touch hacked`",
    "a; touch hacked",
    "a\nb",
    "*",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_parameters_are_texts_and_no_commands_or_options(repository: Path, text: str) -> None:
    before = tree(repository)
    for name in ("string", "array"):
        application = applications(repository)["live"]
        if name == "string":
            parameter(application, "catalog")["string"] = text
        else:
            parameter(application, "documents")["array"] = ["cloudprofile", text]
        done = generated(repository, application)
        assert done.returncode in (1, 2), done
        assert done.stdout == ""
        assert "Traceback" not in done.stderr
    assert tree(repository) == before
