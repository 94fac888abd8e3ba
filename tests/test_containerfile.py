"""The steps of the Containerfile in a plain folder, and what they leave.

What no test here does: build an image, or run one. That needs a registry for its base.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml

from tests.support.command import CATALOG
from tests.support.shell import write_program
from tests.support.tools import ROOT, lacking, need

if TYPE_CHECKING:
    from collections.abc import Iterator

FILE = ROOT / "Containerfile"
NOBODY = 65532
OFFLINE = re.compile(r"NewConnectionError|No matching distribution|Could not find a version")

pytestmark = pytest.mark.skipif(
    not (ROOT / "generator").is_dir(), reason="containers are built from a checkout"
)


INTERPRETER = Path(sys.executable).resolve()
CAN_BE_NOBODY = os.geteuid() == 0 and all(
    path.stat().st_mode & 0o001 for path in (INTERPRETER, *INTERPRETER.parents)
)
"""Whether others may run this Python, who may then write nowhere."""


def instructions() -> list[tuple[str, str]]:
    """Each instruction with what it says, on one line."""
    text = re.sub(r"\\\n\s*", "", re.sub(r"(?m)^#.*\n", "", FILE.read_text()))
    return [(line.split()[0], line.split(maxsplit=1)[1]) for line in text.splitlines() if line]


@dataclass
class Built:
    """A folder that stands for the root of an image, and how its program is called."""

    root: Path
    environment: dict[str, str] = field(default_factory=dict)
    folder: str = "/"
    entrypoint: list[str] = field(default_factory=list)
    command: list[str] = field(default_factory=list)

    def inside(self, text: str) -> str:
        """A text with the image's own paths as they are here."""
        return re.sub(r"(?<![\w.$}])/(?=(source|opt|work)\b)", f"{self.root}/", text)

    def do(self, name: str, what: str) -> None:
        match name:
            case "WORKDIR":
                self.folder = self.inside(what)
                Path(self.folder).mkdir(exist_ok=True)
            case "COPY" if what.startswith("--from=build "):
                source, target = what.split()[1:]
                assert source == target
                assert Path(self.inside(source)).is_dir()
            case "COPY":
                *sources, target = what.split()
                self._copy(sources, Path(self.folder, target))
            case "RUN":
                self._run(what)
            case "ENV":
                path = f"{self.root / 'bin'}{os.pathsep}{os.defpath}"
                for pair in self.inside(what).split():
                    key, _, value = pair.partition("=")
                    self.environment[key] = value.replace("$PATH", path)
            case "ENTRYPOINT":
                self.entrypoint = json.loads(what)
            case "CMD":
                self.command = json.loads(what)
            case _:
                assert name in ("ARG", "FROM", "USER"), name

    def _copy(self, sources: list[str], target: Path) -> None:
        for source in sources:
            if (ROOT / source).is_dir():
                ignored = shutil.ignore_patterns("__pycache__")
                shutil.copytree(ROOT / source, target, dirs_exist_ok=True, ignore=ignored)
            else:
                target.mkdir(parents=True, exist_ok=True)
                shutil.copy(ROOT / source, target)

    def _run(self, script: str) -> None:
        path = f"{self.root / 'bin'}{os.pathsep}{os.environ['PATH']}"
        done = subprocess.run(
            ["/bin/sh", "-ec", self.inside(script)],
            cwd=self.folder,
            env={**os.environ, "PATH": path},
            capture_output=True,
            text=True,
            check=False,
            timeout=500,
        )
        if done.returncode and OFFLINE.search(done.stdout + done.stderr):
            lacking("pip finds no packages here")
        assert done.returncode == 0, done.stderr

    def run(self, *arguments: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
        """The program, with no more than ENV says, and as nobody where that is possible."""
        user = NOBODY if CAN_BE_NOBODY else None
        program = shutil.which(self.entrypoint[0], path=self.environment["PATH"])
        assert program is not None
        return subprocess.run(
            [program, *self.entrypoint[1:], *(arguments or self.command)],
            cwd=self.folder,
            env=self.environment,
            user=user,
            group=user,
            extra_groups=[] if user else None,
            input=stdin,
            capture_output=True,
            text=True,
            check=False,
            timeout=100,
        )


@pytest.fixture(scope="module")
def built() -> Iterator[Built]:
    with tempfile.TemporaryDirectory(prefix="containerfile-") as folder:
        root = Path(folder).resolve()
        root.chmod(0o755)
        (root / "bin").mkdir()
        write_program(root / "bin/python3", f'#!/bin/sh\nexec "{sys.executable}" "$@"\n')
        found = Built(root)
        for name, what in instructions():
            found.do(name, what)
        # Of the first stage, the image has what it copies.
        shutil.rmtree(root / "source")
        Path(found.folder, "live.yaml").write_text(CATALOG)
        yield found


def below(folder: Path) -> dict[str, int]:
    return {str(path): path.stat().st_mtime_ns for path in folder.rglob("*")}


def test_it_generates_and_writes_nothing_of_its_own(built: Built) -> None:
    before = below(built.root)
    done = built.run("generate", "live.yaml", "-o", "-")
    assert done.returncode == 0, done.stderr
    kinds = [each["kind"] for each in yaml.safe_load_all(done.stdout)]
    assert kinds == ["ControllerDeployment"]
    assert below(built.root) == before
    if CAN_BE_NOBODY:
        failed = built.run("generate", "live.yaml")
        assert failed.returncode == 1
        assert "cannot be written: Permission denied" in failed.stderr


def test_without_arguments_it_is_a_krm_function(built: Built) -> None:
    config = {
        "apiVersion": "alicloud.generator/v1alpha1",
        "kind": "Generate",
        "metadata": {"name": "x"},
        "spec": {"catalogs": ["live.yaml"]},
    }
    resources = {
        "apiVersion": "config.kubernetes.io/v1",
        "kind": "ResourceList",
        "functionConfig": config,
        "items": [],
    }
    done = built.run(stdin=json.dumps(resources))
    assert done.returncode == 0, done.stderr
    (item,) = yaml.safe_load(done.stdout)["items"]
    assert item["kind"] == "ControllerDeployment"


def test_it_holds_the_wheel_and_what_that_needs_alone(built: Built) -> None:
    (packages,) = (built.root / "opt/alicloud-generator").glob("lib/python3*/site-packages")
    names = {path.name.partition("-")[0].lower() for path in packages.glob("*.dist-info")}
    assert names == {
        *("alicloud_generator", "click", "deepmerge", "jinja2", "jsonschema_rs", "markupsafe"),
        "pyyaml",
    }
    assert (packages / "generator/_assets/extension-provider-alicloud.pickle").is_file()


def test_the_image_is_for_nobody_and_of_any_base() -> None:
    said = instructions()
    names = [name for name, _ in said]
    assert [what for name, what in said if name == "USER"] == [f"{NOBODY}:{NOBODY}"]
    last = len(names) - names[::-1].index("FROM")
    # Nothing is done as root that is in the image.
    assert "RUN" not in names[last:]
    bases = [what.split()[0] for name, what in said if name == "FROM"]
    assert bases == ["${BASE}", "${BASE}"]
    assert said[0][0] == "ARG"
    assert said[0][1].startswith("BASE=")


def test_hadolint_finds_nothing() -> None:
    beside = Path(sys.executable).with_name("hadolint")
    program = str(beside) if beside.exists() else need("hadolint")
    done = subprocess.run([program, str(FILE)], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "")
