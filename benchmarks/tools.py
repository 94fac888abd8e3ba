"""The programs that we are compared with, and which versions of everything were measured."""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

ROOT = Path(__file__).parent.parent
BUILT = ROOT / "build" / "bin"
"""Where `make tools` puts programs."""


@dataclass(frozen=True, slots=True)
class Tools:
    """Paths of programs; `yq` is the one written in Go."""

    bash: str
    helm: str
    tar: str
    yq: str


def find_tools() -> Tools:
    """Raises `RuntimeError` where a program is absent."""
    return Tools(
        bash=_find("bash", [], ""),
        helm=_find("helm", ["version", "--short"], "v4."),
        tar=_find("tar", ["--version"], "GNU tar"),
        yq=_find("yq", ["--version"], "mikefarah"),
    )


def versions(tools: Tools) -> list[str]:
    """What was measured on what, one line each."""
    ours = ("alicloud-generator", "pyyaml", "jinja2", "click", "jsonschema-rs")
    programs = [
        f"helm {_ask(tools.helm, ['version', '--template', '{{.Version}}'])}",
        _ask(tools.tar, ["--version"]),
        _ask(shutil.which("gzip") or "gzip", ["--version"]),
        _ask(tools.yq, ["--version"]),
    ]
    return [
        f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores",
        f"Python {platform.python_version()}, "
        + ", ".join(f"{name} {version(name)}" for name in ours),
        ", ".join(programs),
    ]


def _find(name: str, arguments: list[str], mark: str) -> str:
    path = _search(name, arguments, mark)
    if path is None:
        what = f"{name} ({mark.strip('.')})" if mark else name
        raise RuntimeError(f"{what} is not installed; `make tools` builds what it can")
    return path


def _search(name: str, arguments: list[str], mark: str) -> str | None:
    """The first program of that name, from `make tools` or PATH, that says `mark` of itself."""
    for folder in (BUILT, *os.get_exec_path()):
        path = shutil.which(name, path=str(folder))
        if path is not None and mark in (_ask(path, arguments) if mark else ""):
            return path
    return None


def _ask(program: str, arguments: list[str]) -> str:
    """The first line that a program prints."""
    answer = subprocess.run([program, *arguments], capture_output=True, text=True, check=False)
    return (answer.stdout.splitlines() or [""])[0]
