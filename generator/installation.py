"""What is wrong with an installation: asked when something fails that should not.

A Python that is too old for the other modules can import this one.
"""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from importlib.metadata import PackagePath

PYTHON: Final = (3, 11)
"""The oldest Python that will do, as pyproject.toml has it."""

IN_A_ZIP: Final = (
    "alicloud-generator cannot run from within a zip file; install its wheel, or take the bundle "
    "of a release, which unpacks itself"
)


class IncompleteError(Exception):
    """A part of this program is not there; the text says which."""


def fault(error: BaseException) -> str:
    """What of this installation explains an error, and what to do; empty where nothing does."""
    if sys.version_info < PYTHON:
        needed, found = (f"{version[0]}.{version[1]}" for version in (PYTHON, sys.version_info))
        return f"alicloud-generator needs Python {needed} or later, and this is Python {found}"
    if unmet := _unmet():
        found = ", ".join(f"{requirement} ({state})" for requirement, state in unmet.items())
        packages = " ".join(f"'{requirement}'" for requirement in unmet)
        return f"alicloud-generator needs {found}; run `pip install {packages}`"
    lacking = _lacking(error) or _damaged()
    return lacking and f"alicloud-generator has to be installed again: {lacking}"


def _unmet() -> dict[str, str]:
    """The packages that are needed and not there, or too old, each with what is there."""
    from importlib.metadata import PackageNotFoundError, requires

    try:
        requirements = requires("alicloud-generator") or []
    except PackageNotFoundError:
        return {}
    # Optional ones have conditions behind them.
    parts = (re.fullmatch(r"([\w.-]+)>=([\d.]+)", requirement) for requirement in requirements)
    states = {part[0]: _state(part[1], part[2]) for part in parts if part}
    return {requirement: state for requirement, state in states.items() if state}


def _state(package: str, least: str) -> str:
    """Why the version of a package does not do; empty where it does."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        found = version(package)
    except PackageNotFoundError:
        return "not installed"
    return f"{found} is installed" if _release(found) < _release(least) else ""


def _release(version: str) -> tuple[int, ...]:
    """The numbers that a version begins with: (8, 2) of `8.2rc1`."""
    return tuple(map(int, re.findall(r"\d+", re.split(r"[^\d.]", version)[0])))


def _lacking(error: BaseException) -> str:
    """The part that an error has not found."""
    name = str(getattr(error, "name", "") or "")
    is_ours = name.partition(".")[0] == "generator"
    if isinstance(error, IncompleteError):
        return str(error)
    if isinstance(error, ModuleNotFoundError) or (isinstance(error, ImportError) and not is_ours):
        return f"{name or 'a module'} cannot be imported"
    # An OSError without a reason, as Jinja has it.
    return f"the template {name} is missing" if type(error).__name__ == "TemplateNotFound" else ""


def _damaged() -> str:
    """What pip installed of this program and is another file now, by pip's own list of hashes."""
    from importlib.metadata import PackageNotFoundError, files

    try:
        installed = files("alicloud-generator") or []
    except PackageNotFoundError:
        return ""
    # Others, such as the command, are written anew by those who pack or move an environment.
    ours = (file for file in installed if file.parts[0] == "generator")
    changed = next((file for file in ours if not _is_whole(file)), None)
    return f"{changed} is not as it was installed" if changed else ""


def _is_whole(file: PackagePath) -> bool:
    """Whether a file is the one that was installed, as far as the list says."""
    from base64 import urlsafe_b64encode
    from hashlib import sha256

    if not file.hash:
        return True
    try:
        digest = sha256(file.read_binary()).digest()
    except OSError:
        return False
    return urlsafe_b64encode(digest).decode().rstrip("=") == file.hash.value
