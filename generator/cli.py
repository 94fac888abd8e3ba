"""The command line: finds the verb, and turns whatever happens into an exit code.

0 fine; 1 errors or drift; 2 wrong usage; 3 a bug of ours; 130 interrupted.
"""

from __future__ import annotations

import gc
import os
import sys
from importlib import import_module
from keyword import iskeyword
from typing import TYPE_CHECKING

import click

from generator import __version__
from generator.commands.output import lines_to_stderr
from generator.problems import ProblemsError
from generator.visible import visible

if TYPE_CHECKING:
    from collections.abc import Sequence

COMMANDS = (
    "generate",
    "import",
    "add",
    "promote",
    "retire",
    "validate",
    "check",
    "diff",
    "calendar",
    "matrix",
    "show",
    "textconv",
    "explain",
    "catalogs",
    "krm",
    "rules",
    "schema",
    "chart",
)


class _Verbs(click.Group):
    """Imports a verb's module when it is asked for, so that none pays for another's imports."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  click passes it
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002  click
        if cmd_name not in COMMANDS:
            return None
        module = f"{cmd_name}_" if iskeyword(cmd_name) else cmd_name
        command: click.Command = import_module(f"generator.commands.{module}").command
        return command


@click.group(cls=_Verbs, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, message="%(prog)s %(version)s")
def cli() -> None:
    """One image catalog in; the Gardener manifests of an Alibaba Cloud landscape out."""


def main() -> None:
    """Run the command line of this process."""
    # What the caller has closed takes no output, but need not hear what is wrong.
    if sys.stdout is None:
        sys.stdout = os.fdopen(os.open(os.devnull, os.O_RDONLY), "w")
    if sys.stderr is None:
        sys.stderr = os.fdopen(os.open(os.devnull, os.O_WRONLY), "w")
    # A short life without cyclic garbage: looking for it would cost a fifth of a large run.
    gc.disable()
    code = run(sys.argv[1:])
    # Nor has Python to look for it at the end.
    gc.freeze()
    sys.exit(code)


def run(arguments: Sequence[str]) -> int:
    """Run a command line; returns its exit code, whatever goes wrong."""
    try:
        result = cli.main(list(arguments), prog_name="alicloud-generator", standalone_mode=False)
        sys.stdout.flush()
    except click.ClickException as error:
        _show_usage(error)
        return 2 if isinstance(error, click.UsageError) else 1
    except (click.Abort, KeyboardInterrupt):
        lines_to_stderr("interrupted")
        return 130
    except ProblemsError as error:
        from generator.commands.reporting import exit_code, show_problems

        show_problems(error.problems, "text")
        return exit_code(error.problems)
    except BrokenPipeError:
        # Whoever read our output has seen enough.
        _drop_output()
        return 1
    except OSError as error:
        place = f"{error.filename}: " if error.filename else "cannot write the output: "
        lines_to_stderr(f"error: {place}{error.strerror}")
        if not error.filename:
            _drop_output()
        return 1
    except Exception as error:
        from generator.commands.crash import report_crash

        report_crash(error)
        return 3
    return result if isinstance(result, int) else 0


def _show_usage(error: click.ClickException) -> None:
    """What is wrong with a command line, as click says it, and where its help is."""
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        error.show()
        return
    from generator.credentials.lines import mask_known_forms

    context = error.ctx if isinstance(error, click.UsageError) else None
    click.UsageError(visible(mask_known_forms(error.format_message())), context).show()


def _drop_output() -> None:
    """Let go what could not be written, of which Python would complain once more at its exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
