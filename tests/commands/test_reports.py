"""Reports for pipelines: documents on standard output, and words for people as always."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from generator import cli

ID = "m-uf6hvbrxclop1jtat17m"
CATALOGS = {
    "nothing wrong": ("c.yaml", f"images: {{a: {{versions: {{1.0.0: {{cn-shanghai: {ID}}}}}}}}}\n"),
    "a warning": ("c.yaml", f"images: {{a: {{versions: {{1.0.0: {{cn-shangai: {ID}}}}}}}}}\n"),
    "errors": ("c.yaml", "images: {a: {versions: {1.0.0: {}, 2.0.0: []}}}\ncsi: x\n"),
    "no YAML": ("c.yaml", "images: {\n"),
    "no UTF-8 in the name": ("d\udce9 %20.yaml", "metadata: {name: c}\nimages: {}\n"),
}
VERBS = {
    "validate": (),
    "check": ("-o", "manifests"),
    "generate": ("-o", "manifests"),
}
REPORTS = ("gitlab", "sarif")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for variable in ("GITHUB_WORKSPACE", "CI_PROJECT_DIR"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(capfd: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    capfd.readouterr()
    code = cli.run([*arguments])
    return code, *capfd.readouterr()


def entries(form: str, text: str) -> list[tuple[str, str, int, str]]:
    """File, check, line and text of everything that a report has."""
    report = json.loads(text)
    if form == "gitlab":
        return [
            (
                each["location"]["path"],
                each["check_name"],
                each["location"]["lines"]["begin"],
                each["description"],
            )
            for each in report
        ]
    (sarif,) = report["runs"]
    rules = [rule["id"] for rule in sarif["tool"]["driver"]["rules"]]
    assert all(rules[each["ruleIndex"]] == each["ruleId"] for each in sarif["results"])
    return [_of_sarif(each) for each in sarif["results"]]


def _of_sarif(result: dict[str, Any]) -> tuple[str, str, int, str]:
    place = result["locations"][0]["physicalLocation"]
    line = place.get("region", {"startLine": 1})["startLine"]
    return place["artifactLocation"]["uri"], result["ruleId"], line, result["message"]["text"]


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize(("name", "text"), CATALOGS.values(), ids=CATALOGS)
@pytest.mark.parametrize("form", REPORTS)
def test_a_report_says_what_the_text_says(
    form: str, name: str, text: str, verb: str, capfd: pytest.CaptureFixture[str]
) -> None:
    Path(name).write_text(text)
    code, _, words = run(capfd, verb, name, *VERBS[verb])
    if verb == "generate" and not code:
        words = words.replace("wrote manifests/c/controllerdeployment.yaml\n", "")
    report_code, out, words_beside = run(capfd, verb, name, *VERBS[verb], "--format", form)
    assert report_code == code
    if verb == "validate":
        assert words_beside == words
    said = re.findall(r"(?m)^\S.*?: (?:error|warning): (.*?)(?: \[[a-z-]+\])?$", words_beside)
    assert [text.partition("\n")[0] for _, _, _, text in entries(form, out)] == said


@pytest.mark.parametrize("form", REPORTS)
def test_paths_are_those_from_the_top_of_the_work_tree(
    form: str, folder: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    inner = folder / "work" / "a b"
    inner.mkdir(parents=True)
    (inner / "c.yaml").write_text(CATALOGS["a warning"][1])
    monkeypatch.chdir(inner)
    for variable in ("GITHUB_WORKSPACE", "CI_PROJECT_DIR"):
        with monkeypatch.context() as context:
            context.setenv(variable, str(folder / "work"))
            _, out, _ = run(capfd, "validate", "c.yaml", "--format", form)
        expected = "a%20b/c.yaml" if form == "sarif" else "a b/c.yaml"
        assert [path for path, *_ in entries(form, out)] == [expected]


@pytest.mark.parametrize("form", REPORTS)
def test_what_is_out_of_date_is_found_where_it_is_asked_for(
    form: str, capfd: pytest.CaptureFixture[str]
) -> None:
    Path("c.yaml").write_text(CATALOGS["nothing wrong"][1])
    code, out, _ = run(capfd, "check", "c.yaml", "--format", form)
    ((path, check, line, text),) = entries(form, out)
    assert (code, path, check, line) == (1, "c.yaml", "alicloud-generator", 1)
    assert "controllerdeployment.yaml is missing" in text


def test_a_problem_keeps_its_fingerprint_where_lines_come_and_go(
    capfd: pytest.CaptureFixture[str],
) -> None:
    def fingerprints(text: str) -> list[str]:
        Path("c.yaml").write_text(text)
        _, out, _ = run(capfd, "validate", "c.yaml", "--format", "gitlab")
        return [each["fingerprint"] for each in json.loads(out)]

    text = "images: {a: {versions: {1.0.0: {cn-shanghai: x}, 2.0.0: {cn-shanghai: y}}}}\n"
    before = fingerprints(text)
    assert fingerprints(f"# a comment\n\n{text}") == before
    assert len({*before}) == len(before) == 2


def test_problems_that_say_the_same_have_fingerprints_of_their_own(
    capfd: pytest.CaptureFixture[str],
) -> None:
    Path("c.yaml").write_text("images: {a: {versions: {1.0.0: [], 2.0.0: []}}}\n")
    _, out, _ = run(capfd, "validate", "c.yaml", "--format", "gitlab")
    found = json.loads(out)
    assert len({each["description"] for each in found}) < len(found)
    assert len({each["fingerprint"] for each in found}) == len(found)


@pytest.mark.parametrize("form", REPORTS)
def test_two_documents_do_not_fit_on_standard_output(
    form: str, capfd: pytest.CaptureFixture[str]
) -> None:
    Path("c.yaml").write_text(CATALOGS["nothing wrong"][1])
    code, out, words = run(capfd, "generate", "c.yaml", "-o", "-", "--format", form)
    assert (code, out) == (2, "")
    assert "both print to standard output" in words


@pytest.mark.parametrize("form", REPORTS)
def test_quiet_reports_are_complete_and_people_read_none_of_the_warnings(
    form: str, capfd: pytest.CaptureFixture[str]
) -> None:
    Path("c.yaml").write_text(CATALOGS["a warning"][1])
    _, loud, _ = run(capfd, "validate", "c.yaml", "--format", form)
    _, quiet, words = run(capfd, "validate", "c.yaml", "-q", "--format", form)
    assert entries(form, quiet)
    assert (quiet, words) == (loud, "")
