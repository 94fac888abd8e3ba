"""What becomes of versions: the verb `calendar`, its forms, and Gardener's choice of updates.

What it prints in each form, see `tests/commands/test_forms.py`.
"""

from __future__ import annotations

import json
import re
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.calendar.events import Calendar, CalendarEntry, Period, first_moment, removable_from
from generator.calendar.ics import as_ics
from generator.edit.retire import Deadline
from generator.gardener.stages import Version, stages
from generator.gardener.updates import KUBERNETES, MAJOR, MINOR, PATCH, route
from generator.visible import visible
from tests.support.command import CATALOG, run
from tests.support.tools import ROOT

if TYPE_CHECKING:
    from pathlib import Path

CASES = ROOT / "tests" / "cases" / "calendar"
START, DAY = datetime(2026, 1, 1, tzinfo=UTC), 86_400


def plan(*arguments: str, catalog: str, cwd: Path) -> tuple[int, str, str]:
    (cwd / "live.yaml").write_text(catalog)
    result = run("calendar", "live.yaml", *arguments, cwd=cwd)
    return result.returncode, result.stdout, result.stderr


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "Missing option '--as-of'. Write a day, YYYY-MM-DD, or `today`"),
        (["--as-of", "tomorrow"], "'tomorrow' is neither YYYY-MM-DD nor today"),
        (["--as-of", "2026-11-22", "--until", "2026-11-21"], "--until is before --as-of"),
        (["--as-of", "2026-11-22", "--grace", "a month"], "'a month' is not a number of days"),
        (["--as-of", "2026-11-22", "--format", "yaml"], "'yaml' is not one of"),
    ],
)
def test_wrong_options_of_calendar_are_wrong_usage(
    arguments: list[str], message: str, tmp_path: Path
) -> None:
    code, out, err = plan(*arguments, catalog=CATALOG, cwd=tmp_path)
    assert (code, out) == (2, "")
    assert message in err


def test_today_is_a_day_that_must_be_asked_for(tmp_path: Path) -> None:
    days = {datetime.now(UTC).date().isoformat()}
    code, out, _ = plan("--as-of", "today", "--format", "json", catalog=CATALOG, cwd=tmp_path)
    days.add(datetime.now(UTC).date().isoformat())
    assert code == 0
    assert json.loads(out)["asOf"] in days


def test_a_calendar_does_not_depend_on_time_zone_or_locale(tmp_path: Path) -> None:
    catalog = (CASES / "landscape" / "catalog.yaml").read_text()
    (tmp_path / "live.yaml").write_text(catalog)
    found = {
        run(
            "calendar",
            "live.yaml",
            "--as-of",
            "2026-11-22",
            "--format",
            "ics",
            cwd=tmp_path,
            env=env,
        ).stdout
        for env in (
            {"TZ": "Asia/Shanghai", "PYTHONHASHSEED": "1"},
            {"TZ": "America/New_York", "PYTHONHASHSEED": "2", "LC_ALL": "C"},
        )
    }
    assert len(found) == 1


def test_several_catalogs_are_one_calendar_and_a_broken_one_spoils_none(tmp_path: Path) -> None:
    (tmp_path / "dev.yaml").write_text(CATALOG.replace("1877.13.0:", "1877.12.0:"))
    (tmp_path / "bad.yaml").write_text("images: []\n")
    (tmp_path / "live.yaml").write_text(CATALOG)
    files = ("live.yaml", "bad.yaml", "dev.yaml")
    result = run("calendar", *files, "--as-of", "2026-11-22", "--format", "json", cwd=tmp_path)
    assert result.returncode == 1
    assert "bad.yaml:1:9: error" in result.stderr
    assert [found["name"] for found in json.loads(result.stdout)["catalogs"]] == ["live", "dev"]


BROKEN = """\
images:
  a:
    versions:
      1.0.0:
        lifecycle:
        - {classification: supported}
        - {classification: preview, startTime: "2027-01-01T00:00:00Z"}
        regions: {cn-shanghai: m-uf6hvbrxclop1jtat17m}
cloudProfile:
  spec:
    kubernetes: {versions: [{version: 1.34.2}]}
    machineTypes: [{name: ecs.g7.large, cpu: "2", gpu: "0", memory: 8Gi}]
    regions: [{name: cn-shanghai}]
"""


def test_a_lifecycle_that_gardener_refuses_gives_no_calendar(tmp_path: Path) -> None:
    code, out, err = plan("--as-of", "2026-11-22", catalog=BROKEN, cwd=tmp_path)
    assert (code, out) == (1, "")
    assert re.search(
        r"^live\.yaml:7:11: error: lifecycle .*not in expected order", err, re.MULTILINE
    )


@given(
    expires=st.integers(0, 800 * DAY).map(lambda seconds: START + timedelta(seconds=seconds)),
    grace=st.integers(0, 400),
    as_of=st.dates(date(2026, 1, 1), date(2029, 1, 1)),
)
def test_retire_takes_out_what_can_be_removed(expires: datetime, grace: int, as_of: date) -> None:
    moment = expires.strftime("%Y-%m-%dT%H:%M:%SZ")
    removable = removable_from(moment, grace)
    assert removable is not None
    assert Deadline(as_of, grace).passed(moment) == (removable <= first_moment(as_of))


def test_what_expires_with_the_calendar_cannot_be_removed() -> None:
    assert removable_from("9999-12-31T23:59:59Z", 0) is None


def versions(text: str) -> list[Version]:
    """Versions from `1.0.0 expired, 1.1.0`; what says nothing is supported."""
    found = []
    for part in text.split(", "):
        version, _, stage = part.partition(" ")
        stage_list = [{"classification": stage}] if stage else ()
        found.append(Version(version, stages(None, None, stage_list)))
    return found


@pytest.mark.parametrize(
    ("strategy", "offered", "steps"),
    [
        # First the latest patch, whatever the strategy; a deprecated one where there is no other.
        (MAJOR, "1.0.0 expired, 1.0.1 deprecated, 1.0.2 deprecated, 2.0.0", "1.0.2"),
        (MAJOR, "1.0.0 expired, 1.0.1, 1.0.2 deprecated, 2.0.0", "1.0.1"),
        (MAJOR, "1.0.0 expired, 1.1.0, 2.0.0 preview, 3.0.0 expired", "1.1.0"),
        (MAJOR, "1.0.0 expired, 1.0.0-rc.1, 0.9.0, 2.0.0 expired", ""),
        (MINOR, "1.0.0 expired, 1.1.0, 1.2.0, 2.0.0", "1.2.0"),
        # By force into the next major, first into an expired one where it would be skipped.
        (MINOR, "1.0.0 expired, 2.0.0, 2.1.0 expired, 3.0.0", "2.0.0"),
        (MINOR, "1.0.0 expired, 2.0.0 expired, 3.0.0", "2.0.0 3.0.0"),
        (MINOR, "1.0.0 expired, 2.0.0 preview, 3.0.0", "3.0.0"),
        (PATCH, "1.0.0 expired, 1.1.0 expired, 1.2.0, 1.2.1 expired, 1.3.0", "1.1.0 1.2.0"),
        (PATCH, "1.0.0 expired, 2.0.0", ""),
        # Of Kubernetes, no minor version is ever skipped.
        (KUBERNETES, "1.32.0 expired, 1.32.1 expired, 1.33.0, 1.33.1 expired", "1.33.0"),
        (KUBERNETES, "1.32.0 expired, 1.33.0 expired, 1.33.1 expired, 1.34.0", "1.33.1 1.34.0"),
        (KUBERNETES, "1.32.0 expired, 1.34.0", ""),
        # Numbers count, not text: 10 is behind 9, words behind numbers, a release behind them.
        (MAJOR, "1.0.9 expired, 1.0.10-9, 1.0.10-10, 1.0.10-a", "1.0.10-a"),
        (MAJOR, "1877.3 expired, 1877.10", "1877.10"),
    ],
)
def test_forced_updates_take_the_steps_that_the_strategy_allows(
    strategy: str, offered: str, steps: str
) -> None:
    found = versions(offered)
    way = route(found, found[0], lambda version: version.at("2026-11-22T00:00:00Z"), strategy)
    assert " ".join(step.version for step in way.steps) == steps
    assert bool(way.failure) == (not steps)


def test_a_version_that_gardener_cannot_compare_stops_all_updates() -> None:
    found = versions("1.0.0 expired, 33.20201201.3.0")
    way = route(found, found[0], lambda version: version.at("2026-11-22T00:00:00Z"), MAJOR)
    assert way.steps == ()
    assert "33.20201201.3.0 is not SemVer" in way.failure


def unfolded(data: bytes) -> list[str]:
    """The content lines of an iCalendar object, each of which was short enough."""
    assert data.endswith(b"\r\n")
    raw = data.removesuffix(b"\r\n").split(b"\r\n")
    assert all(len(line) <= 75 and b"\n" not in line and b"\r" not in line for line in raw)
    for line in raw:
        line.decode()
    return data.replace(b"\r\n ", b"").decode().removesuffix("\r\n").split("\r\n")


def text_value(escaped: str) -> str:
    return re.sub(
        r"\\(.)", lambda match: "\n" if match[1] in "nN" else match[1], escaped, flags=re.DOTALL
    )


words = st.text(min_size=1, max_size=60)


@given(name=words, version=words, catalog=words)
def test_ics_carries_any_text(name: str, version: str, catalog: str) -> None:
    entry = CalendarEntry("2027-03-31T23:59:59Z", "", name, version, "expired", MAJOR)
    data = as_ics(
        [Calendar(catalog, (), (entry,))], Period(date(2026, 11, 22), until=None, grace=30)
    )
    properties = dict(line.split(":", 1) for line in unfolded(data))
    assert text_value(properties["SUMMARY"]) == visible(f"{catalog}: {name} {version} expires")
    assert not re.search(r"(?<!\\)(\\\\)*[;,]", properties["SUMMARY"])
    assert properties["DTSTART;VALUE=DATE"] == "20270331"
    assert properties["DTSTAMP"] == "20261122T000000Z"


def events(data: bytes) -> dict[str, str]:
    """UID to day."""
    found: dict[str, str] = {}
    for block in data.split(b"BEGIN:VEVENT")[1:]:
        properties = dict(
            line.split(":", 1) for line in unfolded(block.removeprefix(b"\r\n")) if ":" in line
        )
        found[properties["UID"]] = properties["DTSTART;VALUE=DATE"]
    return found


def test_an_event_that_moves_keeps_its_uid(tmp_path: Path) -> None:
    def calendar(expires: str, as_of: str) -> dict[str, str]:
        catalog = BROKEN.partition("        lifecycle:")[0] + (
            f"        expirationDate: {expires}\n        regions: {{cn-shanghai: m-uf6a}}\n"
        )
        (tmp_path / "live.yaml").write_text(catalog)
        result = run("calendar", "live.yaml", "--as-of", as_of, "--format", "ics", cwd=tmp_path)
        assert result.returncode == 0, result.stderr
        return events(result.stdout.encode().replace(b"\n", b"\r\n"))

    before = calendar("2027-03-31", "2026-11-22")
    after = calendar("2027-06-30", "2026-12-24")
    assert set(before) == set(after)
    assert sorted(before.values()) == ["20270331", "20270401"]
    assert sorted(after.values()) == ["20270630", "20270701"]


DOCUMENTED = """\
images:
  gardenlinux:
    versions:
      1877.13.0:
        classification: supported
        regions: {cn-shanghai: m-uf6aaaaaaaaaaaaaaaa1}
      1877.12.0:
        classification: deprecated
        expirationDate: 2027-03-31
        regions: {cn-shanghai: m-uf6aaaaaaaaaaaaaaaa2}
"""


def test_the_documentation_shows_what_calendar_prints(tmp_path: Path) -> None:
    text = (CASES.parents[2] / "docs" / "calendar.md").read_text()
    shown = re.search(
        r"```console\n\$ alicloud-generator calendar live.yaml (.*)\n((?:.*\n)*?)```", text
    )
    assert shown
    assert plan(*shown[1].split(), catalog=DOCUMENTED, cwd=tmp_path) == (0, shown[2], "")
