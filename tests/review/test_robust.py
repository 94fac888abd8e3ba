"""Whatever two manifests hold: a review, or a problem, and never a traceback."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from generator.review.compare import review
from generator.review.formats import as_json, as_text
from generator.review.markdown import LIMIT, as_markdown

if TYPE_CHECKING:
    from generator.problems import Problem

KINDS = st.sampled_from(
    [
        *("ControllerDeployment", "ControllerRegistration", "Extension", "Secret", "Seed", "Other"),
        *("CloudProfile", "NamespacedCloudProfile", "CloudProfileConfig", "List"),
    ]
)
WORDS = (
    "kind metadata name namespace annotations spec providerConfig helm values config type items "
    "machineImages versions version regions region id imageID toBeSharedImageIDs csi chart data "
    "enableADController machineImageOwnerSecret accessKeyID accessKeySecret rawChart ociRepository "
    "ref deployment extension admission runtimeCluster capabilityFlavors capabilities image "
    "classification expirationDate updateStrategy resources stringData"
)
SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-2, 2),
    st.floats(allow_nan=False, allow_infinity=False),
    st.sampled_from(["", "a", "H4sIAAAA", "m-uf6hvbrxclop1jtat17m", "`", "\n", "{{ x }}", "</a>"]),
)
TREES = st.recursive(
    SCALARS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.dictionaries(st.sampled_from(WORDS.split()), inner, max_size=6),
    ),
    max_leaves=30,
)
OBJECTS = st.fixed_dictionaries(
    {"kind": KINDS},
    optional=dict.fromkeys(("metadata", "spec", "providerConfig", "helm", "data"), TREES),
)
VERSIONS = st.fixed_dictionaries(
    {"version": st.sampled_from(["1", "2", 3])},
    optional={"regions": TREES, "classification": SCALARS, "capabilityFlavors": TREES},
)
IMAGES = st.lists(
    st.fixed_dictionaries(
        {"name": st.sampled_from("ab")}, optional={"versions": st.lists(VERSIONS, max_size=3)}
    ),
    max_size=3,
)
PROFILES = st.fixed_dictionaries(
    {
        "kind": st.sampled_from(["CloudProfile", "NamespacedCloudProfile"]),
        "spec": st.fixed_dictionaries(
            {
                "machineImages": IMAGES,
                "providerConfig": st.fixed_dictionaries({"machineImages": IMAGES}),
            }
        ),
    }
)
MANIFESTS = st.one_of(OBJECTS, PROFILES, TREES)


@given(MANIFESTS, MANIFESTS)
@settings(max_examples=300, deadline=None)
def test_a_difference_is_always_told(old: object, new: object) -> None:
    problems: list[Problem] = []
    sides = [{"folder/file.json": json.dumps(each).encode()} for each in (old, new)]
    found = review(sides[0], sides[1], problems)
    if json.dumps(old) != json.dumps(new) and not problems:
        assert found
    assert bool(as_text(found)) == bool(found)
    assert json.loads(as_json(found))["places"] or not found
    assert len(as_markdown(found)) <= LIMIT
