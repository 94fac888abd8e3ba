"""Colors: the same in every command, by `--color`, by variables, and by what is a terminal."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from generator.commands.reporting import REPORTS
from tests.support.every_command import CALLS, INPUT, WARNED, commands, write_landscape
from tests.support.krm import standard_input
from tests.support.terminal import answer

if TYPE_CHECKING:
    from pathlib import Path

SETTINGS: list[tuple[str, dict[str, str], bool, bool]] = [
    ("", {}, True, True),
    ("", {}, False, False),
    ("", {"TERM": "dumb"}, True, False),
    ("", {"TERM": "xterm-256color"}, True, True),
    ("", {"NO_COLOR": "1"}, True, False),
    ("", {"NO_COLOR": ""}, True, True),
    ("", {"FORCE_COLOR": "1"}, False, True),
    ("", {"FORCE_COLOR": "3", "TERM": "dumb"}, True, True),
    ("", {"FORCE_COLOR": ""}, False, False),
    ("", {"FORCE_COLOR": "0"}, True, False),
    ("", {"FORCE_COLOR": "1", "NO_COLOR": "1"}, True, False),
    ("", {"FORCE_COLOR": "1", "NO_COLOR": ""}, False, True),
    ("", {"CLICOLOR_FORCE": "1"}, False, True),
    ("", {"CLICOLOR_FORCE": "0"}, False, False),
    ("", {"CLICOLOR_FORCE": "0"}, True, True),
    ("", {"CLICOLOR": "0"}, True, False),
    ("", {"CLICOLOR": "1"}, False, False),
    ("", {"CLICOLOR": "0", "CLICOLOR_FORCE": "1"}, False, True),
    ("auto", {}, True, True),
    ("auto", {}, False, False),
    ("auto", {"NO_COLOR": "1"}, True, False),
    ("auto", {"FORCE_COLOR": "1"}, False, True),
    ("always", {}, False, True),
    ("always", {"NO_COLOR": "1", "TERM": "dumb", "CLICOLOR": "0"}, False, True),
    ("never", {}, True, False),
    ("never", {"FORCE_COLOR": "1", "CLICOLOR_FORCE": "1"}, True, False),
]
"""`--color`, variables, whether it is a terminal, and whether it is colored."""


@pytest.fixture(autouse=True)
def landscape(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "500")
    write_landscape()
    return tmp_path / "live.yaml"


def said(
    name: str, *options: str, before: str = "", terminal: bool, error_terminal: bool | None = None
) -> tuple[str, str]:
    call = [*before.split(), *name.split(), *CALLS[name], *options]
    with standard_input(INPUT):
        _, out, err = answer(call, terminal=terminal, error_terminal=error_terminal)
    return out, err


def plain(text: str) -> str:
    return re.sub(r"\x1b\[\d+m", "", text)


@pytest.mark.parametrize(("option", "environment", "terminal", "colored"), SETTINGS)
@pytest.mark.parametrize("name", ["matrix", "validate"])
def test_what_says_whether_text_is_colored(
    name: str,
    option: str,
    environment: dict[str, str],
    terminal: bool,
    colored: bool,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """`matrix` colors standard output, `validate` standard error."""
    for variable, value in environment.items():
        monkeypatch.setenv(variable, value)
    options = ["--color", option] if option else []
    found = "".join(said(name, *options, terminal=terminal))
    assert ("\x1b[" in found) is colored


@pytest.mark.parametrize("name", CALLS)
def test_every_command_colors_what_is_wrong_with_a_catalog(name: str, landscape: Path) -> None:
    landscape.write_text("images: [\n")
    reads_it = "live.yaml" in CALLS[name] or name == "krm"
    found = said(name, terminal=True)[1]
    assert ("live.yaml:1:9\x1b[0m: \x1b[31merror\x1b[0m: " in found) is reads_it
    assert "\x1b" not in "".join(said(name, terminal=False))


@pytest.mark.parametrize("name", CALLS)
def test_every_command_takes_the_option_before_and_after_its_words(name: str) -> None:
    # An edit, a new file or folder is there the second time.
    said(name, terminal=False)
    out, err = said(name, terminal=False)
    assert "\x1b" not in out + err
    assert said(name, "--color", "never", terminal=True) == (out, err)
    assert said(name, "--color=never", before="--color=always", terminal=True) == (out, err)
    assert said(name, terminal=True, before="--color never") == (out, err)
    colored = said(name, "--color", "always", terminal=False)
    assert (plain(colored[0]), plain(colored[1])) == (out, err)
    assert said(name, before="--color always", terminal=False) == colored


ANSWERS = {
    "check": "\x1b[31mstale   \x1b[0m out/live/controllerdeployment.yaml\n",
    "diff": "\x1b[1mout/live:\x1b[0m\n",
    "show": "\n  \x1b[31merror\x1b[0m: ",
    "matrix": "\x1b[1mgardenlinux\x1b[0m\n",
    "calendar": "  gardenlinux 1877.13.0  \x1b[32msupported\x1b[0m\n",
    "rules": "\nimage-id-format             \x1b[33mwarning\x1b[0m  ",
}
"""What is colored of the answers on standard output."""


@pytest.mark.parametrize("name", ANSWERS)
def test_answers_are_colored(name: str, landscape: Path) -> None:
    manifest = landscape.parent / "out" / "live" / "controllerdeployment.yaml"
    manifest.write_text(manifest.read_text().replace("toBeSharedImageIDs:", "toBeShared:"))
    if name == "show":
        manifest.write_text(manifest.read_text().replace("type: helm", "type: 5"))
    assert ANSWERS[name] in said(name, terminal=True)[0]


def test_each_stream_is_colored_for_itself(landscape: Path) -> None:
    landscape.write_text(WARNED.replace("shared: true", "shared: yes please"))
    for terminal in (True, False):
        out, err = said("matrix", terminal=terminal, error_terminal=not terminal)
        assert ("\x1b" in out, "\x1b" in err) == (terminal and bool(out), not terminal)


@pytest.mark.parametrize("form", ["json", "github", "gitlab", "sarif"])
def test_formats_for_programs_have_no_color(form: str) -> None:
    out, err = said("validate", "--format", form, "--color", "always", terminal=True)
    assert "\x1b" not in out
    assert ("\x1b" in err) is (form in REPORTS)


def test_a_value_that_is_none_is_wrong_usage() -> None:
    code, _, err = answer(["matrix", "live.yaml", "--color", "sometimes"], terminal=False)
    assert code == 2
    assert "'auto', 'always', 'never'" in err


def test_every_command_has_the_option() -> None:
    lacking = [
        name
        for name, command in commands()
        if sum("--color" in each.opts for each in command.params) != 1
    ]
    assert lacking == []
