"""The other direction: what Gardener refuses, we refuse; what only we refuse has a purpose."""

from __future__ import annotations

import copy
import itertools
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.gardener.releases import DEFAULT_EXTENSION
from tests.conformance.landscapes import CASES, DEPLOYMENT, Generated, as_yaml, generate

if TYPE_CHECKING:
    from tests.conformance.judges import Judge, Verdict

BASE: dict[str, Any] = {
    "images": {"any": {"versions": {"1.0.0": {"cn-shanghai": "any.vhd"}}}},
    "controllerDeployment": {
        "apiVersion": "v1",
        "name": "extension-provider-alicloud",
        "labels": {"a": "b"},
        "annotations": {"a": "b"},
        "values": {"global": {"a": "b"}},
    },
}
DIGEST = "sha256:" + 64 * "0"
TEXTS: dict[str, list[str]] = yaml.safe_load((CASES / "mutations.yaml").read_text("utf-8"))
NAMES = [*TEXTS["names"], 63 * "a", 64 * "a", 253 * "a", 254 * "a"]
LABELS = [*TEXTS["labels"], 63 * "a", 64 * "a"]
KEYS = [*TEXTS["keys"], *(f"{253 * 'a'}{end}/b" for end in ("", "a"))]
KEYS += [f"{prefix}{63 * 'a'}{end}" for prefix in ("", "a/") for end in ("", "a")]
TEMPLATES = TEXTS["templates"]

PURPOSES = {
    "expected a mapping": "Gardener stores any JSON as values; gardenlet then fails to render it",
    "expected sha256: and 64 hexadecimal digits": "no registry has another digest",
    "ref cannot be combined": "an empty tag says nothing, and hides a mistake",
    "found an empty string": (
        "an empty name or tag names nothing; Gardener looks only when it pulls"
    ),
    "a DNS name: lower case letters": "no Secret can have that name; Gardener looks when it pulls",
}
"""What we refuse although Gardener takes it: a part of our message, and why."""


@dataclass(frozen=True, slots=True)
class Mutation:
    """One value of the catalog, by its key path."""

    path: tuple[str, ...]
    value: Any
    version: str = "v1"

    def __str__(self) -> str:
        return f"{self.version} {'.'.join(self.path)} {json.dumps(self.value)[:60]}"

    def catalog(self) -> dict[str, Any]:
        catalog = copy.deepcopy(BASE)
        catalog["controllerDeployment"]["apiVersion"] = self.version
        at = catalog
        for key in self.path[:-1]:
            at = at.setdefault(key, {})
        at[self.path[-1]] = self.value
        return catalog


def oci_places() -> list[dict[str, str]]:
    """Every combination of the keys that say where a chart is."""
    choices = {
        "ref": ("registry.example.com/chart:v1", ""),
        "repository": ("registry.example.com/chart",),
        "tag": ("v1", ""),
        "digest": (DIGEST, "md5:" + 32 * "0", "sha256:0"),
    }
    options = [[(key, value) for value in (None, *values)] for key, values in choices.items()]
    return [
        {key: value for key, value in chosen if value is not None}
        for chosen in itertools.product(*options)
    ]


def own(key: str, value: object, version: str = "v1") -> Mutation:
    return Mutation(("controllerDeployment", key), value, version)


MUTATIONS = [
    *(own("name", name) for name in NAMES),
    *(own("labels", {key: "a"}) for key in KEYS),
    *(own("annotations", {key: "a"}) for key in KEYS),
    *(own("labels", {"a": value}) for value in LABELS),
    *(own("annotations", {"a": value}) for value in ["", "{{", "a\n"]),
    *(
        own("values", {"global": {"a": text}}, version)
        for text in TEMPLATES
        for version in ("v1beta1", "v1")
    ),
    *(own("values", {"global": {"a": [{text: 1}]}}) for text in TEMPLATES),
    *(own("values", value) for value in [{}, {"global": {"a": None}}, [], "a", 1]),
    *(own("chart", {"oci": place}) for place in oci_places()),
    *(
        own("chart", {"oci": {"ref": "registry.example.com/chart:v1", key: {"name": name}}})
        for key in ("pullSecretRef", "caBundleSecretRef")
        for name in ["a", "a.b", "A", "", "a_b"]
    ),
    *(own("injectGardenKubeconfig", value) for value in [True, False, "true", 1]),
    *(Mutation(("ownerSecret", "resource"), name) for name in NAMES),
]


def as_written(catalog: dict[str, Any]) -> dict[str, Any]:
    """The ControllerDeployment that a catalog asks for, written down without looking at it."""
    section = catalog["controllerDeployment"]
    old = section["apiVersion"] == "v1beta1"
    helm: dict[str, Any] = {"values": section["values"]}
    if "chart" in section:
        place = section["chart"]["oci"]
        alone = place.keys() == {"repository"}
        helm["ociRepository"] = {**place, "tag": DEFAULT_EXTENSION} if alone else place
    else:
        helm["chart" if old else "rawChart"] = "AAAA"
    return {
        "apiVersion": f"core.gardener.cloud/{section['apiVersion']}",
        "kind": "ControllerDeployment",
        "metadata": {key: section[key] for key in ("name", "labels", "annotations")},
        **({"type": "helm", "providerConfig": helm} if old else {"helm": helm}),
        "injectGardenKubeconfig": section.get("injectGardenKubeconfig", True),
        **({"resources": [resource(catalog)]} if "ownerSecret" in catalog else {}),
    }


def resource(catalog: dict[str, Any]) -> dict[str, Any]:
    reference = {"apiVersion": "v1", "kind": "Secret", "name": catalog["ownerSecret"]["resource"]}
    return {"name": "machineImageOwner", "resourceRef": reference}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What Gardener says of a catalog's wish, and what we make of it."""

    verdict: Verdict
    generated: Generated

    def purposes(self) -> set[str]:
        """The entries that say why we alone refuse it."""
        if self.generated.exit_code == 0 or not self.verdict.accepted:
            return set()
        return {part for part in PURPOSES if part in self.generated.messages}


Judged = Callable[[dict[str, Any]], Outcome]


@pytest.fixture(scope="module")
def judged(gardener: Judge, tmp_path_factory: pytest.TempPathFactory) -> Judged:
    """Judges a catalog, each only once."""
    folder = tmp_path_factory.mktemp("mutations")
    known: dict[str, Outcome] = {}

    def outcome(catalog: dict[str, Any]) -> Outcome:
        text = as_yaml(catalog)
        if text not in known:
            known[text] = Outcome(
                gardener.ask("admission", manifest=as_yaml(as_written(catalog))),
                generate(catalog, folder / str(len(known))),
            )
        return known[text]

    return outcome


def check(catalog: dict[str, Any], judged: Judged, gardener: Judge) -> None:
    outcome = judged(catalog)
    assert outcome.generated.exit_code in (0, 1), outcome.generated.messages
    if outcome.generated.exit_code == 0:
        assert outcome.verdict.accepted, f"only Gardener refuses it: {outcome.verdict.refusals}"
        gardener.accepts("admission", manifest=outcome.generated[DEPLOYMENT])
    elif outcome.verdict.accepted:
        assert outcome.purposes(), f"only we refuse it: {outcome.generated.messages}"


@pytest.mark.parametrize("mutation", MUTATIONS, ids=str)
def test_mutated_catalogs(mutation: Mutation, judged: Judged, gardener: Judge) -> None:
    check(mutation.catalog(), judged, gardener)


def test_there_are_enough_of_both_kinds(judged: Judged) -> None:
    accepted = [judged(mutation.catalog()).verdict.accepted for mutation in MUTATIONS]
    assert len(accepted) >= 250
    assert min(accepted.count(True), accepted.count(False)) >= 75


def test_every_purpose_serves(judged: Judged) -> None:
    used = {part for mutation in MUTATIONS for part in judged(mutation.catalog()).purposes()}
    assert used == set(PURPOSES)


generated = settings(max_examples=200, derandomize=True, database=None, deadline=None)


@generated
@given(name=st.text(alphabet="aZ09-._/ \n", max_size=6))
def test_generated_names(name: str, judged: Judged, gardener: Judge) -> None:
    check(own("name", name).catalog(), judged, gardener)
    check(own("labels", {name: name}).catalog(), judged, gardener)


@generated
@given(
    parts=st.lists(
        st.sampled_from(TEXTS["template parts"]),
        max_size=8,
    )
)
def test_generated_templates(parts: list[str], judged: Judged, gardener: Judge) -> None:
    catalog = own("values", {"global": {"a": "".join(parts)}}).catalog()
    check(catalog, judged, gardener)
    check({**catalog, "ownerSecret": {"resource": "owner"}}, judged, gardener)
