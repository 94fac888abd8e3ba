"""What stands in a catalog is used or refused: nothing of it is passed over in silence."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from generator import cli
from generator.problems import ProblemsError
from generator.yamlio import goread
from generator.yamlio.read import read_document
from tests.support.command import tree

if TYPE_CHECKING:
    from pathlib import Path

IMAGES = "images: {a: {versions: {1.0.0: {cn-shanghai: m-uf6hvbrxclop1jtat17m}}}}\n"
VERBS = (
    ("validate", "c.yaml"),
    ("generate", "c.yaml", "-o", "out"),
    ("check", "c.yaml", "-o", "out"),
    ("matrix", "c.yaml"),
    ("explain", "c.yaml", "images"),
    ("add", "c.yaml", "a", "1.1.0", "--region", "cn-shanghai=m-uf6hvbrxclop1jtat171"),
    ("promote", "c.yaml", "a", "1.0.0"),
    ("retire", "c.yaml", "--as-of", "2026-01-01"),
)
NO_CATALOGS = (
    "hello",
    "- a",
    "[]",
    "42",
    "false",
    '"{}"',
    "| \n  a: b\n",
    "[{images: {}}]",
    "'null'",
)
EMPTY = ("", "\n", "# a comment\n", "---\n", "null", "~", "---\n---\n...\n", "\ufeff")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def refused(folder: Path, capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    before = tree(folder)
    code = cli.run(arguments)
    err = capsys.readouterr().err
    assert (code, tree(folder)) == (1, before), err
    return err


@pytest.mark.parametrize("verb", VERBS, ids=lambda verb: verb[0])
@pytest.mark.parametrize("base", [*NO_CATALOGS, *EMPTY])
def test_a_base_that_is_no_mapping_is_refused_by_every_verb(
    folder: Path, capsys: pytest.CaptureFixture[str], base: str, verb: tuple[str, ...]
) -> None:
    (folder / "b.yaml").write_text(base)
    (folder / "c.yaml").write_text(f"{IMAGES}extends: b.yaml\n")
    err = refused(folder, capsys, *verb)
    assert 'c.yaml:2:10: error: "b.yaml": found ' in err
    assert "b.yaml:1" not in err, "what is no catalog is not quoted"


@pytest.mark.parametrize("base", [*NO_CATALOGS, *EMPTY])
def test_a_base_that_cannot_be_read_is_reported_where_it_is_named(
    folder: Path, capsys: pytest.CaptureFixture[str], base: str
) -> None:
    (folder / "b.yaml").write_text(base)
    (folder / "d").mkdir()
    (folder / "d" / "m.yaml").write_text("extends: [../b.yaml]\n")
    (folder / "c.yaml").write_text(f"{IMAGES}extends:\n- no.yaml\n- d/m.yaml\n- b.yaml\n")
    err = refused(folder, capsys, "validate", "c.yaml")
    assert "c.yaml:3:3: error: there is no file" in err
    assert 'd/m.yaml:1:11: error: "b.yaml": found ' in err
    assert (folder / "c.yaml").write_text(f"{IMAGES}extends: c2.yaml\n")
    (folder / "c2.yaml").write_text("{}\n")
    assert cli.run(("validate", "c.yaml")) == 0


@pytest.mark.parametrize("text", NO_CATALOGS)
def test_a_catalog_that_is_no_mapping_is_refused_by_every_verb(
    folder: Path, capsys: pytest.CaptureFixture[str], text: str
) -> None:
    (folder / "c.yaml").write_text(text)
    for verb in VERBS:
        err = refused(folder, capsys, *verb)
        assert err.startswith("c.yaml: error: found ")
        assert err.count("error") == 1


@pytest.mark.parametrize("name", ["c.yaml", "b.yaml"])
@pytest.mark.parametrize("more", ["labels: {a: b}", "hello", "{}", "''", "[]"])
def test_a_second_yaml_document_in_a_catalog_is_refused(
    folder: Path, capsys: pytest.CaptureFixture[str], name: str, more: str
) -> None:
    (folder / "b.yaml").write_text("{}\n")
    (folder / "c.yaml").write_text(f"{IMAGES}extends: b.yaml\n")
    text = (folder / name).read_text()
    (folder / name).write_text(f"---\n# one\n{text}---\n# nothing\n---\nnull\n---\n\n{more}\n...\n")
    line = len(text.splitlines()) + 9
    err = refused(folder, capsys, "validate", "c.yaml")
    assert f"{name}:{line}:1: error: found 2 YAML documents" in err


@pytest.mark.parametrize("value", ["hello", "[x]", "'{}'", "[]"])
@pytest.mark.parametrize(
    ("section", "place"),
    [
        ("images: {}", "1:9"),
        ("images: {a: {}}", "1:13"),
        ("images: {a: {versions: {}}}", "1:24"),
        ("images: {a: {versions: {1.0.0: {}}}}", "1:32"),
        ("labels: {}", "1:9"),
        ("csi: {}", "1:6"),
        ("controllerDeployment: {}", "1:23"),
        ("rules: {}", "1:8"),
    ],
)
def test_a_section_that_is_no_mapping_is_refused_even_where_it_is_overridden(
    folder: Path, capsys: pytest.CaptureFixture[str], section: str, place: str, value: str
) -> None:
    over = "labels: {a: b}\ncsi: {enableADController: true}\ncontrollerDeployment: {name: a}\n"
    over += "rules: {image-version: error}\nextends: b.yaml\n"
    (folder / "c.yaml").write_text(IMAGES + over)
    (folder / "b.yaml").write_text(section)
    assert cli.run(("validate", "c.yaml")) == 0
    assert not capsys.readouterr().err
    (folder / "b.yaml").write_text(section.replace("{}", value))
    err = refused(folder, capsys, "validate", "c.yaml")
    assert f"b.yaml:{place}: error: found " in err
    assert "expected a mapping" in err
    (folder / "b.yaml").write_text(section.replace("{}", "null"))
    assert cli.run(("validate", "c.yaml")) == 0


def test_an_overriding_section_of_the_wrong_type_is_reported_itself(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "b.yaml").write_text(f"{IMAGES}labels: {{a: b}}\norder: [a]\n")
    (folder / "c.yaml").write_text("extends: b.yaml\nlabels: hello\norder: {}\n")
    err = refused(folder, capsys, "validate", "c.yaml")
    assert [line for line in err.splitlines() if ": error: " in line] == [
        "c.yaml:2:9: error: found a string [catalog-format]",
        "c.yaml:3:8: error: found a mapping [catalog-format]",
    ]


def test_the_option_set_takes_one_yaml_document(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "c.yaml").write_text(IMAGES)
    setting = "labels.a=b\n---\nc"
    err = refused(folder, capsys, "generate", "c.yaml", "-o", "out", "--set", setting)
    assert "--set: error: found several YAML documents" in err


NO_MERGES = (
    *("5", "x", "'x'", "null", "~", "", "[x, y]", "[]", "[[]]", "[[{a: b}]]", "[{a: b}, null]"),
    *("*text", "[*text]", "[*map, *text]", "*nothing", "[*list]", "[*map, 5]", "&x 5"),
)
MERGES = ("{a: b}", "{}", "*map", "[*map]", "[{a: b}, *map]", "&x {a: b}", "[{a: {<<: *map}}]")
ANCHORS = "text: &text x\nmap: &map {a: c}\nnothing: &nothing null\nlist: &list [{a: d}]\n"
PLACES = (
    "<<: {}",
    "key: {{<<: {}, b: c}}",
    "key: {{b: c, <<: {}}}",
    "key:\n- <<: {}\n  b: c",
    "key: {{deep: [[{{<<: {}}}]]}}",
    "key: &k {{<<: {}}}",
    "<<: {{<<: {}}}",
)


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("value", NO_MERGES)
def test_a_merge_key_without_mappings_is_refused(place: str, value: str) -> None:
    text = f"{ANCHORS}{place.format(value)}\n"
    with pytest.raises(ProblemsError) as caught:
        read_document(text, "f")
    found = {(problem.line, problem.column): problem.message for problem in caught.value.problems}
    line, before = next(
        (number, line.rindex("<<: ", 0, len(line)))
        for number, line in enumerate(text.splitlines(), 1)
        if "<<: " in line
    )
    assert "merge key" in found[line, before + 1]
    assert "nothing to merge" in found[line, before + 1]


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("value", MERGES)
def test_a_merge_key_with_mappings_is_merged(place: str, value: str) -> None:
    text = f"{ANCHORS}{place.format(value)}\n"
    assert "<<" not in str(read_document(text, "f"))
    goread.read_first(text.encode(), "f")


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("value", [*NO_MERGES, "*list"])
def test_the_go_reader_refuses_a_merge_key_without_mappings(place: str, value: str) -> None:
    """Apart from an empty list; and it follows no alias to a list, which we do in catalogs."""
    text = f"{ANCHORS}{place.format(value)}\n".encode()
    if value == "[]":
        goread.read_first(text, "f")
        return
    with pytest.raises(ProblemsError, match="<< needs a mapping after it"):
        goread.read_first(text, "f")


@pytest.mark.parametrize(
    "text",
    [
        "controllerDeployment: {values: {a: {<<: x}}}",
        "cloudProfile: {spec: {regions: [{<<: x}]}}",
        "labels: {<<: x}",
        "images: {a: {versions: {1.1.0: {<<: x, cn-shanghai: m-uf6hvbrxclop1jtat171}}}}",
        "<<: x",
    ],
)
@pytest.mark.parametrize("size", [0, 1000], ids=["small", "large"])
def test_a_merge_key_without_mappings_is_refused_everywhere_in_a_catalog(
    folder: Path, capsys: pytest.CaptureFixture[str], text: str, size: int
) -> None:
    regions = "".join(f"        cn-a{n}: m-aaaaaaaaaaaaaaa{n:05}\n" for n in range(size))
    images = f"images:\n  a:\n    versions:\n      1.0.0:\n        cn-shanghai: x.vhd\n{regions}"
    (folder / "b.yaml").write_text(f"{text}\n")
    (folder / "c.yaml").write_text(f"extends: b.yaml\n{images}")
    err = refused(folder, capsys, "validate", "c.yaml")
    assert f"b.yaml:1:{text.index('<<') + 1}: error: the merge key" in err
    if not text.startswith("images"):
        (folder / "d.yaml").write_text(f"{images}{text}\n")
        assert f":{text.index('<<') + 1}: error" in refused(folder, capsys, "validate", "d.yaml")


def test_a_quoted_merge_key_is_a_key_like_others() -> None:
    assert read_document("a: {'<<': 5}", "f") == {"a": {"<<": "5"}}
