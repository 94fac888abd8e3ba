"""What we generate, as Gardener's API servers take it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.conformance.landscapes import DEPLOYMENT, NO_OBJECTS, Case, cases, generate
from tests.support.tools import ROOT

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conformance.judges import Judge

pytestmark = pytest.mark.usefixtures("access_keys")

SEEN_BY_EXTENSION = {"CloudProfile", "NamespacedCloudProfile", "Seed"}
# Only v1 can refer to Secrets of the garden.
IN_BOTH_VERSIONS = [case for case in cases() if "gardenSecret" not in case.expected]
OTHERS = [
    *sorted((ROOT / "examples").glob("*.yaml")),
    # All but the base.
    *sorted((ROOT / "examples" / "repository" / "landscapes").glob("[!b]*.yaml")),
    *sorted((ROOT / "tests" / "cases" / "ok").glob("*/catalog.yaml")),
]


def arguments(catalog: Path) -> list[str]:
    """What a case adds to the command line; one that is about some documents is judged with all."""
    file = catalog.parent / "args"
    lines = file.read_text("utf-8").splitlines() if file.exists() else []
    return [] if "--only" in lines else lines


def admitted(text: str, gardener: Judge) -> dict[str, Any]:
    """The versions of the only object of a manifest."""
    (stored,) = gardener.accepts("admission", manifest=text)
    versions: dict[str, Any] = stored["versions"]
    return versions


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.name)
def test_controllerdeployment(case: Case, tmp_path: Path, gardener: Judge) -> None:
    versions = admitted(generate(case.catalog, tmp_path)[DEPLOYMENT], gardener)
    helm = versions["v1"]["helm"]
    assert ("rawChart" in helm) != ("ociRepository" in helm)
    assert versions["v1"]["injectGardenKubeconfig"] is True


@pytest.mark.parametrize("case", IN_BOTH_VERSIONS, ids=lambda case: case.name)
def test_both_versions_say_the_same(case: Case, tmp_path: Path, gardener: Judge) -> None:
    old, new = (
        generate(
            {"extends": str(case.catalog), "controllerDeployment": {"apiVersion": version}},
            tmp_path / version,
        )[DEPLOYMENT]
        for version in ("v1beta1", "v1")
    )
    assert old != new
    assert admitted(old, gardener) == admitted(new, gardener)


@pytest.mark.parametrize("catalog", OTHERS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_document(catalog: Path, tmp_path: Path, gardener: Judge, extension: Judge) -> None:
    generated = generate(catalog, tmp_path, *arguments(catalog))
    assert generated.exit_code == 0, generated.messages
    assert generated.documents
    parent = generated.documents.get("cloudprofile.yaml", "")
    warned = "warning: " in generated.messages
    # Patches are not objects yet: test_garden_objects and test_kustomize judge what they make.
    whole = [text for name, text in generated.documents.items() if name not in NO_OBJECTS]
    for manifest in (each for text in whole for each in text.split("\n---\n")):
        if "<path:" in manifest:
            continue  # no object either before something stands in the place of that
        verdict = gardener.ask("admission", manifest=manifest, parent=parent)
        assert verdict.accepted or warned, "\n".join(verdict.refusals)
        for stored in verdict.answer:
            if stored["kind"] in SEEN_BY_EXTENSION:
                extension.accepts("admission", manifest=manifest, parent=parent)


def test_the_chart_that_is_pulled_is_the_one_that_is_named(tmp_path: Path, gardener: Judge) -> None:
    case = next(case for case in cases() if case.name == "oci")
    repository = admitted(generate(case.catalog, tmp_path)[DEPLOYMENT], gardener)["v1"]["helm"]
    assert repository["ociRepository"] == {
        "repository": "registry.example.com/charts/provider-alicloud",
        "tag": "v1.72.0",
        "pullSecretRef": {"name": "registry"},
        "caBundleSecretRef": {"name": "registry-ca"},
    }
