"""A call of every command of the command line that has something to say, in one landscape."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator import cli
from tests.support.krm import config, resource_list

if TYPE_CHECKING:
    from collections.abc import Iterator

WARNED = """\
images:
  gardenlinux:
    shared: true
    versions:
      1877.13.0: {cn-shanghai: m-bp1hvbrxclop1jtat17m, eu-central-1: not-an-id}
"""
"""Two warnings: an ID of another region, and one of an unknown form."""

_MANIFEST = "out/live/controllerdeployment.yaml"
_VERSION = ("live.yaml", "gardenlinux")

CALLS: dict[str, tuple[str, ...]] = {
    "init": ("--ci", "none"),
    "generate": ("live.yaml", "-o", "out"),
    "import": (_MANIFEST, "-o", "imported.yaml"),
    "krm": (),
    "validate": ("live.yaml",),
    "audit": ("live.yaml", "--from", "answers.json"),
    "check": ("live.yaml", "-o", "out"),
    "diff": ("live.yaml", "-o", "out"),
    "show": (_MANIFEST,),
    "textconv": (_MANIFEST,),
    "add": (*_VERSION, "1877.14.0", "--region", "cn-shanghai=m-bp1hvbrxclop1jtat17n"),
    "promote": (*_VERSION, "1877.13.0"),
    "retire": (*_VERSION, "--as-of", "2026-11-30"),
    "matrix": ("live.yaml",),
    "calendar": ("live.yaml", "--as-of", "2026-11-30"),
    "chart pack": (_MANIFEST, "-o", "packed.tgz"),
    "chart push": (_MANIFEST, "oci://127.0.0.1:1/c"),
    "chart unpack": (_MANIFEST, "-o", "unpacked"),
    "chart digest": (_MANIFEST,),
    "chart verify": (_MANIFEST, "--against", _MANIFEST),
    "catalogs": ("live.yaml",),
    "explain": ("live.yaml", "images.gardenlinux.shared"),
    "rules": (),
    "schema": (),
    "completion": ("bash",),
}
"""The words behind each command's own."""

FAILING = {"chart push"}
"""What ends with 1: there is no registry."""

INPUT = resource_list(config(catalogs=["live.yaml"]))
"""What stands on standard input, for `krm`."""


def commands() -> Iterator[tuple[str, click.Command]]:
    """Each command that does something, by its words."""
    top = click.Context(cli.cli, info_name="alicloud-generator")
    for verb in cli.VERBS:
        command = cli.cli.get_command(top, verb)
        assert command is not None
        if isinstance(command, click.Group):
            yield from ((f"{verb} {name}", below) for name, below in command.commands.items())
        else:
            yield verb, command


def write_landscape() -> None:
    """What the calls are about, in the working directory."""
    Path("live.yaml").write_text(WARNED, encoding="utf-8")
    found = [{"ImageId": "m-bp1hvbrxclop1jtat17m", "Status": "Available"}]
    answer = {"RegionId": "cn-shanghai", "Images": {"Image": found}}
    Path("answers.json").write_text(json.dumps(answer), encoding="utf-8")
    assert cli.run(["generate", "live.yaml", "-o", "out"]) == 0
