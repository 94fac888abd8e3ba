"""Access keys of Alibaba Cloud: what they look like, and fetching them from where they stand.

The rules are those of the extension's credential reader (`pkg/alicloud` and the admission of
secrets in gardener-extension-provider-alicloud).
"""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from generator.catalog.credentials import Base64Text, EnvironmentVariable, SecretFile
from generator.problems import Finding

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from generator.catalog.credentials import AccessKey
    from generator.problems import Path

_KEY_ID = re.compile(r"[0-9a-zA-Z._=]{16,128}")
_SECRET_LENGTH = 30


@dataclass(frozen=True, slots=True)
class AccessKeyText:
    """An access key, both halves base64 encoded as Kubernetes wants them in a Secret's `data`."""

    id: str = field(repr=False)
    secret: str = field(repr=False)


def key_id_problem(value: str) -> str:
    """What is wrong with an access key ID in plain text; empty where nothing is."""
    if _KEY_ID.fullmatch(value):
        return ""
    return "an access key ID has 16 to 128 letters, digits, dots, underscores or equal signs"


def key_secret_problem(value: str) -> str:
    """What is wrong with an access key secret in plain text; empty where nothing is."""
    if len(value) < _SECRET_LENGTH:
        return f"an access key secret has at least {_SECRET_LENGTH} characters"
    return "it starts or ends with a line break" if value != value.strip("\r\n") else ""


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
        if isinstance(credential, Base64Text):
            halves.append(credential.text)
            continue
        value, problem = _fetch(credential, environ, read_text)
        problem = problem or problem_of(value)
        if problem:
            message = f"{_where(credential)}: {problem}"
            findings.append(
                Finding((*path, name), message, hint=f"it holds the {name}, in plain text")
            )
        halves.append(encoded(value))
    return findings or AccessKeyText(*halves)


_USUAL_NAME = re.compile(r"[A-Z][A-Z0-9]*(_[A-Z0-9]+)+")


def _where(credential: EnvironmentVariable | SecretFile) -> str:
    """What was asked for the value; unnamed where the name could be a misplaced credential."""
    if isinstance(credential, SecretFile):
        return "the file"
    usual = _USUAL_NAME.fullmatch(credential.name)
    return f"the environment variable {credential.name}" if usual else "the environment variable"


def _fetch(
    credential: EnvironmentVariable | SecretFile,
    environ: Mapping[str, str],
    read_text: Callable[[str], str],
) -> tuple[str, str]:
    """The plain value, or what kept it from being read."""
    if isinstance(credential, EnvironmentVariable):
        value = environ.get(credential.name, "")
        return value, "" if value else "not set"
    try:
        return read_text(credential.path).rstrip("\r\n"), ""
    except UnicodeError:
        return "", "not text"
    except OSError as error:
        return "", f"cannot be read: {error.strerror}"


def encoded(text: str) -> str:
    """Base64 of a text."""
    return base64.b64encode(text.encode()).decode()
