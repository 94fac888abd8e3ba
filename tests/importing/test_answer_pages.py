"""Answers of DescribeImages add up, and what is missing of them is told as what it is."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from generator import cli

if TYPE_CHECKING:
    from collections.abc import Callable

PREFIXES = {"cn-shanghai": "uf6", "cn-beijing": "2ze", "": "gw8"}
CATALOG = "images: {other: {versions: {1.0.0: {cn-shanghai: m-uf6hvbrxclop1jtat17m}}}}\n"


def answer(
    first: int, count: int, region: str = "cn-shanghai", owner: str = "self", **page: object
) -> dict[str, Any]:
    """A page of images, each another version of one image."""
    images = [
        {
            "ImageId": f"m-{PREFIXES[region]}{number:017}",
            "ImageName": f"coreos-1.0.{number}",
            "ImageOwnerAlias": owner,
        }
        for number in range(first, first + count)
    ]
    stated = {"RegionId": region} if region else {}
    return {**page, **stated, "Images": {"Image": images}}


def total(of: int, number: int = 1, size: int = 3) -> dict[str, int]:
    return {"TotalCount": of, "PageNumber": number, "PageSize": size}


FORMS: dict[str, Callable[[list[dict[str, Any]]], dict[str, str]]] = {
    "files": lambda answers: {f"{i}.json": json.dumps(a) for i, a in enumerate(answers)},
    "after one another": lambda answers: {
        "all.json": "\n".join(json.dumps(a, indent=2) for a in answers)
    },
    "on lines": lambda answers: {"all.json": "".join(f"{json.dumps(a)}\n" for a in answers)},
    "without a space": lambda answers: {"all.json": "".join(map(json.dumps, answers))},
    "in a list": lambda answers: {"all.json": json.dumps(answers, indent=1)},
    "as YAML": lambda answers: {"all.yaml": yaml.safe_dump_all(answers)},
}

PAGER = "ask with `--pager` for all of them"
ALL = ""
CASES: dict[str, tuple[list[dict[str, Any]], str]] = {
    "all on one page": ([answer(0, 2, **total(2))], ALL),
    "what --pager prints": ([answer(0, 57, "")], ALL),
    "two pages": ([answer(0, 3, **total(5)), answer(3, 2, **total(5, 2))], ALL),
    "in any order": ([answer(3, 2, **total(5, 2)), answer(0, 3, **total(5))], ALL),
    "an empty last page": ([answer(0, 3, **total(3)), answer(3, 0, **total(3, 2))], ALL),
    "an empty page of nowhere": (
        [answer(0, 3, "", PageNumber=1), answer(3, 0, "", PageNumber=2)],
        ALL,
    ),
    "an image came between": ([answer(0, 3, **total(5)), answer(3, 3, **total(6, 2))], ALL),
    "several questions": ([answer(0, 2, **total(2)), answer(2, 1, **total(1))], ALL),
    "pages of others' images": (
        [answer(0, 3, owner="system", **total(5)), answer(3, 2, **total(5, 2))],
        ALL,
    ),
    "tokens to the end": ([answer(0, 3, NextToken="abc"), answer(3, 1, NextToken="")], ALL),
    "a token and all": ([answer(0, 3, NextToken="abc", TotalCount=3)], ALL),
    "a short page without a total": ([answer(0, 2, PageNumber=1, PageSize=3)], ALL),
    "pages without a total": (
        [answer(0, 3, PageNumber=1, PageSize=3), answer(3, 1, PageNumber=2, PageSize=3)],
        ALL,
    ),
    "the first page": (
        [answer(0, 3, **total(8))],
        f"3 of 8 images in cn-shanghai are here, without pages 2, 3: {PAGER}",
    ),
    "the last page": (
        [answer(3, 2, **total(5, 2))],
        f"2 of 5 images in cn-shanghai are here, without page 1: {PAGER}",
    ),
    "a page between": (
        [answer(0, 3, **total(8)), answer(6, 2, **total(8, 3))],
        f"5 of 8 images in cn-shanghai are here, without page 2: {PAGER}",
    ),
    "a page twice": (
        [answer(0, 3, **total(5)), answer(0, 3, **total(5))],
        f"3 of 5 images in cn-shanghai are here, without page 2: {PAGER}",
    ),
    "a total alone": (
        [answer(0, 3, TotalCount=4)],
        f"3 of 4 images in cn-shanghai are here: {PAGER}",
    ),
    "a page of another region": (
        [answer(0, 3, **total(5)), answer(3, 2, "cn-beijing", **total(2))],
        f"3 of 5 images in cn-shanghai are here, without page 2: {PAGER}",
    ),
    "a token": (
        [answer(0, 3, NextToken="abc")],
        f"there are more images in cn-shanghai than these, as NextToken asks for more: {PAGER}",
    ),
    "tokens without an end": (
        [answer(0, 3, NextToken="abc"), answer(3, 3, NextToken="def")],
        f"there are more images in cn-shanghai than these, as NextToken asks for more: {PAGER}",
    ),
    "a full page without a total": (
        [answer(0, 3, PageNumber=1, PageSize=3)],
        "there may be more images in cn-shanghai than these 3, a full page without a TotalCount: ",
    ),
    "as many as a page can have": (
        [answer(0, 100, "")],
        "there may be more images in eu-central-1 than these 100, a full page without a TotalCount",
    ),
    "a later page without a total": (
        [answer(3, 2, PageNumber=2, PageSize=3)],
        f"not all images in cn-shanghai are here, without page 1: {PAGER}",
    ),
    "a page number of nobody": (
        [answer(0, 1, TotalCount=999_999_999, PageNumber=999_999_999, PageSize=1)],
        "are here, without pages 1, 2, 3, 4, 5 and 9995 more: ",
    ),
}


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def written(form: str, answers: list[dict[str, Any]]) -> list[str]:
    texts = FORMS[form](answers)
    for name, text in texts.items():
        Path(name).write_text(text)
    return [*texts]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("case", CASES)
def test_import_takes_all_images_and_says_which_are_missing(
    case: str, form: str, capfd: pytest.CaptureFixture[str]
) -> None:
    answers, words = CASES[case]
    assert cli.run(["import", *written(form, answers)]) == 0
    out = capfd.readouterr().out
    own = [image for each in answers for image in each["Images"]["Image"]]
    ids = {image["ImageId"] for image in own if image["ImageOwnerAlias"] == "self"}
    versions = yaml.safe_load(out)["images"]["coreos"]["versions"].values()
    assert {image_id for regions in versions for image_id in regions.values()} == ids
    assert out.count(PAGER) == bool(words)
    assert words in out


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("case", CASES)
def test_add_says_the_same(case: str, form: str, capfd: pytest.CaptureFixture[str]) -> None:
    answers, words = CASES[case]
    Path("catalog.yaml").write_text(CATALOG)
    version = next(
        image["ImageName"].removeprefix("coreos-")
        for each in answers
        for image in each["Images"]["Image"]
        if image["ImageOwnerAlias"] == "self"
    )
    sources = [word for name in written(form, answers) for word in ("--from", name)]
    assert cli.run(["add", "catalog.yaml", "coreos", version, *sources]) == 0
    err = capfd.readouterr().err
    assert err.count(PAGER) == bool(words)
    assert not words or ("warning: " in err and words in err)
    assert version in Path("catalog.yaml").read_text()


@pytest.mark.parametrize("form", FORMS)
def test_answers_without_any_image_of_the_account_are_refused(
    form: str, capfd: pytest.CaptureFixture[str]
) -> None:
    names = written(form, [answer(0, 1, owner="system"), answer(1, 0)])
    assert cli.run(["import", *names]) == 1
    assert "there is no image that a catalog could have" in capfd.readouterr().err


@pytest.mark.parametrize(
    ("first", "words"),
    [
        (answer(0, 3, owner="system", **total(7)), "3 of 7 images in cn-shanghai are here"),
        (
            answer(0, 0, **total(7, 4)),
            "0 of 7 images in cn-shanghai are here, without pages 1, 2, 3",
        ),
        (answer(0, 0, NextToken="t"), "there are more images in cn-shanghai than these"),
        (answer(0, 0, "", NextToken="t"), "there are more images than these"),
        (answer(0, 10, owner="system"), "there may be more images in cn-shanghai than these 10"),
        (answer(0, 0, **total(0)), ""),
    ],
)
def test_where_no_image_is_found_the_pages_that_are_missing_are_told(
    first: dict[str, Any], words: str, capfd: pytest.CaptureFixture[str]
) -> None:
    assert cli.run(["import", *written("files", [first])]) == 1
    err = capfd.readouterr().err
    assert "there is no image that a catalog could have" in err
    assert words in err
    assert err.count(PAGER) == bool(words)


@pytest.mark.parametrize("form", [form for form in FORMS if form != "files"])
def test_a_mistake_in_a_later_answer_is_shown_in_its_line(
    form: str, capfd: pytest.CaptureFixture[str]
) -> None:
    broken = answer(1, 1)
    broken["Images"]["Image"][0]["ImageId"] = "no ID"
    (name,) = written(form, [answer(0, 1), broken])
    assert cli.run(["import", name]) == 1
    err = capfd.readouterr().err
    lines = Path(name).read_text().splitlines()
    line = next(number for number, text in enumerate(lines, 1) if "no ID" in text)
    column = lines[line - 1].index("no ID") + 1
    quote = 0 if form == "as YAML" else 1
    assert err.startswith(f'{name}:{line}:{column - quote}: error: found "no ID"'), err


@pytest.mark.parametrize(
    "text",
    [
        '{"a": 1}\n{"b": ',
        '{"a": 1} x',
        '{"a": 1}\n]',
        '{"a": 1},\n{"b": 2}',
        '{"a": 1}\n{"b": 1, "b": 2}',
    ],
)
def test_what_is_no_sequence_of_values_is_refused_at_its_line(
    text: str, capfd: pytest.CaptureFixture[str]
) -> None:
    Path("x.json").write_text(text)
    assert cli.run(["import", "x.json"]) == 1
    assert capfd.readouterr().err.startswith("x.json:")
