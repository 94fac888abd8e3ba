"""Several catalogs in one call: named by patterns, and what they share is judged once."""

from __future__ import annotations

import json
import re
from itertools import product
from pathlib import Path

import pytest

from generator import cli

VERSION = "1877.13.0: {cn-shanghai: m-uf6hvbrxclop1jtat17m}"
BASE = f"images: {{gardenlinux: {{versions: {{{VERSION}}}}}}}\n"
NAMES = ("dev", "live", "test")
MISTAKES = {
    "key": "lables: {a: b}\n",
    "value": "share: [7 8]\n",
    "rule": 'rules: {no-such-rule: "off"}\n',
    "yaml": "rules: {\n",
    "base": "extends: nowhere.yaml\n",
    "ring": "extends: common.yaml\n",
}
VERBS = ("validate", "generate", "check", "matrix")
NO_RULES = ("matrix", "rule")
"""This verb asks none."""


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("bases").mkdir()
    Path("landscapes/asia").mkdir(parents=True)
    Path("bases/common.yaml").write_text(BASE)
    for name in NAMES:
        Path(f"landscapes/{name}.yaml").write_text("extends: ../bases/common.yaml\n")


def said(capfd: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    capfd.readouterr()
    code = cli.run(arguments)
    return code, capfd.readouterr().err


@pytest.mark.parametrize(
    ("verb", "mistake"), [pair for pair in product(VERBS, MISTAKES) if pair != NO_RULES]
)
def test_a_mistake_in_a_base_is_told_once(
    verb: str, mistake: str, capfd: pytest.CaptureFixture[str]
) -> None:
    Path("bases/common.yaml").write_text(BASE + MISTAKES[mistake])
    code, err = said(capfd, verb, "landscapes/*.yaml")
    assert (code, err.count("error: ")) == (1, 1), err
    assert err.startswith("bases/common.yaml:")


def test_json_and_github_tell_a_mistake_in_a_base_once(capfd: pytest.CaptureFixture[str]) -> None:
    Path("bases/common.yaml").write_text(BASE + MISTAKES["key"])
    _, err = said(capfd, "validate", "landscapes/*.yaml", "--format", "json")
    (line,) = err.splitlines()
    assert json.loads(line)["file"] == "bases/common.yaml"
    _, err = said(capfd, "validate", "landscapes/*.yaml", "--format", "github")
    assert len(err.splitlines()) == 1


def test_an_error_in_one_landscape_hides_the_same_warning_in_another(
    capfd: pytest.CaptureFixture[str],
) -> None:
    Path("bases/common.yaml").write_text(BASE.replace("m-uf6", "m-bp1"))
    rule = "rules: {image-id-region: error}\n"
    with Path("landscapes/live.yaml").open("a") as file:
        file.write(rule)
    code, err = said(capfd, "validate", "landscapes/*.yaml")
    assert code == 1
    assert (err.count("[image-id-region]"), err.count("error: ")) == (1, 1), err


def test_a_grouped_problem_counts_the_most_that_any_landscape_has(
    capfd: pytest.CaptureFixture[str],
) -> None:
    regions = [f"cn-{name}" for name in "abcdefghijklm"]
    ids = ", ".join(f"{region}: wrong-{region}" for region in regions)
    Path("bases/common.yaml").write_text(BASE.replace("cn-shanghai: m-uf6hvbrxclop1jtat17m", ids))
    for name, count in zip(NAMES, (1, 13, 4), strict=True):
        with Path(f"landscapes/{name}.yaml").open("a") as file:
            file.write(f"regions: [{', '.join(regions[:count])}]\n")
    _, err = said(capfd, "validate", "landscapes/*.yaml")
    assert err.count("[image-id-format]") == 1, err
    assert "(and 12 more of this version) [image-id-format]" in err


def test_the_same_mistake_in_several_landscapes_is_told_for_each(
    capfd: pytest.CaptureFixture[str],
) -> None:
    for name in NAMES:
        with Path(f"landscapes/{name}.yaml").open("a") as file:
            file.write(MISTAKES["key"])
    _, err = said(capfd, "validate", "landscapes/*.yaml")
    assert err.count("error: ") == len(NAMES)


@pytest.mark.parametrize(
    ("pattern", "names"),
    [
        ("landscapes/*.yaml", NAMES),
        ("landscapes/?e*.yaml", ("dev", "test")),
        ("landscapes/[!d]*.yaml", ("live", "test")),
        ("landscapes/**/*.yaml", (*NAMES, "cn")),
        ("{here}/landscapes/*.yaml", NAMES),
        ("landscapes/*", NAMES),
        ("./landscapes/../landscapes/l*", ("live",)),
    ],
)
def test_a_pattern_names_files(
    pattern: str, names: tuple[str, ...], capfd: pytest.CaptureFixture[str]
) -> None:
    Path("landscapes/asia/cn.yaml").write_text("extends: ../../bases/common.yaml\n")
    code, err = said(capfd, "generate", pattern.format(here=Path.cwd()))
    assert code == 0, err
    assert {path.name for path in Path("manifests").iterdir()} == set(names)


def test_patterns_that_overlap_name_each_file_once(capfd: pytest.CaptureFixture[str]) -> None:
    arguments = ("landscapes/*.yaml", "landscapes/live.yaml", "landscapes/l*.yaml")
    assert said(capfd, "validate", *arguments) == (0, "")


@pytest.mark.parametrize("name", ["[a].yaml", "*.yaml", "what?.yaml", "[.yaml", "**"])
def test_a_file_whose_name_looks_like_a_pattern_is_no_pattern(
    name: str, capfd: pytest.CaptureFixture[str]
) -> None:
    Path("a.yaml").write_text("images: 7\n")
    Path(name).write_text(f"metadata: {{name: literal}}\n{BASE}")
    assert said(capfd, "validate", name) == (0, "")
    Path(name).unlink()
    Path(name).symlink_to("nowhere")
    code, err = said(capfd, "validate", name)
    assert (code, err.count("there is no such file\n")) == (1, 1), err


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("pattern", ["landscapes/*.yml", "[", "nowhere/**", "asi?"])
def test_a_pattern_without_match_is_an_error_and_other_catalogs_are_done(
    verb: str, pattern: str, capfd: pytest.CaptureFixture[str]
) -> None:
    Path("asia").mkdir()
    code, err = said(capfd, verb, "landscapes/live.yaml", pattern)
    assert code == 1
    words = r"no such file\b.*\bpattern\b.*\bno file\b"
    assert re.search(rf"^{re.escape(pattern)}: error: .*{words}", err, re.MULTILINE)
    assert Path("manifests/live").exists() == (verb == "generate")
