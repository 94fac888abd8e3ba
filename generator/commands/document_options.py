"""Options that say what is generated: `--only` and `--set`, and what a verb makes of them."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING, Final

import click

from generator.commands import candidates
from generator.problems import Problem, Severity

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from generator.catalog import Catalog
    from generator.commands.options import Command
    from generator.decode.set_option import Setting
    from generator.documents.plan import Document

_SECRETS: Final = frozenset({"secrets", "secrets.yaml"})


def document_options(command: Command) -> Command:
    """Give a verb `--only`, for `document_names`, and `--set`, as `settings`."""
    only = click.option(
        "--only",
        multiple=True,
        metavar="DOCUMENT",
        shell_complete=candidates.documents,
        help="Only this document, such as `values`. Can be repeated.",
    )
    settings = click.option(
        "--set",
        "settings",
        multiple=True,
        callback=_read_settings,
        metavar="PATH=VALUE",
        help="Set a value of every CATALOG, in Helm's syntax; the value is YAML. Can be repeated.",
    )
    return only(settings(command))


def document_names(
    only: Sequence[str], templates: Path | None, *, with_secrets: bool
) -> Sequence[str]:
    """The full names of the documents of `--only`; what is none of them is wrong usage."""
    from generator.app.planning import document_names as names

    if not with_secrets and _SECRETS.intersection(only):
        raise click.UsageError("secrets are only written with --with-secrets")
    try:
        return names(only, templates)
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="--only") from None


def not_asked_for(
    catalog: Catalog, documents: Sequence[Document], only: Sequence[str]
) -> list[Problem]:
    """A warning for each document of `--only` that the catalog has nothing for."""
    found = {PurePath(document.path).stem for document in documents}
    names = dict.fromkeys(name.removesuffix(".yaml") for name in only)
    return [
        Problem(
            catalog.file,
            0,
            0,
            f"the catalog has no section for {name}.yaml",
            severity=Severity.WARNING,
            hint="docs/reference.md lists the documents",
        )
        for name in names
        if name not in found
    ]


def _read_settings(
    _ctx: click.Context, _param: click.Parameter, texts: Sequence[str]
) -> list[Setting]:
    if not texts:
        return []
    from generator.decode.set_option import read_setting

    settings = []
    for text in texts:
        try:
            settings.append(read_setting(text))
        except ValueError:
            reason = "" if "=" in text else ": `=` is missing between the path and the value"
            message = f"a setting does not have the form a.b[0].c=VALUE{reason}"
            raise click.BadParameter(message, param_hint="--set") from None
    return settings
