"""The verb `retire`."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest

from tests.support.edit_command import Desk

if TYPE_CHECKING:
    from pathlib import Path

TEXT = """\
order: [b, a]
images:
  a:
    # the oldest first
    versions:
      1.0.0: {classification: deprecated, expirationDate: 2025-01-31, regions: {r: m-1}}   # old
      # kept for the mesh team
      1.1.0:
        classification: deprecated
        expirationDate: 2025-03-31T12:00:00Z
        regions: {r: m-2}
      1.2.0: {r: m-3}
  b:
    versions:
      3.0.0: {expirationDate: 2025-02-01, regions: {r: m-4}}
  c:
    versions:
      1: {lifecycle: [{classification: expired, startTime: "2025-02-01T00:00:00Z"}], flavors: [
        {architecture: amd64, regions: {r: m-5}}]}
      2: {r: m-6}
"""


@pytest.fixture
def desk(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Desk:
    desk = Desk(tmp_path, capsys, monkeypatch)
    desk.write("c.yaml", TEXT)
    return desk


def shoot(name: str, version: str, kind: str = "", profile: str = "") -> dict[str, Any]:
    workers = [{"name": "w", "machine": {"image": {"name": "a", "version": version}}}]
    chosen = {"kind": kind, "name": profile}
    spec = {"provider": {"type": "alicloud", "workers": workers}, "cloudProfile": chosen}
    return {"kind": "Shoot", "metadata": {"name": name, "namespace": "garden-x"}, "spec": spec}


def in_use(desk: Desk, *objects: dict[str, Any]) -> tuple[str, str]:
    desk.write("used.json", json.dumps({"kind": "List", "items": objects}))
    return "--in-use", "used.json"


def lines_without(*marks: str) -> str:
    return "".join(
        line for line in TEXT.splitlines(keepends=True) if not any(m in line for m in marks)
    )


def test_retire_removes_the_expired_version_of_an_image(desk: Desk) -> None:
    new = desk.changed("retire", "c.yaml", "a", "--as-of", "2025-02-01")
    assert new == lines_without("1.0.0:")


def test_retire_removes_all_expired_versions_and_empty_images(desk: Desk) -> None:
    answer = desk.call("retire", "c.yaml", "--as-of", "2026-01-01")
    gone = (
        "1.0.0:",
        "mesh",
        "1.1.0:",
        "deprecated",
        "2025-03",
        "m-2",
        "  b:",
        "3.0.0:",
        "  1: ",
        "m-5",
    )
    new = lines_without(*gone).replace("order: [b, a]", "order: [a]")
    at = new.index("  c:\n")
    assert answer.files["c.yaml"] == new[:at].removesuffix("    versions:\n") + new[at:]
    assert "b 3.0.0: retired, it expired on 2025-02-01" in answer.err
    again = desk.call("retire", "c.yaml", "--as-of", "2026-01-01")
    assert (again.code, again.files) == (0, answer.files)
    assert "nothing has expired before 2026-01-01 that can be removed" in again.err


@pytest.mark.parametrize(
    ("day", "grace", "gone"),
    [
        ("2025-01-31", "0d", False),
        ("2025-02-01", "0d", True),
        ("2025-03-02", "30d", False),
        ("2025-03-03", "30d", True),
    ],
)
def test_grace_counts_from_the_expiration(desk: Desk, day: str, grace: str, *, gone: bool) -> None:
    new = desk.changed("retire", "c.yaml", "a", "--as-of", day, "--grace", grace)
    assert ("1.0.0:" not in new) == gone


@pytest.mark.parametrize(
    ("version", "message"),
    [
        ("1.1.0", r"^c\.yaml: error: a 1\.1\.0 has not expired.* 2025-03-31$"),
        ("1.2.0", r"^c\.yaml: error: a 1\.2\.0 has not expired.* no expiration date$"),
    ],
)
def test_retiring_a_named_version_that_has_not_expired_is_refused(
    desk: Desk, version: str, message: str
) -> None:
    answer = desk.call("retire", "c.yaml", "a", "1.0.0", version, "--as-of", "2025-03-31")
    assert (answer.code, answer.files) == (1, {"c.yaml": TEXT})
    assert re.search(message, answer.err, re.MULTILINE)
    assert desk.call("retire", "c.yaml", "a", "1.0.0", "--as-of", "2025-03-31").code == 0


def test_retiring_a_version_that_has_gone_is_a_warning(desk: Desk) -> None:
    again = ("retire", "c.yaml", "a", "1.0.0", "--as-of", "2025-03-31")
    gone = desk.changed(*again)
    desk.write("c.yaml", gone)
    answer = desk.call(*again)
    assert (answer.code, answer.files) == (0, {"c.yaml": gone})
    assert re.search(r"^c\.yaml: warning: a .*no version 1\.0\.0$", answer.err, re.MULTILINE)
    assert desk.call(*again, "--strict").code == 1
    assert desk.call("retire", "c.yaml", "d", "1.0.0", "--as-of", "2025-03-31").code == 0
    assert desk.call("retire", "c.yaml", "d", "--as-of", "2025-03-31").code == 1


def test_retire_needs_a_date(desk: Desk) -> None:
    assert desk.call("retire", "c.yaml").code == 2
    assert desk.call("retire", "c.yaml", "--as-of", "today", "--grace", "x").code == 2


def test_a_version_in_use_is_kept_and_told_of(desk: Desk) -> None:
    arguments = in_use(desk, shoot("one", "1.0.0"), shoot("two", "1.0.0"))
    answer = desk.call("retire", "c.yaml", "a", "--as-of", "2026-01-01", *arguments)
    assert answer.code == 0
    assert "1.0.0:" in answer.files["c.yaml"]
    assert "1.1.0:" not in answer.files["c.yaml"]
    users = r"a 1\.0\.0 .*used by Shoot garden-x/one, Shoot garden-x/two$"
    assert re.search(rf"^c\.yaml: warning: {users}", answer.err, re.MULTILINE)
    desk.write("c.yaml", TEXT)
    named = desk.call("retire", "c.yaml", "a", "1.0.0", "--as-of", "2026-01-01", *arguments)
    assert (named.code, named.files["c.yaml"]) == (1, TEXT)
    assert re.search(rf"^c\.yaml: error: {users}", named.err, re.MULTILINE)
    strict = desk.call("retire", "c.yaml", "a", "--as-of", "2026-01-01", *arguments, "--strict")
    assert (strict.code, strict.files["c.yaml"]) == (1, TEXT)


def test_a_namespaced_profile_uses_what_it_extends(desk: Desk) -> None:
    versions = [{"version": "1.0.0", "expirationDate": "2027-01-01T00:00:00Z"}]
    profile = {
        "kind": "NamespacedCloudProfile",
        "metadata": {"name": "p", "namespace": "garden-x"},
        "spec": {
            "parent": {"kind": "CloudProfile", "name": "alicloud"},
            "machineImages": [{"name": "a", "versions": versions}],
        },
    }
    arguments = ("retire", "c.yaml", "a", "1.0.0", "--as-of", "2026-01-01")
    answer = desk.call(*arguments, *in_use(desk, profile))
    assert answer.code == 1
    assert re.search(
        r"^c\.yaml: error: a 1\.0\.0 .*used by NamespacedCloudProfile garden-x/p$",
        answer.err,
        re.MULTILINE,
    )


def test_shoots_of_other_providers_and_profiles_do_not_count_as_use(desk: Desk) -> None:
    aws = shoot("aws", "1.0.0")
    aws["spec"]["provider"]["type"] = "aws"
    other = shoot("other", "1.0.0", "CloudProfile", "alicloud-2")
    namespaced = shoot("child", "1.0.0", "NamespacedCloudProfile", "p")
    parent = {
        "kind": "NamespacedCloudProfile",
        "metadata": {"name": "p", "namespace": "garden-x"},
        "spec": {"parent": {"name": "alicloud-2"}},
    }
    profile = (
        "cloudProfile: {spec: {kubernetes: {versions: [{version: 1.34.2}]}, machineTypes: [{name: "
        "a, cpu: '2', gpu: '0', memory: 8Gi}], regions: [{name: r}]}}\n"
    )
    desk.write("c.yaml", TEXT + profile)
    arguments = ("retire", "c.yaml", "a", "1.0.0", "--as-of", "2026-01-01")
    answer = desk.call(*arguments, *in_use(desk, aws, other, namespaced, parent))
    assert answer.code == 0, answer.err


def test_a_namespaced_profile_of_another_provider_uses_nothing(desk: Desk) -> None:
    metadata: dict[str, object] = {"name": "p", "namespace": "garden-x"}
    profile = {
        "kind": "NamespacedCloudProfile",
        "metadata": metadata,
        "spec": {
            "parent": {"kind": "CloudProfile", "name": "aws"},
            "machineImages": [{"name": "a", "versions": [{"version": "1.0.0"}]}],
        },
    }
    arguments = ("retire", "c.yaml", "a", "1.0.0", "--as-of", "2026-01-01")
    assert desk.call(*arguments, *in_use(desk, profile)).code == 1
    metadata["labels"] = {"provider.extensions.gardener.cloud/aws": "true"}
    assert desk.call(*arguments, *in_use(desk, profile)).code == 0


def test_what_is_null_in_a_shoot_is_not_there(desk: Desk) -> None:
    used = shoot("one", "1.0.0")
    used["spec"]["provider"]["type"] = None
    used["spec"]["cloudProfileName"] = None
    arguments = ("retire", "c.yaml", "a", "1.0.0", "--as-of", "2026-01-01")
    assert desk.call(*arguments, *in_use(desk, used)).code == 1


@pytest.mark.parametrize(
    "text", ["", "{}", "[1]", '{"kind": "Pod"}', "kind: List\nitems: 3\n", "a: b: c", "\0"]
)
def test_a_file_that_tells_of_no_use_is_refused(desk: Desk, text: str) -> None:
    desk.write("used.json", text)
    arguments = ("--as-of", "2026-01-01", "--in-use", "used.json")
    answer = desk.call("retire", "c.yaml", *arguments)
    assert (answer.code, answer.files["c.yaml"]) == (1, TEXT)
    assert re.search(r"^used\.json:.* error: ", answer.err, re.MULTILINE)


def test_retire_edits_a_base_only_where_the_option_in_names_it(desk: Desk) -> None:
    dev = "extends: c.yaml\nlabels: {landscape: dev}\n"
    desk.write("dev.yaml", dev)
    arguments = ("retire", "dev.yaml", "a", "--as-of", "2025-02-01")
    bulk = desk.call(*arguments)
    assert (bulk.code, bulk.files) == (0, {"c.yaml": TEXT, "dev.yaml": dev})
    assert re.search(
        r"^c\.yaml:6:7: warning: a 1\.0\.0 .*dev\.yaml only extends$", bulk.err, re.MULTILINE
    )
    named = desk.call("retire", "dev.yaml", "a", "1.0.0", "--as-of", "2025-02-01")
    assert named.code == 1
    alone = desk.call(*arguments, "--in", "dev.yaml")
    assert alone.files["c.yaml"] == TEXT
    added = "images:\n  a:\n    versions:\n      1.0.0: null\n"
    assert alone.files["dev.yaml"] == dev + added
    desk.write("dev.yaml", dev)
    both = desk.call(*arguments, "--in", "c.yaml")
    assert both.files == {"c.yaml": lines_without("1.0.0:"), "dev.yaml": dev}


def test_retire_removes_mappings_that_became_empty_from_an_overlay(desk: Desk) -> None:
    entry = "0.9.0: {expirationDate: 2025-01-01, regions: {r: m-9}}"
    dev = f"extends: c.yaml\nimages:\n  a:\n    versions:\n      {entry}\nlabels: {{x: y}}\n"
    desk.write("dev.yaml", dev)
    new = desk.changed("retire", "dev.yaml", "a", "0.9.0", "--as-of", "2025-01-15", file="dev.yaml")
    assert new == "extends: c.yaml\nlabels: {x: y}\n"


def test_retire_does_not_write_what_the_checks_refuse(desk: Desk) -> None:
    text = TEXT + (
        "namespacedCloudProfiles: [{name: p, namespace: garden-x, parent: alicloud, "
        "images: {a: [1.0.0]}}]\n"
    )
    desk.write("c.yaml", text)
    answer = desk.call("retire", "c.yaml", "a", "1.0.0", "--as-of", "2025-02-01")
    assert (answer.code, answer.files) == (1, {"c.yaml": text})
    assert re.search(
        r'^c\.yaml:20:89: error: a .*"1\.0\.0" \[catalog-format\]$', answer.err, re.MULTILINE
    )


def test_the_summary_of_retire_says_who_keeps_what(desk: Desk) -> None:
    arguments = in_use(desk, shoot("one", "1.0.0"))
    desk.call("retire", "c.yaml", "--as-of", "2026-01-01", *arguments, "--summary", "s.md")
    text = (desk.folder / "s.md").read_text()
    assert "- a 1.1.0: retired, it expired on 2025-03-31\n" in text
    assert "`a 1.1.0`, `b 3.0.0`, `c 1`: no cluster can choose it any more" in text
    assert "new clusters that name no image get `a` instead of `b`" in text
    kept = "### Kept, because it is in use\n\n- a 1.0.0 is still used by Shoot garden-x/one\n"
    assert text.endswith(kept)
