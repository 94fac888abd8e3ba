"""Which versions must serve encrypted system disks, and what is wrong with those that do not."""

from __future__ import annotations

import json
from typing import Any

import pytest

from generator.checks import encrypted_system_disk, missing_region, unshared_image
from generator.decode import decode
from generator.decode.layers import read_layer, read_layers
from generator.problems import ProblemsError
from tests.checks.test_missing_region import profile

SYSTEM = "ubuntu_18_04_x64_20G_alibase_20210420.vhd"
OWN, OTHER = "m-uf6hvbrxclop1jtat17m", "m-bp1hvbrxclop1jtat17m"
BOTH = {"regions": ["cn-shanghai", "cn-hangzhou"]}
EXPIRED = {"classification": "expired", "startTime": "2027-01-31"}


def checked(*texts: dict[str, Any]) -> list[str]:
    """What the three rules find in a catalog over its bases, without the rule's usual words."""
    files = {f"{number}.yaml": json.dumps(text) for number, text in enumerate(texts)}
    last = [*files][-1]
    catalog = decode(read_layers(last, lambda file: read_layer(files[file], file)))
    rules = (encrypted_system_disk, missing_region, unshared_image)
    return [
        f"{rule.ID}: {finding.message}".removesuffix(", which encrypted system disks need")
        for rule in rules
        for finding in rule.check(catalog)
    ]


def image(version: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"images": {"a": {"shared": True, "versions": {"1.0.0": version}, **more}}}


ON = {"encryptedSystemDisks": True}
OFF = {"encryptedSystemDisks": False}
LACKS_S = "encrypted-system-disk: a 1.0.0 has no customized image in cn-hangzhou"


@pytest.mark.parametrize(
    ("version", "more", "found"),
    [
        ({"cn-shanghai": OWN, "cn-hangzhou": OTHER}, BOTH, []),
        ({"cn-shanghai": OWN}, BOTH, [LACKS_S]),
        ({"cn-shanghai": OWN, "cn-hangzhou": SYSTEM}, BOTH, [LACKS_S]),
        (
            {"cn-shanghai": OWN, "cn-hangzhou": SYSTEM},
            profile("cn-shanghai", "cn-hangzhou"),
            [LACKS_S],
        ),
        ({"cn-shanghai": OWN, "cn-hangzhou": SYSTEM}, profile("cn-shanghai"), []),
        ({"cn-shanghai": OWN, "cn-hangzhou": SYSTEM}, {"regions": ["cn-shanghai"]}, []),
        # Where nobody says which regions there are, those with an ID are looked at.
        ({"cn-shanghai": OWN}, {}, []),
        ({"cn-shanghai": OWN, "cn-hangzhou": SYSTEM}, {}, [LACKS_S]),
        ({"regions": {"cn-shanghai": OWN}, "classification": "preview"}, BOTH, [LACKS_S]),
        ({"regions": {"cn-shanghai": OWN}, "classification": "deprecated"}, BOTH, [LACKS_S]),
        (
            {"regions": {"cn-shanghai": OWN}, "lifecycle": [{"classification": "supported"}]},
            BOTH,
            [LACKS_S],
        ),
        ({"regions": {"cn-shanghai": OWN}, "architectures": ["arm64"]}, BOTH, [LACKS_S]),
        (
            {
                "flavors": [
                    {
                        "architecture": "arm64",
                        "regions": {"cn-shanghai": OWN, "cn-hangzhou": OTHER},
                    },
                ]
            },
            BOTH,
            [],
        ),
        (
            {"flavors": [{"architecture": "arm64", "regions": {"cn-shanghai": OWN}}]},
            BOTH,
            [LACKS_S.replace(" has", ", flavor 1, has")],
        ),
        # What expires is left to the rule about missing regions.
        (
            {
                "regions": {"cn-shanghai": OWN, "cn-hangzhou": SYSTEM},
                "expirationDate": "2027-01-31",
            },
            BOTH,
            [],
        ),
        (
            {"regions": {"cn-shanghai": OWN}, "expirationDate": "2027-01-31"},
            BOTH,
            ["missing-region: a 1.0.0 has no ID in cn-hangzhou, which `regions` names"],
        ),
        (
            {
                "regions": {"cn-shanghai": SYSTEM},
                "lifecycle": [{"classification": "supported"}, EXPIRED],
            },
            {"regions": ["cn-shanghai"]},
            [],
        ),
    ],
)
def test_a_version_that_does_not_expire_needs_customized_images_everywhere(
    version: dict[str, Any], more: dict[str, Any], found: list[str]
) -> None:
    assert checked({**image(version), **more, **ON}) == found
    assert checked({**image(version, **ON), **more}) == found
    assert LACKS_S not in checked({**image(version, **OFF), **more, **ON})
    assert LACKS_S not in checked({**image(version), **more})


@pytest.mark.parametrize(
    ("base", "own", "is_judged"),
    [
        (ON, {}, True),
        ({}, ON, True),
        (ON, OFF, False),
        (OFF, ON, True),
        (ON, {"encryptedSystemDisks": None}, False),
        (ON, {"images": {"a": OFF}}, False),
        ({"images": {"a": ON}}, {}, True),
        ({"images": {"a": ON}}, OFF, True),
        ({"images": {"a": OFF}}, ON, False),
        ({"images": {"a": OFF}}, {"images": {"a": {"encryptedSystemDisks": None}}, **ON}, True),
    ],
)
def test_a_catalog_inherits_the_key_and_can_change_it(
    base: dict[str, Any], own: dict[str, Any], is_judged: bool
) -> None:
    below = {**image({"cn-shanghai": SYSTEM}, **base.get("images", {}).get("a", {}))}
    rest = {key: value for key, value in base.items() if key != "images"}
    found = checked({**below, **rest}, {"extends": "0.yaml", **own})
    assert bool(found) is is_judged


@pytest.mark.parametrize(
    ("own", "found"),
    [
        ({}, ["1.0.0 is not shared with end users in cn-shanghai, who"]),
        ({"shared": True}, []),
        ({"share": [OWN]}, ["1.0.0 is not shared with end users in cn-hangzhou, who"]),
        ({"share": [OWN, OTHER]}, []),
    ],
)
def test_customized_images_have_to_be_shared(own: dict[str, Any], found: list[str]) -> None:
    versions = {"1.0.0": {"cn-shanghai": OWN, "cn-hangzhou": OTHER}}
    a = {"versions": versions, **ON, "shared": own.get("shared", False)}
    result = checked({"images": {"a": a}, "share": own.get("share", [])})
    assert len(result) == len(found)
    assert all(words in text for words, text in zip(found, result, strict=True))


def test_without_the_rule_a_missing_region_is_told_by_the_other() -> None:
    off = {"rules": {"encrypted-system-disk": "off"}}
    found = checked({**image({"cn-shanghai": OWN}), **BOTH, **ON, **off})
    assert "missing-region: a 1.0.0 has no ID in cn-hangzhou, which `regions` names" in found
    system = checked({**image({"cn-shanghai": OWN, "cn-hangzhou": SYSTEM}), **BOTH, **ON, **off})
    assert [text for text in system if text.startswith("missing-region")] == []


def test_system_images_are_one_mistake_and_need_no_sharing() -> None:
    a = {"versions": {"1.0.0": {"cn-shanghai": SYSTEM}}, **ON}
    assert len(checked({"images": {"a": a}})) == 1


@pytest.mark.parametrize("value", ["true", 1, "yes", [True]])
@pytest.mark.parametrize("place", ["top", "image"])
def test_anything_but_true_and_false_is_an_error_at_its_place(value: Any, place: str) -> None:
    wrong = {"encryptedSystemDisks": value}
    text = (
        image({"cn-shanghai": OWN}, **wrong)
        if place == "image"
        else {**image({"cn-shanghai": OWN}), **wrong}
    )
    with pytest.raises(ProblemsError) as caught:
        decode([read_layer(json.dumps(text), "c.yaml")])
    (problem,) = caught.value.problems
    assert problem.expected == "true or false"
    assert problem.line == 1
