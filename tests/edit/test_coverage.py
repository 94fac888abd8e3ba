"""What `add` and `promote` say about regions that a version does not have, or that lose theirs."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest

from tests.support.edit_command import Desk

if TYPE_CHECKING:
    from pathlib import Path

SPEC = {
    "kubernetes": {"versions": [{"version": "1.34.2"}]},
    "machineTypes": [{"name": "ecs.g7.large", "cpu": "2", "gpu": "0", "memory": "8Gi"}],
}
NAMES = {"r": "cn-shanghai", "s": "cn-beijing", "t": "eu-central-1", "x": "us-west-1"}
NEW = ("add", "c.yaml", "a", "2.0.0", "--region", "cn-shanghai=m-uf6aaaaaaaaaaaaaaaa9")


def ids(regions: str) -> dict[str, Any]:
    """Regions by their letters to IDs; `*` is every region."""
    return {NAMES.get(r, r): f"m-{r if r != '*' else 'e'}{id(regions) % 1000}" for r in regions}


def flavors(*sets: tuple[dict[str, list[str]], str]) -> dict[str, Any]:
    return {"flavors": [{"capabilities": c, "regions": ids(regions)} for c, regions in sets]}


AMD, ARM = {"architecture": ["amd64"]}, {"architecture": ["arm64"]}
NVME = {**AMD, "storage": ["nvme"]}
SCSI = {**AMD, "storage": ["nvme", "scsi"]}


def profile(regions: str, **spec: Any) -> dict[str, Any]:
    items = [{"name": NAMES[r]} for r in regions]
    return {"cloudProfile": {"spec": {**SPEC, "regions": items, **spec}}}


@pytest.fixture
def desk(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Desk:
    return Desk(tmp_path, capsys, monkeypatch)


def catalog(desk: Desk, versions: dict[str, Any], **more: Any) -> None:
    tree = {"images": {"a": {"versions": versions}}, **more}
    desk.write("c.yaml", json.dumps(tree, indent=2))


def missing(text: str) -> list[str]:
    """What `add` says is not there yet."""
    return re.findall(r"^a \S+ has no ID(.* yet in .*)$", text, re.MULTILINE)


@pytest.mark.parametrize(
    ("versions", "more", "said"),
    [
        ({"1.0.0": ids("r")}, {}, []),
        ({"1.0.0": ids("rst")}, {}, ["cn-beijing, eu-central-1, where 1.0.0 has one"]),
        # The predecessor is the next lower version, wherever it stands.
        ({"0.9.0": ids("rst"), "1.0.0": ids("rs"), "3.0.0": ids("t")}, {}, ["cn-beijing, where 1"]),
        ({"3.0.0": ids("rst")}, {}, []),
        # What the landscape does not want is not missed, what it wants is.
        ({"1.0.0": ids("rst")}, {"regions": [NAMES["r"]]}, []),
        ({"1.0.0": ids("rx")}, profile("r"), []),
        ({"1.0.0": ids("r")}, {"regions": [*NAMES.values()][:2]}, ["cn-beijing, which the land"]),
        (
            {"1.0.0": ids("rs")},
            profile("rst"),
            ["cn-beijing, where 1.0.0 has one", "eu-central-1, which the landscape offers"],
        ),
        ({"1.0.0": ids("*")}, profile("rs"), ["cn-beijing, where 1.0.0 has one"]),
        ({"1.0.0": {**ids("*"), NAMES["s"]: None}}, profile("r"), []),
    ],
)
def test_add_says_which_regions_a_new_version_does_not_have_yet(
    desk: Desk, versions: dict[str, Any], more: dict[str, Any], said: list[str]
) -> None:
    catalog(desk, versions, **more)
    answer = desk.call(*NEW)
    assert answer.code == 0, answer.err
    found = missing(answer.err)
    assert len(found) == len(said)
    assert all(f" yet in {words}" in text for words, text in zip(said, found, strict=True))


def test_what_is_not_there_yet_is_no_mistake_and_stands_in_the_summary(desk: Desk) -> None:
    catalog(desk, {"1.0.0": ids("rs")})
    answer = desk.call(*NEW, "--strict", "--summary", "-")
    assert answer.code == 0
    assert "- a 2.0.0 has no ID yet in cn-beijing, where 1.0.0 has one" in answer.out
    assert "warning" not in answer.err


def test_a_version_is_complete_when_its_last_region_has_come(desk: Desk) -> None:
    catalog(desk, {"1.0.0": ids("rst")})
    assert missing(desk.call(*NEW).err) == [" yet in cn-beijing, eu-central-1, where 1.0.0 has one"]
    more = [*NEW[:4], "--region", "cn-beijing=m-2zeaaaaaaaaaaaaaaaa9"]
    assert missing(desk.call(*more).err) == [" yet in eu-central-1, where 1.0.0 has one"]
    last = [*NEW[:4], "--region", "eu-central-1=m-gw8aaaaaaaaaaaaaaaa9"]
    assert missing(desk.call(*last).err) == []


def test_regions_that_were_asked_to_go_are_not_missed(desk: Desk) -> None:
    catalog(desk, {"2.0.0": ids("rst"), "1.0.0": ids("rst")})
    answer = desk.call(*NEW[:4], "--remove-region", "cn-beijing")
    assert (answer.code, missing(answer.err)) == (0, [])


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ({"architectures": ["arm64"], "regions": ids("rs")}, [(ARM, "r")], [" for arm64"]),
        (flavors((AMD, "r"), (ARM, "rs")), [(AMD, "r"), (ARM, "r")], [" for arm64"]),
        (flavors((AMD, "rs"), (ARM, "r")), [(AMD, "r"), (ARM, "rs")], [" for amd64"]),
        (flavors((AMD, "s"), (ARM, "s")), [(ARM, "s")], [" for amd64"]),
        (flavors((NVME, "s")), [(AMD, "s")], []),
        (flavors((NVME, "s")), [(SCSI, "s")], []),
        (flavors((SCSI, "s")), [(NVME, "s")], [" for amd64, storage nvme/scsi"]),
    ],
)
def test_add_looks_at_each_kind_of_machines(
    desk: Desk, old: dict[str, Any], new: list[tuple[dict[str, list[str]], str]], said: list[str]
) -> None:
    catalog(desk, {"2.0.0": flavors(*new), "1.0.0": old})
    answer = desk.call("add", "c.yaml", "a", "2.0.0", "--region", "eu-central-1=m-1")
    assert answer.code == 0, answer.err
    assert [words.partition(" yet")[0] for words in missing(answer.err)] == said
    assert all("cn-beijing" in words for words in missing(answer.err))


def left(text: str) -> list[str]:
    """Where no version is left, as `promote` warns of it."""
    found = re.findall(
        r"no supported version of a(.*) without an expiration date is left in (.*)$", text, re.M
    )
    return [" in ".join(words) for words in found]


SUPPORTED = {"classification": "supported"}
PREVIEW = {"classification": "preview"}
ENDING = {"classification": "deprecated", "expirationDate": "2027-06-30"}
PROMOTE = ("promote", "c.yaml", "a", "1.1.0", "--keep", "1", "--expires", "2027-12-31")


@pytest.mark.parametrize(
    ("versions", "said"),
    [
        ({"1.1.0": {**PREVIEW, "regions": ids("rs")}, "1.0.0": ids("rs")}, []),
        ({"1.1.0": {**PREVIEW, "regions": ids("rst")}, "1.0.0": ids("rs")}, []),
        ({"1.1.0": ids("r"), "1.0.0": ids("r")}, []),
        ({"1.1.0": ids("r"), "1.0.0": ids("rst")}, [" in cn-beijing, eu-central-1"]),
        ({"1.1.0": ids("s"), "1.0.0": ids("r")}, [" in cn-shanghai"]),
        # Whatever was there before counts as well, as long as nothing lasting is left.
        ({"1.1.0": ids("r"), "1.0.0": {**ENDING, "regions": ids("rs")}}, [" in cn-beijing"]),
        ({"1.1.0": ids("r"), "1.0.0": {**PREVIEW, "regions": ids("rs")}}, [" in cn-beijing"]),
        # A version that is supported and has an end does not last.
        (
            {"1.1.0": {"expirationDate": "2028-12-31", "regions": ids("rs")}, "1.0.0": ids("r")},
            [" in cn-beijing, cn-shanghai"],
        ),
        # What has expired by then is used by nobody.
        (
            {
                "1.1.0": ids("r"),
                "1.0.0": ids("r"),
                "0.9.0": {**ENDING, "expirationDate": "2026-01-31", "regions": ids("rst")},
            },
            [],
        ),
        # A lifecycle says how it ends.
        (
            {"1.1.0": ids("r"), "0.9.0": {"lifecycle": [PREVIEW, SUPPORTED], "regions": ids("s")}},
            [],
        ),
        (
            {
                "1.1.0": ids("r"),
                "0.9.0": {
                    "lifecycle": [
                        SUPPORTED,
                        {"classification": "expired", "startTime": "2027-12-31"},
                    ],
                    "regions": ids("s"),
                },
            },
            [" in cn-beijing"],
        ),
        # Machines of one architecture are left behind.
        (
            {
                "1.1.0": {**PREVIEW, **flavors((AMD, "rs"), (ARM, "r"))},
                "1.0.0": flavors((AMD, "rs"), (ARM, "rs")),
            },
            [" for arm64 in cn-beijing"],
        ),
        (
            {"1.1.0": ids("r"), "1.0.0": {"architectures": ["arm64"], "regions": ids("r")}},
            [" for arm64 in cn-shanghai"],
        ),
        (
            {
                "1.1.0": {"architectures": ["arm64"], "regions": ids("r")},
                "1.0.0": {"architectures": ["arm64"], "regions": ids("rs")},
            },
            [" for arm64 in cn-beijing"],
        ),
    ],
)
def test_promote_warns_of_regions_in_which_no_version_lasts(
    desk: Desk, versions: dict[str, Any], said: list[str]
) -> None:
    catalog(desk, versions)
    answer = desk.call(*PROMOTE, "--as-of", "2026-11-22")
    assert (answer.code, left(answer.err)) == (0, said)
    catalog(desk, versions)
    strict = desk.call(*PROMOTE, "--as-of", "2026-11-22", "--strict")
    assert left(strict.err) == said
    assert strict.code == bool(re.search("error: ", strict.err))


def test_other_versions_that_stay_supported_serve_their_regions(desk: Desk) -> None:
    catalog(desk, {"1.1.0": {**PREVIEW, "regions": ids("r")}, "1.0.0": ids("rs")})
    answer = desk.call(*PROMOTE[:4], "--keep", "per-minor")
    assert (answer.code, left(answer.err)) == (0, [])
    assert "a 1.0.0 stays supported" not in answer.err  # it is unclassified, which counts


@pytest.mark.parametrize("more", [{"regions": [NAMES["r"], NAMES["s"]]}, profile("rs")])
def test_promote_looks_at_the_regions_of_the_landscape(desk: Desk, more: dict[str, Any]) -> None:
    catalog(desk, {"1.1.0": ids("r"), "1.0.0": ids("rstx")}, **more)
    assert left(desk.call(*PROMOTE).err) == [" in cn-beijing"]
    catalog(desk, {"1.1.0": ids("r"), "1.0.0": ids("*")}, **more)
    assert left(desk.call(*PROMOTE).err) == [" in cn-beijing"]
    catalog(desk, {"1.1.0": ids("*"), "1.0.0": ids("rs")}, **more)
    assert left(desk.call(*PROMOTE).err) == []


def test_versions_of_a_base_count_as_well(desk: Desk) -> None:
    catalog(desk, {"1.0.0": ids("rs"), "1.1.0": ids("r")})
    desk.write("live.yaml", "extends: c.yaml\n")
    answer = desk.call("promote", "live.yaml", *PROMOTE[2:], "--in", "c.yaml")
    assert (answer.code, left(answer.err)) == (0, [" in cn-beijing"])
