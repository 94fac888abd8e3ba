"""The page of `matrix`, as people see it: in Chromium."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PIL import Image
from selenium import webdriver
from selenium.webdriver.common.keys import Keys

from generator import cli
from generator.matrix.grid import Grid, Row
from generator.matrix.page import page
from tests.tools import ROOT, need

if TYPE_CHECKING:
    from collections.abc import Iterator

    from selenium.webdriver import Chrome
    from selenium.webdriver.remote.webelement import WebElement

CASE = Path(__file__).parent / "cases" / "matrix" / "landscape"
DESKTOP, PHONE = (1280, 800), (390, 844)
OPTIONS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chrome]:
    """Chromium without a network, and with a profile of its own."""
    options = webdriver.ChromeOptions()
    options.binary_location = need("chromium")
    profile = tmp_path_factory.mktemp("profile")
    for option in (*OPTIONS, f"--user-data-dir={profile}"):
        options.add_argument(option)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    driver = webdriver.Chrome(options, webdriver.ChromeService(need("chromedriver")))
    offline = {"offline": True, "latency": 0, "downloadThroughput": 0, "uploadThroughput": 0}
    driver.execute_cdp_cmd("Network.enable", {})
    driver.execute_cdp_cmd("Network.emulateNetworkConditions", offline)
    yield driver
    driver.quit()


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


def look(browser: Chrome, folder: Path, html: str) -> None:
    (folder / "matrix.html").write_text(html)
    on_screen(browser, DESKTOP, "light")
    browser.get((folder / "matrix.html").as_uri())


def on_screen(browser: Chrome, size: tuple[int, int], scheme: str) -> None:
    metrics = {"width": size[0], "height": size[1], "deviceScaleFactor": 1}
    mobile = {"mobile": size == PHONE}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics | mobile)
    feature = {"name": "prefers-color-scheme", "value": scheme}
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [feature]})


def picture(browser: Chrome) -> Image.Image:
    return Image.open(io.BytesIO(browser.get_screenshot_as_png())).convert("RGB")


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


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_it_can_be_seen_in_daylight_and_at_night(
    shown: Chrome,
    size: tuple[int, int],
    update_golden: bool,  # noqa: FBT001
) -> None:
    on_screen(shown, size, "light")
    light = picture(shown)
    on_screen(shown, size, "dark")
    dark = picture(shown)
    assert light.size == dark.size == size
    assert sum(light.getpixel((1, 1))) > 3 * 220
    assert sum(dark.getpixel((1, 1))) < 3 * 50
    for image in (light, dark):
        page_color = image.getpixel((1, 1))
        colors = image.getcolors(image.width * image.height)
        inked = sum(count for count, color in colors if color != page_color)
        assert inked > image.width * image.height / 50, "the page is all but empty"
    if update_golden and size == DESKTOP:
        top = light.crop((0, 0, 930, 540)).quantize(64)
        top.save(ROOT / "docs" / "matrix.png", optimize=True)


def test_it_asks_for_nothing_and_complains_of_nothing(shown: Chrome) -> None:
    assert shown.execute_script("return performance.getEntriesByType('resource').length") == 0
    assert shown.get_log("browser") == []
    assert not re.search(r"https?:|src=|<link|@import|url\(", shown.page_source)


def test_every_mark_has_its_id(shown: Chrome) -> None:
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


def test_rows_are_sorted_by_what_is_clicked(shown: Chrome) -> None:
    assert versions(shown) == DECLARED
    version, _, expires, ids, beijing, *_ = elements(shown, "thead button")
    version.click()
    assert versions(shown)[1:4] == ["1592.9.0", "1877.12.0", "1877.13.0"]
    version.click()
    assert versions(shown)[0] == "18.4.20210415"
    version.click()
    assert versions(shown) == DECLARED
    expires.click()
    assert versions(shown)[:3] == ["1592.9.0", "1877.12.0", "18.4.20210415"]
    ids.click()
    assert {*versions(shown)[:3]} == {DECLARED[1], "1592.9.0", "2191.4.1"}
    beijing.click()
    assert {*versions(shown)[:2]} == {DECLARED[1], "2191.4.1"}
    assert [head.get_attribute("aria-sort") for head in elements(shown, "[aria-sort]")] == [
        "ascending"
    ]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("DEPRECATED", ["1877.12.0"]),
        ("m-gw8aaaaaaaaaaaaaaaa4", ["1877.12.0"]),
        ("gardenlinux 1877", ["1877.13.0", "1877.12.0"]),
        ("cn-beijing", ["2000.1.0 arm64 storage=nvme,scsi", "2191.4.1"]),
        ("garden-team/coreos", ["2191.4.1"]),
        ("nothing of the kind", []),
    ],
)
def test_rows_are_found_by_all_that_they_say(shown: Chrome, words: str, found: list[str]) -> None:
    field = shown.find_element("id", "filter")
    field.send_keys(words)
    assert versions(shown) == found
    assert shown.find_element("id", "count").text == f"{len(found)} of 7 rows"
    field.send_keys(Keys.CONTROL, "a", Keys.NULL, Keys.DELETE)
    assert versions(shown) == DECLARED


def test_only_those_with_gaps(shown: Chrome) -> None:
    shown.find_element("id", "gaps").click()
    assert versions(shown) == ["2000.1.0 arm64 storage=nvme,scsi", "2191.4.1"]


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
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
    button.click()
    assert elements(shown, ".ids") == []


def test_a_phone_shows_cards_without_scrolling_sideways(shown: Chrome) -> None:
    on_screen(shown, PHONE, "light")
    assert shown.execute_script("return document.documentElement.scrollWidth") == PHONE[0]
    assert elements(shown, "td.missing") == []
    card = elements(shown, "tbody tr")[1].text
    assert "preview" in card
    assert "1/3 none in cn-beijing, eu-central-1" in card
    size = shown.execute_script("return getComputedStyle(document.body).fontSize")
    assert float(size.removesuffix("px")) >= 14


def test_what_looks_like_markup_is_text(browser: Chrome, tmp_path: Path) -> None:
    evil = '<script>document.title="owned"</script>&"\''
    row = Row(evil, evil, evil, evil, evil, False, {evil: evil}, (evil,), (evil,), {evil: evil})  # noqa: FBT003
    look(browser, tmp_path, page([Grid(evil, None, (evil,), (evil,), (row,))]))
    assert browser.title == f"Image matrix: {evil}"
    assert elements(browser, "tbody th button")[0].text == f"{evil} {evil} {evil}"
    assert elements(browser, "td.has")[0].get_attribute("title") == evil
