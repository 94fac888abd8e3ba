"""The verbs on any catalog: the versions that they name change, and no other."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from generator.decode.layers import read_layer
from generator.edit.add import AddOptions, add_version
from generator.edit.catalog_files import CatalogFiles, text_at
from generator.edit.edit_text import edit_text
from generator.edit.image_ids import (
    PLAIN_FLAVOR,
    UNSTATED_FLAVOR,
    ReleasedVersion,
    ids_of,
    stated_ids,
)
from generator.edit.promote import promote_version
from generator.edit.retire import Deadline, retire_versions
from generator.problems import ProblemsError
from tests.edit.catalogs import NEW, REGIONS, Written, catalogs, comments

if TYPE_CHECKING:
    from collections.abc import Mapping

    from generator.edit.catalog_files import Version
    from generator.edit.changes import ChangeSet
    from generator.edit.image_ids import FlavorKey, IDsByFlavor

SOME = settings(max_examples=60)
IDS = {"eu-central-1": "m-new2", "cn-shanghai": "m-new1"}


def landscape_of(text: str) -> CatalogFiles:
    return CatalogFiles([read_layer(text, "c.yaml")])


def done(text: str, outcome: ChangeSet) -> CatalogFiles:
    return landscape_of(edit_text(text, "c.yaml", outcome.changes.get("c.yaml", ())))


def versions(landscape: CatalogFiles) -> list[tuple[str, str, Version]]:
    found = [(image, landscape.versions(image)) for image in landscape.images()]
    return [(image, version, node) for image, nodes in found for version, node in nodes.items()]


def others(landscape: CatalogFiles, outcome: ChangeSet) -> list[tuple[str, str, Version]]:
    return [found for found in versions(landscape) if found[:2] not in outcome.versions]


def a_version(landscape: CatalogFiles, data: st.DataObject) -> tuple[str, str]:
    return data.draw(st.sampled_from([found[:2] for found in versions(landscape)]))


@given(catalogs(), st.data())
@SOME
def test_add_inserts_the_version_and_changes_no_other(
    catalog: Written, data: st.DataObject
) -> None:
    before = landscape_of(catalog.text)
    image = data.draw(st.sampled_from([*before.images(), "new"]))
    kind = data.draw(st.sampled_from(["", "preview"]))
    wish = AddOptions(
        kind, data.draw(st.sampled_from(["", "2027-01-31"])), shared=data.draw(st.booleans())
    )
    outcome = add_version(before, ReleasedVersion(image, NEW, {PLAIN_FLAVOR: IDS}), wish)
    after = done(catalog.text, outcome)
    assert others(after, outcome) == versions(before)
    new = after.versions(image)[NEW]
    assert ids_of(new) == {PLAIN_FLAVOR: IDS}
    assert text_at(new, "classification") == kind
    assert not add_version(after, ReleasedVersion(image, NEW, {PLAIN_FLAVOR: IDS}), wish).changes


def effective(
    ids: Mapping[FlavorKey, Mapping[str, str | None]], flavor: FlavorKey, region: str
) -> str | None:
    """The ID that machines of a region get, be it that of every region."""
    return ids[flavor].get(region, ids[flavor].get("*"))


def typed(ids: IDsByFlavor) -> FlavorKey:
    """The flavor that IDs are of which somebody types for a version."""
    return PLAIN_FLAVOR if len(ids) > 1 else next(iter(ids))


def call(text: str, key: tuple[str, str], ids: Mapping[str, str], wish: AddOptions) -> str:
    """One call of `add --region …`, and the same again, which changes nothing."""
    landscape = landscape_of(text)
    released = ReleasedVersion(*key, {UNSTATED_FLAVOR: {**ids}} if ids else {})
    outcome = add_version(landscape, released, wish)
    new = edit_text(text, "c.yaml", outcome.changes.get("c.yaml", ()))
    assert others(landscape_of(new), outcome) == others(landscape, outcome)
    assert not add_version(landscape_of(new), released, wish).changes
    return new


REGION = st.sampled_from([*REGIONS, "r-1", "r-2", "r-3", "r-4"])


@given(catalogs(forms=True), st.data())
@SOME
def test_add_with_replace_and_remove_changes_only_named_regions(
    catalog: Written, data: st.DataObject
) -> None:
    before = landscape_of(catalog.text)
    key = a_version(before, data)
    old = ids_of(before.versions(key[0])[key[1]])
    flavor = typed(old)
    wanted = data.draw(st.dictionaries(REGION, st.sampled_from(["m-x", "m-y"]), max_size=3))
    named = data.draw(st.lists(REGION.filter(lambda region: region not in wanted), max_size=2))
    assume(wanted or named)
    try:
        text = call(catalog.text, key, wanted, AddOptions(replace=True, remove=tuple(named)))
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
def test_add_refuses_other_ids_without_replace(catalog: Written, data: st.DataObject) -> None:
    before = landscape_of(catalog.text)
    key = a_version(before, data)
    old = ids_of(before.versions(key[0])[key[1]])
    region = data.draw(st.sampled_from([*old[typed(old)]]))
    with pytest.raises(ProblemsError) as error:
        call(catalog.text, key, {region: "m-x", "r-9": "m-9"}, AddOptions())
    assert "`--replace`" in error.value.problems[0].hint
    assert region in error.value.problems[0].hint


@given(catalogs(), st.data())
@SOME
def test_promote_makes_the_version_supported_and_changes_no_ids(
    catalog: Written, data: st.DataObject
) -> None:
    before = landscape_of(catalog.text)
    image, version = a_version(before, data)
    keep = data.draw(st.sampled_from(["per-minor", "per-major", 1, 2]))
    outcome = promote_version(before, image, version, keep, "2029-01-31")
    after = done(catalog.text, outcome)
    assert others(after, outcome) == others(before, outcome)
    assert [found[:2] for found in versions(after)] == [found[:2] for found in versions(before)]
    assert text_at(after.versions(image)[version], "classification") == "supported"
    for name, node in after.versions(image).items():
        assert ids_of(node) == ids_of(before.versions(image)[name])
    assert not promote_version(after, image, version, keep, "2029-01-31").changes


@given(catalogs(), st.data())
@SOME
def test_retire_removes_the_expired_versions_that_nothing_uses(
    catalog: Written, data: st.DataObject
) -> None:
    before = landscape_of(catalog.text)
    used = data.draw(st.booleans())
    expired = [(i, v) for i, v, node in versions(before) if text_at(node, "expirationDate")]
    uses = {expired[0]: ["Shoot a/b"]} if used and expired else {}
    if {*expired} - {*uses} == {found[:2] for found in versions(before)}:
        return
    outcome = retire_versions(before, None, (), Deadline(date(2027, 4, 1)), uses)
    after = done(catalog.text, outcome)
    assert {*outcome.versions} == {*expired} - {*uses}
    assert versions(after) == others(before, outcome)
    assert not [image for image in after.images() if not after.versions(image)]
    if "order" in catalog.tree:
        assert {*after.tree["order"]} == {*after.images()}  # type: ignore[arg-type, call-overload, index]
