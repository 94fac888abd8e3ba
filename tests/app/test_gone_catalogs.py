"""What was generated for catalogs that are gone from a project goes, and nothing else ever does."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator import cli
from generator.files.temporary import leftovers
from generator.manifest.header import HEADER
from tests.support.command import tree

if TYPE_CHECKING:
    from collections.abc import Callable

CATALOG = "images: {g: {versions: {1.0.0: {cn-shanghai: m-uf6hvbrxclop1jtat17m}}}}\n"
PROJECT = "catalogs: [landscapes/*.yaml]\n"
SOPS = "sops: {mac: ENC[x], version: 3.9.0}\nstringData: {a: ENC[y]}\n"
FOLDER = Path("manifests")
MANIFEST = "controllerdeployment.yaml"


@pytest.fixture(autouse=True)
def _project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write_project("dev", "live", "old")
    assert cli.run(["generate"]) == 0


def write_project(*names: str) -> None:
    Path("landscapes").mkdir()
    Path("alicloud-generator.yaml").write_text(PROJECT)
    for name in names:
        catalog(name).write_text(CATALOG)


def catalog(name: str) -> Path:
    return Path(f"landscapes/{name}.yaml")


def call(capfd: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, list[str], list[str]]:
    capfd.readouterr()
    code = cli.run(arguments)
    out, err = capfd.readouterr()
    return code, out.splitlines(), err.splitlines()


def test_the_folder_of_a_catalog_that_is_gone_goes(capfd: pytest.CaptureFixture[str]) -> None:
    catalog("old").unlink()
    path = f"manifests/old/{MANIFEST}"
    code, out, err = call(capfd, "check")
    assert (code, out) == (1, [f"leftover {path}"])
    assert err == ["error: 1 file out of date", "  hint: run `alicloud-generator generate`"]
    (FOLDER / "dev" / MANIFEST).unlink()
    assert call(capfd, "check")[2][1] == "  hint: run `alicloud-generator generate`"
    assert cli.run(["generate", "landscapes/dev.yaml"]) == 0
    capfd.readouterr()
    assert call(capfd, "generate") == (0, [], [f"removed {path}"])
    assert [path.name for path in sorted(FOLDER.iterdir())] == ["dev", "live"]
    assert call(capfd, "generate") == (0, [], ["everything is up to date"])
    assert call(capfd, "check") == (0, [], ["everything is up to date"])


@pytest.mark.parametrize(
    "change",
    [
        lambda: catalog("old").rename("landscapes/new.yaml"),
        lambda: catalog("old").write_text(CATALOG + "metadata: {name: new}\n"),
        lambda: catalog("old").write_text(CATALOG + "abstract: true\n"),
        lambda: Path("alicloud-generator.yaml").write_text("catalogs: ['landscapes/[dl]*.yaml']\n"),
    ],
    ids=["file renamed", "catalog renamed", "abstract", "pattern"],
)
def test_a_catalog_is_gone_however_it_went(
    change: Callable[[], object], capfd: pytest.CaptureFixture[str]
) -> None:
    change()
    assert call(capfd, "generate")[0] == 0
    assert not (FOLDER / "old").exists()


@pytest.mark.parametrize("verb", ["generate", "check", "diff", "generate --dry-run"])
def test_nothing_goes_where_every_catalog_is_abstract_and_it_is_said(
    verb: str, capfd: pytest.CaptureFixture[str]
) -> None:
    before = tree(FOLDER)
    for name in ("dev", "live", "old"):
        catalog(name).write_text(CATALOG + "abstract: true\n")
    said = "warning: every catalog of the project is abstract"
    code, _, err = call(capfd, *verb.split())
    assert (code, tree(FOLDER)) == (0, before)
    assert err[0].startswith(f"alicloud-generator.yaml:1:11: {said}")
    assert call(capfd, "check", "--strict")[0] == 1
    catalog("live").write_text(CATALOG)
    assert not [line for line in call(capfd, *verb.split())[2] if said in line]


def test_every_format_of_check_tells_it(capfd: pytest.CaptureFixture[str]) -> None:
    catalog("old").unlink()
    path = f"manifests/old/{MANIFEST}"
    (line,) = call(capfd, "check", "--format", "json")[1]
    wanted = {"file": path, "state": "leftover", "catalog": "alicloud-generator.yaml"}
    assert json.loads(line) == wanted
    (line,) = call(capfd, "check", "--format", "github")[1]
    assert line.startswith(f"::error file=alicloud-generator.yaml,line=1::{path} is leftover")


OTHERS = {
    "generate a named one": ["generate", "landscapes/live.yaml"],
    "generate all, named": ["generate", "landscapes/*.yaml"],
    "generate one document": ["generate", "--only", "values"],
    "generate with a setting": ["generate", "--set", "metadata.name=x"],
    "generate elsewhere": ["generate", "-o", "elsewhere"],
    "generate to standard output": ["generate", "-o", "-"],
    "check": ["check"],
    "diff": ["diff"],
    "validate": ["validate"],
}


@pytest.mark.parametrize("arguments", OTHERS.values(), ids=OTHERS)
def test_another_call_leaves_it(arguments: list[str]) -> None:
    catalog("old").unlink()
    catalog("dev").unlink()
    cli.run(arguments)
    assert (FOLDER / "old" / MANIFEST).exists()
    assert (FOLDER / "dev" / MANIFEST).exists()


WRONG = {
    "key": "imagse: {}\n",
    "yaml": "images: [\n",
    "base": "extends: none.yaml\n",
    "name": CATALOG + "metadata: {name: live}\n",
    "pattern": "",
    "rule": CATALOG.replace("m-uf6", "m-bp1") + "rules: {image-id-region: error}\n",
    "access key": CATALOG + "ownerSecret: {accessKeyID: {env: NO}, accessKeySecret: {env: NO}}\n",
    "all abstract": CATALOG + "abstract: true\n",
}


@pytest.mark.parametrize("wrong", WRONG)
def test_nothing_goes_where_something_is_wrong(wrong: str) -> None:
    catalog("old").unlink()
    catalog("dev").write_text(WRONG[wrong])
    if wrong == "pattern":
        catalog("dev").unlink()
        Path("alicloud-generator.yaml").write_text("catalogs: [landscapes/*.yaml, asia/*.yaml]\n")
    elif wrong == "all abstract":
        catalog("live").unlink()
    assert cli.run(["generate"]) == (0 if wrong == "all abstract" else 1)
    assert (FOLDER / "old" / MANIFEST).exists()


def test_what_is_not_ours_stays_and_is_named(capfd: pytest.CaptureFixture[str]) -> None:
    catalog("old").unlink()
    header = (FOLDER / "old" / MANIFEST).read_text().splitlines()[0]
    (FOLDER / "old" / "notes.txt").write_text("by hand\n")
    (FOLDER / "old" / "link.yaml").symlink_to(f"../live/{MANIFEST}")
    (FOLDER / "old" / "secrets.yaml").write_text(SOPS)
    (FOLDER / "old" / "seeds.yaml").write_text(f"{header}\n{SOPS}")
    (FOLDER / "old" / "below").mkdir()
    os.mkfifo(FOLDER / "old" / "pipe")
    shutil.copy(FOLDER / "live" / MANIFEST, FOLDER / "old" / "below" / MANIFEST)
    shutil.copytree(FOLDER / "live", FOLDER / "Not_A_Name")
    (FOLDER / "linked").symlink_to("live")
    (FOLDER / "foreign").mkdir()
    (FOLDER / "foreign" / "notes.txt").write_text("by hand\n")
    code, out, _ = call(capfd, "check")
    encrypted = ["manifests/old/secrets.yaml", "manifests/old/seeds.yaml"]
    assert (code, sorted(out)) == (
        1,
        [
            *(f"encrypted, not compared: {path}" for path in encrypted),
            f"leftover manifests/old/{MANIFEST}",
        ],
    )
    before = set(tree(FOLDER))
    code, _, err = call(capfd, "generate")
    foreign = ["below", "link.yaml", "notes.txt", "pipe"]
    assert (code, sorted(err)) == (
        0,
        [
            *(f"encrypted, left as it is: {path}" for path in encrypted),
            *(f"not generated, left as it is: manifests/old/{name}" for name in foreign),
            f"removed manifests/old/{MANIFEST}",
        ],
    )
    assert before - set(tree(FOLDER)) == {f"old/{MANIFEST}"}


@pytest.mark.parametrize("folder", ["", "runtime", "virtual-garden"])
def test_secrets_stay_where_no_credentials_are_at_hand(
    folder: str, capfd: pytest.CaptureFixture[str]
) -> None:
    """They may be the only place that has the keys, and the catalog's new name asks for them."""
    catalog("old").rename("landscapes/new.yaml")
    place = FOLDER / "old" / folder
    place.mkdir(exist_ok=True)
    secrets = place / "secrets.yaml"
    secrets.write_text(HEADER + "\nkind: Secret\ndata: {accessKeyID: a2V5}\n")
    kept, gone = f"holds Secrets, left as it is: {secrets}", f"manifests/old/{MANIFEST}"
    code, out, _ = call(capfd, "generate", "--no-credentials", "--dry-run")
    assert code == 0
    assert kept in out
    code, _, err = call(capfd, "generate", "--no-credentials")
    wanted = [kept, f"removed {gone}", f"wrote manifests/new/{MANIFEST}"]
    assert (code, sorted(err)) == (0, wanted)
    assert call(capfd, "generate", "--no-credentials") == (0, [], [kept])
    assert call(capfd, "check", "--no-credentials")[0] == 0
    assert call(capfd, "check")[:2] == (1, [f"leftover {secrets}"])
    assert call(capfd, "generate") == (0, [], [f"removed {secrets}"])
    assert not (FOLDER / "old").exists()


def test_all_or_nothing_goes(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    for name in ("dev", "old"):
        catalog(name).unlink()
    (FOLDER / "dev" / "notes.txt").write_text("by hand\n")
    before = tree(FOLDER)

    def fails(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted", "manifests/dev")

    monkeypatch.setattr("generator.files.removing.apply", fails)
    code, _, err = call(capfd, "generate")
    assert (code, err) == (1, ["manifests/dev: error: cannot be removed: Operation not permitted"])
    assert tree(FOLDER) == before


def test_a_folder_that_somebody_writes_to_meanwhile_stays(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    catalog("old").unlink()
    real = Path.rename

    def writes(path: Path, target: Path) -> Path:
        Path("manifests/old/late.txt").write_text("by hand\n")
        monkeypatch.setattr(Path, "rename", real)
        return real(path, target)

    monkeypatch.setattr(Path, "rename", writes)
    assert cli.run(["generate"]) == 1
    assert sorted(tree(FOLDER / "old")) == [MANIFEST, "late.txt"]
    assert not leftovers(FOLDER)


NAMES = ("a", "b", "c", "d")
STATES = st.sampled_from(["kept", "kept", "kept", "gone", "gone", "broken", "abstract", "renamed"])
CALLS = st.sampled_from(
    [
        [],
        [],
        [],
        ["landscapes/a.yaml"],
        ["--only", "values"],
        ["-o", "out"],
        ["--set", "labels.a=b"],
    ]
)
ADDITIONS = {
    "foreign": lambda path: path.write_text("by hand\n"),
    "sops": lambda path: path.write_text(SOPS),
    "sops with header": lambda path: path.write_text(f"{HEADER}x; do not edit.\n{SOPS}"),
    "like ours": lambda path: path.write_text(f"{HEADER}x; do not edit.\na: b\n"),
    "nearly ours": lambda path: path.write_text(f" {HEADER}x; do not edit.\na: b\n"),
    "sealed": lambda path: path.write_text("kind: SealedSecret\n"),
    "link": lambda path: path.symlink_to("../a/controllerdeployment.yaml"),
    "folder": lambda path: path.mkdir(),
    "empty": lambda path: path.write_text(""),
}
PLACES = st.tuples(
    st.sampled_from([*NAMES, "other", "Other", "a_b", ".hidden"]),
    st.sampled_from(["secrets.yaml", "values.yaml", "notes.txt", "x"]),
    st.sampled_from([*ADDITIONS]),
)


def everything(folder: Path) -> set[str]:
    """Every path below a folder, links and folders included."""
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*")}


def is_ours(path: Path) -> bool:
    """Whether a file is one of ours, judged by what stands there and nothing else."""
    text = path.read_text() if path.is_file() and not path.is_symlink() else ""
    return text.startswith(HEADER) and "sops:" not in text


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.tuples(*[STATES] * len(NAMES)), st.lists(PLACES, max_size=6), CALLS, st.booleans())
def test_nothing_that_is_not_ours_and_gone_is_ever_removed(
    states: tuple[str, ...], additions: list[tuple[str, str, str]], options: list[str], deep: bool
) -> None:
    start = Path.cwd()
    with TemporaryDirectory() as folder:
        os.chdir(folder)
        try:
            check_what_goes(dict(zip(NAMES, states, strict=True)), additions, options, deep=deep)
        finally:
            os.chdir(start)


def check_what_goes(
    states: dict[str, str],
    additions: list[tuple[str, str, str]],
    options: list[str],
    *,
    deep: bool,
) -> None:
    write_project(*NAMES)
    assert cli.run(["generate", "-q"]) == 0
    for addition in additions:
        add(*addition)
    for name, state in states.items():
        change(name, state)
    before = everything(FOLDER)
    ours = {path for path in before if is_ours(FOLDER / path)}
    os.chdir("landscapes" if deep and not options else ".")
    code = cli.run(["generate", "-q", *options])
    os.chdir(os.pardir if deep and not options else ".")
    after = everything(FOLDER)
    kept = {name for name, state in states.items() if state == "kept"}
    readable = "broken" not in states.values() and {*states.values()} & {"kept", "renamed"}
    prunes = bool(not options and readable and code == 0)
    cleaned = cleaned_folders(kept, options)
    for path in before - after:
        name = path.partition("/")[0]
        if path == name:
            assert not any(other.startswith(f"{name}/") for other in after)
        else:
            assert path in ours, path
        assert name in cleaned or (prunes and name not in kept), path
    if prunes:
        gone = {path for path in ours if path.split("/")[0] in {*NAMES, "other"} - kept}
        assert not {path for path in gone if path.count("/") == 1} & after
    cli.run(["generate", "-q", *options])
    assert everything(FOLDER) == after


def add(name: str, file: str, kind: str) -> None:
    place = FOLDER / name / file
    place.parent.mkdir(exist_ok=True)
    if not os.path.lexists(place):
        ADDITIONS[kind](place)


def change(name: str, state: str) -> None:
    text = {"broken": "images: [\n", "abstract": CATALOG + "abstract: true\n"}
    catalog(name).write_text(text.get(state, CATALOG))
    if state == "gone":
        catalog(name).unlink()
    elif state == "renamed":
        catalog(name).rename(catalog(f"new-{name}"))


def cleaned_folders(kept: set[str], options: list[str]) -> set[str]:
    """Folders in which a call removes what the catalog does not ask for any more."""
    if options in (["-o", "out"], ["--only", "values"]):
        return set()
    return kept & {"a"} if options == ["landscapes/a.yaml"] else kept
