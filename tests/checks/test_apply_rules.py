"""What the rules say of ways to apply: `apply-mode`, `client-side-apply`, `api-version-change`."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from generator import cli
from generator.decode import decode
from generator.decode.layers import read_layer
from generator.documents.extension import extension_spec
from generator.documents.values import chart_values, nulls_for_helm

IMAGES = {"a": {"shared": True, "versions": {"1.0.0": {"cn-shanghai": "m-uf6hvbrxclop1jtat17a"}}}}
V1 = {"apiVersion": "v1"}
NULL: dict[str, Any] = {"values": {"imageVectorOverwrite": None}}


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def run(
    capfd: pytest.CaptureFixture[str], verb: str, sections: dict[str, Any], *arguments: str
) -> tuple[int, list[str]]:
    """The exit code, and what was found: severity and rule."""
    tree = {"images": IMAGES, **sections}
    Path("live.yaml").write_text(json.dumps(tree))
    capfd.readouterr()
    code = cli.run([verb, "live.yaml", *arguments])
    err = capfd.readouterr().err
    found = re.findall(r": (error|warning): .*\[([a-z-]+)\]$", err, re.MULTILINE)
    return code, sorted({" ".join(each) for each in found} - {"warning primary-controller"})


@pytest.mark.parametrize(
    "sections",
    [
        {"controllerDeployment": V1},
        {"controllerDeployment": NULL},
        {"extension": NULL},
        {"extension": {"runtimeClusterValues": {"image": {"pullPolicy": None}}}},
        {"extension": {"admission": NULL}},
        {"controllerDeployment": {"values": {"global": {"b": {"c": None}}}}},
        {"controllerDeployment": {"values": {"global": {"a": [1, [{"b": None}]]}}}},
    ],
    ids=str,
)
@pytest.mark.parametrize(
    ("apply", "code", "found"),
    [
        (None, 0, ["warning apply-mode"]),
        ("client-side", 1, ["error client-side-apply"]),
        ("server-side", 0, []),
    ],
)
def test_what_client_side_apply_cannot_do_is_judged_by_how_a_landscape_applies(
    sections: dict[str, Any],
    apply: str | None,
    code: int,
    found: list[str],
    capfd: pytest.CaptureFixture[str],
) -> None:
    target = {"target": {"apply": apply}} if apply else {}
    assert run(capfd, "validate", {**sections, **target}) == (code, found)


@pytest.mark.parametrize("apply", [None, "client-side", "server-side"])
@pytest.mark.parametrize(
    "sections",
    [
        {},
        {"extension": {}},
        {"controllerDeployment": {"values": {"image": {"tag": None}}}},
        {"controllerDeployment": {"values": {"config": {"machineImages": None}}}},
        {"extension": {"values": {"config": None}}},
        {
            "controllerDeployment": {
                "apiVersion": "v1beta1",
                "values": {"global": {"a": [None], "b": ""}},
            }
        },
    ],
    ids=str,
)
def test_a_catalog_that_can_be_applied_in_every_way_needs_to_say_nothing(
    sections: dict[str, Any], apply: str | None, capfd: pytest.CaptureFixture[str]
) -> None:
    target = {"target": {"apply": apply}} if apply else {}
    rules = ["--rule", "values-conflict=off"]
    assert run(capfd, "validate", {**sections, **target}, *rules) == (0, [])


OTHERWISE = {"argocd.argoproj.io/sync-options": "Prune=false,ServerSideApply=true"}
CLIENT_SIDE = {"argocd.argoproj.io/sync-options": "ServerSideApply=false"}


@pytest.mark.parametrize(
    ("sections", "code"),
    [
        ({"controllerDeployment": {**V1, **NULL, "annotations": OTHERWISE}}, 0),
        ({"annotations": OTHERWISE, "controllerDeployment": {**V1, **NULL}, "extension": NULL}, 0),
        ({"controllerDeployment": {"annotations": CLIENT_SIDE, **V1}}, 1),
        ({"controllerDeployment": NULL, "extension": {"annotations": OTHERWISE}}, 1),
        ({"controllerDeployment": {**NULL, "annotations": OTHERWISE}, "extension": {}}, 1),
        ({"controllerDeployment": {"annotations": OTHERWISE}, "extension": NULL}, 1),
    ],
    ids=str,
)
def test_argo_cd_can_treat_an_object_in_another_way_than_the_landscape(
    sections: dict[str, Any], code: int, capfd: pytest.CaptureFixture[str]
) -> None:
    told = ["error client-side-apply"] if code else []
    target = {"target": {"apply": "client-side"}}
    assert run(capfd, "validate", {**sections, **target}) == (code, told)


@pytest.mark.parametrize("option", ["ServerSideApply=true", "Replace=true", "Prune=false"])
def test_a_large_object_is_measured_where_a_client_could_apply_it(
    option: str, capfd: pytest.CaptureFixture[str]
) -> None:
    annotations = {"argocd.argoproj.io/sync-options": option, "a": "x" * 140_000}
    told = ["warning apply-size"] if option == "Prune=false" else []
    section = {"controllerDeployment": {"annotations": annotations}}
    assert run(capfd, "generate", section) == (0, told)


def test_a_landscape_says_how_it_applies_what_its_base_says(
    capfd: pytest.CaptureFixture[str],
) -> None:
    Path("base.yaml").write_text(json.dumps({"target": {"apply": "client-side"}}))
    sections = {"extends": "base.yaml", "controllerDeployment": V1}
    assert run(capfd, "validate", sections)[1] == ["error client-side-apply"]
    sections["target"] = {"apply": "server-side"}
    assert run(capfd, "validate", sections) == (0, [])
    sections["target"] = {"apply": None}
    assert run(capfd, "validate", sections)[1] == ["warning apply-mode"]
    assert cli.run(["explain", "live.yaml", "target.apply"]) == 0
    assert "removed by live.yaml" in capfd.readouterr().err
    assert run(capfd, "validate", sections, "--rule", "apply-mode=off") == (0, [])


VALUES = st.recursive(
    st.none() | st.sampled_from(["a", True, 1]) | st.just([]),
    lambda below: (
        st.dictionaries(st.sampled_from(["image", "tag", "config", "csi"]), below)
        | st.lists(below.filter(lambda item: item is not None), max_size=2)
    ),
    max_leaves=8,
)
SECTIONS = st.dictionaries(st.sampled_from(["image", "config", "a"]), VALUES)


@given(SECTIONS, SECTIONS, SECTIONS)
def test_every_null_that_is_written_is_found_and_no_other(
    values: dict[str, Any], over: dict[str, Any], runtime: dict[str, Any]
) -> None:
    tree = {
        "images": IMAGES,
        "controllerDeployment": {"values": values},
        "extension": {"values": over, "runtimeClusterValues": runtime},
    }
    catalog = decode([read_layer(json.dumps(tree), "live.yaml")])
    assert catalog.extension is not None
    written = chart_values(catalog, None)
    spec = extension_spec(catalog, catalog.extension, written, [], inject_garden_kubeconfig=True)
    nulls = [*nulls_for_helm(catalog, ("controllerDeployment", "extension"))]
    assert bool(nulls) == ("null" in json.dumps([written, spec]))


@pytest.mark.parametrize(
    ("old", "new", "apply", "told"),
    [
        ("v1beta1", "v1", "server-side", ["warning api-version-change"]),
        ("v1", "v1beta1", "client-side", ["warning api-version-change"]),
        ("v1", "v1beta1", None, ["warning api-version-change"]),
        ("v1", "v1beta1", "server-side", []),
    ],
)
def test_another_api_version_than_on_disk_is_told_once(
    old: str, new: str, apply: str | None, told: list[str], capfd: pytest.CaptureFixture[str]
) -> None:
    def sections(version: str) -> dict[str, Any]:
        rules = {"client-side-apply": "off", "apply-mode": "off"}
        deployment = {"apiVersion": version}
        return {"target": {"apply": apply}, "rules": rules, "controllerDeployment": deployment}

    assert run(capfd, "generate", sections(old)) == (0, [])
    assert run(capfd, "generate", sections(old)) == (0, [])
    assert run(capfd, "check", sections(new)) == (1, told)
    assert run(capfd, "validate", sections(new)) == (0, [])
    assert run(capfd, "generate", sections(new), "-o", "elsewhere") == (0, [])
    assert run(capfd, "generate", sections(new), "-o", "-") == (0, [])
    assert run(capfd, "generate", sections(new)) == (0, told)
    assert run(capfd, "generate", sections(new)) == (0, [])


def test_a_catalog_without_the_section_has_the_default_version(
    capfd: pytest.CaptureFixture[str],
) -> None:
    run(capfd, "generate", {"controllerDeployment": V1})
    assert run(capfd, "generate", {}) == (0, ["warning api-version-change"])


SIZE = 262_144


@pytest.mark.parametrize(
    ("section", "extra"),
    [
        ([], {}),
        (["controllerDeployment"], {}),
        (["controllerRegistration"], {}),
        (["extension"], {}),
        (
            ["cloudProfile"],
            {
                "spec": {
                    "kubernetes": {"versions": [{"version": "1.34.2"}]},
                    "machineTypes": [
                        {"name": "ecs.g7.large", "cpu": "2", "gpu": "0", "memory": "8Gi"}
                    ],
                    "regions": [{"name": "cn-shanghai"}],
                }
            },
        ),
        (["seeds", 0], {"name": "a", "backup": {}}),
        (["namespacedCloudProfiles", 0], {"name": "a", "namespace": "b", "parent": "c"}),
    ],
    ids=str,
)
@pytest.mark.parametrize("apply", ["client-side", "server-side"])
def test_annotations_over_the_servers_limit_are_refused_however_they_are_applied(
    section: list[str | int],
    extra: dict[str, Any],
    apply: str,
    capfd: pytest.CaptureFixture[str],
) -> None:
    def catalog(size: int) -> dict[str, Any]:
        key = "kubectl.kubernetes.io/last-applied-configuration"
        # The pod security level is an annotation, too.
        holder: dict[str, Any] = {"annotations": {key: "é" * ((size - len(key) - 60) // 2)}}
        tree: dict[str, Any] = {**extra, **holder}
        for step in reversed(section):
            tree = {step: tree} if isinstance(step, str) else [tree]  # type: ignore[assignment]
        return {"target": {"apply": apply}, **tree}

    assert run(capfd, "validate", catalog(SIZE + 64)) == (1, ["error catalog-format"])
    code, found = run(capfd, "generate", catalog(SIZE))
    assert (code, found) == (0, ["warning apply-size"] if apply == "client-side" else [])


def test_annotations_of_the_catalog_and_of_a_section_count_together(
    capfd: pytest.CaptureFixture[str],
) -> None:
    half = "x" * (SIZE // 2)
    both = {"annotations": {"a": half}, "controllerDeployment": {"annotations": {"b": half}}}
    assert run(capfd, "validate", both) == (1, ["error catalog-format"])
    both["controllerDeployment"] = {"annotations": {"a": half}}
    assert run(capfd, "validate", both) == (0, [])


@pytest.mark.parametrize("apply", [None, "client-side", "server-side"])
@pytest.mark.parametrize(
    "annotations", [{}, {"argocd.argoproj.io/sync-options": "ServerSideApply=true"}], ids=str
)
def test_one_round_is_enough_to_refer_to_a_secret(
    capfd: pytest.CaptureFixture[str], apply: str | None, annotations: dict[str, str]
) -> None:
    sections: dict[str, Any] = {
        "ownerSecret": {"resource": "owner"},
        "controllerDeployment": {"annotations": annotations},
        "target": {"apply": apply} if apply else {},
    }
    actuator = "warning owner-secret-actuator"
    assert run(capfd, "validate", sections) == (1, ["error owner-secret-resource", actuator])
    cli.run(["validate", "live.yaml"])
    [hint] = re.findall("hint: (set .*)", capfd.readouterr().err)
    for section, keys in yaml.safe_load("\n".join(re.findall("`(.*?)`", hint))).items():
        sections[section] |= keys
    assert run(capfd, "validate", sections) == (0, [actuator])
    assert ("target" in hint) is (apply != "server-side" and not annotations)
