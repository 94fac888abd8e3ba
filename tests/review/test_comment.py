"""A comment on a pull request, as the Markdown of `diff` looks there: in Chromium."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markdown_it import MarkdownIt

from tests.support.browser import check_picture, chromium, look
from tests.support.pages import check_page
from tests.support.tools import ROOT

if TYPE_CHECKING:
    from pathlib import Path

FRAME = ROOT / "tests" / "review" / "comment.html"
MARGIN = 12


def test_the_picture_in_the_documentation_is_of_the_comment_that_the_page_writes(
    tmp_path: Path, *, update_golden: bool
) -> None:
    check_page(ROOT / "docs" / "review.md", tmp_path)
    markdown = (tmp_path / "work" / "comment.md").read_text()
    html = FRAME.read_text().replace(
        "COMMENT", MarkdownIt("gfm-like", {"linkify": False}).render(markdown)
    )
    with chromium(tmp_path / "profile") as browser:
        look(browser, tmp_path, html)
        comment = browser.find_element("css selector", "article")
        assert "clusters with encrypted disks keep the old ID" in comment.text
        assert "@@" not in comment.text, "the lines are folded"
        size = (
            comment.location["x"] + comment.size["width"] + MARGIN,
            comment.location["y"] + comment.size["height"] + MARGIN,
        )
        check_picture("diff.png", html, browser, size, update=update_golden)
