"""`abstract: true`: a catalog that only serves as a base, in every verb."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator import cli
from tests.support.command import tree

VERSIONS = "versions: {1877.13.0: {cn-shanghai: m-uf6hvbrxclop1jtat17m}}"
BASE = f"abstract: true\nimages: {{gardenlinux: {{{VERSIONS}}}}}\n"
INCOMPLETE = "abstract: true\nimages: {gardenlinux: {updateStrategy: minor}}\n"
"""On its own, it lacks what only those that extend it have."""

PATTERN = "landscapes/*.yaml"
REFUSING = (("generate",), ("check",), ("diff", "-o", "manifests"))


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("landscapes").mkdir()
    Path("alicloud-generator.yaml").write_text(f"catalogs: [{PATTERN}]\n")
    write("base", BASE)
    write("dev", "extends: base.yaml\n")
    write("live", "extends: base.yaml\n")


def write(name: str, text: str) -> None:
    Path(f"landscapes/{name}.yaml").write_text(text)


def call(capfd: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    capfd.readouterr()
    code = cli.run(arguments)
    return code, *capfd.readouterr()


@pytest.mark.parametrize("base", [BASE, INCOMPLETE, "abstract: TRUE\n"])
@pytest.mark.parametrize("verb", REFUSING, ids=lambda verb: verb[0])
def test_it_is_refused_by_name_whatever_it_lacks(
    verb: tuple[str, ...], base: str, capfd: pytest.CaptureFixture[str]
) -> None:
    write("base", base)
    for more in ((), ("landscapes/live.yaml",)) if base == BASE else ((),):
        code, _, err = call(capfd, *verb, "landscapes/base.yaml", *more)
        assert code == 1
        assert err.startswith("landscapes/base.yaml:1:11: error: this catalog is abstract")
        assert err.count("[catalog-format]") == 1
    assert not Path("manifests/base").exists()


@pytest.mark.parametrize("arguments", [(), (PATTERN,)], ids=["project", "pattern"])
@pytest.mark.parametrize(
    "verb",
    [*REFUSING, ("validate",), ("matrix",), ("calendar", "--as-of", "2026-01-01")],
    ids=lambda verb: verb[0],
)
def test_patterns_pass_it_over(
    verb: tuple[str, ...], arguments: tuple[str, ...], capfd: pytest.CaptureFixture[str]
) -> None:
    write("base", INCOMPLETE)
    for name in ("dev", "live"):
        write(name, f"extends: base.yaml\nimages: {{gardenlinux: {{{VERSIONS}}}}}\n")
    assert cli.run(["generate"]) == 0
    code, out, err = call(capfd, *verb, *arguments)
    assert (code, "base" in out + err) == (0, False), err
    assert {path.split("/")[0] for path in tree(Path("manifests"))} == {"dev", "live"}


@pytest.mark.parametrize(
    "verb",
    [
        ("add", "landscapes/base.yaml", "gardenlinux", "1.0.0", "--region", "cn-shanghai=m-uf6h"),
        ("promote", "landscapes/base.yaml", "gardenlinux", "1877.13.0"),
        ("retire", "landscapes/base.yaml", "--as-of", "2026-01-01"),
        ("explain", "landscapes/base.yaml", "images"),
        ("matrix", "landscapes/base.yaml"),
        ("calendar", "landscapes/base.yaml", "--as-of", "2026-01-01"),
    ],
    ids=lambda verb: verb[0],
)
def test_verbs_of_images_work_on_it(
    verb: tuple[str, ...], capfd: pytest.CaptureFixture[str]
) -> None:
    code, _, err = call(capfd, *verb)
    assert code == 0, err


def test_it_is_never_inherited(capfd: pytest.CaptureFixture[str]) -> None:
    write("middle", "extends: base.yaml\nabstract: true\n")
    write("live", "extends: [middle.yaml, base.yaml]\n")
    write("dev", "extends: middle.yaml\nabstract: false\n")
    assert call(capfd, "generate")[0] == 0
    assert {path.split("/")[0] for path in tree(Path("manifests"))} == {"dev", "live"}
    assert call(capfd, "explain", "landscapes/live.yaml", "abstract")[1:] == (
        "false\n",
        "default\n",
    )


@pytest.mark.parametrize("value", ["yes", "1", "'true'", "[]", "{a: b}"])
def test_another_value_than_true_or_false_is_an_error(
    value: str, capfd: pytest.CaptureFixture[str]
) -> None:
    write("live", f"extends: base.yaml\nabstract: {value}\n")
    code, _, err = call(capfd, "generate")
    assert code == 1
    assert err.startswith("landscapes/live.yaml:2:11: error: ")
    assert "expected true or false" in err


def test_a_setting_can_take_it_away_and_make_it(capfd: pytest.CaptureFixture[str]) -> None:
    assert call(capfd, "generate", "landscapes/base.yaml", "--set", "abstract=false")[0] == 0
    code, _, err = call(capfd, "generate", "landscapes/live.yaml", "--set", "abstract=true")
    assert (code, "this catalog is abstract" in err) == (1, True)


MISTAKES = {
    "key": ("lables: {a: b}\n", 'unknown key "lables"'),
    "rule": ('rules: {no-such-rule: "off"}\n', 'there is no rule "no-such-rule"'),
    "yaml": ("rules: {\n", "is never closed"),
    "base": ("extends: nowhere.yaml\n", "there is no file"),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_validate_judges_it_through_those_that_extend_it(
    mistake: str, capfd: pytest.CaptureFixture[str]
) -> None:
    text, message = MISTAKES[mistake]
    write("middle", "extends: base.yaml\nabstract: true\n")
    write("live", "extends: middle.yaml\n")
    write("base", BASE + text)
    code, _, err = call(capfd, "validate", "landscapes/base.yaml")
    assert (code, err.count("error: "), err.count(message)) == (1, 1, 1), err
    assert err.startswith("landscapes/base.yaml:")


def test_validate_judges_no_catalog_that_does_not_extend_it(
    capfd: pytest.CaptureFixture[str],
) -> None:
    write("other", BASE)
    write("wrong", "extends: other.yaml\nlables: {a: b}\n")
    assert call(capfd, "validate", "landscapes/base.yaml") == (0, "", "")
    assert call(capfd, "validate", "./landscapes/../landscapes/other.yaml")[0] == 1


def test_validate_says_where_nothing_extends_it(capfd: pytest.CaptureFixture[str]) -> None:
    write("lonely", INCOMPLETE)
    code, _, err = call(capfd, "validate", "landscapes/lonely.yaml", "landscapes/live.yaml")
    assert (code, err.count("warning: ")) == (0, 1)
    assert "no catalog of the project extends it" in err
    assert call(capfd, "validate", "landscapes/lonely.yaml", "--strict")[0] == 1
