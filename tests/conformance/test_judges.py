"""The judges themselves, judged by manifests that are right and by what breaks each of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from tests.conformance.judges import run_go_tests
from tests.support.tools import ROOT

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conformance.judges import Judge

CASES = ROOT / "tests" / "cases" / "conformance" / "admission"
SEEN_BY_EXTENSION = ("cloudprofile", "namespacedcloudprofile", "seed")


@dataclass(frozen=True, slots=True)
class Mutation:
    """One change of the text of a manifest, who refuses it then, and a part of the reason."""

    file: str
    replace: str
    refusal: str
    with_: str
    by: str = "gardener"

    def applied(self, text: str) -> str:
        assert self.replace in text, f"{self.file} does not contain {self.replace!r}"
        return text.replace(self.replace, self.with_, 1)


def manifests() -> list[Path]:
    return [path for path in sorted(CASES.iterdir()) if ".mutations" not in path.name]


def mutations() -> list[Mutation]:
    return [
        Mutation(path.name.replace(".mutations", ""), with_=each.pop("with"), **each)
        for path in sorted(CASES.glob("*.mutations.yaml"))
        for each in yaml.safe_load(path.read_text("utf-8"))
    ]


def question(text: str) -> dict[str, Any]:
    """What a manifest's first line, if it is a comment, says about how to ask for it."""
    settings = yaml.safe_load(text.partition("\n")[0].removeprefix("# ")) if text[0] == "#" else {}
    if parent := settings.pop("parent", None):
        settings["parent"] = (CASES / parent).read_text("utf-8")
    return {"manifest": text, **settings}


@pytest.mark.parametrize("path", manifests(), ids=lambda path: path.stem)
def test_what_is_right_is_accepted(path: Path, gardener: Judge, extension: Judge) -> None:
    asked = question(path.read_text("utf-8"))
    assert gardener.accepts("admission", **asked)
    if path.name.startswith(SEEN_BY_EXTENSION):
        asked.pop("featureGates", None)
        assert extension.ask("admission", **asked).accepted


@pytest.mark.parametrize("mutation", mutations(), ids=lambda each: f"{each.file} {each.with_}")
def test_what_is_wrong_is_refused(mutation: Mutation, gardener: Judge, extension: Judge) -> None:
    asked = question(mutation.applied((CASES / mutation.file).read_text("utf-8")))
    if mutation.by == "extension":
        asked.pop("featureGates", None)
    judge = extension if mutation.by == "extension" else gardener
    assert mutation.refusal in "\n".join(judge.ask("admission", **asked).refusals)


def test_a_stream_is_judged_object_by_object(gardener: Judge) -> None:
    good = (CASES / "secret.yaml").read_text("utf-8")
    bad = good.replace("name: seed-backup", "name: '#'")
    verdict = gardener.ask(
        "admission", manifest=f"---\n{good}---\n{bad}---\n# nothing\n---\n{good}"
    )
    assert [each["name"] for each in verdict.answer] == ["seed-backup", "seed-backup"]
    assert len(verdict.refusals) == 1


@pytest.mark.parametrize("wrong", [{"manifests": ""}, {"manifest": 1}])
def test_a_question_that_makes_no_sense_is_no_verdict(
    wrong: dict[str, Any], gardener: Judge
) -> None:
    with pytest.raises(RuntimeError, match="admission: json: "):
        gardener.ask("admission", **wrong)


def test_go_tests_of_the_extension() -> None:
    run_go_tests("extension")
