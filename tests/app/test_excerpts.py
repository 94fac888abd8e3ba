"""Messages quote lines of the user's own files, as they were read, and of no others."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.support.command import CATALOG, run

if TYPE_CHECKING:
    from pathlib import Path

WORD = "hidden-word"
"""What stands in a line with a mistake."""


def write(file: Path, text: str) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)
    return file


def excerpt(cwd: Path, catalog: str, *verb: str) -> bool:
    """Whether validating a catalog, which must fail with a line, shows the line."""
    process = run(*(verb or ("validate", catalog)), cwd=cwd)
    assert process.returncode == 1
    assert ".yaml:" in process.stderr or "config:" in process.stderr
    shown = f"| {WORD}" in process.stderr
    assert shown == (" | " in process.stderr)
    return shown


MISTAKE = f"{WORD}: x: y\n"


def test_a_base_outside_of_the_work_tree_is_not_shown(tmp_path: Path) -> None:
    write(tmp_path / "outside.yaml", MISTAKE)
    repository = tmp_path / "repository"
    write(repository / "shared" / "base.yaml", MISTAKE)
    write(repository / "a" / "out.yaml", "extends: ../../outside.yaml\n")
    write(repository / "a" / "in.yaml", "extends: ../shared/base.yaml\n")
    (repository / ".git").mkdir()
    assert not excerpt(repository, "a/out.yaml")
    assert excerpt(repository, "a/in.yaml")
    # From wherever it is called: the work tree is that of the catalog.
    assert not excerpt(tmp_path, "repository/a/out.yaml")
    assert excerpt(tmp_path, str(repository / "a" / "in.yaml"))


def test_without_a_work_tree_bases_in_the_working_directory_or_catalog_folder_are_quoted(
    tmp_path: Path,
) -> None:
    write(tmp_path / "base.yaml", MISTAKE)
    write(tmp_path / "a" / "c.yaml", "extends: ../base.yaml\n")
    write(tmp_path / "a" / "d.yaml", "extends: e.yaml\n")
    write(tmp_path / "a" / "e.yaml", MISTAKE)
    assert excerpt(tmp_path, "a/c.yaml")
    assert not excerpt(tmp_path / "a", "c.yaml")
    other = tmp_path / "other"
    other.mkdir()
    assert excerpt(other, "../a/d.yaml")
    assert not excerpt(other, "../a/c.yaml")


@pytest.mark.parametrize("verb", ["validate", "generate", "check", "matrix"])
def test_a_link_to_a_file_outside_of_the_work_tree_is_not_quoted(tmp_path: Path, verb: str) -> None:
    """Git carries links, to catalogs and to the folders around them."""
    write(tmp_path / "outside" / "secret.yaml", MISTAKE)
    repository = tmp_path / "repository"
    (repository / ".git").mkdir(parents=True)
    (repository / "c.yaml").symlink_to("../outside/secret.yaml")
    (repository / "folder").symlink_to("../outside")
    write(repository / "d.yaml", "extends: c.yaml\n")
    write(repository / "e.yaml", "extends: folder/secret.yaml\n")
    for catalog in ("c.yaml", "d.yaml", "e.yaml", "folder/secret.yaml"):
        assert not excerpt(repository, catalog, verb, catalog)


def test_gits_own_files_are_not_shown(tmp_path: Path) -> None:
    write(tmp_path / ".git" / "config", f'{WORD}: "x\n')
    write(tmp_path / "c.yaml", "extends: .git/config\n")
    assert not excerpt(tmp_path, "c.yaml")


@pytest.mark.parametrize("place", ["/proc/self/environ", "link"])
@pytest.mark.parametrize(
    "verb",
    [("validate", "c.yaml"), ("generate", "c.yaml"), ("explain", "c.yaml", "images"),
     ("add", "c.yaml", "a", "1.0.0", "--region", "cn-x=m-1"), ("matrix", "c.yaml")],
    ids=lambda verb: verb[0],
)  # fmt: skip
def test_a_base_in_proc_prints_no_environment_variable(
    tmp_path: Path, place: str, verb: tuple[str, ...]
) -> None:
    write(tmp_path / "c.yaml", f"extends: {place}\n")
    (tmp_path / "link").symlink_to("/proc/self/environ")
    for name in ("A", "zz"):
        for value in (WORD, f"{WORD}: x: y", f"\n{WORD}: [1\n", f"'{WORD}"):
            process = run(*verb, cwd=tmp_path, env={name: value, f"{WORD}-name": "x"})
            assert process.returncode == 1
            assert WORD not in process.stdout + process.stderr


def test_called_from_the_root_directory_quotes_no_base_elsewhere(tmp_path: Path) -> None:
    catalog = write(tmp_path / "c.yaml", "extends: /proc/self/environ\n")
    process = subprocess.run(
        [sys.executable, "-m", "generator", "validate", str(catalog)],
        cwd="/", env={"A": f"{WORD}: x: y"}, capture_output=True, text=True, check=False,
        timeout=60,
    )  # fmt: skip
    assert process.returncode == 1
    assert WORD not in process.stderr


def test_an_excerpt_quotes_the_bytes_that_were_read_not_the_file_as_it_is_now(
    tmp_path: Path,
) -> None:
    script = """
import sys
from pathlib import Path
from generator import cli
from generator.commands import reporting
show = reporting.show_problems
import generator.commands.validate as validate
def late(problems, form):
    Path("c.yaml").write_text("what is there now\\n")
    show(problems, form)
validate.show_problems = late
sys.exit(cli.run(["validate", "c.yaml"]))
"""
    write(tmp_path / "c.yaml", MISTAKE + CATALOG)
    process = subprocess.run(
        [sys.executable, "-P", "-c", script],
        cwd=tmp_path, capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert process.returncode == 1, process.stderr
    assert f"| {MISTAKE}" in process.stderr


def test_standard_input_is_quoted(tmp_path: Path) -> None:
    process = subprocess.run(
        [sys.executable, "-P", "-m", "generator", "validate", "/dev/stdin"],
        cwd=tmp_path, input=MISTAKE, capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert process.returncode == 1
    assert f"| {MISTAKE}" in process.stderr
