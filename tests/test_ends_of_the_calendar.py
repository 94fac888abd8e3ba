"""Days at both ends of the calendar, and numbers of days that lead beyond it."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator import cli

CATALOG = """\
target: {gardener: v1.149.3}
holdBack: {days: 9999}
images:
  a:
    versions:
      1.2.0:
        released: "FIRST"
        regions: {cn-shanghai: m-uf6aaaaaaaaaaaaaaaa0}
      1.1.0:
        classification: supported
        regions: {cn-shanghai: m-uf6aaaaaaaaaaaaaaaa1}
      1.0.0:
        classification: deprecated
        expirationDate: "LAST"
        regions: {cn-shanghai: m-uf6aaaaaaaaaaaaaaaa2}
cloudProfile:
  spec:
    kubernetes: {versions: [{version: 1.34.2, expirationDate: "LAST"}, {version: 1.34.3}]}
    machineTypes: [{name: ecs.g7.large, cpu: "2", gpu: "0", memory: 8Gi}]
    regions: [{name: cn-shanghai}]
"""
DAYS = ("0001-01-01", "0001-12-31", "9999-01-01", "9999-12-15", "9999-12-31")
NEW = ("add", "live.yaml", "a", "1.3.0", "--region", "cn-shanghai=m-uf6aaaaaaaaaaaaaaaa3")
SUPPORTED = ("promote", "live.yaml", "a", "1.1.0", "--keep", "1")
CALLS = [
    ("validate", "live.yaml"),
    ("generate", "live.yaml", "-o", "-"),
    ("check", "live.yaml"),
    ("diff", "live.yaml", "-o", "manifests"),
    *(("matrix", "live.yaml", "--format", form) for form in ("text", "markdown", "json", "html")),
    *(
        ("calendar", "live.yaml", "--format", form, "--grace", "9999d")
        for form in ("text", "markdown", "json", "ics")
    ),
    ("calendar", "live.yaml", "--until", "9999-12-31"),
    ("retire", "live.yaml", "--dry-run", "--grace", "9999d"),
    (*NEW, "--dry-run"),
    (*SUPPORTED, "--dry-run"),
]


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def write(first: str, last: str) -> None:
    Path("live.yaml").write_text(CATALOG.replace("FIRST", first).replace("LAST", last))


@pytest.mark.parametrize("call", CALLS, ids=" ".join)
@pytest.mark.parametrize("day", DAYS)
def test_the_first_and_last_days_are_like_others(call: tuple[str, ...], day: str) -> None:
    for first, last in (("0001-01-01", "9999-12-31"), ("9999-12-31", "0001-01-01")):
        write(first, last)
        assert cli.run([*call, "--as-of", day]) in (0, 1), (first, last)


@pytest.mark.parametrize("days", ["+1d", "+30d", "+9999d"])
@pytest.mark.parametrize("verb", [NEW, SUPPORTED], ids=["add", "promote"])
def test_an_expiration_after_the_year_9999_is_wrong_usage(
    verb: tuple[str, ...], days: str, capsys: pytest.CaptureFixture[str]
) -> None:
    write("2026-01-01", "2027-01-01")
    text = Path("live.yaml").read_text()
    assert cli.run([*verb, "--as-of", "9999-12-31", "--expires", days]) == 2
    assert f"'{days}' is later than 9999-12-31" in capsys.readouterr().err
    assert Path("live.yaml").read_text() == text


@pytest.mark.parametrize("time", ["9999-12-31T23:59:59-12:00", "0001-01-01T00:00:00+12:00"])
@pytest.mark.parametrize("place", ["--expires", "expirationDate", "kubernetes", "startTime"])
def test_times_that_are_of_another_year_elsewhere_are_refused_where_they_stand(
    time: str, place: str, capsys: pytest.CaptureFixture[str]
) -> None:
    write("2026-01-01", "2027-01-01")
    old, new = {
        "--expires": ("", ""),
        "expirationDate": ('"2027-01-01"\n', f'"{time}"\n'),
        "kubernetes": ('"2027-01-01"}', f'"{time}"}}'),
        "startTime": (
            "classification: supported",
            f"lifecycle: [{{classification: supported, startTime: '{time}'}}]",
        ),
    }[place]
    text = Path("live.yaml").read_text().replace(old, new, 1)
    Path("live.yaml").write_text(text)
    call = (*NEW, place, time) if place == "--expires" else ("validate", "live.yaml")
    assert cli.run(call) == (2 if place == "--expires" else 1)
    err = capsys.readouterr().err
    assert time in err
    if place != "--expires":
        line = text[: text.index(time)].count("\n") + 1
        assert f"live.yaml:{line}:" in err
