"""Many large catalogs, shared by several processes: all is as in one process."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from generator.app import parallel
from tests.support.command import CATALOG, tree

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")

MAIN = "from generator.__main__ import main; main()"
SEVERAL = """\
import os, pathlib
from generator.app import parallel
parallel.WORTH, parallel._processors = 1, lambda: 3
def fork(fork=os.fork):
    pid = fork()
    if pid:
        pathlib.Path("forks").open("a").write("one\\n")
    return pid
os.fork = fork
"""
CATALOGS = {
    "bad": "images: []\n",
    "base": CATALOG,
    "copy": "metadata: {name: twin}\n" + CATALOG,
    "good": "extends: base.yaml\n",
    "keyless": CATALOG + "ownerSecret: {accessKeyID: {env: NO}, accessKeySecret: {env: NO}}\n",
    "twin": CATALOG,
    "warned": "extends: base.yaml\n" + CATALOG.replace("1877.13.0", "1877.14.0"),
}
FILES = [f"{name}.yaml" for name in CATALOGS]


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name, text in CATALOGS.items():
        Path(f"{name}.yaml").write_text(text)


def start(script: str, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-P", "-c", script + MAIN, *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def run(script: str, *arguments: str) -> tuple[int, str, str]:
    process = start(script, *arguments)
    out, err = process.communicate(timeout=60)
    return process.returncode, out, err


def forks() -> int:
    path = Path("forks")
    found = path.read_text().count("one") if path.exists() else 0
    path.unlink(missing_ok=True)
    return found


@pytest.mark.parametrize(
    "options",
    [[], ["--strict"], ["--format", "json"], ["--only", "values"]],
    ids=" ".join,
)
def test_several_processes_do_what_one_does(options: list[str]) -> None:
    alone = run("", "generate", *FILES, *options)
    written = tree(Path("manifests"))
    Path("manifests").rename("moved")
    assert run(SEVERAL, "generate", *FILES, *options) == alone
    assert forks() == 3
    assert tree(Path("manifests")) == written


def test_several_processes_check_as_one_does() -> None:
    run("", "generate", *FILES)
    Path("manifests/base/controllerdeployment.yaml").write_text("stale\n")
    Path("manifests/warned/controllerdeployment.yaml").unlink()
    alone = run("", "check", *FILES)
    assert "stale    manifests/base" in alone[1]
    assert run(SEVERAL, "check", *FILES) == alone
    assert forks() == 3


@pytest.mark.parametrize(
    "arguments", [["base.yaml"], ["base.yaml", "good.yaml", "-o", "-"]], ids=["one", "stream"]
)
def test_one_catalog_or_one_stream_starts_no_process(arguments: list[str]) -> None:
    code, out, _ = run(SEVERAL, "generate", *arguments)
    assert (code, out.count("kind: ControllerDeployment"), forks()) == (0, 2 * (out != ""), 0)


BUG = """
from generator.documents import output_folder
def write(folder, name, *more, real=output_folder.write, **others):
    if name == "good":
        raise AttributeError("LTAI5tSECRET")
    return real(folder, name, *more, **others)
output_folder.write = write
"""


@pytest.mark.parametrize("several", [SEVERAL, ""])
def test_a_bug_on_one_of_several_catalogs_is_its_alone(several: str) -> None:
    files = ["base.yaml", "good.yaml", "warned.yaml"]
    code, out, err = run(several + BUG, "generate", *files)
    assert (code, out, forks()) == (3, "", 3 * bool(several))
    match = re.match(
        r"good\.yaml: error: this is a bug in alicloud-generator \(AttributeError\); see (.*)\n",
        err,
    )
    assert match
    report = Path(match[1])
    assert "in write" in report.read_text()
    assert "LTAI5t" not in report.read_text()
    report.unlink()
    assert sorted(path.name for path in Path("manifests").iterdir()) == ["base", "warned"]


SLOW = """
import signal, time
from generator.documents import output_folder
# A shell lets what it runs in the background ignore interruptions.
signal.signal(signal.SIGINT, signal.default_int_handler)
def write(folder, name, documents, **_):
    pathlib.Path(f"busy-{name}").touch()
    time.sleep(30)
output_folder.write = write
"""


def test_an_interruption_ends_all_processes_in_silence() -> None:
    files = ["base.yaml", "good.yaml", "warned.yaml"]
    process = start(SEVERAL + SLOW, "generate", *files)
    deadline = time.monotonic() + 20
    try:
        while len(list(Path().glob("busy-*"))) < 3:
            assert time.monotonic() < deadline
            time.sleep(0.01)
        os.killpg(process.pid, signal.SIGINT)
        out, err = process.communicate(timeout=20)
        assert (process.returncode, out, err) == (130, "", "\ninterrupted\n")
        with pytest.raises(ProcessLookupError):
            os.killpg(process.pid, 0)
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
            process.communicate()


class TestTheMap:
    @pytest.fixture(autouse=True)
    def _processors(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(parallel, "_processors", lambda: 2)
        monkeypatch.setattr(parallel, "WORTH", 10)

    @pytest.fixture(autouse=True)
    def _no_child_stays(self) -> Iterator[None]:
        yield
        with pytest.raises(ChildProcessError):
            os.waitpid(-1, os.WNOHANG)

    def test_shares_items_by_size_and_keeps_their_order(self) -> None:
        found = list(parallel.parallel_map(lambda n: (n, os.getpid()), range(4), [5, 30, 10, 10]))
        assert [n for n, _ in found] == [0, 1, 2, 3]
        pids = [pid for _, pid in found]
        assert pids[0] == pids[2] == pids[3] != pids[1]
        assert os.getpid() not in pids

    @pytest.mark.parametrize("sizes", [[19], [5, 14], [20]], ids=str)
    def test_little_text_or_one_item_starts_no_process(self, sizes: list[int]) -> None:
        found = parallel.parallel_map(lambda _: os.getpid(), sizes, sizes)
        assert set(found) == {os.getpid()}

    def test_does_itself_what_a_dead_process_left(self) -> None:
        parent = os.getpid()

        def deadly(n: int) -> tuple[int, bool]:
            if n == 2 and os.getpid() != parent:
                os.kill(os.getpid(), signal.SIGKILL)
            return n, os.getpid() == parent

        found = list(parallel.parallel_map(deadly, range(6), [10] * 6))
        assert [n for n, _ in found] == list(range(6))
        assert [here for _, here in found] == [False, False, True, False, True, False]

    def test_raises_what_was_raised_elsewhere(self) -> None:
        results = parallel.parallel_map(lambda n: 1 // n, [1, 1, 0, 1], [10] * 4)
        assert [next(results), next(results)] == [1, 1]
        with pytest.raises(ZeroDivisionError):
            next(results)

    def test_works_alone_where_no_process_can_be_started(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def refuse() -> int:
            raise BlockingIOError

        monkeypatch.setattr(os, "fork", refuse)
        found = parallel.parallel_map(lambda _: os.getpid(), range(4), [10] * 4)
        assert set(found) == {os.getpid()}
        monkeypatch.delattr(os, "fork")
        assert set(parallel.parallel_map(lambda n: n, range(4), [10] * 4)) == {0, 1, 2, 3}

    def test_whoever_stops_early_leaves_nobody_behind(self) -> None:
        results = parallel.parallel_map(lambda n: "x" * n, [100_000] * 100, [10] * 100)
        assert next(results)
        results.close()
