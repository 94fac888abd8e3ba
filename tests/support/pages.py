"""Pages that are run as they stand: a reader who types their commands sees what they show.

The blocks of a page count in its order:

- `console`: each line after `$ ` is a command, given to a shell whose folder and variables stay; a
  backslash at its end continues it. Below stands what it prints, on either channel, with `…` for
  any text of a line, and a line of `…` alone for any lines. A command fails where `error:` in it
  says so, and only there.
- `yaml` and others whose first line is `# NAME.yaml`, or `{# NAME.yaml.j2 #}`: the file as it is
  then.
- `diff`: a change that the reader makes in a file with an editor.

The folder `examples` is there from the start.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.support.shell import user_environment
from tests.support.tools import ROOT, need

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

EXAMPLE_REGISTRY = "charts.example"
"""What pages call a registry, at which commands must not ask."""

BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
"""A block of a page: its language, and its text."""

_STEP = re.compile(r"^\$ (?P<command>(?:.*\\\n)*.*)\n(?P<output>(?:(?!\$ ).*\n)*)", re.MULTILINE)
_NAME = re.compile(r"\{?# ([\w./-]+\.\w+)(?: #\})?\n")

_PROGRAM = re.compile(r"(?m)(?:^\$ |\| |&& |\$\()(kustomize|sops|age-keygen) ")
_CHANGES_WITH_THE_CHART = re.compile(r"(?<=^index ).*$|(?<=sha256:)[0-9a-f]+", re.MULTILINE)

_SCRIPT = """\
[ ! -e "$STATE" ] || . "$STATE"
{command}
code=$?
{{ export -p; printf 'cd %q\\n' "$PWD"; }} > "$STATE"
exit $code
"""


@dataclass(frozen=True, slots=True)
class Step:
    """A command of a page with what it prints: `page[start:end]`."""

    command: str
    output: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Edit:
    """What a reader does to files: a whole one, or a change of some."""

    kind: str
    text: str


def parts(page: str) -> Iterator[Step | Edit]:
    """The commands and edits of a page, in its order."""
    for block in BLOCK.finditer(page):
        if block[1] != "console":
            yield Edit(block[1], block[2])
            continue
        for found in _STEP.finditer(page, block.start(2), block.end(2)):
            yield Step(found["command"], found["output"], *found.span("output"))


def steps(page: str) -> list[Step]:
    """The commands of a page."""
    return [part for part in parts(page) if isinstance(part, Step)]


def check_page(
    page: Path,
    folder: Path,
    *,
    update: bool = False,
    registry: str = EXAMPLE_REGISTRY,
) -> None:
    """Run a page in an empty folder.

    Fails at the first command that prints something else than the page shows; with `update`, the
    page gets what they print. `registry` stands for the one that the page names.
    """
    text = page.read_text()
    for program in _PROGRAM.findall(text):
        need(program)
    reader = _Reader(folder, registry)
    new, position = "", 0
    for part in parts(text):
        if isinstance(part, Edit):
            reader.edit(part)
            continue
        code, printed = reader.run(part.command)
        is_shown = re.fullmatch(_pattern(part.output), printed)
        assert update or is_shown, f"{page.name}\n$ {part.command}\n{printed}"
        assert (code == 0) is not _has_failed(printed), f"$ {part.command}\n{printed}"
        output = part.output if is_shown else _CHANGES_WITH_THE_CHART.sub("…", printed)
        new += text[position : part.start] + output
        position = part.end
    if update:
        page.write_text(new + text[position:])


def _pattern(output: str) -> str:
    """What matches that which a page shows as output."""
    some_lines = re.sub(r"(?m)^(?:\\ )*…\\\n", lambda _: r"(?:.*\n)*", re.escape(output))
    return some_lines.replace("…", ".*")


def _has_failed(printed: str) -> bool:
    return re.search(r"^(.*: )?error: ", printed, re.MULTILINE) is not None


class _Reader:
    """Somebody who does what a page says, in `work`."""

    def __init__(self, folder: Path, registry: str) -> None:
        self._registry = registry
        self.work = folder / "work"
        self.work.mkdir()
        shutil.copytree(ROOT / "examples", self.work / "examples")
        self._state = folder / "state"
        self._environment = {**user_environment(folder / "home"), "STATE": str(self._state)}

    def run(self, command: str) -> tuple[int, str]:
        """The exit code of a command, and what it prints."""
        command = command.replace(EXAMPLE_REGISTRY, self._registry)
        result = subprocess.run(
            [need("bash"), "--noprofile", "--norc", "-c", _SCRIPT.format(command=command)],
            cwd=self.work,
            env=self._environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
            timeout=120,
        )
        printed = result.stdout.replace(self._registry, EXAMPLE_REGISTRY)
        ended = printed.removesuffix("\n") + "\n" if printed else ""
        return result.returncode, ended

    def edit(self, edit: Edit) -> None:
        """Write a file that a block is, or make the change that it shows."""
        if edit.kind == "diff":
            code, printed = self.run(f"git apply --unidiff-zero <<'END'\n{edit.text}END")
            assert code == 0, printed
        elif name := _NAME.match(edit.text):
            code, printed = self.run(
                f"mkdir -p $(dirname {name[1]}); cat > {name[1]} <<'END'\n{edit.text}END"
            )
            assert code == 0, printed
