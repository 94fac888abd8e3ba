"""A program called kubectl that answers what a test tells it to, and notes how it was called."""

from __future__ import annotations

import json
import os
import shlex
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

_SCRIPT = """\
#!{python} -I
import json, os, pathlib, re, subprocess, sys, time
folder = pathlib.Path({folder!r})
asked = sys.stdin.read()
with (folder / "calls").open("a") as calls:
    calls.write(json.dumps([sys.argv[1:], asked, os.environ.get("KUBERC")]) + "\\n")
answer = json.loads((folder / "answer.json").read_text())
if answer["child"]:
    subprocess.run(["sleep", "600"])
wanted = [json.loads(line) for line in asked.splitlines()]
def key(each):
    return [each["kind"], each["metadata"].get("namespace", ""), each["metadata"]["name"]]
there = [each for each in answer["objects"] for one in wanted if key(each) == key(one)]
if any("go-template" in word for word in sys.argv):
    for each in there:
        meta = each["metadata"]
        print("\\t".join([meta["namespace"], meta["name"], *sorted(each.get("data", {{}}))]))
elif len(there) == 1:
    print(json.dumps(there[0]))
elif there:
    print(json.dumps({{"apiVersion": "v1", "kind": "List", "items": there}}))
sys.stdout.write(answer["output"])
sys.stderr.write(answer["messages"])
sys.exit(answer["code"])
"""


@dataclass(frozen=True, slots=True)
class FakeKubectl:
    """It has the `objects` that it is told to have."""

    folder: Path

    def answer(
        self,
        *objects: dict[str, Any],
        messages: str = "",
        code: int | None = None,
        output: str = "",
        child: bool = False,
    ) -> None:
        """What it says from now on; `child`: it starts another program, and waits for its end."""
        (self.folder / "calls").unlink(missing_ok=True)
        answer = {
            "objects": objects,
            "messages": messages,
            "output": output,
            "code": int(bool(messages)) if code is None else code,
            "child": child,
        }
        (self.folder / "answer.json").write_text(json.dumps(answer))

    @property
    def calls(self) -> list[tuple[list[str], list[dict[str, Any]]]]:
        """The arguments and the objects of each call."""
        file = self.folder / "calls"
        lines = file.read_text().splitlines() if file.exists() else []
        found = [json.loads(line) for line in lines]
        assert all(kuberc == "off" for _, _, kuberc in found)
        return [(words, [*map(json.loads, asked.splitlines())]) for words, asked, _ in found]


def fake_kubectl(folder: Path, monkeypatch: pytest.MonkeyPatch) -> FakeKubectl:
    """Put it in the place of the user's own."""
    place = folder / "fake kubectl"
    place.mkdir()
    program = place / "kubectl"
    program.write_text(_SCRIPT.format(python=shlex.quote(sys.executable), folder=str(place)))
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{place}{os.pathsep}{os.environ['PATH']}")
    fake = FakeKubectl(place)
    fake.answer()
    return fake
