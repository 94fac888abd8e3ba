"""What the documentation shows is what happens."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
import yaml

from generator import cli
from tests.support.crane import registry_on_loopback
from tests.support.pages import EXAMPLE_REGISTRY, check_page, steps

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text()
PAGES = [
    page
    for pattern in ("README.md", "docs/**/*.md", "examples/**/*.md", "charts/*/*.md")
    for page in sorted(ROOT.glob(pattern))
    if steps(page.read_text())
]

TYPO = """\
images:
  gardenlinux: {sharde: true, versions: {1877.13.0: {cn-shanghai: m-uf6hvbrxclop1jtat17m}}}
"""


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_pages_show_what_happens(page: Path, tmp_path: Path, *, update_golden: bool) -> None:
    if EXAMPLE_REGISTRY not in page.read_text():
        check_page(page, tmp_path, update=update_golden)
        return
    with registry_on_loopback() as registry:
        check_page(page, tmp_path, update=update_golden, registry=registry)


def test_readme_names_the_two_commands() -> None:
    lines = README.splitlines()
    assert {"make generate", "make test"} <= {line.partition("#")[0].strip() for line in lines}
    makefile = (ROOT / "Makefile").read_text()
    [recipe] = re.findall(r"(?m)^generate: .*\n\t(.*)", makefile)
    assert recipe.endswith("generator generate examples/guide.yaml -o manifests")
    assert "the manifests of examples/guide.yaml to manifests/" in README


def test_the_hooks_for_commits_are_about_the_whole_project(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())
    commands = {hook["id"]: hook["entry"].split() for hook in hooks}
    verbs = ("validate", "check", "generate")
    assert [*commands] == [f"alicloud-generator-{verb}" for verb in verbs]
    assert {(hook["language"], hook["pass_filenames"]) for hook in hooks} == {("python", False)}
    monkeypatch.chdir(tmp_path)
    Path("alicloud-generator.yaml").write_text("catalogs: [landscapes/*.yaml]\n")
    shutil.copytree(ROOT / "examples" / "landscapes", "landscapes")

    def code(name: str) -> int:
        program, *arguments = commands[f"alicloud-generator-{name}"]
        assert program == "alicloud-generator"
        return cli.run(arguments)

    assert [code(verb) for verb in ("validate", "check", "generate", "check")] == [0, 1, 0, 0]
    Path("landscapes/bad.yaml").write_text(TYPO)
    capfd.readouterr()
    assert [code(verb) for verb in verbs] == [1, 1, 1]
    assert capfd.readouterr().err.count("did you mean") == 3


def test_the_catalogs_on_the_page_about_applying_need_no_further_word(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    page = (ROOT / "docs" / "how-to" / "apply.md").read_text()
    catalogs = re.findall(r"^```yaml\n(.*?)^```$", page, re.DOTALL | re.MULTILINE)
    assert len(catalogs) >= 2
    images = "images: {a: {versions: {1.0.0: {cn-shanghai: m-uf6hvbrxclop1jtat17a}}}}\n"
    for text in catalogs:
        tree = yaml.safe_load(text)
        tree.setdefault("controllerDeployment", {})["apiVersion"] = "v1"
        tree.setdefault("target", {}).setdefault("apply", "client-side")
        (tmp_path / "live.yaml").write_text(images + yaml.safe_dump(tree))
        assert cli.run(["validate", str(tmp_path / "live.yaml"), "--strict"]) == 0
        assert "apply" not in capfd.readouterr().err
