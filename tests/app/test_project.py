"""A project file: found from any folder below, read strictly, and meant where no catalog is."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import pytest

from generator import cli
from tests.support.command import tree

BASE = """\
abstract: true
images:
  gardenlinux: {versions: {1877.13.0: {cn-shanghai: m-uf6hvbrxclop1jtat17m}}}
"""
PROJECT = "kind: Project\ncatalogs: [landscapes/*.yaml]\n"
WRONG_REGION = "images: {g: {versions: {1.0.0: {cn-shanghai: m-bp1hvbrxclop1jtat17m}}}}\n"
"""A warning of the rule `image-id-region`."""

VERBS = {
    "generate": (),
    "check": (),
    "diff": (),
    "validate": (),
    "matrix": (),
    "calendar": ("--as-of", "2026-01-01"),
}
"""The verbs that take the catalogs of the project where none is named."""


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two landscapes over an abstract base, all of which the pattern matches."""
    top = tmp_path / "top"
    (top / "landscapes").mkdir(parents=True)
    write(top / "alicloud-generator.yaml", PROJECT)
    write(top / "landscapes/base.yaml", BASE)
    for name in ("dev", "live"):
        write(top / f"landscapes/{name}.yaml", "extends: base.yaml\n")
    monkeypatch.chdir(top)
    return top


def write(path: Path | str, text: str) -> None:
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    Path(path).write_text(text)


class Call:
    """What a command line has answered."""

    def __init__(self, capfd: pytest.CaptureFixture[str], *arguments: str) -> None:
        capfd.readouterr()
        self.code = cli.run(arguments)
        self.out, self.err = capfd.readouterr()


@pytest.mark.parametrize("where", [".", "landscapes", "manifests", "docs/deep/er"])
def test_a_project_is_found_from_any_folder_below(
    where: str, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], project: Path
) -> None:
    Path(where).mkdir(parents=True, exist_ok=True)
    monkeypatch.chdir(where)
    call = Call(capfd, "generate")
    folder = os.path.relpath(project / "manifests")
    wrote = [f"wrote {Path(folder, name, 'controllerdeployment.yaml')}" for name in ("dev", "live")]
    assert (call.code, call.err.splitlines()) == (0, wrote)
    before = tree(project)
    assert Call(capfd, "generate").err == "everything is up to date\n"
    assert tree(project) == before


@pytest.mark.parametrize("verb", VERBS)
def test_verbs_take_the_catalogs_of_the_project(
    verb: str, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    write("landscapes/dev.yaml", "extends: base.yaml\nlables: {a: b}\n")
    write("docs/x", "")
    monkeypatch.chdir("docs")
    call = Call(capfd, verb, *VERBS[verb])
    assert call.code == 1
    assert '../landscapes/dev.yaml:2:1: error: unknown key "lables"' in call.err
    assert call.err.count("error: ") == 1 + (verb == "check")
    if verb not in ("generate", "validate"):
        assert "live" in call.out
        assert "base" not in call.out


@pytest.mark.parametrize("verb", VERBS)
def test_without_a_project_and_catalogs_the_usage_is_wrong(
    verb: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    call = Call(capfd, verb, *VERBS[verb])
    assert call.code == 2
    assert "there is no alicloud-generator.yaml in this folder or above it" in call.err


def test_the_nearest_project_is_meant(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    write("inner/alicloud-generator.yaml", "catalogs: [own.yaml]\noutput: out\n")
    write("inner/own.yaml", "extends: ../landscapes/base.yaml\n")
    monkeypatch.chdir("inner")
    assert Call(capfd, "generate").err == "wrote out/own/controllerdeployment.yaml\n"


@pytest.mark.parametrize("git", ["folder", "file"])
def test_a_git_work_tree_means_the_same_wherever_it_is(
    git: str, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    Path("clone/deep").mkdir(parents=True)
    write("clone/.git/HEAD" if git == "folder" else "clone/.git", "x")
    monkeypatch.chdir("clone/deep")
    assert Call(capfd, "generate").code == 2
    write("../alicloud-generator.yaml", "catalogs: [deep/x.yaml]\n")
    write("x.yaml", WRONG_REGION)
    assert Call(capfd, "generate", "-q").code == 0


def test_a_link_to_a_folder_is_the_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "link").symlink_to("top/landscapes")
    monkeypatch.chdir(tmp_path / "link")
    assert Call(capfd, "generate").code == 0
    assert sorted(tree(tmp_path / "top/manifests")) == [
        "dev/controllerdeployment.yaml",
        "live/controllerdeployment.yaml",
    ]


MISTAKES = {
    "kind: Projct\ncatalogs: [x]": 'x:1:7: error: Unsupported value: "Projct"',
    "apiVersion: v1\ncatalogs: [x]": 'x:1:13: error: Unsupported value: "v1"',
    "catalog: [x]": 'x:1:1: error: unknown key "catalog"',
    "output: x": "x: error: catalogs is missing",
    "catalogs: ": "x: error: catalogs is missing",
    "catalogs: []": "x:1:11: error: found an empty list",
    "catalogs: x": "x:1:11: error: found a string",
    "catalogs: {x: y}": "x:1:11: error: found a mapping",
    "catalogs: [[x]]": "x:1:12: error: found a list",
    "catalogs: ['']": "x:1:12: error: found an empty string",
    "catalogs: [landscapes/*.yaml, ../x]": 'x:1:31: error: found "../x"',
    "catalogs: [a/../../x]": 'x:1:12: error: found "a/../../x"',
    "catalogs: [..]": 'x:1:12: error: found ".."',
    "catalogs: [/etc/*.yaml]": 'x:1:12: error: found "/etc/*.yaml"',
    "catalogs: [none/*.yaml]": 'x:1:12: error: "none/*.yaml" matches no file',
    "catalogs: [landscapes]": 'x:1:12: error: "landscapes" matches no file',
    "catalogs: [landscapes/no.yaml]": 'x:1:12: error: "landscapes/no.yaml" matches no file',
    "catalogs: [*.yaml]": "x:1:12: error: * starts an alias",
    "catalogs: [landscapes/*.yaml]\noutput: ../x": 'x:2:9: error: found "../x"',
    "catalogs: [landscapes/*.yaml]\noutput: [x]": "x:2:9: error: found a list",
    "catalogs: [landscapes/*.yaml]\ntemplates: no": 'x:2:12: error: there is no folder "../no"',
    "catalogs: [landscapes/*.yaml]\ntemplates: /": 'x:2:12: error: found "/"',
    "catalogs: [landscapes/*.yaml]\nrules: []": "x:2:8: error: found a list",
    "catalogs: [landscapes/*.yaml]\nrules: {no: error}": 'x:2:9: error: there is no rule "no"',
    "catalogs: [landscapes/*.yaml]\nrules: {apply-size: x}": "x:2:21: error: Unsupported value",
    "catalogs: [x]\ncatalogs: [y]": "x:2:1: error: ",
    "": "x: error: found nothing in this file",
    "[]": "x: error: found a list",
    "text": "x: error: found a string",
    "a: b\n---\na: b": "x:3:1: error: found 2 YAML documents",
    "catalogs: [": "x:1:",
    "\udcff": "x:1:1: error: byte 0xff is not UTF-8",
}  # fmt: skip


@pytest.mark.parametrize("text", MISTAKES)
def test_a_mistake_in_a_project_file_is_shown_at_its_place(
    text: str, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], project: Path
) -> None:
    Path("alicloud-generator.yaml").write_text(text, errors="surrogateescape")
    monkeypatch.chdir("landscapes")
    before = tree(project)
    shown = MISTAKES[text].replace("x:", "../alicloud-generator.yaml:", 1)
    for verb, options in VERBS.items():
        call = Call(capfd, verb, *options)
        assert (call.code, call.err.count("error: ")) == (1, 1), call.err
        assert call.err.startswith(shown)
    call = Call(capfd, "generate", "--format", "json")
    (line,) = call.err.splitlines()
    assert json.loads(line)["file"] == "../alicloud-generator.yaml"
    wrote = {path for path in tree(project) if path not in before}
    assert wrote <= {
        f"manifests/{name}/controllerdeployment.yaml"
        for name in (("dev", "live") if "landscapes/*" in text and "matches" in shown else ())
    }


def test_all_mistakes_are_told_at_once(capfd: pytest.CaptureFixture[str]) -> None:
    write("alicloud-generator.yaml", "kind: x\ncatalogs: [/x, ../y]\nrules: {no: off}\noutptu: z\n")
    call = Call(capfd, "check")
    assert call.err.count("error: ") == 5
    assert 'did you mean "output"?' in call.err


@pytest.mark.parametrize("kind", ["folder", "link", "pipe"])
def test_a_project_file_that_cannot_be_read_is_an_error(
    kind: str, capfd: pytest.CaptureFixture[str]
) -> None:
    file = Path("alicloud-generator.yaml")
    file.unlink()
    {"folder": file.mkdir, "link": lambda: file.symlink_to("no"), "pipe": lambda: os.mkfifo(file)}[
        kind
    ]()
    for arguments in (["generate"], ["generate", "landscapes/live.yaml"]):
        call = Call(capfd, *arguments)
        assert call.code == 1
        assert call.err.startswith("alicloud-generator.yaml: error: ")
    assert not Path("manifests").exists()


def test_the_other_catalogs_are_generated_beside_a_bad_one(
    capfd: pytest.CaptureFixture[str],
) -> None:
    write("landscapes/dev.yaml", "images: [\n")
    call = Call(capfd, "generate")
    assert call.code == 1
    assert call.err.startswith("landscapes/dev.yaml:1:9: error: ")
    assert sorted(tree(Path("manifests"))) == ["live/controllerdeployment.yaml"]


def test_catalogs_of_one_name_are_refused(capfd: pytest.CaptureFixture[str]) -> None:
    write("landscapes/dev.yaml", "extends: base.yaml\nmetadata: {name: live}\n")
    call = Call(capfd, "generate")
    assert call.code == 1
    assert 'error: the catalog is named "live", and so is landscapes/dev.yaml' in call.err
    assert not Path("manifests").exists()


@pytest.mark.parametrize(
    "patterns",
    [
        "landscapes/*.yaml, landscapes/live.yaml, landscapes/l*",
        "landscapes/*.yaml, ./landscapes/*.yaml",
        "linked/*.yaml, landscapes/*.yaml",
        "'**/*.yaml'",
    ],
)
def test_a_file_that_is_matched_twice_is_one_catalog(
    patterns: str, capfd: pytest.CaptureFixture[str]
) -> None:
    if "linked" in patterns or "**" in patterns:
        Path("linked").symlink_to("landscapes")
    write("alicloud-generator.yaml", f"catalogs: [{patterns}]\n")
    for _ in range(2):  # the second time, there are manifests, which `**` must not take
        call = Call(capfd, "generate")
        assert call.code == 0, call.err
    assert sorted(tree(Path("manifests"))) == [
        "dev/controllerdeployment.yaml",
        "live/controllerdeployment.yaml",
    ]


def test_catalogs_may_stand_where_the_output_is(capfd: pytest.CaptureFixture[str]) -> None:
    for output in ("landscapes", "."):
        write("alicloud-generator.yaml", f"{PROJECT}output: {output}\n")
        assert Call(capfd, "generate").code == 0
        assert Path(output, "live/controllerdeployment.yaml").exists()


@pytest.mark.parametrize("link", ["file", "folder"])
def test_a_link_that_leads_out_of_the_project_is_an_error(
    link: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    write(tmp_path / "secrets/token.yaml", "token: s3cr3t\n")
    if link == "file":
        Path("landscapes/out.yaml").symlink_to(tmp_path / "secrets/token.yaml")
    else:
        Path("landscapes/out").symlink_to(tmp_path / "secrets")
        write("alicloud-generator.yaml", "catalogs: ['landscapes/**/*.yaml']\n")
    call = Call(capfd, "validate")
    assert call.code == 1
    assert "is a symbolic link to a file outside of the project's folder" in call.err
    assert "s3cr3t" not in call.err


def test_the_project_says_what_the_call_does_not(capfd: pytest.CaptureFixture[str]) -> None:
    write("templates/extra.yaml.j2", "a: {{ catalog.images | length }}\n")
    write("alicloud-generator.yaml", f"{PROJECT}output: out\ntemplates: templates\n")
    everything = ["controllerdeployment.yaml", "extra.yaml"]
    assert Call(capfd, "generate").code == 0
    assert sorted(tree(Path("out/live"))) == everything
    assert Call(capfd, "generate", "landscapes/live.yaml").err == "everything is up to date\n"
    assert Call(capfd, "check", "landscapes/live.yaml").code == 0
    assert Call(capfd, "generate", "-o", "other", "--templates", "landscapes").code == 0
    assert sorted(tree(Path("other/live"))) == everything[:1]


@pytest.mark.parametrize("argument", [[], ["landscapes/live.yaml"]])
def test_rules_of_a_catalog_are_stronger_than_those_of_the_project(
    argument: list[str], capfd: pytest.CaptureFixture[str]
) -> None:
    def stated(setting: str) -> str:
        return setting and f"rules: {{image-id-region: {setting}}}\n"

    def code(project: str, base: str, catalog: str, *options: str) -> tuple[int, int]:
        write("alicloud-generator.yaml", PROJECT + stated(project))
        write("landscapes/base.yaml", f"abstract: true\n{WRONG_REGION}{stated(base)}")
        write("landscapes/live.yaml", f"extends: base.yaml\n{stated(catalog)}")
        Path("landscapes/dev.yaml").unlink(missing_ok=True)
        call = Call(capfd, "validate", *argument, *options)
        return call.code, len(re.findall("error: |warning: ", call.err))

    assert code("", "", "") == (0, 1)
    assert code("error", "", "") == (1, 1)
    assert code("off", "", "") == (0, 0)
    assert code("off", "error", "") == (1, 1)
    assert code("error", "off", "") == (0, 0)
    assert code("error", "off", "warning") == (0, 1)
    assert code("{severity: off, because: x}", "", "~") == (0, 1)
    assert code("off", "off", "off", "--rule", "image-id-region=error") == (1, 1)


def test_verbs_that_edit_and_explain_know_the_rules_of_the_project(
    capfd: pytest.CaptureFixture[str],
) -> None:
    write("alicloud-generator.yaml", PROJECT + "rules: {image-id-region: error}\n")
    wrong = ("gardenlinux", "1877.14.0", "--region", "cn-shanghai=m-bp1hvbrxclop1jtat17n")
    call = Call(capfd, "add", "landscapes/base.yaml", *wrong)
    assert (call.code, "[image-id-region]" in call.err) == (1, True)
    call = Call(capfd, "explain", "landscapes/live.yaml", "rules.image-id-region")
    assert (call.out, call.err) == ("error\n", "decided by alicloud-generator.yaml:3\n")


def test_a_project_file_is_no_catalog(capfd: pytest.CaptureFixture[str]) -> None:
    call = Call(capfd, "generate", "alicloud-generator.yaml")
    assert (call.code, call.err.count("error: ")) == (1, 1)
    assert "this is a project file, not a catalog" in call.err
