"""The version of this program: one number, wherever users read it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from generator import __version__, assets, cli
from tests.support.tools import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NAMED = re.compile(
    # A tag, an image, a requirement, the file of a release, what `--version` prints …
    r"alicloud[-_]generator(?:\[[\w,]+\])?(?:\.git)?(?:@|:| ?== ?|-|_| )v?(\d+\.\d+[\w.+-]*?)"
    r"(?=-cp|-py|\.cdx|\.pyz|\.whl|\.tar|[^\w.+-]|\.?$)"
    # … and a hook of pre-commit.
    r"|alicloud[-_]generator\b.*\n *rev: *v?([\w.+-]+)",
    re.MULTILINE,
)
MEASURED = ("benchmarks.md", "scale.md")
"""Pages that say which release was measured, not which to take."""


def named(text: str) -> list[str]:
    """The versions of this program that a text names."""
    return [one or other for one, other in NAMED.findall(text)]


def pages() -> Iterator[Path]:
    """Whatever people copy from, or read what they have."""
    yield from (
        ROOT / name for name in ("README.md", "CONTRIBUTING.md", "Containerfile", "action.yml")
    )
    for folder in (ROOT / "docs", ROOT / "examples", assets.TEMPLATES):
        yield from (path for path in folder.rglob("*") if path.is_file() and path.suffix != ".png")


@pytest.mark.parametrize(
    "text",
    [
        "uses: example-org/alicloud-generator@v{}   # where you have it",
        "image: registry.example/alicloud-generator:{}",
        "alicloud-generator @ git+https://git.example.org/alicloud-generator.git@v{}",
        'pip install "alicloud-generator[oci]=={}"',
        "alicloud_generator-{}-py3-none-any.whl",
        "alicloud_generator-{}.tar.gz",
        "./alicloud-generator-{}-cp311-linux_x86_64.pyz generate",
        "alicloud-generator-{}.cdx.json",
        "alicloud-generator {}",
        "- repo: https://example.org/alicloud-generator    # where you have it\n  rev: v{}\n",
    ],
)
@pytest.mark.parametrize("version", ["1.0.0", "0.1.0", "2.0.0rc1"])
def test_every_way_to_name_a_version_is_seen(text: str, version: str) -> None:
    assert named(text.format(version)) == [version]


def test_every_version_that_users_read_is_this_one() -> None:
    found = {str(path): named(path.read_text()) for path in pages() if path.name not in MEASURED}
    stated = {path: versions for path, versions in found.items() if versions}
    assert {version for versions in stated.values() for version in versions} == {__version__}, (
        stated
    )
    assert len(stated) >= 8


def test_the_changelog_has_this_version_below_what_is_to_come() -> None:
    text = (ROOT / "CHANGELOG.md").read_text()
    first, second, *_ = re.findall(r"^## (.*)$", text, re.MULTILINE)
    assert first == "[Unreleased]"
    assert re.fullmatch(rf"\[{re.escape(__version__)}\] - \d{{4}}-\d\d-\d\d", second)


def test_the_program_says_its_version(capfd: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["--version"]) == 0
    assert capfd.readouterr().out == f"alicloud-generator {__version__}\n"
