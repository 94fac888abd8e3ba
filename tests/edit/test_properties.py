"""Any catalog, any edit: what was asked for changes, and nothing else."""

from __future__ import annotations

import difflib
import re
from functools import reduce
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from generator.decode.layers import read_layer
from generator.edit.catalog_files import CatalogFile, CatalogFiles
from generator.edit.changes import Insert, Remove, Replace, applied
from generator.edit.edit_text import edit_text
from generator.edit.version_nodes import set_fields, stated_versions, style_models, version_path
from generator.problems import ProblemsError
from generator.yamlio.read import read_document
from tests.edit.catalogs import NEW, Written, catalogs, comments

if TYPE_CHECKING:
    from collections.abc import Sequence

    from generator.edit.changes import Change
    from generator.yamlio.read import Node

IDS: dict[str, Node] = {"cn-shanghai": "m-new1", "eu-central-1": "m-new2"}
EDITS = settings(max_examples=120)
CHANGED = {"classification", "expirationDate", "regions"}


def plain(node: Node) -> object:
    """A tree for comparing: the order of keys counts."""
    if isinstance(node, dict):
        return [(str(key), plain(item)) for key, item in node.items()]
    return [plain(item) for item in node] if isinstance(node, list) else str(node)


def done(catalog: Written, changes: Sequence[Change]) -> str:
    """The edited text, which means what was asked for and ends its lines as before."""
    new = edit_text(catalog.text, "c.yaml", changes)
    tree = read_document(catalog.text, "c.yaml")
    assert plain(read_document(new, "c.yaml")) == plain(reduce(applied, changes, tree))
    assert new.endswith("\n") == catalog.text.endswith("\n")
    if "\r\n" in catalog.text:
        assert "\n" not in new.replace("\r\n", "")
    return new


def difference(old: str, new: str) -> tuple[list[str], list[str]]:
    """The lines that went and those that came."""
    found = [*difflib.ndiff(old.split("\n"), new.split("\n"))]
    went = [line[2:] for line in found if line[0] == "-"]
    return went, [line[2:] for line in found if line[0] == "+"]


def images_of(catalog: Written) -> dict[str, Any]:
    found: Any = catalog.tree["images"]
    return {name: image["versions"] for name, image in found.items()}


def a_version(catalog: Written, data: st.DataObject) -> tuple[str, str]:
    pairs = [(name, v) for name, versions in images_of(catalog).items() for v in versions]
    return data.draw(st.sampled_from(pairs))


def file_of(text: str) -> CatalogFile:
    return CatalogFiles([read_layer(text, "c.yaml")]).files[0]


@given(catalogs(), st.data())
@EDITS
def test_inserting_a_version_takes_no_text_away(catalog: Written, data: st.DataObject) -> None:
    file = file_of(catalog.text)
    image = data.draw(st.sampled_from([*images_of(catalog)]))
    siblings = stated_versions(file, image)
    before = data.draw(st.sampled_from([*siblings, None]))
    short = data.draw(st.booleans())
    node: dict[str, Node] = IDS if short else {"classification": "preview", "regions": IDS}
    looks = style_models(file, image, before or siblings[-1], is_short=short)
    below = {(NEW, *place): like for place, like in looks.items()}
    new = done(catalog, [Insert(("images", image, "versions"), {NEW: node}, before, below)])
    went, _ = difference(catalog.text, new)
    assert len(went) <= 1, "at most a line that gets a comma, a line end or an entry more"
    characters = iter(new)
    assert all(character in characters for character in catalog.text), "nothing went"


@given(catalogs(), st.data())
@EDITS
def test_setting_fields_of_a_version_changes_its_own_lines(
    catalog: Written, data: st.DataObject
) -> None:
    image, version = a_version(catalog, data)
    wanted: dict[str, Node] = {"classification": "deprecated", "expirationDate": "2029-01-01"}
    new = done(catalog, set_fields(file_of(catalog.text), image, version, wanted))
    assert comments(new) == comments(catalog.text)
    own = {version, *CHANGED, *images_of(catalog)[image][version]}
    went, _ = difference(catalog.text, new)
    assert len(went) <= 2 or has_levels_of_one_column(catalog.text)
    for line in went:
        braces = line.strip(" \t\r") in ("}", "},", "")
        assert braces or any(word in line for word in own), line


def has_levels_of_one_column(text: str) -> bool:
    """Whether there is no column left between a version and its regions."""
    return re.search(r"^ [^ ]", text, re.MULTILINE) is not None


@given(catalogs(), st.data())
@EDITS
def test_replacing_an_id_changes_one_word(catalog: Written, data: st.DataObject) -> None:
    image, version = a_version(catalog, data)
    node = images_of(catalog)[image][version]
    path = version_path(image, version) + (("regions",) if "regions" in node else ())
    regions = node.get("regions", node)
    region = data.draw(st.sampled_from([*regions]))
    new = done(catalog, [Replace((*path, region), "m-other")])
    assert new.replace("m-other", regions[region]) == catalog.text


@given(catalogs(), st.data())
@EDITS
def test_removing_versions_removes_their_own_comments_alone(
    catalog: Written, data: st.DataObject
) -> None:
    image = data.draw(st.sampled_from([*images_of(catalog)]))
    versions = [*images_of(catalog)[image]]
    assume(len(versions) > 1)
    some = st.lists(st.sampled_from(versions), min_size=1, max_size=len(versions) - 1, unique=True)
    gone = data.draw(some)
    new = done(catalog, [Remove(("images", image, "versions"), tuple(gone))])
    kept = [c for c in comments(catalog.text) if c.partition(":")[2] not in gone]
    assert [c for c in comments(new) if c in kept] == kept
    assert len(difference(catalog.text, new)[1]) <= 1 + len(gone), "commas, or an entry less"


@given(catalogs(anchors=True), st.data())
@EDITS
def test_an_edit_never_changes_what_aliases_share(catalog: Written, data: st.DataObject) -> None:
    """Either only what was asked for, or a refusal; and never one without anchors."""
    file = file_of(catalog.text)
    image = data.draw(st.sampled_from(["z", *images_of(catalog)]))
    version = data.draw(st.sampled_from(stated_versions(file, image)))
    path = version_path(image, version)
    edits: list[list[Change]] = [
        set_fields(file, image, version, {"classification": "deprecated"}),
        [Remove(path[:-1], (version,))],
        [Insert(path[:-1], {NEW: IDS}, version)],
        [Replace(path, IDS)],
    ]
    assume(len(stated_versions(file, image)) > 1)
    try:
        done(catalog, data.draw(st.sampled_from(edits)))
    except ProblemsError:
        assert image == "z"


@pytest.mark.parametrize(
    ("version", "changed"),
    [
        ("1.1", "1.1: {classification: deprecated, regions: *ids}"),
        ("1.0", "1.0: {classification: deprecated, regions: &ids {cn-shanghai: m-900}}"),
        ("1.5", "1.5:\n       classification: deprecated\n       regions: &last\n        r: m-901"),
        ("1.6", "1.6: {classification: deprecated, regions: *last}"),
    ],
)
def test_short_versions_that_aliases_share_can_become_long(version: str, changed: str) -> None:
    text = """\
images:
  z:
    versions:
      1.0: &ids {cn-shanghai: m-900}
      1.1: *ids
      1.2: {classification: preview, regions: *ids}
      1.5: &last
        r: m-901
      1.6: *last
"""
    new = edit_text(
        text, "c", set_fields(file_of(text), "z", version, {"classification": "deprecated"})
    )
    assert changed in new


HEADS = "classification: deprecated", "expirationDate: 2029-01-01", "regions:"


def becomes_long(versions: str) -> str:
    """The text below `versions:` after its version 1.0, in the short form, got two fields."""
    head = "images:\n  z:\n    versions:\n"
    fields: dict[str, Node] = {"classification": "deprecated", "expirationDate": "2029-01-01"}
    text = head + versions
    return edit_text(text, "c", set_fields(file_of(text), "z", "1.0", fields)).removeprefix(head)


@pytest.mark.parametrize("level", [2, 3, 4, 8])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize(
    "lines",
    [
        ("a: m-1",),
        ("# one", "a: m-1   # c\t", "", "  # two", "b: m-2", "# end"),
        ("a: >-", "  m-1", "b: |-", "  m-2", "", "# end"),
        ("'a': \"m-1\"\t", "? b", ": m-2"),
        ("a: &x m-1", "b: *x"),
    ],
)
def test_lines_of_a_short_version_stay_when_it_becomes_long(
    level: int, newline: str, lines: Sequence[str]
) -> None:
    kept = [f"{' ' * (6 + level)}{line}" if line else "" for line in lines]
    pad = " " * (6 + level // 2)
    new = becomes_long(newline.join(["      1.0:  # LTS", *kept, "      0.9: {a: m-3}"]))
    wanted = [
        "      1.0:  # LTS",
        *(f"{pad}{head}" for head in HEADS),
        *kept,
        "      0.9: {a: m-3}",
    ]
    assert new.split(newline) == wanted


BRACES = "{classification: deprecated, expirationDate: 2029-01-01, regions: "
ANCHORED = "".join(f"       {head}\n" for head in (*HEADS[:2], "regions: &x"))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (
            "1.0: {\n a: m-1,\n b: m-2\n }  # c\n",
            f"1.0: {BRACES}{{\n a: m-1,\n b: m-2\n }}}}  # c\n",
        ),
        ("1.0:  # LTS\n       {a: m-1}  # c\n", f"1.0:  # LTS\n       {BRACES}{{a: m-1}}}}  # c\n"),
        (
            "1.0: { a: m-1 }\n      0.9: { regions: { a: m-2 } }\n",
            f"1.0: {{ {BRACES[1:]}{{ a: m-1 }} }}\n      0.9: {{ regions: {{ a: m-2 }} }}\n",
        ),
        (
            "1.0:  # &x\n        &x\n        a: m-1\n",
            f"1.0:  # &x\n{ANCHORED}        a: m-1\n",
        ),
        (
            "1.0:\n        &x   # c\n        a: m-1\n",
            f"1.0:\n{ANCHORED}           # c\n        a: m-1\n",
        ),
    ],
)
def test_a_short_version_becomes_long_where_it_stands(old: str, new: str) -> None:
    assert becomes_long(f"      {old}") == f"      {new}"


def test_levels_of_one_column_are_indented_by_one_more() -> None:
    text = "images:\n z:\n  versions:\n   1.0:\n    a: m-1\n    # c\n    b: m-2\n"
    fields: dict[str, Node] = {"classification": "deprecated"}
    new = edit_text(text, "c", set_fields(file_of(text), "z", "1.0", fields))
    below = "    classification: deprecated\n    regions:\n     a: m-1\n     # c\n     b: m-2\n"
    assert new == text[: text.index("    a:")] + below
