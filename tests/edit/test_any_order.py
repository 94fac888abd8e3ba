"""Copies reach regions one after another: in whatever order they are added, the catalog is one."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import reduce
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from generator.decode.layers import read_layer
from generator.edit.add import AddOptions, add_version
from generator.edit.catalog_files import CatalogFiles
from generator.edit.edit_text import edit_text
from generator.edit.image_ids import (
    PLAIN_FLAVOR,
    UNSTATED_FLAVOR,
    IDsByFlavor,
    ReleasedVersion,
    ids_of,
)
from tests.edit.catalogs import NEW, REGIONS, Written, catalogs, comments
from tests.edit.test_properties import images_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

CASES = settings(max_examples=80)
IDs = dict[str, str]
Texts = dict[str, str]
"""The files of a catalog by name, each merged over those before it, with their texts."""

COPIES = st.dictionaries(
    st.sampled_from([*REGIONS, "cn-hangzhou", "eu-west-1"]),
    st.integers(1, 9).map("m-copy{}".format),
    min_size=1,
)


@st.composite
def orders(draw: st.DrawFn, copies: IDs) -> list[IDs]:
    """The copies in some order, one or several at a time, and some of them twice."""
    rest = draw(st.permutations([*copies]))
    groups: list[IDs] = []
    while rest:
        size = draw(st.integers(1, len(rest)))
        again = draw(st.sampled_from([{}, *groups]))
        groups.append({**{region: copies[region] for region in rest[:size]}, **again})
        rest = rest[size:]
    return groups


@dataclass(frozen=True, slots=True)
class Case:
    """A version of an image, and the files that may get its copies; only the last without any."""

    image: str
    version: str
    named: frozenset[str] = frozenset()

    def files(self, texts: Texts) -> CatalogFiles:
        layers = [read_layer(text, name) for name, text in texts.items()]
        return CatalogFiles(layers, self.named)

    def ids(self, texts: Texts) -> IDsByFlavor:
        return ids_of(self.files(texts).versions(self.image).get(self.version, {}))

    def added(self, texts: Texts, copies: IDs) -> Texts:
        """The texts after `add` with these regions; only lines that have to change have changed."""
        released = ReleasedVersion(self.image, self.version, {UNSTATED_FLAVOR: copies})
        outcome = add_version(self.files(texts), released, AddOptions(replace=True))
        after = {**texts}
        for name, changes in outcome.changes.items():
            after[name] = edit_text(texts[name], name, changes)
            went, came = changed_lines(texts[name], after[name])
            assert went <= len(copies) + 1, "a line for each ID, and the one before a new entry"
            is_new = not any(self.ids(texts).values())
            keys = len(("version", "regions", "{", "}")) if is_new else 0
            assert came - went <= len(copies) + keys
            assert comments(after[name]) == comments(texts[name])
        for flavor, before in self.ids(texts).items():
            kept = {region: i for region, i in before.items() if region not in copies}
            assert kept.items() <= self.ids(after)[flavor].items(), "none is lost on the way"
        return after


def changed_lines(old: str, new: str) -> tuple[int, int]:
    """How many lines went, and how many came, but for those that are empty."""
    lines = [[line for line in text.split("\n") if line.strip()] for text in (old, new)]
    matcher = SequenceMatcher(None, *lines, autojunk=False)
    changes = [code for code in matcher.get_opcodes() if code[0] != "equal"]
    return sum(c[2] - c[1] for c in changes), sum(c[4] - c[3] for c in changes)


def with_copies(found: IDsByFlavor, copies: Mapping[str, str]) -> IDsByFlavor:
    """The IDs that a version should have in the end."""
    flavor = next(iter(found)) if len(found) == 1 else PLAIN_FLAVOR
    return {**found, flavor: {**found.get(flavor, {}), **copies}}


@given(catalogs(forms=True), st.data())
@CASES
def test_the_order_in_which_copies_arrive_does_not_matter(
    catalog: Written, data: st.DataObject
) -> None:
    image = data.draw(st.sampled_from([*images_of(catalog)]))
    version = data.draw(st.sampled_from([*images_of(catalog)[image], NEW]))
    check_orders(Case(image, version), {"c.yaml": catalog.text}, data)


@given(catalogs(), COPIES, st.data())
@CASES
def test_nor_does_it_where_a_landscape_says_more_of_a_version(
    catalog: Written, more: IDs, data: st.DataObject
) -> None:
    image = data.draw(st.sampled_from([*images_of(catalog)]))
    version = data.draw(st.sampled_from([*images_of(catalog)[image]]))
    regions = ", ".join(f"{region}: {image_id}" for region, image_id in more.items())
    live = f"images: {{{image}: {{versions: {{'{version}': {{{regions}}}}}}}}}   #1:live\n"
    named = data.draw(st.sampled_from([{"live.yaml"}, {"live.yaml", "base.yaml"}]))
    texts = {"base.yaml": catalog.text, "live.yaml": live}
    check_orders(Case(image, version, frozenset(named)), texts, data)


def check_orders(case: Case, texts: Texts, data: st.DataObject) -> None:
    copies = data.draw(COPIES)
    expected = with_copies(case.ids(texts), copies)
    for _ in range(2):
        found = case.ids(reduce(case.added, data.draw(orders(copies)), texts))
        assert {f: spelled_out(ids, expected[f]) for f, ids in found.items()} == expected


def spelled_out(ids: Mapping[str, str], regions: Iterable[str]) -> dict[str, str]:
    """The IDs of regions, also of those that have the ID of every region and no entry."""
    every = {region: ids["*"] for region in regions if "*" in ids}
    return {**every, **ids}
