"""The config of a function is read strictly, and a catalog cannot stand in it."""

from __future__ import annotations

import pytest

from generator.krm.function import read_function
from generator.problems import ProblemsError
from generator.yamlio import emit

HEAD = "apiVersion: alicloud.generator/v1alpha1\nkind: Generate\n"


def problems(text: str) -> list[str]:
    with pytest.raises(ProblemsError) as caught:
        read_function(text, "-")
    return [f"{each.line}:{each.column}: {each.message}" for each in caught.value.problems]


def test_what_a_config_says() -> None:
    spec = "spec: {catalogs: [a.yaml, 'b/*.yaml'], only: [extension], credentials: false}\n"
    function = read_function(HEAD + "metadata: {name: x, labels: {a: b}}\n" + spec, "-")
    assert (function.kind, function.catalogs) == ("Generate", ("a.yaml", "b/*.yaml"))
    assert (function.only, function.credentials) == (("extension",), False)


@pytest.mark.parametrize("spec", ["", "spec: {}\n", "spec:\n"])
def test_all_of_the_spec_is_optional(spec: str) -> None:
    function = read_function(HEAD + spec, "-")
    assert (function.catalogs, function.only, function.credentials) == ((), (), True)


MISTAKES = {
    "": "0:0: functionConfig is missing",
    "text\n": "0:0: found a string",
    "[]\n": "0:0: found a list",
    "kind: Generate\n": "apiVersion is missing",
    "apiVersion: alicloud.generator/v1alpha1\n": "kind is missing",
    HEAD.replace("v1alpha1", "v1"): '1:13: Unsupported value: "alicloud.generator/v1"',
    HEAD.replace("Generate", "Generated"): '2:7: Unsupported value: "Generated"',
    HEAD.replace("Generate", "Project"): '2:7: Unsupported value: "Project"',
    f"{HEAD}Spec: {{}}\n": '3:1: unknown key "Spec"',
    f"{HEAD}spec: a\n": "3:7: found a string",
    f"{HEAD}spec: {{catalog: a.yaml}}\n": '3:8: unknown key "catalog"',
    f"{HEAD}spec: {{catalogs: a.yaml}}\n": "3:18: found a string",
    f"{HEAD}spec: {{catalogs: []}}\n": "3:18: found an empty list",
    f"{HEAD}spec: {{catalogs: [a, a]}}\n": '3:22: "a" is listed twice',
    f"{HEAD}spec: {{catalogs: ['-']}}\n": '3:19: found "-"',
    f"{HEAD}spec: {{catalogs: [/dev/stdin]}}\n": '3:19: found "/dev/stdin"',
    f"{HEAD}spec: {{catalogs: [/dev/fd/0]}}\n": '3:19: found "/dev/fd/0"',
    f"{HEAD}spec: {{only: [[a]]}}\n": "3:15: found a list",
    f"{HEAD}spec: {{credentials: 'no'}}\n": '3:21: found "no"',
    f"{HEAD}spec: {{only: [a], only: [b]}}\n": '3:19: the key "only" is set twice',
    f"{HEAD}spec: *a\n": "an alias has no anchor before it",
}


@pytest.mark.parametrize("text", MISTAKES)
def test_mistakes_of_a_config(text: str) -> None:
    assert any(MISTAKES[text] in found for found in problems(text)), problems(text)


def test_all_mistakes_are_told_at_once() -> None:
    assert len(problems("kind: x\nspec: {a: b, only: c}\n")) == 4


IMAGES = {"gardenlinux": {"versions": {"1.0.0": {"cn-shanghai": "m-uf6"}}}}
INLINE = {
    "the config is a catalog": ("2:1", {"kind": "ImageCatalog", "images": IMAGES}),
    "at the top": ("4:1", {"kind": "Generate", "spec": {}, "images": IMAGES}),
    "in the spec": ("4:3", {"kind": "Generate", "spec": {"images": IMAGES}}),
    "a base": ("4:3", {"kind": "Check", "spec": {"extends": "base.yaml"}}),
    "below a key": ("4:3", {"kind": "Generate", "spec": {"catalog": {"images": IMAGES}}}),
    "as the value": ("4:3", {"kind": "Generate", "spec": {"catalogs": {"images": IMAGES}}}),
    "in the list": ("4:3", {"kind": "Generate", "spec": {"catalogs": ["a", {"images": IMAGES}]}}),
}


@pytest.mark.parametrize("case", INLINE)
def test_a_catalog_in_a_config_is_refused_with_the_reason(case: str) -> None:
    place, body = INLINE[case]
    text = emit.document({"apiVersion": "alicloud.generator/v1alpha1", **body})  # type: ignore[dict-item]
    (found,) = problems(text)
    assert found.startswith(f"{place}: a catalog cannot be here: kustomize sorts its keys")
