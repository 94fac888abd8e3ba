"""The checks: each is documented and shown by a case, can be set, and says nothing without need."""

from __future__ import annotations

import json
import re
from datetime import date
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from generator import checks, cli
from generator.app.sources import Sources
from generator.checks import object_size
from generator.checks.kubelet_version_constraint import is_constraint
from generator.checks.object_rules import OBJECT_RULES
from generator.checks.object_size import KIB, json_size
from generator.gardener.version_order import parse_semver
from generator.problems import FORMAT, listed
from tests.support.tools import ROOT, real_data

if TYPE_CHECKING:
    from generator.catalog import Catalog

CASES = ROOT / "tests" / "cases"
RULES = checks.all_rules()
AUDIT = "generator.checks.audit"
ELSEWHERE = {"api-version-change", "apply-size", "object-size", "first-image"}
"""Rules that need a large catalog, or a run before."""

NEEDED = {"kubernetes": {"versions": [{"version": "1.34.2"}]}}
MACHINE = {"name": "ecs.g7.large", "cpu": "2", "gpu": "0", "memory": "8Gi"}
REAL = """\
missing-region: gardenlinux 1877.3 has no ID in ap-south-1, ap-southeast-2
unoffered-region: gardenlinux has IDs in 19 regions
unoffered-region: suse-chost has IDs in 16 regions
unoffered-region: ubuntu has IDs in 11 regions
"""
"""The release of 2025 has left two regions, and the profile offers 12 of up to 31."""

WRONG = "images: {a: {versions: {1.0.0: {cn-shanghai: m-bp1hvbrxclop1jtat17a}}}}\n"


def catalog(path: Path, text: str | dict[str, Any]) -> Path:
    path.write_text(text if isinstance(text, str) else json.dumps(text))
    return path


def generate(path: Path, *arguments: str) -> int:
    return cli.run(["generate", str(path), "-o", str(path.parent / "out"), *arguments])


def rule_ids(messages: str) -> list[str]:
    return re.findall(r": (?:error|warning): .*\[([a-z-]+)\]$", messages, re.MULTILINE)


@pytest.mark.parametrize("name", RULES)
def test_every_rule_is_a_module_of_its_name_with_documentation(name: str) -> None:
    module: Any = RULES[name]
    places = {f"{package}.{name.replace('-', '_')}" for package in (checks.__name__, AUDIT)}
    assert module.__name__ in places
    assert name == module.ID
    first, blank, *more = (module.__doc__ or "").split("\n")
    assert first.endswith(".")
    assert not blank
    assert more


def test_rules_that_a_catalog_is_spared_find_nothing_in_it() -> None:
    nothing = {"cloud_profile": None, "controller_registration": None, "extension": None}
    lists = {"namespaced_cloud_profiles": (), "seeds": ()}
    files = [str(path) for path in CASES.glob("*/**/*.yaml") if "expected" not in path.parts]
    catalogs: list[Catalog] = []
    for file in files:
        catalogs += Sources().catalogs([file], [], date(2026, 7, 1))
    assert len(catalogs) > 100
    for catalog in catalogs:
        alone = catalog._replace(**nothing, **lists)
        assert checks.needed_rules(alone) == checks.RULES
        assert [*chain(*(rule.check(alone) for rule in OBJECT_RULES))] == []


def test_every_rule_is_shown_by_a_case() -> None:
    outputs = [*CASES.glob("err/*.out"), *CASES.glob("ok/*/expected/stderr")]
    outputs += CASES.glob("audit/*/expected.text")
    shown = {name for path in outputs for name in rule_ids(path.read_text())}
    assert shown - {FORMAT} == {*RULES} - ELSEWHERE


def test_rules_are_listed_and_printed(capfd: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["rules"]) == 0
    lines = capfd.readouterr().out.splitlines()
    assert [line.split()[:2] for line in lines] == [[r.ID, str(r.SEVERITY)] for r in RULES.values()]
    for name, rule in RULES.items():
        assert cli.run(["rules", name]) == 0
        assert (
            capfd.readouterr().out
            == f"{name} ({rule.SEVERITY})\n\n{(rule.__doc__ or '').strip()}\n"
        )


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["rules", "missing-regions"], 'did you mean "missing-region"?'),
        (["generate", "a.yaml", "--rule", "missing-regions=off"], 'did you mean "missing-region"?'),
        (["generate", "a.yaml", "--rule", "missing-region"], "ID=error|warning|off"),
        (["generate", "a.yaml", "--rule", "missing-region=info"], "ID=error|warning|off"),
        (["generate", "a.yaml", "--as-of", "tomorrow"], "neither YYYY-MM-DD nor today"),
    ],
)
def test_unknown_rules_severities_and_dates_are_wrong_usage(
    arguments: list[str], words: str, capfd: pytest.CaptureFixture[str]
) -> None:
    assert cli.run(arguments) == 2
    assert words in capfd.readouterr().err


@pytest.mark.parametrize(
    ("in_catalog", "arguments", "code", "severity"),
    [
        ("", [], 0, "warning"),
        ("", ["--strict"], 1, "error"),
        ("", ["--rule", "image-id-region=error"], 1, "error"),
        ("", ["--rule", "image-id-region=off"], 0, ""),
        ("off", [], 0, ""),
        ("off", ["--strict"], 0, ""),
        ("error", [], 1, "error"),
        ("error", ["--rule", "image-id-region=warning"], 0, "warning"),
        ("off", ["--rule", "image-id-region=error"], 1, "error"),
        ("error", ["--rule", "image-id-region=error", "--rule", "image-id-region=off"], 0, ""),
    ],
)
def test_a_rules_severity_is_that_of_the_command_line_else_the_catalog_else_the_rule(
    in_catalog: str,
    arguments: list[str],
    code: int,
    severity: str,
    tmp_path: Path,
    capfd: pytest.CaptureFixture[str],
) -> None:
    setting = f"rules: {{image-id-region: {in_catalog}}}\n" if in_catalog else ""
    path = catalog(tmp_path / "a.yaml", WRONG + setting)
    assert generate(path, *arguments) == code
    found = re.findall(r": (error|warning): .*\[image-id-region\]", capfd.readouterr().err)
    assert found == ([severity] if severity else [])
    assert (tmp_path / "out").exists() == (code == 0)


def test_a_landscape_changes_the_rules_of_its_base(tmp_path: Path) -> None:
    catalog(tmp_path / "base.yaml", WRONG + "rules: {image-id-region: error}\n")
    path = catalog(tmp_path / "live.yaml", "extends: base.yaml\nrules: {image-id-region: off}\n")
    assert generate(path, "--strict") == 0


def test_dates_are_judged_only_when_they_are_asked_for(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    version = {"expirationDate": "2020-01-01", "regions": {"cn-shanghai": "m-uf6hvbrxclop1jtat17a"}}
    path = catalog(tmp_path / "a.yaml", profile({"a": {"0.1.0": version}}, "cn-shanghai"))
    seen = []
    for arguments in (
        [],
        ["--as-of", "2019-11-01"],
        ["--as-of", "2019-12-15"],
        ["--as-of", "today"],
    ):
        assert generate(path, *arguments) == 0
        seen.append(rule_ids(capfd.readouterr().err))
    assert seen == [[], [], ["expiring-version"], ["default-image", "expired-version"]]


def test_two_expired_versions_can_both_be_supported(tmp_path: Path) -> None:
    old = {"classification": "supported", "expirationDate": "2020-01-01"}
    ids = {"regions": {"cn-shanghai": "m-uf6hvbrxclop1jtat17a"}}
    versions = {"1.0.0": {**old, **ids}, "1.0.1": {**old, **ids}, "2.0.0": ids}
    path = catalog(tmp_path / "a.yaml", profile({"a": versions}, "cn-shanghai"))
    assert generate(path) == 1
    assert generate(path, "--as-of", "2020-01-02") == 0


def test_a_lifecycle_expires_and_needs_a_feature_gate(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    lifecycle = [
        {"classification": "supported"},
        {"classification": "expired", "startTime": "2020-01-01T00:00:00Z"},
    ]
    versions = {
        version: {"lifecycle": lifecycle, "regions": {"cn-shanghai": image_id}}
        for version, image_id in (
            ("1.0.0", "m-uf6hvbrxclop1jtat17a"),
            ("2.0.0", "m-uf6hvbrxclop1jtat17b"),
        )
    }
    path = catalog(tmp_path / "a.yaml", profile({"a": versions}, "cn-shanghai"))
    assert generate(path, "--as-of", "2020-01-02") == 0
    err = capfd.readouterr().err
    assert {*rule_ids(err)} == {"default-image", "expired-version", "feature-gate"}
    gate = (
        r"a\.yaml:1:42: warning: .*VersionClassificationLifecycle \(and 1 more .*\[feature-gate\]$"
    )
    expired = r"a\.yaml:1:55: warning: a 1\.0\.0 .*2020-01-01 \(and 1 more .*\[expired-version\]$"
    assert re.search(gate, err, re.MULTILINE)
    assert re.search(expired, err, re.MULTILINE)
    # The words of the API server, which drops both and then finds nothing.
    assert "must provide at least one version" in err


def profile(images: dict[str, Any], *regions: str) -> dict[str, Any]:
    spec = {**NEEDED, "machineTypes": [MACHINE], "regions": [{"name": name} for name in regions]}
    return {
        "images": {name: {"versions": versions} for name, versions in images.items()},
        "cloudProfile": {"spec": spec},
    }


@pytest.mark.parametrize("text", ["1877.3", "318.8", "20200831", "v1", "1.2.3-rc.1+b", "01.2"])
def test_parse_semver_reads_versions_leniently(text: str) -> None:
    assert parse_semver(text) is not None


@pytest.mark.parametrize("text", ["33.20201201.3.0", "latest", "1..2", "1.2.3-01", "", "1.2 "])
def test_parse_semver_finds_no_version_in_other_text(text: str) -> None:
    assert parse_semver(text) is None


def test_parse_semver_takes_missing_parts_for_zero_and_drops_build_metadata() -> None:
    assert parse_semver("1877.3") == parse_semver("v1877.3.0+build") == (1877, 3, 0, "")
    assert parse_semver("1877.3.0-rc.1") == (1877, 3, 0, "rc.1")


@given(st.text(" <>=~^|,x*.-v+0123456789\n", max_size=600))
def test_any_text_is_quickly_judged_to_be_a_constraint_or_not(text: str) -> None:
    assert is_constraint(text) in (True, False)


def test_long_lists_in_messages_are_cut_after_five_items() -> None:
    assert listed(list("abcde")) == "a, b, c, d, e"
    assert listed(list("abcdefg")) == "a, b, c, d, e and 2 more"


def large(versions: int) -> dict[str, Any]:
    regions = {f"region-{number}": f"m-aaa{number:017}" for number in range(30)}
    return profile({"a": {f"{number}.0.0": regions for number in range(versions)}}, *regions)


@pytest.mark.parametrize(
    ("versions", "expected"), [(140, []), (180, ["apply-size"]), (1100, ["object-size"])]
)
def test_large_objects_are_written_with_a_warning(
    versions: int, expected: list[str], tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    path = catalog(tmp_path / "a.yaml", large(versions))
    off = ("duplicate-image-id=off", "unknown-region=off")
    arguments = ["--only", "cloudprofile", *(f"--rule={rule}" for rule in off)]
    assert generate(path, *arguments) == 0
    assert rule_ids(capfd.readouterr().err) == expected
    data = (tmp_path / "out" / "a" / "cloudprofile.yaml").read_bytes()
    real = len(json.dumps(yaml.load(data, yaml.CSafeLoader), separators=(",", ":")))
    assert real <= json_size(data) <= 1.1 * real
    assert (real > object_size.LIMIT) == (expected == ["object-size"])
    assert (real > 256 * KIB) == bool(expected)


def test_real_catalogs_have_only_what_is_really_wrong(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """A CloudProfile of 2022 with the Garden Linux release of 2025 as its newest image."""
    sources = [real_data("cloudprofile-spec-2022.yaml"), real_data("gardenlinux-1877.3.yaml")]
    spec, release = (yaml.load(source.read_bytes(), yaml.CSafeLoader) for source in sources)
    images: dict[str, Any] = {}
    for image in spec.pop("providerConfig")["machineImages"]:
        versions = images.setdefault(image["name"], {})
        for version in image["versions"]:
            ids = {region["name"]: region["id"] for region in version["regions"]}
            versions[version["version"]] = ids
    published = release["published_image_metadata"]["published_alicloud_images"]
    newest = {image["region_id"]: image["image_id"] for image in published}
    images["gardenlinux"] = {release["version"]: newest, **images["gardenlinux"]}
    tree = profile(images)
    tree["cloudProfile"]["spec"] = {**NEEDED, **spec}
    path = catalog(tmp_path / "real.yaml", tree)
    assert generate(path, "--as-of", "2026-06-15") == 0
    err = capfd.readouterr().err
    found = re.findall(r": warning: (.*?)(?:, which| that) the CloudProfile .*\[(.*)\]\n", err)
    assert "".join(f"{rule}: {message}\n" for message, rule in found) == REAL
    assert err.count("warning") == len(found)


def test_a_change_of_the_first_image_is_told_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    ids = {"versions": {"1.0.0": {"cn-shanghai": f"m-uf6{'a' * 17}"}}}
    names = {"1.0": ids, "b": ids}
    spec = {**NEEDED, "machineTypes": [MACHINE], "regions": [{"name": "cn-shanghai"}]}
    tree: dict[str, Any] = {"images": names, "cloudProfile": {"spec": spec}}
    quiet = ["--rule", "duplicate-image-id=off"]

    def run(verb: str, order: list[str]) -> tuple[int, str]:
        Path("live.yaml").write_text(yaml.safe_dump({**tree, "order": order}, sort_keys=False))
        return cli.run([verb, "live.yaml", *quiet]), capfd.readouterr().err

    told = re.compile(
        r"^live\.yaml:6:3: warning: new clusters get b\b.* 1\.0 \[first-image\]$", re.MULTILINE
    )
    assert "first-image" not in run("generate", ["1.0"])[1]
    assert told.search(run("check", ["b"])[1])
    code, errors = run("generate", ["b"])
    assert code == 0
    assert told.search(errors)
    assert run("generate", ["b"]) == (0, "everything is up to date\n")
    quiet += ["--rule", "first-image=error"]
    assert run("generate", ["1.0"])[0] == 1


BASE = """\
images:
  a:
    versions:
      1.0.0: {cn-shanghai: m-uf6hvbrxclop1jtat17a, cn-beijing: m-2zehvbrxclop1jtat17a}
      2.0.0:
        flavors:
        - {architecture: amd64, regions: {cn-shanghai: m-uf6hvbrxclop1jtat17b, eu-west-1: m-d7oaaa}}
"""
LANDSCAPE = {
    "extends": "base.yaml",
    "cloudProfile": {
        "spec": {**NEEDED, "machineTypes": [MACHINE], "regions": [{"name": "cn-shanghai"}]}
    },
}


@pytest.mark.parametrize(
    ("images", "said"),
    [
        ({}, []),
        ({"a": {"versions": {"1.0.0": {"cn-beijing": "m-2zehvbrxclop1jtat17c"}}}}, ["cn-beijing"]),
        ({"a": {"versions": {"3.0.0": {"eu-west-1": "m-d7ohvbrxclop1jtat17c"}}}}, ["eu-west-1"]),
        ({"b": {"versions": {"1.0.0": {"eu-west-1": "m-d7o", "cn-shanghai": "c"}}}}, ["eu-west-1"]),
    ],
)
def test_regions_that_a_base_brings_need_not_be_offered(
    images: dict[str, Any], said: list[str], tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    catalog(tmp_path / "base.yaml", BASE)
    path = catalog(tmp_path / "live.yaml", {**LANDSCAPE, "images": images})
    cli.run(["validate", str(path), "--rule", "image-id-format=off"])
    found = re.findall(r"does not offer: (.*) \[unoffered-region\]", capfd.readouterr().err)
    assert found == said, found
