"""The verbs on any catalog: the versions that they name change, and no other."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from generator.decode.layers import read_layer
from generator.edit.adding import Wish, added
from generator.edit.engine import edit
from generator.edit.landscape import Landscape, said
from generator.edit.promotion import promoted
from generator.edit.released import PLAIN_FLAVOR, UNSAID, Released, ids_of, stated_ids
from generator.edit.retirement import Deadline, retired
from generator.problems import ProblemsError
from tests.edit.catalogs import NEW, REGIONS, Written, catalogs, comments

if TYPE_CHECKING:
    from collections.abc import Mapping

    from generator.edit.landscape import Version
    from generator.edit.outcome import Outcome
    from generator.edit.released import Flavor, Ids

SOME = settings(max_examples=60)
IDS = {"eu-central-1": "m-new2", "cn-shanghai": "m-new1"}


def landscape_of(text: str) -> Landscape:
    return Landscape([read_layer(text, "c.yaml")])


def done(text: str, outcome: Outcome) -> Landscape:
    return landscape_of(edit(text, "c.yaml", outcome.changes.get("c.yaml", ())))


def versions(landscape: Landscape) -> list[tuple[str, str, Version]]:
    found = [(image, landscape.versions(image)) for image in landscape.images()]
    return [(image, version, node) for image, nodes in found for version, node in nodes.items()]


def others(landscape: Landscape, outcome: Outcome) -> list[tuple[str, str, Version]]:
    return [found for found in versions(landscape) if found[:2] not in outcome.versions]


def a_version(landscape: Landscape, data: st.DataObject) -> tuple[str, str]:
    return data.draw(st.sampled_from([found[:2] for found in versions(landscape)]))


@given(catalogs(), st.data())
@SOME
def test_add(catalog: Written, data: st.DataObject) -> None:
    before = landscape_of(catalog.text)
    image = data.draw(st.sampled_from([*before.images(), "new"]))
    kind = data.draw(st.sampled_from(["", "preview"]))
    wish = Wish(
        kind, data.draw(st.sampled_from(["", "2027-01-31"])), shared=data.draw(st.booleans())
    )
    outcome = added(before, Released(image, NEW, {PLAIN_FLAVOR: IDS}), wish)
    after = done(catalog.text, outcome)
    assert others(after, outcome) == versions(before)
    new = after.versions(image)[NEW]
    assert ids_of(new) == {PLAIN_FLAVOR: IDS}
    assert said(new, "classification") == kind
    assert not added(after, Released(image, NEW, {PLAIN_FLAVOR: IDS}), wish).changes


def effective(
    ids: Mapping[Flavor, Mapping[str, str | None]], flavor: Flavor, region: str
) -> str | None:
    """The ID that machines of a region get, be it that of every region."""
    return ids[flavor].get(region, ids[flavor].get("*"))


def typed(ids: Ids) -> Flavor:
    """The flavor that IDs are of which somebody types for a version."""
    return PLAIN_FLAVOR if len(ids) > 1 else next(iter(ids))


def call(text: str, key: tuple[str, str], ids: Mapping[str, str], wish: Wish) -> str:
    """One call of `add --region …`, and the same again, which changes nothing."""
    landscape = landscape_of(text)
    released = Released(*key, {UNSAID: {**ids}} if ids else {})
    outcome = added(landscape, released, wish)
    new = edit(text, "c.yaml", outcome.changes.get("c.yaml", ()))
    assert others(landscape_of(new), outcome) == others(landscape, outcome)
    assert not added(landscape_of(new), released, wish).changes
    return new


REGION = st.sampled_from([*REGIONS, "r-1", "r-2", "r-3", "r-4"])


@given(catalogs(forms=True), st.data())
@SOME
def test_regions_come_in_any_order_and_grouping(catalog: Written, data: st.DataObject) -> None:
    """The IDs are the same in the end, and none is lost on the way."""
    before = landscape_of(catalog.text)
    key = a_version(before, data)
    old = ids_of(before.versions(key[0])[key[1]])
    flavor = typed(old)
    wanted = data.draw(st.dictionaries(REGION, st.sampled_from(["m-x", "m-y"]), min_size=1))
    wanted = {r: i for r, i in wanted.items() if effective(old, flavor, r) is None} | {
        r: i for r, i in old[flavor].items() if r in wanted
    }
    left, text, known = data.draw(st.permutations([*wanted])), catalog.text, old
    while left:
        size = data.draw(st.integers(1, len(left)))
        group, left = left[:size], left[size:]
        text = call(text, key, {region: wanted[region] for region in group}, Wish())
        found = ids_of(landscape_of(text).versions(key[0])[key[1]])
        assert all(ids.items() <= found[part].items() for part, ids in known.items())
        known = found
    assert known == {**old, flavor: {**old[flavor], **wanted}}
    characters = iter(text)
    assert all(character in characters for character in catalog.text), "nothing went"


@given(catalogs(forms=True), st.data())
@SOME
def test_only_named_regions_change(catalog: Written, data: st.DataObject) -> None:
    before = landscape_of(catalog.text)
    key = a_version(before, data)
    old = ids_of(before.versions(key[0])[key[1]])
    flavor = typed(old)
    wanted = data.draw(st.dictionaries(REGION, st.sampled_from(["m-x", "m-y"]), max_size=3))
    named = data.draw(st.lists(REGION.filter(lambda region: region not in wanted), max_size=2))
    assume(wanted or named)
    try:
        text = call(catalog.text, key, wanted, Wish(replace=True, remove=tuple(named)))
    except ProblemsError:
        left = [{*ids} - {*named} | {*(wanted if f == flavor else ())} for f, ids in old.items()]
        assert not all(left), "refused although each flavor keeps a region"
        return
    new = stated_ids(landscape_of(text).versions(key[0])[key[1]])
    for part in old:
        asked = {**dict.fromkeys(named), **(wanted if part == flavor else {})}
        for region in (*REGIONS, "r-1", "r-2", "r-3", "r-4", "*"):
            expected = asked[region] if region in asked else effective(old, part, region)
            assert effective(new, part, region) == expected
            assert region in asked or new[part].get(region) == old[part].get(region)
    kept = [comment for comment in comments(catalog.text) if not comment.endswith(f":{key[1]}")]
    assert [comment for comment in comments(text) if comment in kept] == kept


@given(catalogs(forms=True), st.data())
@SOME
def test_other_ids_are_refused_as_a_whole(catalog: Written, data: st.DataObject) -> None:
    before = landscape_of(catalog.text)
    key = a_version(before, data)
    old = ids_of(before.versions(key[0])[key[1]])
    region = data.draw(st.sampled_from([*old[typed(old)]]))
    with pytest.raises(ProblemsError) as error:
        call(catalog.text, key, {region: "m-x", "r-9": "m-9"}, Wish())
    assert "`--replace`" in error.value.problems[0].hint
    assert region in error.value.problems[0].hint


@given(catalogs(), st.data())
@SOME
def test_promote(catalog: Written, data: st.DataObject) -> None:
    before = landscape_of(catalog.text)
    image, version = a_version(before, data)
    keep = data.draw(st.sampled_from(["per-minor", "per-major", 1, 2]))
    outcome = promoted(before, image, version, keep, "2029-01-31")
    after = done(catalog.text, outcome)
    assert others(after, outcome) == others(before, outcome)
    assert [found[:2] for found in versions(after)] == [found[:2] for found in versions(before)]
    assert said(after.versions(image)[version], "classification") == "supported"
    for name, node in after.versions(image).items():
        assert ids_of(node) == ids_of(before.versions(image)[name])
    assert not promoted(after, image, version, keep, "2029-01-31").changes


@given(catalogs(), st.data())
@SOME
def test_retire(catalog: Written, data: st.DataObject) -> None:
    before = landscape_of(catalog.text)
    used = data.draw(st.booleans())
    expired = [(i, v) for i, v, node in versions(before) if said(node, "expirationDate")]
    uses = {expired[0]: ["Shoot a/b"]} if used and expired else {}
    if {*expired} - {*uses} == {found[:2] for found in versions(before)}:
        return
    outcome = retired(before, None, (), Deadline(date(2027, 4, 1)), uses)
    after = done(catalog.text, outcome)
    assert {*outcome.versions} == {*expired} - {*uses}
    assert versions(after) == others(before, outcome)
    assert not [image for image in after.images() if not after.versions(image)]
    if "order" in catalog.tree:
        assert {*after.tree["order"]} == {*after.images()}  # type: ignore[arg-type, call-overload, index]
