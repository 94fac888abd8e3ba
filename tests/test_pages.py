"""What pages hold beside the commands that are run: calls, catalogs, links, names of targets."""

from __future__ import annotations

import json
import re
import shutil
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from generator import checks, cli
from generator.checks import audit
from generator.documents.plan import REQUESTED_BY
from tests.commands.test_help import HELP, example_lines
from tests.commands.test_help import commands as all_commands
from tests.support.calls import NOT_RUN, assert_taken, calls, can_be_run
from tests.support.pages import BLOCK, steps
from tests.support.tools import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

INDEX = ROOT / "docs" / "README.md"
DOCS = sorted((ROOT / "docs").rglob("*.md"))
CHART = ROOT / "charts" / "extension-provider-alicloud" / "README.md"
PAGES = [
    *(ROOT / name for name in ("README.md", "CONTRIBUTING.md")),
    *DOCS,
    CHART,
    *sorted((ROOT / "examples").rglob("*.md")),
]
PIPELINES = sorted(
    path
    for place in ("github", "gitlab", "argocd", "repository")
    for path in (ROOT / "examples" / place).rglob("*")
    if path.suffix in (".yaml", ".yml")
)

LANGUAGES = {"console", "diff", "jinja", "json", "sh", "text", "yaml"}
OF_OTHERS = {
    *("--force-conflicts", "--token"),  # kubectl
    *("--pager", "--build-arg"),  # aliyun, docker
    *("--extension-classes", "--gardener-version", "--self-hosted-shoot-cluster"),  # the extension
}
"""Options of other programs that pages name by themselves."""

of_pages = pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))


def blocks(page: Path, language: str) -> list[str]:
    return [text for found, text in BLOCK.findall(page.read_text()) if found == language]


def prose(page: Path) -> str:
    """The text of a page without its blocks."""
    return BLOCK.sub("", page.read_text())


@of_pages
def test_a_block_is_of_a_kind_that_some_test_looks_at(page: Path) -> None:
    text = page.read_text()
    assert {language for language, _ in BLOCK.findall(text)} <= LANGUAGES
    assert len(re.findall(r"^ *```", text, re.MULTILINE)) == 2 * len(BLOCK.findall(text))
    assert not [text for text in blocks(page, "text") if "alicloud-generator " in text]
    for block in blocks(page, "json"):
        json.loads(block)
    if blocks(page, "diff") or blocks(page, "jinja"):
        assert steps(text), "what a page edits, its commands use"


def commands(script: str) -> Iterator[str]:
    for line in script.replace("\\\n", " ").splitlines():
        if line.strip() and not line.startswith("#"):
            yield line


@of_pages
def test_a_command_that_could_be_run_is_run(page: Path) -> None:
    runnable = [
        command
        for script in blocks(page, "sh")
        for command in commands(script)
        if can_be_run(command)
    ]
    assert runnable == [], "a block of `console` shows what they print"


def test_no_reason_is_left_over() -> None:
    told = [each for page in PAGES for text in blocks(page, "sh") for each in commands(text)]
    told += [line for text in HELP.values() for line in example_lines(text)]
    assert [reason for reason in NOT_RUN if not any(re.search(reason, each) for each in told)] == []


@of_pages
def test_the_command_line_takes_what_a_page_tells_people_to_type(page: Path) -> None:
    for script in blocks(page, "sh"):
        for words in calls(script):
            assert_taken(words)
    for span in re.findall(r"`([^`\n]+)`", prose(page)):
        verb, *words = span.removeprefix("alicloud-generator ").split(" ")
        if verb in cli.VERBS and words:
            assert_taken([verb, *words], mention=True)


@of_pages
def test_an_option_on_a_page_is_one(page: Path) -> None:
    known = {name for _, command in all_commands() for each in command.params for name in each.opts}
    named = set(re.findall(r"`(--[a-z-]+)", prose(page)))
    assert named - known - OF_OTHERS - {"--help", "--version"} == set()


def texts(tree: Any) -> Iterator[str]:
    """Every text in a YAML document, without comments."""
    if isinstance(tree, str):
        yield tree
    elif isinstance(tree, dict | list):
        for below in tree.values() if isinstance(tree, dict) else tree:
            yield from texts(below)


@pytest.mark.parametrize("path", PIPELINES, ids=lambda path: str(path.relative_to(ROOT)))
def test_the_command_line_takes_what_pipelines_call(path: Path) -> None:
    for tree in yaml.safe_load_all(path.read_text()):
        for text in texts(tree):
            for words in calls(text):
                assert_taken(words)


@of_pages
def test_a_catalog_on_a_page_goes_over_another(
    page: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert cli.run(["schema"]) == 0
    keys = json.loads(capfd.readouterr().out)["properties"].keys()
    shutil.copy(ROOT / "examples" / "cloudprofile.yaml", tmp_path / "base.yaml")
    for text in blocks(page, "yaml"):
        for tree in yaml.safe_load_all(text):
            if isinstance(tree, dict) and tree.keys() <= keys:
                catalog = tmp_path / "live.yaml"
                catalog.write_text(text if "extends" in tree else f"{text}\nextends: base.yaml\n")
                cli.run(["validate", str(catalog)])
                assert "[catalog-format]" not in capfd.readouterr().err, text


def anchor(heading: str) -> str:
    """What GitHub makes of a heading."""
    text = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading).lower()
    return re.sub(r"[^\w\- ]", "", text).replace(" ", "-")


def anchors(page: Path) -> set[str]:
    return {anchor(heading) for heading in re.findall(r"(?m)^#+ (.*)$", prose(page))}


@of_pages
def test_links_lead_somewhere(page: Path) -> None:
    lost = []
    for link in re.findall(r"\]\((?!\w+:)([^)\s]+)\)", prose(page)):
        path, _, place = link.partition("#")
        target = page.parent / path if path else page
        if not target.exists() or (place and place not in anchors(target)):
            lost.append(link)
    assert lost == []


def test_the_index_leads_to_every_page() -> None:
    linked = {
        (INDEX.parent / path).resolve()
        for path in re.findall(r"\]\(([^)#]+\.md)\)", INDEX.read_text())
    }
    assert {*DOCS, CHART} - {INDEX} <= linked


@of_pages
def test_the_targets_of_make_are_there(page: Path) -> None:
    targets = {
        target
        for file in (ROOT / "Makefile", *(ROOT / "make").glob("*.mk"))
        for target in re.findall(r"(?m)^([a-z-]+):", file.read_text())
    }
    named = set(re.findall(r"(?m)(?:`|^)make ([a-z-]+)", page.read_text()))
    assert named <= targets


def test_the_readme_counts_the_rules() -> None:
    number, other = len(checks.all_rules()) - len(audit.RULES), len(audit.RULES)
    readme = " ".join((ROOT / "README.md").read_text().split())
    assert f"[{number} rules](" in readme
    assert f"{other} more look at" in readme


def test_the_readme_names_the_key_that_asks_for_each_document() -> None:
    rows = re.findall(r"(?m)^\| (`\S+\.yaml`.*?) \| (.*?) \|", (ROOT / "README.md").read_text())
    told = {
        (document, key)
        for documents, keys in rows
        for document in re.findall(r"`(\S+\.yaml)`", documents)
        for key in re.findall(r"`(\w+)`", keys)
        if key != "null"
    }
    asked = {(document, requested.section) for document, requested in REQUESTED_BY.items()}
    assert told - asked == {("secrets.yaml", "seeds")}, "a backup has a Secret as well"
    assert asked <= told
