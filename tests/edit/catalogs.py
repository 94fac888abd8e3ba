"""Catalogs as many people would write them: every style, with comments that say whose they are."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from hypothesis import strategies as st

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

Tree: TypeAlias = "dict[str, Tree] | list[Tree] | str"

VERSIONS = ("1877.3.0", "1877.10", "20200831", "1592.9", "411.85.2-0", "no", "2000.1.0", "18.4")
REGIONS = ("cn-shanghai", "eu-central-1", "cn-beijing", "no-1")
NEW = "1900.5.0"


@dataclass(frozen=True, slots=True)
class Written:
    """A text with the tree that it means; every comment is `#NUMBER:OWNER`, OWNER a version."""

    text: str
    tree: dict[str, Tree]


def comments(text: str) -> list[str]:
    """The comments of such a text, in its order."""
    return re.findall(r"#\d+:\S+", text)


class _Scribe:
    """Writes a tree in a style that `draw` decides, entry by entry."""

    def __init__(self, draw: Callable[..., bool], unit: str, quotes: str) -> None:
        self.draw = draw
        self.unit = unit
        self.quotes = quotes
        self.count = 0

    def comment(self, owner: str) -> str:
        self.count += 1
        return f"#{self.count}:{owner}"

    def scalar(self, text: str) -> str:
        if self.quotes == "mixed":
            return text if text != "*" and self.draw() else f'"{text}"'
        quote = self.quotes or ('"' if text == "*" else "")
        return f"{quote}{text}{quote}"

    def block(self, tree: dict[str, Tree], pad: str, owner: str) -> list[str]:
        lines: list[str] = []
        blank = self.draw()
        for key, value in tree.items():
            mine = key if owner == "versions" else owner
            if blank and lines:
                lines.append("")
                if self.draw():
                    apart = "free" if owner == "versions" else owner
                    lines += [f"{pad}{self.comment(apart)}", ""]
            if self.draw():
                lines.append(f"{pad}{self.comment(mine)}")
            trail = f"  {self.comment(mine)}" if self.draw() else ""
            below = "versions" if key == "versions" else mine
            lines += self.entry(key, value, pad, below, trail)
            if isinstance(value, dict) and below not in ("versions", "free") and self.draw():
                lines.append(f"{pad}{self.unit}{self.comment(below)}")
        return lines

    def entry(self, key: str, value: Tree, pad: str, owner: str, trail: str) -> list[str]:
        head = f"{pad}{self.scalar(key)}:"
        if not isinstance(value, dict):
            if value and isinstance(value[0], dict) and self.draw():
                return [f"{head}{trail}", *self.items(value, pad, owner)]
            text = self.flow(value)
            return [f"{head} {text}{trail}"]
        deep = any(isinstance(item, dict) for item in value.values())
        if not deep and self.draw():
            return [f"{head} {self.flow(value)}{trail}"]
        if not deep and self.draw():
            inner = [f"{pad}{self.unit}{self.scalar(k)}: {self.flow(v)}" for k, v in value.items()]
            return [
                f"{head} {{",
                *(f"{line}," for line in inner[:-1]),
                inner[-1],
                f"{pad}}}{trail}",
            ]
        if self.draw() and self.draw():
            return [f"{head} {self.flow(value)}{trail}"]
        return [f"{head}{trail}", *self.block(value, pad + self.unit, owner)]

    def items(self, items: Sequence[Tree], pad: str, owner: str) -> list[str]:
        lines: list[str] = []
        for item in items:
            assert isinstance(item, dict)
            inner = self.block(item, f"{pad}  ", owner)
            first = next(i for i, line in enumerate(inner) if not line.strip().startswith("#"))
            lines += inner[:first]
            lines += [f"{pad}- {inner[first].strip()}", *inner[first + 1 :]]
        return lines

    def flow(self, value: Tree) -> str:
        if isinstance(value, dict):
            inner = [f"{self.scalar(k)}: {self.flow(v)}" for k, v in value.items()]
            return "{" + ", ".join(inner) + "}"
        if isinstance(value, list):
            return "[" + ", ".join(map(self.flow, value)) + "]"
        return self.scalar(value)


@st.composite
def _other_forms(draw: st.DrawFn, regions: dict[str, Tree], arm: dict[str, Tree]) -> Tree:
    """A version with an ID for every region, of another architecture, or with two flavors."""
    if draw(st.booleans()):
        regions = {**regions, "*": "all_x64_20G_alibase_20210420.vhd"}
    flavors: list[Tree] = [
        {"architecture": "amd64", "regions": regions},
        {"capabilities": {"architecture": ["arm64"]}, "regions": arm},
    ]
    other: Tree = {"architectures": ["arm64"], "regions": regions}
    return draw(st.sampled_from([regions, other, {"flavors": flavors}]))


@st.composite
def trees(draw: st.DrawFn, *, forms: bool = False) -> dict[str, Tree]:
    """Images with versions in both forms; each ID stands once.

    With `forms`, there are versions with flavors, of another architecture, and for every region.
    """
    number = 0
    images: dict[str, Tree] = {}
    for name in draw(st.lists(st.sampled_from(["a", "b-c", "d_e"]), min_size=1, unique=True)):
        versions: dict[str, Tree] = {}
        chosen = draw(st.lists(st.sampled_from(VERSIONS), min_size=1, max_size=4, unique=True))
        for version in chosen:
            found = draw(st.lists(st.sampled_from(REGIONS), min_size=1, max_size=3, unique=True))
            regions: dict[str, Tree] = {}
            for region in found:
                number += 1
                regions[region] = f"m-{number}"
            if forms and draw(st.booleans()):
                number += 1
                versions[version] = draw(_other_forms(regions, {found[-1]: f"m-{number}"}))
                continue
            if draw(st.booleans()):
                versions[version] = regions
                continue
            long: dict[str, Tree] = {"regions": regions}
            if draw(st.booleans()):
                kind = draw(st.sampled_from(["supported", "preview", "deprecated"]))
                long = {"classification": kind, **long}
            if draw(st.booleans()):
                long = {**long, "expirationDate": "2027-03-31"}
            versions[version] = long
        images[name] = {"versions": versions}
        if draw(st.booleans()):
            images[name] = {"updateStrategy": "minor", "versions": versions}
    tree: dict[str, Tree] = {"images": images}
    if draw(st.booleans()):
        tree = {"order": [*images], **tree}
    return {**tree, "labels": {"team": "os"}} if draw(st.booleans()) else tree


@st.composite
def catalogs(draw: st.DrawFn, *, anchors: bool = False, forms: bool = False) -> Written:
    """A catalog's text in any style; with `anchors`, an image `z` more that is full of them."""
    tree = draw(trees(forms=forms))
    newline = draw(st.sampled_from(["\n", "\r\n"]))
    if not anchors and draw(st.integers(0, 9)) == 0:
        text = json.dumps(tree, indent=draw(st.sampled_from([None, 2, 4, "\t"])))
    else:
        unit = "  " if anchors else draw(st.sampled_from(["  ", "    ", " "]))
        quotes = draw(st.sampled_from(["", '"', "'", "mixed"]))
        scribe = _Scribe(lambda: draw(st.booleans()), unit, quotes)
        head = ["# top", ""] if draw(st.booleans()) else []
        if anchors:
            tree = {"images": tree["images"]}
            lines = [_ANCHORED, *scribe.block(tree["images"], unit, "free")]  # type: ignore[arg-type]
        else:
            lines = scribe.block(tree, "", "free")
        text = "\n".join([*head, *lines])
    if draw(st.booleans()):
        text += "\n"
    return Written(text.replace("\n", newline), tree)


_ANCHORED = """\
images:
  z:
    versions:
      1.0: &ids {cn-shanghai: m-900}
      1.1: *ids
      1.2: &all {classification: preview, regions: *ids}
      1.3: *all
      1.4: {<<: *all, expirationDate: 2027-03-31}
      1.5: &last
        cn-beijing: m-901   # of its own
      1.6: *last"""
