"""What `--help` says: the verbs by task, and examples that the command line takes."""

from __future__ import annotations

import inspect
import os
import re
import subprocess
import sys
from typing import TYPE_CHECKING

import click
import pytest

from generator import cli
from tests.support.calls import assert_taken, calls, can_be_run
from tests.support.pages import check_page, steps
from tests.support.tools import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LINES = {verb: line for verbs in cli.COMMANDS.values() for verb, line in verbs.items()}
WIDTH = 80
CASES = ROOT / "tests" / "cases" / "help"


def commands() -> Iterator[tuple[str, click.Command]]:
    """Each verb and each command below one, by the words that call it."""
    top = click.Context(cli.cli, info_name="alicloud-generator")
    for verb in cli.VERBS:
        command = cli.cli.get_command(top, verb)
        assert command is not None
        yield verb, command
        for name, below in getattr(command, "commands", {}).items():
            yield f"{verb} {name}", below


def example_lines(text: str) -> list[str]:
    """The examples of a help text, each a line of a shell."""
    return re.findall(r"(?m)^(?:Examples?:|  ) *(.*\balicloud-generator .*)$", text)


HELP = {name: inspect.cleandoc(command.help or "") for name, command in commands()}


@pytest.mark.parametrize("verb", cli.VERBS)
def test_the_first_line_of_a_help_is_the_one_in_the_list(verb: str) -> None:
    assert HELP[verb].partition("\n")[0] == LINES[verb]


def test_the_list_has_a_full_line_for_each_verb(capfd: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["--help"]) == 0
    told = capfd.readouterr().out
    for verb, line in LINES.items():
        [found] = re.findall(rf"(?m)^  {verb} .*$", told)
        assert found.endswith(f" {line}")
        assert len(found) <= WIDTH
    assert [line.removesuffix(":") for line in re.findall(r"(?m)^\w+:$", told)] == [
        "Options",
        *cli.COMMANDS,
    ]


@pytest.mark.parametrize("name", [name for name in HELP if " " in name])
def test_the_line_of_a_command_below_a_verb_is_not_cut(name: str) -> None:
    # Its length is also the one that completion gives it.
    assert dict(commands())[name].get_short_help_str() == HELP[name].partition("\n")[0]


def test_the_list_imports_no_verb() -> None:
    program = "import sys; from generator import cli; cli.run(['-h']); print(*sys.modules)"
    result = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    loaded = set(result.stdout.splitlines()[-1].split())
    assert not {f"generator.commands.{verb}" for verb in cli.VERBS} & loaded


@pytest.mark.parametrize("name", HELP)
def test_a_help_has_an_example(name: str) -> None:
    found = calls(HELP[name])
    assert [call for call in found if " ".join(call).startswith(name)], HELP[name]


@pytest.mark.parametrize("name", HELP)
def test_the_command_line_takes_its_examples(name: str) -> None:
    for words in calls(HELP[name]):
        assert_taken(words)


@pytest.fixture(scope="module")
def printed() -> dict[str, str]:
    """Every help text, of a process of its own: click remembers the first context of a command."""
    program = (
        "import sys; from generator import cli\n"
        "for name in sys.argv[1:]:\n"
        "    print(end=chr(0), flush=True); cli.run([*name.split(), '--help'])"
    )
    names = ["", *HELP]
    done = subprocess.run(
        [sys.executable, "-c", program, *names],
        env={**os.environ, "COLUMNS": str(WIDTH)},
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    return dict(zip(names, done.stdout.split("\0")[1:], strict=True))


@pytest.mark.parametrize("name", ["", *HELP])
def test_a_help_is_what_was_read(
    name: str, printed: dict[str, str], *, update_golden: bool
) -> None:
    path = CASES / f"{name.replace(' ', '-') or 'all'}.txt"
    if update_golden:
        path.write_text(printed[name])
    assert printed[name] == path.read_text()


def test_examples_print_what_was_read(tmp_path: Path, *, update_golden: bool) -> None:
    page = CASES / "examples.md"
    check_page(page, tmp_path, update=update_golden)
    told = [step.command for step in steps(page.read_text())]
    for name in HELP:
        for example in filter(can_be_run, example_lines(HELP[name])):
            pattern = re.escape(example).replace("…", r"\w+")
            assert any(re.search(pattern, command) for command in told), example


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("genrate", "generate"), ("chek", "check"), ("Explain", "explain"), ("textconf", "textconv")],
)
def test_a_misspelt_verb_is_told_what_is_meant(
    typed: str, meant: str, capfd: pytest.CaptureFixture[str]
) -> None:
    assert cli.run([typed, "--help"]) == 2
    assert f'there is no command "{typed}"; did you mean "{meant}"?' in capfd.readouterr().err


def test_a_verb_that_resembles_none_is_told_alone(capfd: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["\x1b[31m"]) == 2
    told = capfd.readouterr().err
    assert "there is no command" in told
    assert "did you mean" not in told
    assert "\x1b" not in told
