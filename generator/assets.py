"""Where the templates and charts that ship with the generator are.

In a checkout (and an editable install) they stand beside the package, in a wheel inside it.
"""

from __future__ import annotations

from pathlib import Path

from generator import files

_PACKAGE = Path(__file__).parent
_CHECKOUT = _PACKAGE.parent


def _asset(*parts: str) -> Path:
    shipped = _PACKAGE.joinpath("_assets", *parts)
    return shipped if files.exists(shipped) else _CHECKOUT.joinpath(*parts)


def _folder(*parts: str) -> Path:
    """A folder without which nothing is written; raises `IncompleteError`."""
    folder = _asset(*parts)
    if not files.exists(folder):
        from generator.installation import IncompleteError

        raise IncompleteError(f"{'/'.join(parts)} is missing")
    return folder


TEMPLATES = _folder("templates")
"""The folder of the built-in templates."""

COMPILED = _PACKAGE / "_assets" / "compiled-templates"
"""The folder of the same, compiled, by version of Jinja, in a wheel; a checkout has none."""

PAGES = TEMPLATES / "pages"
"""The folder of what browsers are shown."""

COMPLETION = TEMPLATES / "completion"
"""The folder of the scripts that make shells complete."""

REPOSITORY = TEMPLATES / "repository"
"""The folder of what stands in a new repository of landscapes, as it stands there."""

EXTENSION_CHART = _folder("charts", "extension-provider-alicloud")
"""The folder of the built-in Helm chart."""

BUILT_IN = _asset(f"{EXTENSION_CHART.name}.pickle")
"""The same, packed, in a wheel; a checkout has none."""
