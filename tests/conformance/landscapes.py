"""What we generate, and the clusters of a landscape that it is for."""

from __future__ import annotations

import io
import json
import re
from contextlib import redirect_stderr
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import yaml

from generator.cli import run
from tests.support.tools import ROOT

if TYPE_CHECKING:
    from pathlib import Path

CASES = ROOT / "tests" / "cases" / "conformance"
CATALOGS = CASES / "catalogs"
CHART = ROOT / "charts" / "extension-provider-alicloud"
DEPLOYMENT = "controllerdeployment.yaml"
VALUES = "values.yaml"
NO_OBJECTS = ("extension-patch.yaml", "kustomization.yaml", "seed-patches.yaml")


@dataclass(frozen=True, slots=True)
class Case:
    """A catalog, and what the extension has to read out of what is made from it."""

    name: str
    catalog: Path
    expected: dict[str, Any]


def cases() -> list[Case]:
    found = [
        Case(path.name, path / "catalog.yaml", yaml.safe_load((path / "expected.yaml").read_text()))
        for path in sorted(CATALOGS.iterdir())
    ]
    guide = next(case for case in found if case.name == "guide")
    found.remove(guide)
    return [Case("guide", ROOT / "examples" / "guide.yaml", guide.expected), *found]


@dataclass(frozen=True, slots=True)
class Generated:
    """What one run of our command line left: its exit code, messages and documents by name."""

    exit_code: int
    messages: str
    documents: dict[str, str]

    def __getitem__(self, name: str) -> str:
        assert self.exit_code == 0, self.messages
        return self.documents[name]

    @property
    def manifest(self) -> str:
        """All objects in one stream, those first that others refer to."""
        assert self.exit_code == 0, self.messages
        # Patches are not objects yet.
        whole = [text for name, text in self.documents.items() if name not in NO_OBJECTS]
        return "\n---\n".join(whole)


def generate(catalog: Path | dict[str, Any], folder: Path, *options: str) -> Generated:
    """Runs `generate` into an empty folder; a catalog that is no file is written as JSON first."""
    folder.mkdir(parents=True, exist_ok=True)
    if isinstance(catalog, dict):
        file = folder / "catalog.json"
        file.write_text(as_yaml(catalog), encoding="utf-8")
    else:
        file = catalog
    messages = io.StringIO()
    with redirect_stderr(messages):
        exit_code = run(["generate", str(file), "--output", str(folder / "out"), *options])
    documents = {
        path.name: path.read_text("utf-8")
        for path in sorted((folder / "out").glob("*/**/*"))
        if path.is_file()
    }
    return Generated(exit_code, messages.getvalue(), documents)


def as_yaml(value: object) -> str:
    """JSON that is YAML, too: JSON lets characters stand that YAML wants to see escaped."""
    text = json.dumps(value, ensure_ascii=False)
    unseen = "[\x7f-\xa0\u2028\u2029\ufeff\ufffe\uffff]"
    return re.sub(unseen, lambda match: f"\\u{ord(match[0]):04x}", text)


@dataclass(frozen=True, slots=True)
class Cluster:
    """A cluster in which gardenlet installs the extension, as the judge wants to be told of it."""

    name: str
    provider: str
    seed: str = ""
    shoot: str = ""
    bootstrap: bool = False

    def question(self) -> dict[str, object]:
        return {"seed": self.seed, "shoot": self.shoot, "bootstrap": self.bootstrap}


def clusters() -> list[Cluster]:
    alicloud = (CASES / "admission" / "seed.yaml").read_text("utf-8")
    other = (CASES / "clusters" / "seed-other.yaml").read_text("utf-8")
    shoot = (CASES / "clusters" / "shoot-self-hosted.yaml").read_text("utf-8")
    # A self-hosted cluster that is a seed has one name as both.
    same = alicloud.replace("name: cn\n", "name: home\n").replace("name: CSI", "name: FlexVolume")
    assert "name: home\n" in same
    return [
        Cluster("alicloud-seed", "alicloud", seed=alicloud),
        Cluster("other-seed", "gcp", seed=other),
        Cluster("self-hosted", "", shoot=shoot),
        Cluster("self-hosted-bootstrap", "", shoot=shoot, bootstrap=True),
        Cluster("self-hosted-seed", "alicloud", seed=same, shoot=shoot),
        Cluster("self-hosted-seed-bootstrap", "alicloud", seed=same, shoot=shoot, bootstrap=True),
    ]
