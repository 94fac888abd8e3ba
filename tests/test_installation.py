"""Broken installations: one sentence that says what to do, and exit code 1."""

from __future__ import annotations

import ast
import hashlib
import os
import re
import shutil
import subprocess
import sys
import zipapp
from base64 import urlsafe_b64encode
from importlib.metadata import distribution
from pathlib import Path

import pytest

import generator
from generator import assets
from generator.chart_values import built_in
from generator.installation import PYTHON
from tests.support.command import CATALOG

PACKAGE = Path(generator.__file__).parent
LIBRARIES = {
    "click": ("click",),
    "deepmerge": ("deepmerge",),
    "jinja2": ("jinja2", "markupsafe"),
    "jsonschema-rs": ("jsonschema_rs",),
    "pyyaml": ("yaml", "_yaml"),
}
"""What is needed, and the modules that it consists of."""

BUILT_IN = f"_assets/{assets.BUILT_IN.name}"
"""The chart that a wheel ships packed."""

VALUED = CATALOG + "controllerDeployment: {values: {replicaCount: 1}}\n"
"""A catalog that needs every library."""


@pytest.fixture
def installed(tmp_path: Path) -> Path:
    """A folder with this program, as pip would fill it, and all that it needs."""
    folder = tmp_path / "installed"
    folder.mkdir()
    shutil.copytree(PACKAGE, folder / "generator")
    shipped = folder / "generator" / "_assets"
    if not shipped.exists():
        shutil.copytree(assets.TEMPLATES, shipped / "templates")
        shutil.copytree(assets.EXTENSION_CHART, shipped / "charts" / assets.EXTENSION_CHART.name)
    for name, modules in {"alicloud-generator": (), **LIBRARIES}.items():
        found = distribution(name)
        metadata = next(file for file in found.files or () if file.name == "METADATA")
        copied = folder / metadata.parent.name
        copied.mkdir()
        shutil.copy(Path(str(found.locate_file(metadata))), copied)
        for module in modules:
            (folder / module).symlink_to(str(found.locate_file(module)))
    (tmp_path / "c.yaml").write_text(VALUED)
    return folder


def call(path: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the program that is installed in a folder or a file, with nothing else around it."""
    start = [str(path)] if path.is_file() else ["-m", "generator"]
    return subprocess.run(
        [sys.executable, "-S", *start, *arguments],
        cwd=path.parent,
        env={**os.environ, "PYTHONPATH": "" if path.is_file() else str(path)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def refusal(path: Path, *arguments: str) -> str:
    """The one sentence that a call ends with."""
    process = call(path, *(arguments or ("generate", "c.yaml")))
    assert process.returncode == 1, process.stderr
    assert process.stdout == ""
    (line,) = process.stderr.splitlines()
    assert not (path.parent / "manifests").exists()
    return line


def metadata(folder: Path, name: str) -> Path:
    pattern = name.replace("-", "[-_]")
    (found,) = (
        path for path in folder.glob("*.dist-info") if re.match(f"{pattern}-", path.name, re.I)
    )
    return found / "METADATA"


def test_a_whole_installation_works(installed: Path) -> None:
    process = call(installed, "generate", "c.yaml")
    assert (process.returncode, process.stdout) == (0, ""), process.stderr
    assert (installed.parent / "manifests" / "live").exists() is False
    assert (installed.parent / "manifests" / "c").exists()


@pytest.mark.parametrize("name", LIBRARIES)
def test_a_library_that_is_not_there(installed: Path, name: str) -> None:
    for module in LIBRARIES[name]:
        (installed / module).unlink()
    # Files alone are gone at first, then what pip knows of them as well.
    assert " cannot be imported" in refusal(installed)
    shutil.rmtree(metadata(installed, name).parent)
    needed = rf"{name}>=[\d.]+"
    expected = (
        rf"error: alicloud-generator needs ({needed}) \(not installed\); run `pip install '\1'`"
    )
    assert re.fullmatch(expected, refusal(installed))


@pytest.mark.parametrize("name", LIBRARIES)
def test_a_library_that_is_too_old(installed: Path, name: str) -> None:
    """It has a version of long ago, and nothing of what came later."""
    file = metadata(installed, name)
    file.write_text(re.sub(r"(?m)^Version: .*$", "Version: 0.9.1rc1", file.read_text("utf-8")))
    for module in LIBRARIES[name]:
        (installed / module).unlink()
        (installed / f"{module}.py").write_text("")
    assert f"{name}>=" in (line := refusal(installed))
    assert "(0.9.1rc1 is installed)" in line


@pytest.mark.parametrize(
    ("part", "said"),
    [
        ("_assets/templates", "templates is missing"),
        ("_assets/charts", "charts/extension-provider-alicloud is missing"),
        ("_assets/templates/pages", "the template matrix.html.j2 is missing"),
        ("decode", "generator.decode"),
        ("chart_values/library.py", "generator.chart_values.library cannot be imported"),
    ],
)
def test_a_part_of_this_program_that_is_not_there(installed: Path, part: str, said: str) -> None:
    path = installed / "generator" / part
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink()
    call = ("matrix", "c.yaml", "--format", "html") if "matrix" in said else ()
    line = refusal(installed, *call)
    assert line.startswith("error: alicloud-generator has to be installed again: ")
    assert said in line


def listed(folder: Path) -> None:
    """Give an installed folder the list of its files that pip writes."""
    files = sorted(path for path in (folder / "generator").rglob("*") if path.is_file())
    digests = ((path, hashlib.sha256(path.read_bytes()).digest()) for path in files)
    lines = [
        f"{path.relative_to(folder)},sha256={urlsafe_b64encode(digest).decode().rstrip('=')},\n"
        for path, digest in digests
        if path.suffix != ".pyc"
    ]
    command = "../bin/alicloud-generator,sha256=another,\n"
    (metadata(folder, "alicloud-generator").parent / "RECORD").write_text(command + "".join(lines))


@pytest.mark.parametrize("data", [b"", b"\0\0", b"x = (\n"], ids=["empty", "zeros", "cut"])
@pytest.mark.parametrize(
    "part", ["cli.py", "problems.py", "commands/generate.py", "chart_values/library.py", BUILT_IN]
)
def test_a_part_of_this_program_that_is_damaged(installed: Path, part: str, data: bytes) -> None:
    packed = installed / "generator" / BUILT_IN
    packed.write_bytes(built_in.for_wheel(assets.EXTENSION_CHART))
    listed(installed)
    (installed / "generator" / part).write_bytes(data)
    assert refusal(installed) == (
        "error: alicloud-generator has to be installed again: "
        f"generator/{part} is not as it was installed"
    )


@pytest.mark.parametrize(
    ("module", "text"),
    [
        (
            "jsonschema_rs",
            'raise ImportError("wrong ELF class", name="jsonschema_rs.jsonschema_rs")',
        ),
        ("yaml", "from _yaml_of_another_machine import CParser"),
    ],
)
def test_an_extension_of_another_machine(installed: Path, module: str, text: str) -> None:
    (installed / module).unlink()
    (installed / f"{module}.py").write_text(text)
    assert "cannot be imported" in refusal(installed)


@pytest.mark.parametrize(
    "arguments", [("generate", "c.yaml"), ("--help",), ("validate", "c.yaml"), ()]
)
def test_a_zip_file(installed: Path, tmp_path: Path, arguments: tuple[str, ...]) -> None:
    for modules in LIBRARIES.values():
        for module in modules:
            (installed / module).unlink()
    zipped = tmp_path / "alicloud-generator.pyz"
    zipapp.create_archive(installed, zipped, main="generator.__main__:main")
    assert refusal(zipped, *arguments) == (
        "error: alicloud-generator cannot run from within a zip file; install its wheel, or take "
        "the bundle of a release, which unpacks itself"
    )


@pytest.mark.parametrize("version", [(3, 10, 13), (3, 8, 0)])
def test_a_python_that_is_too_old(
    installed: Path, tmp_path: Path, version: tuple[int, ...]
) -> None:
    """One that lacks what this program imports, and calls itself so."""
    program = tmp_path / "program.py"
    program.write_text(
        "import enum, runpy, sys\n"
        f"sys.path.insert(0, {str(installed)!r})\n"
        f"sys.version_info = {version}\n"
        "del enum.StrEnum\n"
        "runpy.run_module('generator', run_name='__main__')\n"
    )
    found = ".".join(map(str, version[:2]))
    expected = f"error: alicloud-generator needs Python 3.11 or later, and this is Python {found}"
    assert refusal(program, "generate", "c.yaml") == expected


def test_an_old_python_can_read_what_says_so() -> None:
    for name in ("__init__.py", "__main__.py", "installation.py"):
        ast.parse((PACKAGE / name).read_text(), feature_version=(3, 8))


def test_the_oldest_python_is_the_one_of_the_package() -> None:
    needed = distribution("alicloud-generator").metadata["Requires-Python"]
    assert needed == ">=" + ".".join(map(str, PYTHON))


def test_a_bug_in_a_whole_installation_stays_one(
    installed: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    module = installed / "generator" / "decode" / "__init__.py"
    module.write_text(module.read_text() + "\nfrom generator.problems import nothing\n")
    listed(installed)
    process = call(installed, "generate", "c.yaml")
    assert process.returncode == 3
    assert process.stderr.startswith("this is a bug in alicloud-generator (ImportError)")
