"""The verb `completion`: what makes a shell complete a command line."""

from __future__ import annotations

import click

from generator import assets, files
from generator.commands.output import bytes_to_stdout


@click.command()
@click.argument("shell", type=click.Choice(("bash", "zsh", "fish")))
def command(shell: str) -> int:
    """Print the script that completes command lines in a shell.

    It completes commands, options and their values, files, the images and versions of the catalog
    on the line, rules and documents. `alicloud-generator` has to be on the PATH.

    \b
    Examples:
      eval "$(alicloud-generator completion bash)"
      alicloud-generator completion zsh > ~/.zsh/completions/_alicloud-generator
      alicloud-generator completion fish > ~/.config/fish/completions/alicloud-generator.fish
    """
    bytes_to_stdout(files.read(assets.COMPLETION / f"alicloud-generator.{shell}"))
    return 0
