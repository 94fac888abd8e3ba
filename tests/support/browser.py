"""Chromium, as tests look at pages with it, and the pictures of pages in `docs/`."""

from __future__ import annotations

import hashlib
import io
from contextlib import contextmanager
from typing import TYPE_CHECKING

from PIL import Image
from PIL.PngImagePlugin import PngInfo
from selenium import webdriver

from tests.support.tools import ROOT, need

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from selenium.webdriver import Chrome

DESKTOP = (1280, 800)
_OPTIONS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
_SOURCE = "Source"
"""The entry of a picture, one of PNG's own keywords, which says what page it shows."""


@contextmanager
def chromium(profile: Path) -> Iterator[Chrome]:
    """Chromium without a network, and with a profile of its own."""
    options = webdriver.ChromeOptions()
    options.binary_location = need("chromium")
    for option in (*_OPTIONS, f"--user-data-dir={profile}"):
        options.add_argument(option)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    driver = webdriver.Chrome(options, webdriver.ChromeService(need("chromedriver")))
    offline = {"offline": True, "latency": 0, "downloadThroughput": 0, "uploadThroughput": 0}
    driver.execute_cdp_cmd("Network.enable", {})
    driver.execute_cdp_cmd("Network.emulateNetworkConditions", offline)
    yield driver
    driver.quit()


def look(browser: Chrome, folder: Path, html: str) -> None:
    """Open a page, as a light one."""
    (folder / "page.html").write_text(html)
    on_screen(browser, DESKTOP, "light")
    browser.get((folder / "page.html").as_uri())


def on_screen(browser: Chrome, size: tuple[int, int], scheme: str) -> None:
    """Give the browser a screen, and the colors that it prefers."""
    metrics = {"width": size[0], "height": size[1], "deviceScaleFactor": 1}
    mobile = {"mobile": size != DESKTOP}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics | mobile)
    feature = {"name": "prefers-color-scheme", "value": scheme}
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [feature]})


def screenshot(browser: Chrome) -> Image.Image:
    """What is on the screen."""
    return Image.open(io.BytesIO(browser.get_screenshot_as_png())).convert("RGB")


def check_picture(
    name: str, html: str, browser: Chrome, size: tuple[int, int], *, update: bool
) -> None:
    """Assert that a picture in `docs/` shows the top of this page, which the browser has open.

    Fonts, and heights with them, differ from machine to machine, so the picture says of which page
    it was made.
    """
    path, source = ROOT / "docs" / name, hashlib.sha256(html.encode()).hexdigest()
    if update:
        entries = PngInfo()
        entries.add_text(_SOURCE, source)
        top = screenshot(browser).crop((0, 0, *size)).quantize(64)
        top.save(path, optimize=True, pnginfo=entries)
    with Image.open(path) as picture:
        assert picture.width == size[0]
        assert picture.info.get(_SOURCE) == source, f"{name} is out of date: run `make golden`"
