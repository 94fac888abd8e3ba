"""Parameters that name what a verb reads: a path, or `-` for standard input."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from generator import files

if TYPE_CHECKING:
    from click import Context, Parameter

FILES: Final = click.Path().shell_complete
FOLDERS: Final = click.Path(file_okay=False).shell_complete
"""What completes a parameter that names files or folders: the shell, which does that best."""

_IS_TAKEN: Final = "standard input is taken"
"""Noted in the context of a call, which all of its parameters share."""


class Input(click.ParamType):  # type: ignore[type-arg]  # generic since click 8.4
    """What a verb reads, converted by another type; standard input can be named once in a call."""

    shell_complete = FILES

    def __init__(self, of: click.ParamType = click.STRING) -> None:  # type: ignore[type-arg]
        self._of = of
        self.name = of.name

    def convert(self, value: Any, param: Parameter | None, ctx: Context | None) -> Any:  # noqa: ANN401  click's
        """What the other type makes of a path; a second standard input is wrong usage."""
        if ctx is not None and files.is_standard_input(str(value)):
            if _IS_TAKEN in ctx.meta:
                self.fail("standard input can be read only once", param, ctx)
            ctx.meta[_IS_TAKEN] = True
        return self._of.convert(value, param, ctx)


class ChartSource(click.ParamType):  # type: ignore[type-arg]  # generic since click 8.4
    """Where a chart is: a path, or as a text `oci://HOST/REPOSITORY:TAG` in a registry."""

    name = "source"

    def convert(
        self,
        value: str | Path,
        param: Parameter | None,  # noqa: ARG002  click passes it
        ctx: Context | None,  # noqa: ARG002
    ) -> Path | str:
        """The place as it is named."""
        from generator.gardener.oci_reference import SCHEME

        return value if str(value).startswith(SCHEME) else Path(value)


class EditedFile(click.ParamType):  # type: ignore[type-arg]  # generic since click 8.4
    """A file that a verb changes, which no stream can be."""

    name = "file"
    shell_complete = FILES

    def convert(self, value: str, param: Parameter | None, ctx: Context | None) -> str:
        """The path as it is; that of a stream is wrong usage."""
        if files.is_stream(value):
            self.fail(
                f"{value!r} is not a file that can be changed; name the catalog's file", param, ctx
            )
        return value
