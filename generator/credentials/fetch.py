"""Fetching access keys from where a catalog says that they stand."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from generator.credentials.access_key import (
    AccessKeyText,
    encoded,
    key_id_problem,
    key_secret_problem,
    slip,
)
from generator.problems import Finding, quoted

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from generator.catalog.credentials import AccessKey, Credential
    from generator.problems import Path


def fetch_access_key(
    key: AccessKey, path: Path, environ: Mapping[str, str], read_text: Callable[[str], str]
) -> AccessKeyText | list[Finding]:
    """The access key that the section at `path` of a catalog refers to, or all that is wrong.

    `read_text` reads a file by its path as the catalog states it, and raises OSError.
    """
    findings: list[Finding] = []
    halves = []
    for name, credential, problem_of in (
        ("accessKeyID", key.id, key_id_problem),
        ("accessKeySecret", key.secret, key_secret_problem),
    ):
        if credential.is_written:
            halves.append(credential.text)
            continue
        value, problem = _fetch(credential, environ, read_text)
        problem = problem or slip(value) or problem_of(value)
        if problem:
            message = f"{_where(credential, environ)}: {problem}"
            findings.append(
                Finding((*path, name), message, hint=f"it holds the {name}, in plain text")
            )
        halves.append(encoded(value))
    return findings or AccessKeyText(*halves)


_USUAL_NAME = r"[A-Z][A-Z0-9]*(_[A-Z0-9]+)+"


_SHORT_PARTS = r"(?!LTAI)(?=.*[./])[A-Za-z0-9]{0,15}([^A-Za-z0-9][A-Za-z0-9]{0,15})*"
"""A path in which no part is as long as half an access key."""


def _where(credential: Credential, environ: Mapping[str, str]) -> str:
    """What was asked for the value; unnamed where the name could be a misplaced credential."""
    name = credential.text
    if credential.kind == "file":
        return f"the file {quoted(name)}" if re.fullmatch(_SHORT_PARTS, name) else "the file"
    is_name = name in environ or re.fullmatch(_USUAL_NAME, name)
    return f"the environment variable {name}" if is_name else "the environment variable"


def _fetch(
    credential: Credential,
    environ: Mapping[str, str],
    read_text: Callable[[str], str],
) -> tuple[str, str]:
    """The plain value, or what kept it from being read."""
    if credential.kind == "env":
        if credential.text not in environ:
            return "", "not set"
        value = environ[credential.text]
        return value, "" if value else "it is empty"
    try:
        value = read_text(credential.text).rstrip("\r\n")
    except UnicodeError:
        return "", "not text"
    except OSError as error:
        return "", f"cannot be read: {error.strerror}"
    return value, "" if value else "it is empty"
