"""The page of `matrix`, as people see it: in Chromium."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from selenium.webdriver.common.keys import Keys

from generator import cli
from generator.matrix.grid import Grid, Row
from generator.matrix.page import as_html
from tests.support.browser import (
    DESKTOP,
    check_picture,
    chromium,
    look,
    on_screen,
    screenshot,
)
from tests.support.tools import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from selenium.webdriver import Chrome
    from selenium.webdriver.remote.webelement import WebElement

CASE = ROOT / "tests" / "cases" / "matrix" / "landscape"
PHONE, SMALL = (390, 844), (320, 568)
SIZES = pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
READABLE = 4.5
"""The least contrast of text: Web Content Accessibility Guidelines 2.2, 1.4.3."""

CONTRAST = """
    const channels = (color) => color.match(/[0-9.]+/g).map(Number);
    const light = (color) => {
      const [r, g, b] = channels(color).slice(0, 3).map((value) => value / 255)
        .map((value) => value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
      return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const behind = (element) => {
      const color = getComputedStyle(element).backgroundColor;
      return channels(color)[3] === 0 ? behind(element.parentElement) : color;
    };
    const [element, pseudo] = arguments;
    const both = [light(getComputedStyle(element, pseudo).color), light(behind(element))];
    return (Math.max(...both) + 0.05) / (Math.min(...both) + 0.05);
"""


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chrome]:
    with chromium(tmp_path_factory.mktemp("profile")) as driver:
        yield driver


@pytest.fixture
def shown(
    browser: Chrome,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> Chrome:
    """The browser with the page of the case's catalog."""
    monkeypatch.chdir(CASE)
    arguments = (CASE / "args").read_text().split()
    assert cli.run(["matrix", "catalog.yaml", *arguments, "--format", "html"]) == 0
    look(browser, tmp_path, capfd.readouterr().out)
    return browser


def elements(browser: Chrome, selector: str) -> list[WebElement]:
    return [e for e in browser.find_elements("css selector", selector) if e.is_displayed()]


def versions(browser: Chrome) -> list[str]:
    """The versions that are shown, from top to bottom."""
    return [element.text.partition(" ")[2] for element in elements(browser, "tbody th button")]


DECLARED = [
    "2000.1.0 amd64",
    "2000.1.0 arm64 storage=nvme,scsi",
    "1877.13.0",
    "1877.12.0",
    "1592.9.0",
    "18.4.20210415",
    "2191.4.1",
]


@SIZES
def test_the_page_is_light_or_dark_as_the_browser_prefers(
    shown: Chrome,
    size: tuple[int, int],
) -> None:
    on_screen(shown, size, "light")
    light = screenshot(shown)
    on_screen(shown, size, "dark")
    dark = screenshot(shown)
    assert light.size == dark.size == size
    assert sum(light.getpixel((1, 1))) > 3 * 220
    assert sum(dark.getpixel((1, 1))) < 3 * 50
    for image in (light, dark):
        page_color = image.getpixel((1, 1))
        colors = image.getcolors(image.width * image.height)
        inked = sum(count for count, color in colors if color != page_color)
        assert inked > image.width * image.height / 50, "the page is all but empty"


def test_the_picture_in_the_documentation_is_of_this_page(
    shown: Chrome, tmp_path: Path, update_golden: bool
) -> None:
    html = (tmp_path / "page.html").read_text()
    check_picture("matrix.png", html, shown, (930, 560), update=update_golden)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_all_text_has_enough_contrast_in_light_and_dark(shown: Chrome, scheme: str) -> None:
    on_screen(shown, DESKTOP, scheme)
    elements(shown, "tbody th button")[1].click()
    kinds = (
        *(".has", ".missing", ".unoffered", ".unneeded", ".urgent", ".expired th", "small", "p"),
        "#legend",
        *(".stage.supported", ".stage.preview", ".stage.deprecated", ".stage.expired"),
        *("thead button", "thead .other button", "dt", "dd", ".ids .missing", "label"),
    )
    for kind in kinds:
        found = shown.execute_script(CONTRAST, elements(shown, kind)[0])
        assert found >= READABLE, kind
    field = shown.find_element("id", "filter")
    assert shown.execute_script(CONTRAST, field, "::placeholder") >= READABLE
    colors = {
        kind: shown.execute_script(
            "return getComputedStyle(arguments[0]).color", elements(shown, f"td.{kind}")[0]
        )
        for kind in ("has", "missing", "unoffered")
    }
    assert len({*colors.values()}) == 3


def test_the_page_loads_nothing_and_logs_no_error(shown: Chrome) -> None:
    assert shown.execute_script("return performance.getEntriesByType('resource').length") == 0
    assert shown.get_log("browser") == []
    assert not re.search(r"https?:|src=|<link|@import|url\(", shown.page_source)
    shown.execute_script("new Image().src = 'data:image/gif;base64,R0lGODlhAQABAAAAACw='")
    assert "Content Security Policy" in shown.get_log("browser")[0]["message"]


def test_every_mark_shows_its_image_id_as_a_title(shown: Chrome) -> None:
    marks = elements(shown, "tbody tr:nth-child(3) td:nth-child(n+5)")
    heads = elements(shown, "thead th:nth-child(n+5)")
    assert {
        head.get_attribute("innerText").strip(): (mark.text, mark.get_attribute("title"))
        for head, mark in zip(heads, marks, strict=True)
    } == {
        "cn-beijing": ("●", "m-2zeaaaaaaaaaaaaaaaa3"),
        "cn-shanghai": ("●", "m-uf6aaaaaaaaaaaaaaaa3"),
        "eu-central-1": ("●", "m-gw8aaaaaaaaaaaaaaaa3"),
        "us-west-1": ("○", "m-rj9aaaaaaaaaaaaaaaa3"),
    }
    text = shown.find_element("css selector", "main").text
    assert "3 images, 6 versions, 3 regions, 4 IDs missing" in text
    assert "○ has one in a region that the CloudProfile does not offer" in text


def test_headings_stay_in_sight_when_the_table_scrolls(shown: Chrome) -> None:
    shown.execute_script(
        "document.querySelector('.scroll').style = 'max-height: 12rem; max-width: 30rem'"
    )
    before = [places(shown, "thead th"), places(shown, "tbody th button")]
    shown.execute_script("document.querySelector('.scroll').scroll(60, 60)")
    heads, names = places(shown, "thead th"), places(shown, "tbody th button")
    assert heads[0] == before[0][0]
    assert heads[-1] == (before[0][-1][0] - 60, before[0][-1][1])
    assert names[3] == (before[1][3][0], before[1][3][1] - 60)


def places(browser: Chrome, selector: str) -> list[tuple[int, int]]:
    script = "const r = arguments[0].getBoundingClientRect(); return [r.left, r.top]"
    return [
        tuple(map(round, browser.execute_script(script, element)))
        for element in browser.find_elements("css selector", selector)
    ]


def test_clicking_a_heading_sorts_the_rows_by_its_column(shown: Chrome) -> None:
    assert versions(shown) == DECLARED
    version, _, expires, ids, beijing, *_, west = elements(shown, "thead button")
    version.click()
    assert versions(shown)[1:4] == ["1592.9.0", "1877.12.0", "1877.13.0"]
    version.click()
    assert versions(shown)[0] == "18.4.20210415"
    version.click()
    assert versions(shown) == DECLARED
    expires.click()
    assert versions(shown) == [
        *("1592.9.0", "1877.12.0", "18.4.20210415"),
        *DECLARED[:3],
        "2191.4.1",
    ]
    expires.click()
    assert versions(shown) == [
        *("18.4.20210415", "1877.12.0", "1592.9.0"),
        *DECLARED[:3],
        "2191.4.1",
    ]
    ids.click()
    assert versions(shown)[:3] == [DECLARED[1], "1592.9.0", "2191.4.1"]
    beijing.click()
    assert versions(shown)[:2] == [DECLARED[1], "2191.4.1"]
    west.click()
    assert versions(shown)[0] == "1877.13.0"
    assert [head.get_attribute("aria-sort") for head in elements(shown, "[aria-sort]")] == [
        "ascending"
    ]


def test_versions_are_sorted_by_their_numbers(browser: Chrome, tmp_path: Path) -> None:
    rows = tuple(row("a", f"1.{number}.0") for number in (10, 9, 100))
    look(
        browser,
        tmp_path,
        as_html([Grid("live", None, ("cn-shanghai",), (), rows)], all_regions=False),
    )
    elements(browser, "thead button")[0].click()
    assert versions(browser) == ["1.9.0", "1.10.0", "1.100.0"]


@SIZES
@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("DEPRECATED", ["1877.12.0"]),
        ("m-gw8aaaaaaaaaaaaaaaa4", ["1877.12.0"]),
        ("gardenlinux 1877", ["1877.13.0", "1877.12.0"]),
        ("cn-beijing", ["2000.1.0 arm64 storage=nvme,scsi", "2191.4.1"]),
        ("us-west-1", ["1877.13.0"]),
        ("garden-team/coreos", ["2191.4.1"]),
        ("nothing of the kind", []),
    ],
)
def test_the_filter_finds_rows_by_all_that_they_say(
    shown: Chrome, size: tuple[int, int], words: str, found: list[str]
) -> None:
    on_screen(shown, size, "light")
    field = shown.find_element("id", "filter")
    field.send_keys(words)
    assert versions(shown) == found
    assert shown.find_element("id", "count").text == f"{len(found)} of 7 rows"
    field.send_keys(Keys.CONTROL, "a", Keys.NULL, Keys.DELETE)
    assert versions(shown) == DECLARED
    assert shown.find_element("id", "count").text == ""


@SIZES
def test_the_gaps_box_shows_only_versions_with_missing_ids(
    shown: Chrome, size: tuple[int, int]
) -> None:
    on_screen(shown, size, "light")
    shown.find_element("id", "gaps").click()
    assert versions(shown) == ["2000.1.0 arm64 storage=nvme,scsi", "2191.4.1"]
    assert shown.find_element("id", "count").text == "2 of 7 rows"


def test_the_gaps_filter_still_applies_after_going_back(shown: Chrome) -> None:
    shown.find_element("id", "gaps").click()
    shown.get("about:blank")
    shown.back()
    assert shown.find_element("id", "gaps").is_selected() == (len(versions(shown)) == 2)


@SIZES
def test_a_version_unfolds_to_its_ids(shown: Chrome, size: tuple[int, int]) -> None:
    on_screen(shown, size, "light")
    button = elements(shown, "tbody th button")[1]
    button.click()
    assert [element.text for element in elements(shown, ".ids dl > div")] == [
        "cn-beijing\nmissing",
        "cn-shanghai\nm-uf6aaaaaaaaaaaaaaaa2",
        "eu-central-1\nmissing",
    ]
    assert button.get_attribute("aria-expanded") == "true"
    assert_nothing_overflows(shown)
    button.click()
    assert elements(shown, ".ids") == []
    assert button.get_attribute("aria-expanded") == "false"


def test_an_unfolded_version_folds_when_rows_are_sorted_or_filtered(shown: Chrome) -> None:
    button = elements(shown, "tbody th button")[1]
    button.click()
    elements(shown, "thead button")[0].click()
    assert elements(shown, ".ids") == []
    button.click()
    shown.find_element("id", "filter").send_keys("deprecated")
    assert elements(shown, ".ids") == []
    assert button.get_attribute("aria-expanded") == "false"


def test_a_phone_shows_cards_without_scrolling_sideways(shown: Chrome) -> None:
    on_screen(shown, SMALL, "light")
    elements(shown, "thead button")[1].click()
    elements(shown, "thead button")[1].click()
    elements(shown, "thead button")[1].click()
    assert_nothing_overflows(shown)
    assert elements(shown, "td.missing") == []
    card = elements(shown, "tbody tr")[1].text
    assert "preview" in card
    assert "1/3 none in cn-beijing, eu-central-1" in card
    size = shown.execute_script("return getComputedStyle(document.body).fontSize")
    assert float(size.removesuffix("px")) >= 14


@pytest.mark.parametrize("size", [(820, 1180), PHONE, SMALL], ids=["tablet", "phone", "small"])
def test_long_names_overflow_no_small_screen(
    browser: Chrome, tmp_path: Path, size: tuple[int, int]
) -> None:
    long = row("i" * 63, "v" * 60)
    look(
        browser,
        tmp_path,
        as_html([Grid("live", None, ("cn-shanghai",), (), (long,))], all_regions=False),
    )
    on_screen(browser, size, "light")
    assert_nothing_overflows(browser)


def assert_nothing_overflows(browser: Chrome) -> None:
    boxes = browser.find_elements("css selector", "html, .scroll")
    script = "return arguments[0].scrollWidth - arguments[0].clientWidth"
    assert [browser.execute_script(script, box) for box in boxes] == [0] * len(boxes)


def test_the_filter_hides_catalogs_without_a_matching_row(browser: Chrome, tmp_path: Path) -> None:
    grids = [Grid(name, None, ("cn-shanghai",), (), (row(name, "1.0.0"),)) for name in ("a", "b")]
    look(browser, tmp_path, as_html(grids, all_regions=False))
    assert [head.text for head in elements(browser, "h2")] == ["a", "b"]
    browser.find_element("id", "filter").send_keys("b")
    assert [head.text for head in elements(browser, "h2")] == ["b"]


def row(image: str, version: str) -> Row:
    ids = {"cn-shanghai": "m-1"}
    return Row(image, version, "", "supported", "", False, ids, (), (), None, (), {})


def test_markup_in_names_is_shown_as_text(browser: Chrome, tmp_path: Path) -> None:
    evil = '<script>document.title="owned"</script>&"\''
    one = (evil,)
    hostile = Row(
        evil, evil, evil, evil, evil, False, {evil: evil}, one, one, one, one, {evil: evil}
    )
    look(browser, tmp_path, as_html([Grid(evil, None, one, one, (hostile,))], all_regions=False))
    assert browser.title == f"Image matrix: {evil}"
    assert elements(browser, "tbody th button")[0].text == f"{evil} {evil} {evil}"
    assert elements(browser, "td.has")[0].get_attribute("title") == evil


def test_regions_that_are_not_offered_unfold_by_themselves(browser: Chrome, tmp_path: Path) -> None:
    regions = tuple(f"cn-r{number}" for number in range(17))
    ids = dict.fromkeys(("cn-shanghai", *regions), "m-1")
    wide = replace(row("a", "1.0.0"), ids=ids, unoffered=regions)
    grid = Grid("live", None, ("cn-shanghai",), regions, (wide, row("a", "2.0.0")))
    look(browser, tmp_path, as_html([grid], all_regions=False))
    for size in (DESKTOP, SMALL):
        on_screen(browser, size, "light")
        summary = elements(browser, "summary")[0]
        assert summary.text == "17 regions not offered"
        names = ", ".join(regions)
        assert names not in seen(browser)
        summary.click()
        assert names in seen(browser)
        assert elements(browser, ".ids") == []
        summary.click()
    on_screen(browser, DESKTOP, "light")
    browser.find_element("id", "filter").send_keys("cn-r16")
    assert versions(browser) == ["1.0.0"]
    look(browser, tmp_path, as_html([grid], all_regions=True))
    assert names in seen(browser)


def seen(browser: Chrome) -> str:
    """The text that is not folded away."""
    return browser.execute_script("return document.querySelector('main').innerText")


def test_the_legend_stands_above_the_tables(shown: Chrome) -> None:
    (legend,) = elements(shown, "#legend")
    (table,) = elements(shown, "table")
    assert legend.location["y"] + legend.size["height"] <= table.location["y"]
    assert legend.text.splitlines()[:2] == ["● has an ID", "✗ has none"]


@pytest.mark.parametrize("size", [PHONE, SMALL], ids=["phone", "small"])
def test_the_search_field_is_readable_on_a_phone(shown: Chrome, size: tuple[int, int]) -> None:
    on_screen(shown, size, "light")
    field = shown.find_element("id", "filter")
    # iOS zooms into fields with smaller letters, and stays there.
    assert float(field.value_of_css_property("font-size").removesuffix("px")) >= 16
    padding = 2 * 16
    assert field.size["width"] == size[0] - padding
    script = """
        const [field] = arguments;
        const style = getComputedStyle(field);
        const context = document.createElement("canvas").getContext("2d");
        context.font = style.font;
        return context.measureText(field.placeholder).width
          + parseFloat(style.paddingLeft) + parseFloat(style.paddingRight);
    """
    assert shown.execute_script(script, field) < field.size["width"]
