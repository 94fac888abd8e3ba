"""What is no regular file, wherever a path can stand: refused, at once and in little memory."""

from __future__ import annotations

import errno
import os
import resource
import signal
import socket
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import pytest

from generator import cli
from tests.support.command import CATALOG
from tests.support.tools import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

MEMORY = 512 << 20
"""Bytes that a call may take; twice its largest limit of a file."""

RELEASE = ROOT / "tests" / "cases" / "import" / "ok" / "coreos-stream" / "stable.json"


def pipe(path: Path) -> None:
    os.mkfifo(path)


def device(path: Path) -> None:
    path.symlink_to("/dev/zero")


def terminal(path: Path) -> None:
    path.symlink_to("/dev/tty")


def sparse(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(5 * 1024**3)


def endless(path: Path) -> None:
    """A file of the system whose size is 0 and that waits for news."""
    path.symlink_to("/proc/kmsg")


def unix_socket(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as server:
        here = Path.cwd()
        try:
            # The names of sockets are short.
            os.chdir(path.parent)
            server.bind(path.name)
        finally:
            os.chdir(here)


def ring(path: Path) -> None:
    path.symlink_to(path.name)


def folder(path: Path) -> None:
    path.mkdir()


KINDS: list[Callable[[Path], None]] = [
    pipe, device, terminal, sparse, endless, unix_socket, ring, folder,
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Place:
    """Where a path stands: what to run, the file to be special, and what the message must name."""

    name: str
    arguments: tuple[str, ...]
    special: str
    where: str
    extra: str = ""
    fits: frozenset[str] = frozenset()
    """Kinds that are no mistake there."""


KEY = "ownerSecret: {accessKeyID: {file: x}, accessKeySecret: {file: x}}\n"

PLACES = [
    Place("catalog", ("generate", "x"), "x", "x: error:"),
    Place("validated", ("validate", "x"), "x", "x: error:"),
    Place("explained", ("explain", "x", "images"), "x", "x: error:"),
    Place("edited", ("retire", "x", "--as-of", "2025-01-01"), "x", "x: error:"),
    Place("base", ("generate", "c.yaml"), "x", "c.yaml:1:10: error:", "extends: x\n"),
    Place("base of a base", ("matrix", "c.yaml"), "x", "b.yaml:1:11: error:", "extends: b.yaml\n"),
    Place("bases", ("calendar", "c.yaml", "--as-of", "2025-01-01"), "x", "c.yaml:1:20: error:",
          "extends: [ok.yaml, x]\n"),
    Place("base of --in", ("add", "c.yaml", "a", "1.0.0", "--region", "cn-x=m-1", "--in", "x"),
          "x", "c.yaml:1:10: error:", "extends: x\n"),
    Place("chart", ("generate", "c.yaml"), "x", "c.yaml:1:31: error:",
          "controllerDeployment: {chart: x}\n"),
    Place("file of a chart", ("generate", "c.yaml"), "chart/x", "chart/x: error:",
          "controllerDeployment: {chart: chart}\n", frozenset({"folder"})),
    Place("Chart.yaml", ("generate", "c.yaml"), "ch/Chart.yaml", "ch",
          "controllerDeployment: {chart: ch}\n"),
    Place("ignore file", ("generate", "c.yaml"), "chart/.helmignore", "chart/.helmignore: error:",
          "controllerDeployment: {chart: chart}\n"),
    Place("credential", ("generate", "c.yaml"), "x", "c.yaml:1:28: error:", KEY),
    Place("manifest on disk", ("generate", "c.yaml"), "manifests/c/controllerdeployment.yaml",
          "manifests/c/controllerdeployment.yaml: error:"),
    Place("private manifest", ("generate", "c.yaml", "--with-secrets"), "manifests/c/secrets.yaml",
          "manifests/c/secrets.yaml: error:",
          "controllerDeployment: {apiVersion: v1}\nownerSecret: {resource: r, "
          "accessKeyID: {env: ID}, accessKeySecret: {env: SECRET}}\n"),
    Place("compared", ("check", "c.yaml"), "manifests/c/controllerdeployment.yaml",
          "manifests/c/controllerdeployment.yaml"),
    Place("catalog's folder", ("generate", "c.yaml"), "manifests/c", "manifests/c: error:", "",
          frozenset({"folder"})),
    Place("output", ("generate", "c.yaml"), "manifests", "manifests", "", frozenset({"folder"})),
    Place("template", ("generate", "c.yaml", "--templates", "templates"),
          "templates/controllerdeployment.yaml.j2", "controllerdeployment.yaml.j2"),
    Place("imported", ("import", "x"), "x", "x: error:"),
    Place("release", ("add", "c.yaml", "--from", "x"), "x", "x"),
    Place("use", ("retire", "c.yaml", "--as-of", "2025-01-01", "--in-use", "x"), "x", "x"),
    Place("shown", ("show", "x"), "x", "x: error:"),
    Place("converted", ("textconv", "x"), "x", "x: error:", "", frozenset({"sparse"})),
    Place("verified", ("chart", "verify", "x", "--against", "chart"), "x", "x: error:"),
    Place("verified against", ("chart", "verify", "chart", "--against", "x"), "x", "x: error:"),
    Place("packed", ("chart", "pack", "x"), "x", "x: error:"),
    Place("unpacked", ("chart", "unpack", "x", "-o", "out"), "x", "x: error:"),
    Place("digested", ("chart", "digest", "x"), "x", "x: error:"),
    Place("old", ("diff", "x", "ok.yaml"), "x", "error:"),
    Place("in a folder", ("diff", "old", "chart"), "old/x.yaml", "old/x.yaml: error:", "",
          frozenset({"folder", "ring"})),
    Place("new catalog", ("import", str(RELEASE), "-o", "x.yaml"), "x.yaml", "x.yaml: error:"),
    Place("unpacked to", ("chart", "unpack", "chart", "-o", "out"), "out", "out: error:", "",
          frozenset({"folder"})),
    Place("summary", ("retire", "c.yaml", "--as-of", "2025-01-01", "--summary", "s.md"), "s.md",
          "s.md", "", frozenset({"sparse"})),
]  # fmt: skip


def prepare(where: Path, extra: str = "") -> None:
    (where / "ok.yaml").write_text(CATALOG)
    (where / "c.yaml").write_text(extra + CATALOG)
    (where / "b.yaml").write_text("extends: [x]\n")
    for name in ("manifests", "templates", "old", "ch", "chart"):
        (where / name).mkdir()
    (where / "chart" / "Chart.yaml").write_text("apiVersion: v2\nname: c\nversion: 1.0.0\n")


class HungError(BaseException):
    """Nothing in the program catches it."""


@contextmanager
def bounded() -> Iterator[None]:
    """Half a minute, and little more memory than there is."""

    def hung(*_: object) -> None:
        raise HungError

    pages = int(Path("/proc/self/statm").read_text().split()[0])
    before = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (pages * resource.getpagesize() + MEMORY, before[1]))
    handler = signal.signal(signal.SIGALRM, hung)
    signal.alarm(30)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, handler)
        resource.setrlimit(resource.RLIMIT_AS, before)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a call came to."""

    returncode: int
    stdout: str
    stderr: str


Call: TypeAlias = "Callable[..., Answer]"


@pytest.fixture
def call(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Call:
    """Calls the command line in a folder, within bounds."""
    monkeypatch.setenv("ID", "LTAI5tFakeFakeFakeFake12")
    monkeypatch.setenv("SECRET", "s" * 30)

    def called(where: Path, *arguments: str) -> Answer:
        monkeypatch.chdir(where)
        with bounded():
            code = cli.run(arguments)
        return Answer(code, *capfd.readouterr())

    return called


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.name.replace(" ", "-"))
def test_special_files_are_refused_where_they_are_named(
    tmp_path: Path, place: Place, call: Call
) -> None:
    for kind in KINDS:
        if kind.__name__ in place.fits:
            continue
        where = tmp_path / kind.__name__
        where.mkdir()
        prepare(where, place.extra)
        special = where / place.special
        if special.is_dir():
            special.rmdir()
        special.parent.mkdir(exist_ok=True)
        kind(special)
        before = special.lstat()
        process = call(where, *place.arguments)
        said = process.stdout + process.stderr
        assert process.returncode in (1, 2), (kind, said)
        assert process.returncode == 1 or "Usage:" in process.stderr, (kind, said)
        assert place.where in said, (kind, said)
        assert "Traceback" not in said
        assert special.lstat().st_ino == before.st_ino, kind
        assert not [*where.rglob(".alicloud*")], kind


def test_generate_writes_a_good_catalog_beside_unreadable_ones(tmp_path: Path, call: Call) -> None:
    prepare(tmp_path, "extends: x\n")
    pipe(tmp_path / "x")
    process = call(tmp_path, "generate", "c.yaml", "x", "ok.yaml")
    assert process.returncode == 1
    assert "c.yaml:1:10: error:" in process.stderr
    assert "x: error: cannot be read: it is a pipe" in process.stderr
    assert (tmp_path / "manifests" / "ok" / "controllerdeployment.yaml").is_file()


LONG = "d/" * 2500 + "x"
NAMES = {"NUL": '"a\\0b"', "long": LONG, "long name": "n" * 5000, "no folder": "ok.yaml/x"}


@pytest.mark.parametrize("path", NAMES.values(), ids=NAMES)
def test_paths_that_lead_nowhere_are_refused_in_their_line(
    tmp_path: Path, path: str, call: Call
) -> None:
    for name, extra, line in (
        ("base", f"extends: {path}\n", "c.yaml:1:10: error:"),
        ("chart", f"controllerDeployment:\n  chart: {path}\n", "c.yaml:2:10: error:"),
        ("key", f"ownerSecret:\n  accessKeyID: {{file: {path}}}\n  accessKeySecret: {{env: E}}\n",
         "c.yaml:2:16: error:"),
    ):  # fmt: skip
        where = tmp_path / name
        where.mkdir()
        prepare(where, extra)
        process = call(where, "generate", "c.yaml", "ok.yaml")
        assert process.returncode == 1, process.stderr
        assert line in process.stderr, (name, process.stderr)
        assert "Traceback" not in process.stderr
        assert "bug" not in process.stderr
        assert (where / "manifests" / "ok" / "controllerdeployment.yaml").is_file()


def test_a_base_without_read_permission_is_refused_in_its_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """The system is told to refuse, for the superuser may read everything."""
    prepare(tmp_path, "extends: x\n")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "x").write_text("images: {}\n")
    opened = os.open

    def refusing(path: Any, *arguments: Any, **options: Any) -> int:
        if path == "x":
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), path)
        return opened(path, *arguments, **options)

    monkeypatch.setattr("os.open", refusing)
    assert cli.run(["generate", "c.yaml", "ok.yaml"]) == 1
    assert 'c.yaml:1:10: error: "x" cannot be read: Permission denied' in capfd.readouterr().err
    assert (tmp_path / "manifests" / "ok" / "controllerdeployment.yaml").is_file()


def test_links_in_the_output_folder_are_not_followed(tmp_path: Path, call: Call) -> None:
    """Git carries links; what they lead to is neither compared, kept nor replaced."""
    prepare(tmp_path)
    assert call(tmp_path, "generate", "c.yaml").returncode == 0
    real = tmp_path / "manifests" / "c"
    other = tmp_path / "other"
    real.rename(other)
    real.symlink_to(other)
    assert "is a link or a file, not a folder" in call(tmp_path, "check", "c.yaml").stderr
    assert "is a link or a file, not a folder" in call(tmp_path, "generate", "c.yaml").stderr
    real.unlink()
    real.mkdir()
    document = real / "controllerdeployment.yaml"
    document.symlink_to(other / document.name)
    assert "stale" in call(tmp_path, "check", "c.yaml").stdout
    assert "is in the way" in call(tmp_path, "generate", "c.yaml").stderr
    assert document.is_symlink()


def test_diff_refuses_a_tracked_file_that_became_a_special_file(tmp_path: Path, call: Call) -> None:
    prepare(tmp_path)
    file = tmp_path / "m.yaml"
    file.write_text("kind: ControllerDeployment\n")
    git = ("git", "-c", "user.name=x", "-c", "user.email=x@example.org", "-C", str(tmp_path))
    for arguments in (("init", "-q"), ("add", "m.yaml"), ("commit", "-qm", "one")):
        subprocess.run([*git, *arguments], check=True)
    with file.open("ab") as stream:
        stream.truncate(5 * 1024**3)
    process = call(tmp_path, "diff", "--git", "HEAD")
    assert process.returncode == 1
    assert "m.yaml: error: cannot be read: it is larger than" in process.stderr
    for kind in (pipe, device, unix_socket):
        file.unlink()
        kind(file)
        process = call(tmp_path, "diff", "--git", "HEAD", "--exit-code")
        assert process.returncode == 1, (kind, process.stderr)
        assert "m.yaml" in process.stdout + process.stderr


def test_standard_input_and_open_streams_are_read(tmp_path: Path) -> None:
    prepare(tmp_path)
    for command in (
        "cat c.yaml | {} validate /dev/stdin",
        "{} validate /dev/stdin < c.yaml",
        "{} validate <(cat c.yaml)",
        f"cat {RELEASE} | {{}} import - | {{}} validate /dev/stdin",
        f"{{}} add c.yaml coreos 33.20201104.3.0 --from <(cat {RELEASE}) --dry-run",
    ):
        program = f"{sys.executable} -P -m generator"
        process = subprocess.run(
            ["bash", "-c", command.replace("{}", program)],
            cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False,
        )  # fmt: skip
        assert process.returncode == 0, (command, process.stderr)


def test_standard_input_has_a_limit_and_may_be_closed(tmp_path: Path) -> None:
    prepare(tmp_path)
    for verb in (["generate", "/dev/stdin"], ["show", "-"], ["import", "-"], ["add", "c.yaml",
                 "--from", "/dev/stdin"]):  # fmt: skip
        for stream, said in (("< /dev/zero", "it is larger than"), ("<&-", "cannot be read")):
            limited = f'ulimit -v {MEMORY >> 10}; exec "$@" {stream}'
            process = subprocess.run(
                ["bash", "-c", limited, "bash", sys.executable, "-P", "-m", "generator", *verb],
                cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False,
            )  # fmt: skip
            assert process.returncode in (1, 2), (verb, stream, process.stderr)
            assert said in process.stderr or process.returncode == 2, (verb, process.stderr)


def test_a_base_is_never_standard_input(tmp_path: Path) -> None:
    prepare(tmp_path, "extends: /dev/stdin\n")
    reader, writer = os.pipe()
    try:
        process = subprocess.run(
            [sys.executable, "-P", "-m", "generator", "validate", "c.yaml"],
            cwd=tmp_path, stdin=reader, capture_output=True, text=True, timeout=60, check=False,
        )  # fmt: skip
    finally:
        os.close(reader)
        os.close(writer)
    assert process.returncode == 1
    assert "c.yaml:1:10: error:" in process.stderr


@pytest.mark.parametrize("number", ["99", "99999999999", "9" * 40])
@pytest.mark.parametrize("folder", ["/dev/fd", "/proc/self/fd"])
@pytest.mark.parametrize("verb", ["validate", "show", "import", "textconv"])
def test_a_stream_that_is_not_open(
    tmp_path: Path, call: Call, verb: str, folder: str, number: str
) -> None:
    answer = call(tmp_path, verb, f"{folder}/{number}")
    assert answer.returncode == 1
    assert f"{folder}/{number}: error: " in answer.stderr


def test_a_descriptor_of_thousands_of_digits_is_no_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for file in (f"/dev/fd/{'9' * 5000}", f"/proc/self/fd/{'9' * 30}"):
        assert cli.run(["validate", file]) == 1
        assert cli.run(["show", file]) == 1
        assert capsys.readouterr().err.count("error: ") == 2
    assert not [*tmp_path.iterdir()]
