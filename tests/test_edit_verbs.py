"""The verbs on any catalog: the versions that they name change, and no other."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from generator.decode.layers import read_layer
from generator.edit.adding import Wish, added
from generator.edit.engine import edit
from generator.edit.landscape import Landscape, said
from generator.edit.promotion import promoted
from generator.edit.released import PLAIN_FLAVOR, Released, ids_of
from generator.edit.retirement import Deadline, retired
from tests.edit_catalogs import NEW, Written, catalogs

if TYPE_CHECKING:
    from generator.edit.landscape import Version
    from generator.edit.outcome import Outcome

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


@given(catalogs(), st.data())
@SOME
def test_other_ids(catalog: Written, data: st.DataObject) -> None:
    before = landscape_of(catalog.text)
    image, version = a_version(before, data)
    released = Released(image, version, {PLAIN_FLAVOR: IDS})
    outcome = added(before, released, Wish(replace=True))
    after = done(catalog.text, outcome)
    assert others(after, outcome) == others(before, outcome)
    assert ids_of(after.versions(image)[version]) == {PLAIN_FLAVOR: IDS}
    assert not added(after, released, Wish()).changes


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
