"""The verb `promote`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.support.edit_command import CATALOG, Desk

if TYPE_CHECKING:
    from pathlib import Path

PROFILE = """\
cloudProfile:
  spec:
    kubernetes: {versions: [{version: 1.34.2}]}
    machineTypes: [{name: ecs.g7.large, cpu: "2", gpu: "0", memory: 8Gi}]
    regions: [{name: r}]
"""
MANY = """\
images:
  a:
    versions:
      2.1.1: {classification: preview, regions: {r: m-6}}
      2.1.0: {classification: supported, regions: {r: m-5}}
      2.0.1: {classification: preview, regions: {r: m-4}}
      2.0.0: {classification: supported, regions: {r: m-3}}   # in use
      1.9.1: {r: m-2}
      1.9.0: {classification: deprecated, expirationDate: 2025-01-31, regions: {r: m-1}}
"""


@pytest.fixture
def desk(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Desk:
    return Desk(tmp_path, capsys, monkeypatch)


def kinds(text: str) -> dict[str, str]:
    """Version to classification, of lines in flow style and long versions in block style."""
    found: dict[str, str] = {}
    version = ""
    for line in text.splitlines():
        stripped = line.strip()
        if line.startswith("      ") and stripped[:1].isdigit():
            version = stripped.partition(":")[0]
            found[version] = "-"
        if "classification: " in line and version:
            found[version] = line.partition("classification: ")[2].split(",")[0].strip("}")
    return found


@pytest.mark.parametrize(
    ("keep", "version", "changed"),
    [
        ("per-minor", "2.0.1", {"2.0.0": "deprecated", "2.0.1": "supported"}),
        ("per-minor", "2.1.1", {"2.1.0": "deprecated", "2.1.1": "supported"}),
        (
            "per-major",
            "2.1.1",
            {"2.1.0": "deprecated", "2.0.0": "deprecated", "2.1.1": "supported"},
        ),
        (
            "1",
            "2.1.1",
            {
                "2.1.0": "deprecated",
                "2.0.0": "deprecated",
                "1.9.1": "deprecated",
                "2.1.1": "supported",
            },
        ),
        ("2", "2.1.1", {"2.1.0": "deprecated", "1.9.1": "deprecated", "2.1.1": "supported"}),
        ("3", "2.1.1", {"2.1.0": "deprecated", "2.1.1": "supported"}),
        ("per-minor", "1.9.0", {"1.9.0": "supported"}),
        ("2", "2.0.1", {"2.0.0": "deprecated", "1.9.1": "deprecated", "2.0.1": "supported"}),
    ],
)
def test_the_option_keep_says_which_versions_stay_supported(
    desk: Desk, keep: str, version: str, changed: dict[str, str]
) -> None:
    desk.write("c.yaml", MANY + PROFILE)
    arguments = ("promote", "c.yaml", "a", version, "--keep", keep, "--expires", "2027-01-31")
    new = desk.changed(*arguments)
    before, after = kinds(MANY), kinds(new)
    assert {v: kind for v, kind in after.items() if before[v] != kind} == changed
    dated = {v for v, kind in changed.items() if kind == "deprecated"}
    assert new.count("expirationDate: 2027-01-31") == len(dated)
    again = desk.call(*arguments)
    assert (again.code, again.files["c.yaml"]) == (0, new)
    assert f"a {version} is already supported" in again.err


def test_promote_changes_only_the_lines_of_the_versions_concerned(desk: Desk) -> None:
    desk.write("c.yaml", MANY)
    new = desk.changed(
        "promote", "c.yaml", "a", "2.0.1", "--expires", "+30d", "--as-of", "2026-01-01"
    )
    deprecated = "{classification: deprecated, expirationDate: 2026-01-31, regions: {r: m-3}}"
    assert new == MANY.replace(
        "2.0.1: {classification: preview", "2.0.1: {classification: supported"
    ).replace("2.0.0: {classification: supported, regions: {r: m-3}}", f"2.0.0: {deprecated}")


def test_a_short_version_becomes_a_long_one_when_it_is_deprecated(desk: Desk) -> None:
    arguments = ("--keep", "1", "--expires", "2027-01-31")
    new = desk.changed("promote", "c.yaml", "gardenlinux", "1877.2.0", *arguments)
    line = "      1592.9.0: {cn-shanghai: m-uf6aaaaaaaaaaaaaaaa3}  # LTS\n"
    lines = """\
      1592.9.0:  # LTS
        classification: deprecated
        expirationDate: 2027-01-31
        regions: {cn-shanghai: m-uf6aaaaaaaaaaaaaaaa3}
"""
    assert new == CATALOG.replace(line, lines)


def test_promote_keeps_an_expiration_date_that_is_there(desk: Desk) -> None:
    text = "images: {a: {versions: {1.0.1: {r: m-2}, 1.0.0: {classification: supported, "
    text += "expirationDate: 2026-12-31, regions: {r: m-1}}}}}\n"
    desk.write("c.yaml", text)
    new = desk.changed("promote", "c.yaml", "a", "1.0.1", "--expires", "2026-06-30")
    assert "1.0.1: {classification: supported, regions: {r: m-2}}" in new
    assert "1.0.0: {classification: deprecated, expirationDate: 2026-12-31, " in new


def test_deprecating_a_version_without_an_end_is_a_warning(desk: Desk) -> None:
    desk.write("c.yaml", MANY)
    answer = desk.call("promote", "c.yaml", "a", "2.0.1")
    assert answer.code == 0
    assert re.search(
        r"^c\.yaml: warning: a 2\.0\.0 .*deprecated without an expiration date$",
        answer.err,
        re.MULTILINE,
    )
    desk.write("c.yaml", MANY)
    strict = desk.call("promote", "c.yaml", "a", "2.0.1", "--strict")
    assert (strict.code, strict.files["c.yaml"]) == (1, MANY)


def test_promote_tells_what_changes_and_what_stays_supported(desk: Desk) -> None:
    desk.write("c.yaml", MANY)
    answer = desk.call("promote", "c.yaml", "a", "2.0.1", "--expires", "2027-01-31")
    assert "a 2.0.1: preview → supported" in answer.err
    assert "a 2.0.0: supported → deprecated, expires on 2027-01-31" in answer.err
    assert "a 2.1.0 stays supported" in answer.err


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (("b", "1.0.0"), 1, r"^c\.yaml: error: .*no image b$"),
        (("a", "2.2.0"), 1, r"^c\.yaml: error: a .*no version 2\.2\.0$"),
        (("a", "2.1.1", "--keep", "0"), 2, "--keep"),
        (("a", "2.1.1", "--keep", "all"), 2, "--keep"),
        (("a", "2.1.1", "--expires", "tomorrow"), 2, "--expires"),
    ],
)
def test_promote_refuses_unknown_versions_and_wrong_options(
    desk: Desk, arguments: tuple[str, ...], code: int, message: str
) -> None:
    desk.write("c.yaml", MANY)
    answer = desk.call("promote", "c.yaml", *arguments)
    assert (answer.code, answer.files) == (code, {"c.yaml": MANY})
    assert re.search(message, answer.err, re.MULTILINE)


def test_promote_refuses_a_version_with_a_lifecycle(desk: Desk) -> None:
    stages = "lifecycle: [{classification: supported}]"
    text = f"images: {{a: {{versions: {{1.0.0: {{{stages}, regions: {{r: m-1}}}}}}}}}}\n"
    desk.write("c.yaml", text)
    answer = desk.call("promote", "c.yaml", "a", "1.0.0")
    assert (answer.code, answer.files) == (1, {"c.yaml": text})
    assert re.search(r"^c\.yaml: error: a 1\.0\.0 has a lifecycle", answer.err, re.MULTILINE)


def test_promote_edits_a_base_only_where_the_option_in_names_it(desk: Desk) -> None:
    dev = "extends: c.yaml\nimages:\n  a:\n    versions:\n      2.0.2: {r: m-9}  # ours\n"
    desk.write("c.yaml", MANY)
    desk.write("dev.yaml", dev)
    before = {"c.yaml": MANY, "dev.yaml": dev}
    arguments = ("promote", "dev.yaml", "a", "2.0.2", "--expires", "2027-01-31")
    answer = desk.call(*arguments)
    assert (answer.code, answer.files) == (1, before)
    assert re.search(
        r"^c\.yaml:7:7: error: a 2\.0\.0 .*dev\.yaml only extends$", answer.err, re.MULTILINE
    )
    assert "`--in c.yaml`" in answer.err
    assert "`--in dev.yaml`" in answer.err
    alone = desk.call(*arguments, "--in", "dev.yaml")
    assert alone.code == 0
    assert alone.files["c.yaml"] == MANY
    assert kinds(alone.files["dev.yaml"])["2.0.0"] == "deprecated"
    desk.write("dev.yaml", dev)
    other = desk.call(*arguments, "--in", "c.yaml")
    assert (other.code, other.files) == (1, before)
    assert re.search(
        r"^dev\.yaml:5:7: error: a 2\.0\.2 .*`--in` does not name$", other.err, re.MULTILINE
    )
    both = desk.call(*arguments, "--in", "dev.yaml", "--in", "c.yaml")
    assert both.code == 0
    assert kinds(both.files["c.yaml"])["2.0.0"] == "deprecated"
    assert kinds(both.files["dev.yaml"]) == {"2.0.2": "supported"}


def test_promote_does_not_change_versions_that_aliases_share(desk: Desk) -> None:
    text = """\
images:
  a:
    versions:
      1.0.1: &v {classification: preview, regions: &ids {r: m-1}}
      1.0.0: *v
  b:
    versions:
      1.0.0: *ids
"""
    desk.write("c.yaml", text)
    for version in ("1.0.0", "1.0.1"):
        answer = desk.call("promote", "c.yaml", "a", version)
        assert (answer.code, answer.files) == (1, {"c.yaml": text})
    new = desk.changed("promote", "c.yaml", "b", "1.0.0")
    assert new == text.replace(
        "      1.0.0: *ids\n",
        "      1.0.0: {classification: supported, regions: *ids}\n",
    )


@pytest.mark.parametrize(
    "old", ["", "1.7.0: {classification: deprecated, expirationDate: 2025-01-31}"]
)
@pytest.mark.parametrize("before", ["supported", "preview"])
@pytest.mark.parametrize(
    ("keep", "others", "would"),
    [
        ("per-minor", ["2.0.0"], "; `--keep per-major` would deprecate a 2.0.0"),
        ("3", ["2.0.0", "1.9.1"], "; `--keep per-major` would deprecate a 2.0.0"),
        ("per-major", ["1.9.1", "0.8.0"], "; `--keep 1` would deprecate a 1.9.1 and a 0.8.0"),
        ("1", [], ""),
    ],
)
def test_promote_says_where_the_option_expires_sets_no_date(
    desk: Desk, keep: str, others: list[str], would: str, before: str, old: str
) -> None:
    lines = [f"2.1.1: {{classification: {before}, regions: {{r: m-3}}}}"]
    lines += [f"{version}: {{r: m-2}}" for version in others]
    lines += [old.replace("}", ", regions: {r: m-1}}")] if old else []
    body = "".join(f"      {line}\n" for line in lines)
    desk.write("c.yaml", f"images:\n  a:\n    versions:\n{body}")
    arguments = ("promote", "c.yaml", "a", "2.1.1", "--keep", keep)
    answer = desk.call(*arguments, "--expires", "2027-01-31")
    assert answer.code == 0
    assert f"so `--expires` sets no date{would}\n" in answer.err
    for version in others:
        assert f"a {version} stays unclassified, which counts as supported\n" in answer.err
    assert "--expires" not in desk.call(*arguments).err


def test_promote_gives_versions_that_were_deprecated_before_the_date_they_lack(desk: Desk) -> None:
    desk.write("c.yaml", MANY)
    dateless = desk.changed("promote", "c.yaml", "a", "2.1.1", "--keep", "1")
    assert dateless.count("expirationDate") == 1
    again = ("promote", "c.yaml", "a", "2.1.1", "--keep", "1", "--expires", "2027-01-31")
    answer = desk.call(*again)
    assert (answer.code, answer.files["c.yaml"].count("2027-01-31")) == (0, 3)
    assert "2025-01-31" in answer.files["c.yaml"]
    assert "a 2.1.1 is already supported" in answer.err
    assert "a 2.0.0: expires on 2027-01-31" in answer.err
    assert "warning" not in answer.err
    once = desk.call("--quiet", *again)
    assert once.files == answer.files
    desk.write("c.yaml", MANY)
    assert desk.changed(*again) == answer.files["c.yaml"]


def test_a_later_promote_dates_what_an_earlier_one_left_without_an_end(desk: Desk) -> None:
    desk.write("c.yaml", MANY)
    desk.changed("promote", "c.yaml", "a", "2.0.1")
    new = desk.changed("promote", "c.yaml", "a", "2.1.1", "--expires", "2027-01-31")
    dated = {line.split(":")[0].strip() for line in new.splitlines() if "2027-01-31" in line}
    assert dated == {"2.0.0", "2.1.0"}
