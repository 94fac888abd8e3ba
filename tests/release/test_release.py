"""What `make release` has built: the same bytes again, the same program however it is installed."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

from generator import __version__, assets
from generator.documents.render import Templates
from tests.support.command import tree
from tests.support.tools import ROOT, need

if TYPE_CHECKING:
    from collections.abc import Callable

RELEASE = ROOT / "build" / "release"
TOOLS = ROOT / "build" / "release-tools" / "bin"
PYTHON = Path(sys.executable).resolve()

CALLS = (
    ("init",),
    ("generate",),
    ("--version",),
    ("--help",),
    ("generate", "examples/guide.yaml", "examples/cloudprofile.yaml"),
    ("generate", *(f"examples/landscapes/{name}.yaml" for name in ("dev", "live")), "-o", "more"),
    ("check", "examples/guide.yaml"),
    ("generate", "examples/guide.yaml", "-o", "-", "--set", "csi.enableADController=false"),
    ("generate", "missing.yaml"),
    ("show", "manifests/guide/controllerdeployment.yaml"),
    ("chart", "unpack", "manifests/guide/controllerdeployment.yaml", "-o", "chart"),
    ("matrix", "examples/cloudprofile.yaml", "--format", "html"),
    ("rules",),
    ("schema",),
)
"""Calls that need the packages, all kinds of templates, and the chart."""


class Answer(NamedTuple):
    """What calls, one after another in a folder, have said and written."""

    said: list[tuple[int, str, str]]
    files: dict[str, bytes]


class User:
    """Somebody with a folder of their own, who has no more than PATH and HOME."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.work = folder / "work"
        shutil.copytree(ROOT / "examples", self.work / "examples")
        self.environment = {
            "PATH": f"{PYTHON.parent}{os.pathsep}{os.environ['PATH']}",
            "HOME": str(folder / "home"),
        }

    def run(self, *command: str | Path) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*map(str, command)],
            cwd=self.work,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=200,
            check=False,
        )

    def install(self, file: Path) -> Path:
        """The command, in a new environment that pip has installed a file in."""
        venv = self.folder / "venv"
        subprocess.run([PYTHON, "-m", "venv", "--without-pip", venv], check=True)
        pip = [TOOLS / "pip", "--python", venv / "bin" / "python", "install", "-q"]
        pins = ["-c", ROOT / "requirements-dev.txt", "-c", ROOT / "requirements-release.txt"]
        subprocess.run([*pip, "--disable-pip-version-check", *pins, file], check=True)
        return venv / "bin" / "alicloud-generator"

    def answer(self, *command: str | Path) -> Answer:
        done = [self.run(*command, *call) for call in CALLS]
        said = [(each.returncode, each.stdout, each.stderr) for each in done]
        return Answer(said, tree(self.work))


def refusal(user: User, bundle: Path) -> str:
    """The sentence, perhaps with a hint, that a bundle ends with."""
    done = user.run(bundle, "--version")
    assert (done.returncode, done.stdout) == (1, "")
    first, *hints = done.stderr.splitlines()
    assert first.startswith("error: ")
    assert all(hint.startswith("  hint: ") for hint in hints)
    assert len(hints) < 2
    return first


def released(pattern: str) -> Path:
    (path,) = RELEASE.glob(pattern)
    return path


def from_wheel(user: User) -> Path:
    return user.install(released("*.whl"))


def from_source(user: User) -> Path:
    return user.install(released("*.tar.gz"))


def from_bundle(_: User) -> Path:
    return released("*.pyz")


def from_machine_folder(user: User) -> Path:
    """The bundle under another name, unpacked by an administrator; the home is read-only."""
    program = user.folder / "opt" / "alicloud-generator"
    program.parent.mkdir()
    shutil.copy(released("*.pyz"), program)
    user.environment |= {"SHIV_ROOT": str(user.folder / "unpacked"), "SHIV_COMPILE_PYC": "1"}
    assert user.run(program, "--version").returncode == 0
    # Not even root can write there.
    user.environment |= {"HOME": "/proc"}
    return program


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory) -> Answer:
    return User(tmp_path_factory.mktemp("checkout")).answer(sys.executable, "-P", "-m", "generator")


@pytest.mark.parametrize(
    "install",
    [from_wheel, from_source, from_bundle, from_machine_folder],
    ids=lambda way: way.__name__,
)
def test_it_does_the_same_as_the_checkout(
    install: Callable[[User], Path], expected: Answer, tmp_path: Path
) -> None:
    user = User(tmp_path)
    answer = user.answer(install(user))
    assert [code for code, _, _ in answer.said] == [0] * 8 + [1] + [0] * 5
    assert answer.said == expected.said
    assert answer.files == expected.files
    assert len(answer.files) > len(tree(ROOT / "examples")) + 10


def test_the_same_commit_gives_the_same_bytes(tmp_path: Path) -> None:
    elsewhere = tmp_path / "else where" / "ümlaut"
    subprocess.run([need("git"), "clone", "-q", ROOT, elsewhere], umask=0o077, check=True)
    environment = {
        "TZ": "Asia/Shanghai",
        "LC_ALL": "C",
        "PYTHONHASHSEED": "7",
        "TMPDIR": str(tmp_path),
        "SOURCE_DATE_EPOCH": "1",
    }
    done = subprocess.run(
        ["make/release.sh", TOOLS, PYTHON, tmp_path / "again"],
        cwd=elsewhere,
        env={**os.environ, **environment},
        umask=0o077,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert tree(tmp_path / "again") == tree(RELEASE)


def test_neither_the_file_system_nor_the_installation_of_the_tools_shows_in_the_bundle(
    tmp_path: Path,
) -> None:
    """Shiv packs its own files in the order and with the modes in which it finds them."""
    made, bundle = tmp_path / "made.pyz", tmp_path / "bundle.pyz"
    with made.open("wb") as stream, zipfile.ZipFile(released("*.pyz")) as source:
        stream.write(released("*.pyz").read_bytes().partition(b"\n")[0] + b"\n")
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as target:
            for entry in reversed(source.infolist()):
                data = source.read(entry)
                if entry.filename.startswith("_bootstrap/"):
                    entry.external_attr = 0o100600 << 16
                target.writestr(entry, data)
    subprocess.run([PYTHON, ROOT / "make" / "bundle.py", made, bundle], umask=0o077, check=True)
    assert bundle.read_bytes() == released("*.pyz").read_bytes()
    assert bundle.stat().st_mode == released("*.pyz").stat().st_mode


@pytest.mark.parametrize(
    ("environment", "found"),
    [
        ({"SHIV_ROOT": "/proc/none"}, "/proc/none: No such file or directory"),
        ({"HOME": "/dev/null"}, "/dev/null/.shiv: Not a directory"),
        ({"HOME": "/proc"}, "/proc/.shiv: No such file or directory"),
        ({"SHIV_ROOT": "/dev/null"}, "/dev/null/"),
    ],
    ids=str,
)
def test_a_bundle_that_cannot_unpack_itself_says_why(
    environment: dict[str, str], found: str, tmp_path: Path
) -> None:
    user = User(tmp_path)
    user.environment |= environment
    assert found in refusal(user, released("*.pyz"))


@pytest.mark.parametrize("part", ["bin", "yaml", "generator", "generator/cli.py"])
def test_a_bundle_of_whose_folder_a_part_was_deleted_says_so(part: str, tmp_path: Path) -> None:
    user, bundle = User(tmp_path), released("*.pyz")
    assert user.run(bundle, "--version").returncode == 0
    (packages,) = (tmp_path / "home" / ".shiv").glob("*/site-packages")
    (packages / part).rename(tmp_path / "deleted")
    assert part.partition("/")[0] in refusal(user, bundle)
    user.environment |= {"SHIV_FORCE_EXTRACT": "1"}
    assert user.run(bundle, "--version").returncode == 0


def test_a_damaged_bundle_says_so(tmp_path: Path) -> None:
    user, bundle = User(tmp_path), tmp_path / "damaged.pyz"
    data = bytearray(released("*.pyz").read_bytes())
    middle = len(data) // 2
    data[middle : middle + 99] = bytes(99)
    bundle.write_bytes(data)
    bundle.chmod(0o755)
    assert refusal(user, bundle).startswith("error: this bundle is damaged: ")


def test_changes_without_a_commit_are_not_released(tmp_path: Path) -> None:
    elsewhere = tmp_path / "checkout"
    subprocess.run([need("git"), "clone", "-q", ROOT, elsewhere], check=True)
    (elsewhere / "README.md").write_text("# Another\n")
    done = subprocess.run(
        ["make/release.sh", TOOLS, PYTHON, tmp_path / "out"],
        cwd=elsewhere,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("error: there are changes without a commit")
    assert not (tmp_path / "out").exists()


def test_the_commands_of_the_page_about_installing_work(tmp_path: Path) -> None:
    (tag,) = re.findall(r"-(cp\d+-\w+)\.pyz", released("*.pyz").name)
    page = re.sub(r"cp\d+-\w+", tag, (ROOT / "docs" / "how-to" / "install.md").read_text())
    table = re.findall(r"^\| `([^`]+)` \|", page, re.MULTILINE)
    assert sorted([*table, "SHA256SUMS"]) == sorted(path.name for path in RELEASE.iterdir())
    user = User(tmp_path)
    shutil.copytree(RELEASE, user.work, dirs_exist_ok=True)
    blocks = re.findall(r"^```sh\n(.*?)^```$", page, re.DOTALL | re.MULTILINE)
    done = user.run(need("bash"), "-euc", "".join(blocks))
    assert done.returncode == 0, done.stderr
    assert done.stdout.count(f"alicloud-generator {__version__}\n") == 3
    assert done.stdout.count(": OK\n") == len(table)
    assert (user.work / "unpacked").is_dir()


def packages() -> dict[str, str]:
    """The packages in the bundle, by the folder of what is said about them, with their metadata."""
    with zipfile.ZipFile(released("*.pyz")) as bundle:
        return {
            Path(name).parent.name: bundle.read(name).decode()
            for name in bundle.namelist()
            if name.endswith(".dist-info/METADATA")
        }


def test_the_bundle_holds_what_it_needs_alone_with_licenses_and_no_folder_of_this_machine() -> None:
    assert {name.partition("-")[0] for name in packages()} == {
        *("alicloud_generator", "click", "deepmerge", "jinja2", "jsonschema_rs", "markupsafe"),
        "pyyaml",
    }
    with zipfile.ZipFile(released("*.pyz")) as bundle:
        names = bundle.namelist()
        # The tools are in one folder for both builds above, which have all others of their own.
        assert [name for name in names if b"/release-tools/" in bundle.read(name)] == []
    for folder in packages():
        # The wheel of jsonschema-rs has a list of its parts with their licenses in place of texts.
        kind = "sboms" if folder.startswith("jsonschema_rs-") else "licenses"
        assert any(f"/{folder}/{kind}/" in name for name in names), folder


def test_the_bundle_is_for_the_python_that_its_name_says(tmp_path: Path) -> None:
    bundle = released("*.pyz")
    major, minor = sys.version_info[:2]
    assert f"-cp{major}{minor}-" in bundle.name
    with bundle.open("rb") as stream:
        assert stream.readline() == f"#!/usr/bin/env python{major}.{minor}\n".encode()
    user = User(tmp_path)
    # A Python of another kind, as far as the bundle can see.
    (tmp_path / "sitecustomize.py").write_text(
        "import importlib.machinery\n"
        "importlib.machinery.EXTENSION_SUFFIXES.insert(0, '.cpython-399-riscv64-linux-musl.so')\n"
    )
    user.environment["PYTHONPATH"] = str(tmp_path)
    done = user.run(bundle, "--version")
    assert (done.returncode, done.stdout) == (1, "")
    first, hint = done.stderr.splitlines()
    assert re.fullmatch(
        rf"error: this bundle is for cpython-{major}{minor}-\S+, "
        r"and this Python is cpython-399-riscv64-linux-musl",
        first,
    )
    assert hint.startswith("  hint: ")


VALID = """\
import sys
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
print(JsonStrictValidator(SchemaVersion.V1_6).validate_str(sys.stdin.read()))
"""


def test_the_sbom_is_valid_and_lists_what_the_bundle_holds() -> None:
    text = released("*.cdx.json").read_text()
    done = subprocess.run(
        [TOOLS / "python", "-c", VALID], input=text, capture_output=True, text=True, check=True
    )
    assert done.stdout == "None\n"
    sbom = json.loads(text)
    root = sbom["metadata"]["component"]
    found = {
        f"{each['name']}-{each['version']}".lower().replace("jsonschema-rs", "jsonschema_rs")
        for each in (root, *sbom["components"])
    }
    assert found == {
        name.removesuffix(".dist-info").replace("alicloud_g", "alicloud-g") for name in packages()
    }
    assert "serialNumber" not in sbom
    wanted = {each["ref"]: {*each.get("dependsOn", ())} for each in sbom["dependencies"]}
    assert {name.partition("==")[0].lower() for name in wanted[root["bom-ref"]]} == {
        *("click", "deepmerge", "jinja2", "jsonschema_rs", "pyyaml")
    }


RENDERED = """\
import sys
from readme_renderer.markdown import render
print(render(sys.stdin.read()))
"""


def test_the_wheel_has_what_its_templates_become(tmp_path: Path) -> None:
    Templates([assets.TEMPLATES]).compile(tmp_path)
    made = {path: data for path, data in tree(tmp_path).items() if path.endswith(".py")}
    with zipfile.ZipFile(released("*.whl")) as wheel:
        shipped = {
            name.partition(f"/{assets.COMPILED.name}/")[2]: wheel.read(name)
            for name in wheel.namelist()
            if f"/{assets.COMPILED.name}/" in name
        }
    assert made
    assert shipped == made


def test_an_index_page_has_no_link_that_leads_nowhere() -> None:
    (metadata,) = (text for name, text in packages().items() if name.startswith("alicloud_"))
    readme = metadata.partition("\n\n")[2]
    done = subprocess.run(
        [TOOLS / "python", "-c", RENDERED], input=readme, capture_output=True, text=True, check=True
    )
    assert "<h1" in done.stdout
    links = re.findall(r"""(?:href|src)=["']?([^"'>\s]+)""", done.stdout)
    assert links
    # The second kind is what headings have, which the page adds.
    assert [link for link in links if not link.startswith(("https://", "#user-content-"))] == []
    assert re.search(r"\]\(|<img", done.stdout) is None
