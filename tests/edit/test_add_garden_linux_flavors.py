"""The verb `add` and the flavors that Garden Linux builds a release as."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support.edit_command import CATALOG, Desk

if TYPE_CHECKING:
    from pathlib import Path

ENTRY = (
    "  - {{region_id: {region}, image_id: m-{prefix}{letter}aaaaaaaaaaaaaaa2,"
    " image_name: gardenlinux-ali-{flavor}-amd64-1877.3-75df9f40}}\n"
)
HEAD = "version: '1877.3'\npublished_image_metadata:\n  published_alicloud_images:\n"
REGIONS = (("cn-shanghai", "uf6"), ("cn-beijing", "2ze"))


@pytest.fixture
def desk(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Desk:
    desk = Desk(tmp_path, capsys, monkeypatch)
    flavors = {
        "a": "gardener_prod",
        "b": "gardener_prod_tpm2_trustedboot",
        "u": "gardener_prod_usi",
    }
    for letter, flavor in flavors.items():
        entries = [
            ENTRY.format(region=region, prefix=prefix, letter=letter, flavor=flavor)
            for region, prefix in REGIONS
        ]
        desk.write(f"{letter}.yaml", HEAD + "".join(entries))
    both = [(desk.folder / f"{letter}.yaml").read_text() for letter in "ab"]
    desk.write("ab.yaml", "---\n".join(both))
    return desk


@pytest.mark.parametrize(
    ("files", "flavors"),
    [
        (("a", "b"), ("gardener_prod (a.yaml:4)", "gardener_prod_tpm2_trustedboot (b.yaml:4)")),
        (("ab",), ("gardener_prod (ab.yaml:4)", "gardener_prod_tpm2_trustedboot (ab.yaml:10)")),
        (
            ("u", "b", "a"),
            (
                "gardener_prod_usi (u.yaml:4)",
                "gardener_prod_tpm2_trustedboot (b.yaml:4)",
                "gardener_prod (a.yaml:4)",
            ),
        ),
    ],
)
def test_several_flavors_are_one_error_that_lists_them(
    files: tuple[str, ...], flavors: tuple[str, ...], desk: Desk
) -> None:
    sources = [part for file in files for part in ("--from", f"{file}.yaml")]
    answer = desk.call("add", "c.yaml", *sources)
    assert answer.code == 1
    assert answer.err.count("error: ") == 1
    assert f"gardenlinux 1877.3 is here in several flavors: {', '.join(flavors)}" in answer.err
    assert answer.files["c.yaml"] == CATALOG


@pytest.mark.parametrize(
    ("file", "said"),
    [
        ("a", ""),
        ("b", "gardenlinux 1877.3 is of the flavor gardener_prod_tpm2_trustedboot\n"),
        ("u", "gardenlinux 1877.3 is of the flavor gardener_prod_usi\n"),
    ],
)
def test_another_flavor_than_the_usual_one_is_named(file: str, said: str, desk: Desk) -> None:
    answer = desk.call("add", "c.yaml", "--from", f"{file}.yaml", "--summary", "-")
    assert answer.code == 0
    assert ("is of the flavor" in answer.err + answer.out) == bool(said)
    assert said in answer.err


def test_another_flavor_can_be_an_image_of_its_own(desk: Desk) -> None:
    assert desk.call("add", "c.yaml", "--from", "a.yaml").code == 0
    answer = desk.call("add", "c.yaml", "gardenlinux-tpm2", "1877.3", "--from", "b.yaml")
    assert answer.code == 0
    assert "gardenlinux-tpm2 1877.3 is of the flavor gardener_prod_tpm2_trustedboot" in answer.err
    assert "  gardenlinux-tpm2:\n" in answer.files["c.yaml"]
