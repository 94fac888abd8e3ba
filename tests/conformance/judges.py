"""The programs that judge: built from source when it has changed, asked over a pipe."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.support.tools import ROOT, need

if TYPE_CHECKING:
    from types import TracebackType
    from typing import Self

HERE = Path(__file__).parent
BUILD = ROOT / "build" / "conformance"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a consumer made of its input, and each reason why it refuses it."""

    answer: Any
    refusals: tuple[str, ...]

    @property
    def accepted(self) -> bool:
        return not self.refusals


class Judge:
    """A running judge; ends with the `with` block."""

    def __init__(self, name: str) -> None:
        # Its standard error stays ours: pytest shows it with the test that fails.
        self._process = subprocess.Popen(
            [build(name)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            env={**os.environ, "KUBECONFIG": os.devnull},
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _traceback: TracebackType | None,
    ) -> None:
        self._process.communicate()

    def ask(self, ask: str, **question: object) -> Verdict:
        """The verdict on one question; a judge that cannot judge is an error, not a refusal."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        print(json.dumps({"ask": ask, "question": question}), file=self._process.stdin, flush=True)
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError(f"the judge died of {ask}")
        reply = json.loads(line)
        if "failure" in reply:
            raise RuntimeError(f"{ask}: {reply['failure']}")
        return Verdict(reply["answer"], tuple(reply["refusals"] or ()))

    def accepts(self, ask: str, **question: object) -> Any:
        """The answer to a question that must not end in a refusal."""
        verdict = self.ask(ask, **question)
        assert verdict.accepted, "\n".join(verdict.refusals)
        return verdict.answer


def build(module: str, package: str = ".", reports: str = "") -> str:
    """The path of a program, built anew when the sources of its module or the compiler change.

    It is the judge itself, or another package that the module has or requires. `reports` is the
    version of Kubernetes that it calls itself instead of its own, which only links it anew.
    """
    name = module if package == "." else package.rpartition("/")[2]
    # Without the tables that only a debugger reads, linking takes half the time and space.
    flags = "-s -w"
    if reports:
        name, flags = f"{name}-{reports}", f"{flags} {_reporting(reports)}"
    program = BUILD / name
    stamp = BUILD / f"{name}.stamp"
    state = _state(module)
    if not program.exists() or not stamp.exists() or stamp.read_text() != state:
        BUILD.mkdir(parents=True, exist_ok=True)
        _go(module, "build", f"-ldflags={flags}", "-o", str(program), package)
        stamp.write_text(state)
    return str(program)


def _reporting(version: str) -> str:
    major, minor, _ = version.removeprefix("v").split(".")
    numbers = {"gitVersion": version, "gitMajor": major, "gitMinor": minor}
    package = "k8s.io/component-base/version"
    return " ".join(f"-X {package}.{name}={value}" for name, value in numbers.items())


@cache
def sources(module: str, required: str) -> Path:
    """The folder of a module that a judge's module requires, fetched where it is not there yet."""
    _go(module, "mod", "download", required)
    return Path(_go(module, "list", "-m", "-f", "{{.Dir}}", required).strip())


def run_go_tests(module: str) -> None:
    """The Go tests of a judge's module."""
    _go(module, "test", "./...")


def _go(module: str, *args: str) -> str:
    # What is built is what is pinned: no version, checksum or toolchain is looked up.
    environment = {**os.environ, "GOFLAGS": "-mod=readonly -buildvcs=false", "GOWORK": "off"}
    result = subprocess.run(
        [need("go"), *args],
        cwd=HERE / module,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stdout
    return result.stdout


def _state(module: str) -> str:
    digest = hashlib.sha256(subprocess.check_output([need("go"), "version"]))
    for path in sorted((*(HERE / module).rglob("*.*"), *(HERE / "serve").iterdir())):
        if not path.name.endswith("_test.go"):
            digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()
