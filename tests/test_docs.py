"""What the documentation shows is what happens."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import yaml

from generator import cli

if TYPE_CHECKING:
    import pytest

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text()

TYPO = """\
images:
  gardenlinux: {sharde: true, versions: {1877.13.0: {cn-shanghai: m-uf6hvbrxclop1jtat17m}}}
"""


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", README, re.DOTALL | re.MULTILINE)


def steps() -> list[tuple[str, str]]:
    """Every command of the README's console blocks with the output shown below it."""
    return [
        (command, output)
        for block in blocks("console")
        for command, output in re.findall(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", block, re.MULTILINE)
    ]


def test_readme_commands_say_what_the_readme_shows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("live.yaml").write_text(blocks("yaml")[0])
    Path("typo.yaml").write_text(TYPO)
    seen = 0
    for command, output in steps():
        program, *arguments = command.split()
        if program == "cat":
            found = Path(arguments[0]).read_text()
        else:
            assert program == "alicloud-generator"
            cli.run(arguments)
            found = "".join(capfd.readouterr())
            seen += 1
        pattern = re.escape(output).replace("…", ".*")
        assert re.fullmatch(pattern, found), f"$ {command}\n{found}"
    assert seen >= 4


def test_readme_names_the_two_commands() -> None:
    assert {"make generate", "make test"} <= {
        line.partition("#")[0].strip() for line in README.splitlines()
    }


def test_the_hook_for_commits_validates_catalogs(
    capfd: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (hook,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())
    program, *arguments = hook["entry"].split()
    assert (program, hook["language"]) == ("alicloud-generator", "python")
    catalogs = [str(path) for path in sorted((ROOT / "examples" / "landscapes").glob("*.yaml"))]
    assert cli.run([*arguments, *catalogs]) == 0
    (tmp_path / "bad.yaml").write_text(TYPO)
    assert cli.run([*arguments, *catalogs, str(tmp_path / "bad.yaml")]) == 1
    assert "did you mean" in capfd.readouterr().err


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


def test_links_between_pages_lead_somewhere() -> None:
    pages = [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]
    links = [
        (page, link)
        for page in pages
        for link in re.findall(r"\]\((?!\w+:)([^)\s#]+)", page.read_text())
    ]
    assert len(links) > 20
    assert [link for page, link in links if not (page.parent / link).exists()] == []
