"""What shells are answered that complete a line; `test_shells.py` has what they make of it."""

from __future__ import annotations

import json
import shlex
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click
import pytest

from generator import cli
from generator.commands.completing import PART
from generator.decode.rules import SETTINGS
from tests.support.calls import calls
from tests.support.command import CATALOG
from tests.support.every_command import commands

if TYPE_CHECKING:
    from collections.abc import Callable

COMMANDS = dict(commands())

VERSION = "images.gardenlinux.versions.1877.13.0"

PLACES = {
    "file": ("FILE", "[CATALOG]...", "FILE...", "PLACE", "[CATALOG... | OLD NEW | PATH...]"),
    "dir": ("DIR",),
}
"""What the usage calls files and folders."""

UNNAMED_PLACES = {
    *("chart digest source", "chart pack source", "chart push source", "chart unpack source"),
    *("chart verify manifest", "chart verify against", "show manifests", "textconv file"),
    *("add catalog", "explain catalog", "promote catalog", "retire catalog"),
}
"""Files that the usage calls by the name of the parameter."""

FREE = {
    *("add expires", "promote expires", "retire grace", "calendar grace"),
    *("audit orphans", "audit endpoints", "check context", "check runtime_context"),
    *("diff context", "diff runtime_context", "diff revisions", "init image", "init install"),
    *("import name", "chart pack version", "chart pack app_version", "chart push place"),
    *(f"{verb} settings" for verb in ("check", "diff", "generate")),
}
"""Parameters of which nobody knows beforehand what they are given."""

HOSTILE = {
    "nothing": "",
    "syntax": "images: [\n",
    "list": "[]\n",
    "no mapping": "images: [gardenlinux]\n",
    "null": "images: {gardenlinux: null}\n",
    "binary": "\x00\x01",
    "itself": "extends: live.yaml\n",
    "no base": "extends: none.yaml\n",
    "device": "extends: /dev/stdin\n",
    "deep": "images: " + "{a: " * 5_000,
    "aliases": "a: &a [1, 1]\nb: &b [*a, *a]\nimages: {gardenlinux: {versions: *b}}\n",
    "commands": 'images: {gardenlinux: {versions: {"$(touch acted)": {}, "`touch acted`": {}}}}\n',
    "breaks": 'images: {gardenlinux: {versions: {"1\\n2": {}, "1\\t2": {}, "1\\e[31m": {}}}}\n',
    "words": 'images: {gardenlinux: {versions: {"1 2": {}, "1\'2": {}, "1;2": {}, "-x": {}}}}\n',
    "keys": "images: {gardenlinux: {versions: {LTAI5tHostileHostileHosti: {}}}}\n",
}
"""Catalogs of which no version is offered."""


@pytest.fixture
def answer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> Callable[..., list[str]]:
    """Asks, and returns the lines of the answer without what the words mean."""
    monkeypatch.chdir(tmp_path)
    Path("live.yaml").write_text(CATALOG)

    def ask(line: str, part: str | None = None) -> list[str]:
        monkeypatch.setenv(cli.COMPLETED, f"A='1 2' B= alicloud-generator {line}")
        if part is not None:
            monkeypatch.setenv(PART, part)
        code = cli.run([])
        told = capfd.readouterr()
        assert (code, told.err) == (0, "")
        return [text.partition("\t")[0] for text in told.out.splitlines()]

    return ask


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("ge", ["generate"]),
        ("c", ["check", "calendar", "chart", "catalogs", "completion"]),
        ("chart u", ["unpack"]),
        ("--v", ["--version"]),
        ("generate --no", ["--no-credentials"]),
        ("completion ", ["bash", "zsh", "fish"]),
        ("check --format s", ["sarif"]),
        ("check --format=s", ["--format=sarif"]),
        ("rules missing-r", ["missing-region"]),
        ("validate --rule missing-r", ["missing-region="]),
        ("validate --rule missing-region=", [f"missing-region={s}" for s in SETTINGS]),
        ("validate --rule=missing-region=w", ["--rule=missing-region=warning"]),
        ("generate --only ext", ["extension", "extension-patch", "externalsecrets"]),
        ("matrix --as-of ", ["today"]),
        ("calendar --until=t", ["--until=today"]),
        ("init --region cn-beijing", ["cn-beijing=", "cn-beijing-finance-1="]),
        ("add live.yaml gardenlinux 1 --remove-region eu-", ["eu-central-1", "eu-west-1"]),
        ("promote --keep per-mi", ["per-minor"]),
        ("promote live.yaml ", ["gardenlinux"]),
        ("promote live.yaml --keep 2 gardenlinux ", ["1877.13.0"]),
        ("promote 'live.yaml' \"gardenlinux\" '18", ["1877.13.0"]),
        ("add ./live.yaml gardenlinux 1877.", ["1877.13.0"]),
        ("add live.yaml none ", []),
        ("retire live.yaml gardenlinux 1877.13.0 ", []),
        ("explain live.yaml ", ["images."]),
        ("explain live.yaml images.g", ["images.gardenlinux."]),
        ("explain live.yaml images.gardenlinux.sh", ["images.gardenlinux.shared"]),
        ("explain live.yaml images.gardenlinux.versions.18", [f"{VERSION}."]),
        ("explain live.yaml images.gardenlinux.versions.1877.1", [f"{VERSION}."]),
        (f"explain live.yaml {VERSION}.", [f"{VERSION}.regions."]),
        (f"explain live.yaml {VERSION}.regions.e", [f"{VERSION}.regions.eu-central-1"]),
        ("explain live.yaml images.none.", []),
        ("explain live.yaml images.gardenlinux.shared.", []),
        ("validate --rule '$(touch acted)='", []),
        ("retire - gardenlinux ", []),
        ("retire . gardenlinux ", []),
        ("rules missing-region ", []),
        ("genrate ", []),
        ("genrate --f", []),
        ("generate --none --f", ["--format"]),
    ],
)
def test_words_that_fit(answer: Callable[..., list[str]], line: str, words: list[str]) -> None:
    assert answer(line) == ["plain", *words]


@pytest.mark.parametrize(
    ("typed", "keys"),
    [
        ("", []),
        ("cloud", ["cloudProfile"]),
        ("images.NAME.u", ["images.NAME.updateStrategy"]),
        ("images.x.u", ["images.x.updateStrategy"]),
        ("images.x.versions.1877.3.0.cl", ["images.x.versions.1877.3.0.classification"]),
        (r"'images.x.versions.1\.2.cl", [r"images.x.versions.1\.2.classification"]),
        (
            "images.x.versions.1.2.0-rc.1.flavors.arch",
            [
                "images.x.versions.1.2.0-rc.1.flavors.architecture",
            ],
        ),
        ("seeds.b", ["seeds.backup"]),
        ("seeds[].b", ["seeds[].backup"]),
        ("seeds[1].backup.reg", ["seeds[1].backup.region"]),
        ("rules.missing-r", ["rules.missing-region"]),
        (".", []),
        ("images..u", []),
        ("live", []),
        ("../live", []),
        ("[", []),
        ("images.none.none.", []),
    ],
)
def test_keys_are_offered_beside_files(
    answer: Callable[..., list[str]], typed: str, keys: list[str]
) -> None:
    assert answer(f"explain {typed}") == ["file", *keys]


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_script_is_for_its_shell(shell: str, capfd: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["completion", shell]) == 0
    told = capfd.readouterr()
    assert f"for {shell}" in told.out
    assert cli.COMPLETED in told.out
    assert told.err == ""


def test_nothing_is_imported_for_completing_a_verb() -> None:
    program = "import sys; from generator import cli; cli.run([]); print(*sys.modules)"
    result = subprocess.run(
        [sys.executable, "-c", program],
        env={cli.COMPLETED: "alicloud-generator ge"},
        capture_output=True,
        text=True,
        check=True,
    )
    loaded = set(result.stdout.splitlines()[-1].split())
    assert result.stdout.startswith("plain\ngenerate\t")
    assert not {f"generator.commands.{verb}" for verb in cli.VERBS} & loaded
    assert loaded.isdisjoint({"yaml", "jinja2", "jsonschema_rs", "json", "deepmerge"})


@pytest.mark.parametrize("name", COMMANDS)
def test_a_parameter_is_completed_or_free(answer: Callable[..., list[str]], name: str) -> None:
    for param in COMMANDS[name].params:
        if getattr(param, "is_flag", False):
            continue
        where = f"{name} {param.name}"
        line = f"{name} {param.opts[-1]} " if isinstance(param, click.Option) else f"{name} "
        values = {"name": "live.yaml", "path": "live.yaml", "version": "live.yaml gardenlinux"}
        if isinstance(param, click.Argument):
            line += {**values, "versions": "live.yaml gardenlinux"}.get(str(param.name), "") + " "
            line += "a " if (where == "chart push place") else ""
        kinds = [kind for kind, names in PLACES.items() if param.metavar in names]
        kind, *words = answer(line)
        assert [kind] == (kinds or ["file" if where in UNNAMED_PLACES else "plain"]), where
        assert bool(words) == (kind == "plain" and where not in FREE), where


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_catalog_offers_nothing(
    answer: Callable[..., list[str]], tmp_path: Path, name: str
) -> None:
    (tmp_path / "live.yaml").write_text(HOSTILE[name])
    assert answer("promote live.yaml gardenlinux ") == ["plain"]
    assert answer("promote live.yaml -- gardenlinux ") == ["plain"]
    assert [path.name for path in tmp_path.iterdir()] == ["live.yaml"]


@pytest.mark.parametrize("name", ["$(touch acted)", "a b", "\x1b[31m", "'", "-x", "=x", "~x", "#"])
def test_a_hostile_image_is_not_offered(
    answer: Callable[..., list[str]], tmp_path: Path, name: str
) -> None:
    (tmp_path / "live.yaml").write_text(f"images: {{{json.dumps(name)}: {{}}, plain: {{}}}}\n")
    assert answer("promote live.yaml ") == ["plain", "plain"]


def test_a_catalog_is_read_with_its_bases_and_below_home(
    answer: Callable[..., list[str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a b").mkdir()
    (tmp_path / "a b" / "c.yaml").write_text("extends: ../live.yaml\nimages: {own: {}}\n")
    monkeypatch.setenv("HOME", str(tmp_path))
    images = ["plain", "gardenlinux", "own"]
    assert answer("promote ~/a\\ b/c.yaml ") == images
    assert answer("promote 'a b'/c.yaml ") == images
    assert answer("promote ~nobody-of-this-name/c.yaml ") == ["plain"]


def test_documents_of_own_templates_are_offered(
    answer: Callable[..., list[str]], tmp_path: Path
) -> None:
    for folder in ("own", "of project"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / f"x-{folder[:2]}.yaml.j2").write_text("{# a #}")
    assert answer("diff --templates own --only x") == ["plain", "x-ow"]
    (tmp_path / "alicloud-generator.yaml").write_text(
        "catalogs: [live.yaml]\ntemplates: of project\n"
    )
    assert answer("diff --only x") == ["plain", "x-of"]
    (tmp_path / "alicloud-generator.yaml").write_text("templates: [\n")
    assert answer("diff --only x") == ["plain"]


@pytest.mark.parametrize(
    ("typed", "part", "words"),
    [
        ("add live.yaml gardenlinux 1:2.", "2.", ["2.3:4"]),
        ("add live.yaml gardenlinux 1:2.3:", "", ["4"]),
        ("add live.yaml gardenlinux '1:2.", "1:2.", ["1:2.3:4"]),
        ("add live.yaml gardenlinux 1\\:2", "1\\:2", ["1:2.3:4"]),
        ("add live.yaml --classification=", "", ["preview", "supported"]),
        ("add live.yaml --classification=p", "p", ["preview"]),
        ("add live.yaml --rule", "--rule", []),
        ("validate --rule=missing-region=e", "e", ["error"]),
        ("validate --rule=missing-reg", "missing-reg", ["missing-region="]),
    ],
)
def test_bash_gets_the_part_that_it_completes(
    answer: Callable[..., list[str]], tmp_path: Path, typed: str, part: str, words: list[str]
) -> None:
    (tmp_path / "live.yaml").write_text("images: {gardenlinux: {versions: {'1:2.3:4': {}}}}\n")
    assert answer(typed, part) == ["plain", *words]


def test_backslashes_in_quotes_are_part_of_the_word(answer: Callable[..., list[str]]) -> None:
    typed = r"images.x.versions.1\.2.cl"
    for quote in "'\"":
        assert answer(f"explain {quote}{typed}", typed) == ["file", f"{typed}assification"]


@pytest.mark.parametrize("name", COMMANDS)
def test_no_beginning_of_a_line_is_too_much(answer: Callable[..., list[str]], name: str) -> None:
    for words in calls(COMMANDS[name].help or ""):
        line = shlex.join(words)
        for end in range(0, len(line), 3):
            assert answer(line[:end])[0] in ("plain", "file", "dir")
