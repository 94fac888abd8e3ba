"""`init` writes a whole project that works at once, or nothing, and never over what is there."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml

from generator import cli
from generator.assets import REPOSITORY
from tests.support.command import tree
from tests.support.tools import need

if TYPE_CHECKING:
    from collections.abc import Callable

PROJECT = "alicloud-generator.yaml"
CATALOG = "landscapes/live.yaml"
FILES = {
    PROJECT,
    CATALOG,
    "requirements.txt",
    ".gitattributes",
    ".pre-commit-config.yaml",
}
WORKFLOWS = {
    "github": {".github/workflows/alicloud-generator.yaml"},
    "gitlab": {".gitlab-ci.yml"},
    "none": set[str](),
}
IMAGE = ("--image", "gardenlinux=1877.10", "--region", "cn-shanghai=m-uf6hvbrxclop1jtat17m")


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


class Call:
    """What a command line has answered."""

    def __init__(self, capfd: pytest.CaptureFixture[str], *arguments: str) -> None:
        capfd.readouterr()
        self.code = cli.run(arguments)
        self.out, self.err = capfd.readouterr()
        self.lines = self.err.splitlines()


def everything(folder: Path) -> list[str]:
    """Every path below a folder, but for Git's own."""
    paths = (path.relative_to(folder).as_posix() for path in folder.rglob("*"))
    return sorted(path for path in paths if not path.startswith(".git/"))


@pytest.mark.parametrize("more", [(), IMAGE], ids=["guide", "image"])
@pytest.mark.parametrize("ci", WORKFLOWS)
def test_what_is_written_works_at_once(
    ci: str, more: tuple[str, ...], here: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    call = Call(capfd, "init", "--ci", ci, *more)
    wanted = FILES | WORKFLOWS[ci]
    assert (call.code, call.out, set(tree(here))) == (0, "", wanted)
    assert {line for line in call.lines if line.startswith("wrote ")} == {
        f"wrote {path}" for path in wanted
    }
    assert Call(capfd, "validate", "--strict").err == ""
    manifest = "manifests/live/controllerdeployment.yaml"
    assert Call(capfd, "generate", "--strict").lines == [f"wrote {manifest}"]
    up_to_date = "everything is up to date"
    for verb in (["check", "--strict"], ["check", "--no-credentials"], ["generate"]):
        again = Call(capfd, *verb)
        assert (again.code, again.lines[-1]) == (0, up_to_date)


def test_the_first_catalog_is_the_example_of_the_guide(here: Path) -> None:
    assert cli.run(["init"]) == 0
    guide = yaml.safe_load((Path(__file__).parents[2] / "examples/guide.yaml").read_text())
    found = yaml.safe_load(Path(CATALOG).read_text())
    assert found == {key: guide[key] for key in ("images", "csi", "controllerDeployment")}
    assert "RkFLR" not in Path(CATALOG).read_text()
    assert tree(here)["requirements.txt"].splitlines()[-1].startswith(b"#")


def test_the_first_catalog_is_of_the_image_that_is_named() -> None:
    assert cli.run(["init", *IMAGE, "--region", "eu-central-1=m-gw8iwwd9dqjxwgjtvc3i"]) == 0
    assert yaml.safe_load(Path(CATALOG).read_text()) == {
        "images": {
            "gardenlinux": {
                "versions": {
                    "1877.10": {
                        "classification": "supported",
                        "regions": {
                            "cn-shanghai": "m-uf6hvbrxclop1jtat17m",
                            "eu-central-1": "m-gw8iwwd9dqjxwgjtvc3i",
                        },
                    }
                }
            }
        }
    }


NEXT = "next:"
FILL_IN = (
    "  write to requirements.txt where alicloud-generator is installed from: "
    "hooks and pipelines need it"
)
STEPS = [
    "  git config diff.alicloud.textconv 'alicloud-generator textconv'",
    "  pre-commit install",
    "  alicloud-generator generate",
]


@pytest.mark.parametrize("is_repository", [False, True])
@pytest.mark.parametrize("install", [(), ("--install", "./x.whl")], ids=["nowhere", "installed"])
def test_it_says_what_to_do_next(
    install: tuple[str, ...],
    is_repository: bool,
    capfd: pytest.CaptureFixture[str],
) -> None:
    if is_repository:
        Path(".git").mkdir()
    lines = Call(capfd, "init", *install).lines
    begin = [] if is_repository else ["  git init -b main"]
    wanted = [NEXT, *([] if install else [FILL_IN]), *begin]
    assert lines[lines.index(NEXT) :] == wanted + STEPS


@pytest.mark.parametrize(
    "options", [(), IMAGE, ("--ci", "gitlab"), ("--install", "./x.whl")], ids=str
)
def test_a_second_call_changes_nothing(
    options: tuple[str, ...], here: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert cli.run(["init", *options]) == 0
    before = {path: path.stat().st_mtime_ns for path in here.rglob("*")}
    call = Call(capfd, "init", *options)
    assert (call.code, call.lines) == (0, ["everything is already there"])
    assert {path: path.stat().st_mtime_ns for path in here.rglob("*")} == before


@pytest.mark.parametrize("missing", [(), (CATALOG,), (".gitattributes", "requirements.txt")])
def test_what_was_interrupted_is_completed(
    missing: tuple[str, ...], here: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert cli.run(["init"]) == 0
    before = tree(here)
    # It is written last.
    for path in (PROJECT, *missing):
        Path(path).unlink()
    lines = Call(capfd, "init").lines
    assert lines[: lines.index(NEXT)] == [f"wrote {path}" for path in (*missing, PROJECT)]
    assert tree(here) == before


@pytest.mark.parametrize(
    "change",
    [
        lambda: Path(CATALOG).rename("landscapes/prod.yaml"),
        lambda: Path(CATALOG).write_text("images: {}\n"),
        lambda: Path(PROJECT).write_text("catalogs: [landscapes/*.yaml]\n"),
        lambda: Path(".pre-commit-config.yaml").unlink(),
    ],
    ids=["catalog renamed", "catalog changed", "project changed", "hooks removed"],
)
def test_a_project_that_people_have_changed_stays_theirs(
    change: Callable[[], object], here: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert cli.run(["init"]) == 0
    change()
    before = tree(here)
    call = Call(capfd, "init")
    named = {line.split(":")[0] for line in call.lines if "error: there is already a file" in line}
    assert (call.code, named) == (1, before.keys() & (FILES | WORKFLOWS["github"]))
    assert tree(here) == before


def make_file(path: Path) -> None:
    path.write_text("mine\n")


def make_other_line_ends(path: Path) -> None:
    built_in = (REPOSITORY / path).read_bytes()
    path.write_bytes(built_in.replace(b"\n", b"\r\n"))


WAYS: dict[str, Callable[[Path], object]] = {
    "file": make_file,
    "empty": Path.touch,
    "other line ends": make_other_line_ends,
    "folder": Path.mkdir,
    "link": lambda path: path.symlink_to("elsewhere"),
    "link to a folder": lambda path: path.symlink_to("/"),
    "pipe": os.mkfifo,
}
EVERY = sorted(FILES | WORKFLOWS["github"])


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("name", EVERY)
def test_nothing_is_written_over_what_is_there(
    name: str, way: str, here: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    Path(name).parent.mkdir(parents=True, exist_ok=True)
    WAYS[way](Path(name))
    status, before = Path(name).lstat(), everything(here)
    call = Call(capfd, "init")
    assert (call.code, call.out) == (1, "")
    assert call.lines[0].startswith(f"{name}: error: there is already a ")
    assert call.err.count("error: ") == 1
    after = Path(name).lstat()
    assert (after.st_ino, after.st_mtime_ns, after.st_size) == (
        status.st_ino,
        status.st_mtime_ns,
        status.st_size,
    )
    assert everything(here) == before


def test_all_that_is_in_the_way_is_named_at_once(
    here: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    make_file(Path("landscapes"))
    Path(".github").symlink_to("..")
    make_file(Path("requirements.txt"))
    Path(PROJECT).mkdir()
    before = everything(here)
    call = Call(capfd, "init")
    errors = [line for line in call.lines if "error: " in line]
    assert (call.code, errors) == (
        1,
        [
            ".github: error: there is already a symbolic link where a folder is needed",
            f"{PROJECT}: error: there is already a folder",
            "landscapes: error: there is already a file where a folder is needed",
            "requirements.txt: error: there is already a file",
        ],
    )
    assert everything(here) == before


def test_what_was_generated_without_a_project_is_not_put_at_risk(
    here: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    Path("old.yaml").write_text("images: {g: {versions: {1.0.0: {cn-shanghai: m-1}}}}\n")
    assert cli.run(["generate", "old.yaml"]) == 0
    before = tree(here)
    call = Call(capfd, "init")
    manifest = "manifests/old/controllerdeployment.yaml"
    message = (
        "the new project would not have the catalog of this file, so `generate` would remove it"
    )
    assert (call.code, call.lines) == (
        1,
        [
            f"{manifest}: error: {message}",
            f"  hint: write {PROJECT} by hand, with your catalogs: `catalogs: [PATTERN]`",
        ],
    )
    assert tree(here) == before


def test_manifests_of_others_are_no_obstacle(here: Path) -> None:
    Path("manifests/argo-cd").mkdir(parents=True)
    Path("manifests/argo-cd/app.yaml").write_text("kind: Application\n")
    assert cli.run(["init"]) == cli.run(["generate"]) == 0
    assert tree(here)["manifests/argo-cd/app.yaml"] == b"kind: Application\n"


def test_a_file_that_comes_meanwhile_is_not_written_over(
    here: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    real = os.link

    def comes(source: str, place: str) -> None:
        if place == PROJECT:
            Path(place).write_text("mine\n")
        real(source, place)

    monkeypatch.setattr(os, "link", comes)
    call = Call(capfd, "init")
    assert (call.code, call.lines) == (1, [f"{PROJECT}: error: cannot be written: File exists"])
    assert tree(here) == {PROJECT: b"mine\n"}


@pytest.mark.parametrize("below", ["a", "a/b"])
def test_no_project_stands_in_another(
    below: str, here: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    assert cli.run(["init"]) == 0
    (here / below).mkdir(parents=True)
    monkeypatch.chdir(here / below)
    call = Call(capfd, "init")
    up = os.path.relpath(here)
    assert (call.code, call.lines) == (
        1,
        [
            f"{up}/{PROJECT}: error: this folder is already part of a project",
            f"  hint: add catalogs to that project, or run `init` outside of {up}",
        ],
    )
    assert everything(here / below) == []


def test_a_repository_in_a_project_may_have_its_own(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert cli.run(["init"]) == 0
    (here / "vendor/other/.git").mkdir(parents=True)
    monkeypatch.chdir(here / "vendor/other")
    assert cli.run(["init"]) == 0


@pytest.mark.parametrize("below", ["a", "a/b"])
def test_a_project_stands_at_the_top_of_a_work_tree(
    below: str, here: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    Path(".git").write_text("gitdir: elsewhere\n")
    Path(below).mkdir(parents=True)
    monkeypatch.chdir(below)
    call = Call(capfd, "init")
    up = os.path.relpath(here)
    assert (call.code, call.lines) == (
        1,
        [
            "error: hooks and pipelines work only at the top of a Git work tree; this is below it",
            f"  hint: run `init` in {up}, or make this a repository by `git init`",
        ],
    )
    assert everything(here / below) == []


def test_a_folder_behind_a_link_becomes_a_project(
    here: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    (here / "real").mkdir()
    (here / "link").symlink_to("real")
    monkeypatch.chdir(here / "link")
    monkeypatch.setenv("PWD", str(here / "link"))
    assert Call(capfd, "init").code == Call(capfd, "generate", "--strict").code == 0
    assert set(tree(here / "real")) > FILES


@pytest.mark.parametrize("failing", ["mkdir", "link"])
@pytest.mark.parametrize("number", [1, 2, 3])
def test_a_disk_that_fails_leaves_nothing(
    failing: str,
    number: int,
    here: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    owner, left = {"mkdir": Path, "link": os}[failing], [number]
    real = getattr(owner, failing)

    def fails(*arguments: object, **options: object) -> None:
        left[0] -= 1
        if not left[0]:
            raise OSError(28, "No space left on device", "x")
        real(*arguments, **options)

    monkeypatch.setattr(owner, failing, fails)
    call = Call(capfd, "init")
    assert call.code == 1
    assert call.lines[0].endswith("error: cannot be written: No space left on device")
    assert everything(here) == []


@pytest.mark.skipif(not Path("/sys/kernel").is_dir(), reason="there is no sysfs")
def test_a_folder_that_nobody_may_write_to_is_told(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir("/sys/kernel")
    call = Call(capfd, "init")
    assert (call.code, len(call.lines)) == (1, 1)
    assert re.fullmatch(r"\.github: error: cannot be written: [A-Z].* .*", call.lines[0])


REFUSED_SOURCES = {
    "empty": "",
    "blank": "  ",
    "option": "--index-url=https://evil.example.org",
    "file of requirements": "-r other.txt",
    "editable": "-e .",
    "comment": "# nothing",
    "two lines": "x.whl\n--index-url=https://evil.example.org",
    "carriage return": "x.whl\r-r y",
    "other line break": "x.whl\u2028-r y",
    "continued": "x.whl \\",
    "escape": "x.whl\x1b[31m",
    "bidirectional": "x\u202elhw.whl",
    "no character": "x\udcff.whl",
    "password": "https://user:aPassword1234@example.org/x.whl",
    "token": "git+https://ghp_abcdefghijklmnopqrstuvwxyz0123456789:x@example.org/x",
}


@pytest.mark.parametrize("source", REFUSED_SOURCES.values(), ids=REFUSED_SOURCES)
def test_a_source_that_pip_reads_otherwise_is_wrong_usage(
    source: str, here: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    call = Call(capfd, "init", "--install", source)
    assert (call.code, call.out, everything(here)) == (2, "", [])
    assert "Invalid value for '--install': " in call.err
    assert "aPassword" not in call.err
    assert "ghp_" not in call.err
    assert call.err.isascii()


SOURCES = (
    "alicloud-generator @ git+https://git.example.org/alicloud-generator@v1.0.0",
    "https://${USER_NAME}:${TOKEN}@example.org/alicloud_generator-1.0.0-py3-none-any.whl",
    "https://example.org/x.whl --hash=sha256:0123",
    "./a folder/x: {y}.whl",
    "alicloud-generator==1.0.0 ; python_version >= '3.11'",
)


@pytest.mark.parametrize("source", SOURCES)
def test_a_source_is_written_as_it_stands(source: str) -> None:
    assert cli.run(["init", "--install", f" {source} "]) == 0
    assert Path("requirements.txt").read_text() == f"{source}\n"


LOCAL = ("/opt/x.whl", "../x.whl", "file:///opt/x.whl", "alicloud-generator @ file:///opt/x.whl")


@pytest.mark.parametrize("ci", WORKFLOWS)
@pytest.mark.parametrize("source", [*LOCAL, *SOURCES])
def test_a_source_that_no_pipeline_has_is_a_warning(
    source: str, ci: str, capfd: pytest.CaptureFixture[str]
) -> None:
    call = Call(capfd, "init", "--install", source, "--ci", ci)
    is_local = source in LOCAL and ci != "none"
    assert (call.code, "requirements.txt: warning: " in call.err) == (0, is_local)


def test_pip_takes_what_is_written(here: Path) -> None:
    wheel = "example-1.0-py3-none-any.whl"
    with zipfile.ZipFile(here / wheel, "w") as archive:
        metadata = "Metadata-Version: 2.1\nName: example\nVersion: 1.0\n"
        archive.writestr("example-1.0.dist-info/METADATA", metadata)
        archive.writestr("example-1.0.dist-info/WHEEL", "Wheel-Version: 1.0\nTag: py3-none-any\n")
        archive.writestr("example-1.0.dist-info/RECORD", "")
    assert cli.run(["init", "--install", f"./{wheel}"]) == 0
    pip = [sys.executable, "-m", "pip", "install", "--dry-run", "--no-index", "--no-deps"]
    done = subprocess.run(
        [*pip, "-r", "requirements.txt"], capture_output=True, text=True, timeout=120, check=False
    )
    assert (done.returncode, "Would install example-1.0" in done.stdout) == (0, True), done.stderr


REFUSED_IMAGES = {
    "no version": (["--image", "gardenlinux", *IMAGE[2:]], 2),
    "no name": (["--image", "=1.0.0", *IMAGE[2:]], 2),
    "no region": (["--image", "gardenlinux=1.0.0"], 2),
    "no image": ([*IMAGE[2:]], 2),
    "no ID": ([*IMAGE[:2], "--region", "cn-shanghai"], 2),
    "two IDs": ([*IMAGE, "--region", "cn-shanghai=m-uf6hvbrxclop1jtat17n"], 2),
    "name": (["--image", "Garden Linux=1.0.0", *IMAGE[2:]], 1),
    "yaml in a name": (["--image", "a: {b}\nrules=1.0.0", *IMAGE[2:]], 1),
    "version": (["--image", "gardenlinux=1 0", *IMAGE[2:]], 1),
    "region": ([*IMAGE[:2], "--region", "cn shanghai\n=m-1"], 1),
    "ID": ([*IMAGE[:2], "--region", "cn-shanghai=m-1 # x\n"], 1),
    "no character": ([*IMAGE[:2], "--region", "cn-shanghai\udcff=m-1"], 1),
    "two mistakes": (["--image", "a b=1", "--region", "x y=m-1"], 1),
}


@pytest.mark.parametrize(("options", "code"), REFUSED_IMAGES.values(), ids=REFUSED_IMAGES)
def test_an_image_that_no_catalog_takes_is_refused(
    options: list[str], code: int, here: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    call = Call(capfd, "init", *options)
    assert (call.code, call.out, everything(here)) == (code, "", [])
    assert "rror: " in call.err
    assert call.err.count("error: ") >= (2 if options[1] == "a b=1" else 0)


UNLIKELY = {
    "of another region": "cn-shanghai=m-bp1hvbrxclop1jtat17m",
    "of no known region": "no=m-uf6hvbrxclop1jtat17m",
    "of another form": "cn-shanghai=ami-0123456789",
    "a credential": "cn-shanghai=LTAI5tFakeFakeFakeFake12",
}


@pytest.mark.parametrize("region", UNLIKELY.values(), ids=UNLIKELY)
def test_what_the_hooks_would_refuse_is_refused(
    region: str, here: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    call = Call(capfd, "init", *IMAGE[:2], "--region", region)
    assert (call.code, everything(here)) == (1, [])
    assert call.lines[0].startswith(f"{CATALOG}:6:")
    assert "LTAI5" not in call.err


def test_actionlint_finds_nothing_in_the_workflow() -> None:
    assert cli.run(["init"]) == 0
    (workflow,) = WORKFLOWS["github"]
    done = subprocess.run(
        [need("actionlint"), "-no-color", workflow], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (0, "")


def test_a_folder_that_is_gone_is_told(here: Path) -> None:
    (here / "gone").mkdir()
    script = 'rmdir "$PWD"; exec "$@"'
    done = subprocess.run(
        ["sh", "-c", script, "sh", sys.executable, "-P", "-m", "generator", "init"],
        cwd=here / "gone", capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert (done.returncode, "Traceback" in done.stderr) == (1, False), done.stderr
    assert "error: " in done.stderr
