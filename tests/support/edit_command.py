"""A folder with a catalog in it, and the verbs that edit it, called in this process."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator import cli
from tests.support.command import tree

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

CATALOG = """\
images:
  gardenlinux:
    versions:
      1877.2.0:
        classification: supported
        regions:
          cn-shanghai: m-uf6aaaaaaaaaaaaaaaa1   # by hand
          eu-central-1: m-gw8aaaaaaaaaaaaaaaa1
      1592.9.0: {cn-shanghai: m-uf6aaaaaaaaaaaaaaaa3}  # LTS
  coreos:
    shared: true
    versions:
      2191.4.1: {eu-central-1: m-gw8iwwd9dqjxwgjtvc3i}
"""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a call came to, and what it did to the files of the folder."""

    code: int
    out: str
    err: str
    files: dict[str, str]


class Desk:
    """Calls verbs where a few files lie."""

    def __init__(
        self, folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        self.folder = folder
        self._capsys = capsys
        monkeypatch.chdir(folder)
        self.write("c.yaml", CATALOG)

    def write(self, name: str, text: str) -> None:
        (self.folder / name).write_bytes(text.encode())

    def call(self, *arguments: str) -> Answer:
        code = cli.run(arguments)
        captured = self._capsys.readouterr()
        files = {name: data.decode() for name, data in tree(self.folder).items()}
        return Answer(code, captured.out, captured.err, files)

    def changed(self, *arguments: str, file: str = "c.yaml") -> str:
        """What a call that must succeed makes of a file."""
        answer = self.call(*arguments)
        assert answer.code == 0, answer.err
        return answer.files[file]
