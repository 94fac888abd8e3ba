"""The command line: finds the verb, and turns whatever happens into an exit code.

0 fine; 1 errors or drift; 2 wrong usage; 3 a bug of ours; 130 interrupted.
"""

from __future__ import annotations

import os
import sys
from importlib import import_module
from keyword import iskeyword
from typing import TYPE_CHECKING, Any, Final

import click

from generator import __version__
from generator.commands import terminal
from generator.commands.output import lines_to_stderr
from generator.problems import ProblemsError, nearest, quoted
from generator.visible import visible

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from click.shell_completion import CompletionItem

COMMANDS: Mapping[str, Mapping[str, str]] = {
    "Write": {
        "init": "Start a repository of landscapes.",
        "generate": "Write the manifests of catalogs.",
        "import": "Turn manifests and release metadata into a catalog.",
        "krm": "Generate or check what kustomize builds.",
    },
    "Check": {
        "validate": "Say what is wrong with catalogs, before anything is written.",
        "audit": "Ask Alibaba Cloud whether images exist, and who may use them.",
        "check": "Tell whether manifests, on disk or in a cluster, are up to date.",
    },
    "Review": {
        "diff": "Say what changed, and what that means for a landscape.",
        "show": "Say what is in manifests, and what is wrong with them.",
        "textconv": "Print a manifest with its chart unfolded, for Git's own diffs.",
    },
    "Images": {
        "add": "Add a version of an image, or regions to one.",
        "promote": "Make a version supported, and deprecate those that it replaces.",
        "retire": "Remove the versions that have expired.",
        "matrix": "Show image versions by region: what is missing, what expires.",
        "calendar": "Say when versions expire, and which updates that forces.",
    },
    "Charts": {
        "chart": "Pack, unpack, push and verify Helm charts.",
    },
    "Reference": {
        "catalogs": "List landscapes with their output folders and what they read.",
        "explain": "Say what a key means, or what decided a value of a catalog.",
        "rules": "List the rules, or print what one of them is about.",
        "schema": "Print the JSON Schema of the catalog.",
        "completion": "Print the script that completes command lines in a shell.",
    },
}
"""The verbs by task, each with the first line of its help: `--help` imports none of them."""

COMPLETED: Final = "_ALICLOUD_GENERATOR_COMPLETE"
"""The variable with the command line, up to the cursor, that a shell wants to complete."""

VERBS: Sequence[str] = [verb for verbs in COMMANDS.values() for verb in verbs]


class _Verbs(click.Group):
    """Imports a verb's module when it is asked for, so that none pays for another's imports."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  click passes it
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002  click
        if cmd_name not in VERBS:
            return None
        module = f"{cmd_name}_" if iskeyword(cmd_name) else cmd_name
        command: click.Command = import_module(f"generator.commands.{module}").command
        for each in (command, *getattr(command, "commands", {}).values()):
            each.params = [*dict.fromkeys((*each.params, *terminal.OPTIONS))]
        return command

    def invoke(self, ctx: click.Context) -> object:
        """Run the verb; what is wrong is said as the options of the call have it."""
        try:
            return super().invoke(ctx)
        except ProblemsError as error:
            from generator.commands.reporting import exit_code, show_problems

            show_problems(error.problems, "text")
            return exit_code(error.problems)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        name = args[0]
        if name not in VERBS and not name.startswith("-"):
            hint = nearest(name, VERBS)
            ctx.fail(f"there is no command {quoted(name)}{hint and f'; {hint}'}")
        return super().resolve_command(ctx, args)

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem[Any]]:
        from click.shell_completion import CompletionItem

        verbs = [(verb, line) for verbs in COMMANDS.values() for verb, line in verbs.items()]
        options = click.Command.shell_complete(self, ctx, incomplete)
        return [*(CompletionItem(verb, help=line) for verb, line in verbs), *options]

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002  click
        width = max(map(len, VERBS))
        for task, verbs in COMMANDS.items():
            with formatter.section(task):
                formatter.write_dl([(verb.ljust(width), line) for verb, line in verbs.items()])


@click.group(
    cls=_Verbs,
    context_settings={"help_option_names": ["-h", "--help"]},
    params=[*terminal.OPTIONS],
)
@click.version_option(__version__, message="%(prog)s %(version)s")
def cli() -> None:
    """One image catalog in; the Gardener manifests of an Alibaba Cloud landscape out."""


def run(arguments: Sequence[str]) -> int:
    """Run a command line; returns its exit code, whatever goes wrong."""
    try:
        if (line := os.environ.get(COMPLETED)) is not None:
            from generator.commands.completing import answer

            return answer(cli, line)
        result = cli.main(list(arguments), prog_name="alicloud-generator", standalone_mode=False)
        sys.stdout.flush()
    except click.ClickException as error:
        _show_usage(error)
        return 2 if isinstance(error, click.UsageError) else 1
    except (click.Abort, KeyboardInterrupt):
        lines_to_stderr("interrupted")
        return 130
    except BrokenPipeError:
        # Whoever read our output has seen enough.
        _drop_output()
        return 1
    except Exception as error:
        return _failed(error)
    return result if isinstance(result, int) else 0


def _show_usage(error: click.ClickException) -> None:
    """What is wrong with a command line, as click says it, and where its help is."""
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        error.show()
        return
    from generator.credentials.lines import mask_known_forms

    context = error.ctx if isinstance(error, click.UsageError) else None
    click.UsageError(visible(mask_known_forms(error.format_message())), context).show()


def _failed(error: Exception) -> int:
    """Say why a call ended early: by the system, or by a bug of ours; returns the exit code."""
    if not (isinstance(error, OSError) and error.strerror):
        from generator.commands.crash import report_crash

        return report_crash(error)
    place = f"{error.filename}: " if error.filename else "cannot write the output: "
    lines_to_stderr(f"error: {place}{error.strerror}")
    if not error.filename:
        _drop_output()
    return 1


def _drop_output() -> None:
    """Let go what could not be written, of which Python would complain once more at its exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
