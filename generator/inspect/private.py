"""What is a credential, and what stands in its place wherever something is shown.

Credentials stand below the keys of an access key, in whatever spelling, and in Secrets; and an
access key ID of Alibaba Cloud is known by how it starts.
"""

from __future__ import annotations

import base64
import binascii
import re
from typing import TYPE_CHECKING, Final, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

Known: TypeAlias = "Mapping[str, Sequence[str]]"
"""Texts to be hidden wherever they stand, the longest first, by their first characters."""

REDACTED: Final = "<redacted>"

SECRET_FIELDS: Final = frozenset({"data", "stringData"})
"""Where a Secret has its values."""

PRIVATE_KEY: Final = re.compile(r"acc?ess?[_-]?key|key[_-]?(?:id|secret)", re.IGNORECASE)
"""In the name of a key: what stands behind it is a credential."""

_KEY_ID: Final = re.compile(
    r"(?<![A-Za-z0-9])(?:LTAI[A-Za-z0-9]{12,}"
    r"|TFRBS[A-Za-z0-9+/]{16,}={0,2}|VEZSQl[A-Za-z0-9+/]{20,}={0,2})"
)
"""An access key ID in plain text, in base64, and encoded twice."""

_EXPRESSION: Final = re.compile(r"\{\{[^{}]*\}\}")
_LITERAL: Final = re.compile(r"""["'`][A-Za-z0-9+/=]{16,}["'`]""")
_ABOUT_THE_KEY: Final = frozenset(
    {"$ref", "description", "format", "maxLength", "minLength", "pattern", "title", "type"}
)
"""What a JSON Schema says of a key; `default` and `examples` could hold one."""

_DISTINCTIVE: Final = 16
"""Characters from which on a text that is found elsewhere is the credential and not a word."""

NOTHING: Final[Known] = {}
_ALIKE: Final = 50
"""Credentials that start alike, from which on the rest of a line is hidden."""


def is_private(key: object) -> bool:
    """Whether a credential stands below a key of this name."""
    return isinstance(key, str) and PRIVATE_KEY.search(key) is not None


def is_about_the_key(key: object) -> bool:
    """Whether a key below a private one only describes it."""
    return key in _ABOUT_THE_KEY


def is_harmless(text: str) -> bool:
    """Whether a value below a private key says nothing: empty, or an expression of a template."""
    return not _EXPRESSION.sub("", text).strip() and not _LITERAL.search(text)


def forms(credentials: Iterable[str]) -> Known:
    """The credentials as they stand, decoded and encoded once and twice; short ones left out."""
    found = {
        form
        for credential in credentials
        if not is_harmless(credential)
        for text in {credential, "".join(credential.split())}
        for form in (*_decoded(text), *_encoded(text))
        if len(form) >= _DISTINCTIVE
    }
    by_start: dict[str, list[str]] = {}
    for form in sorted(found | {_escaped(form) for form in found}, key=len, reverse=True):
        by_start.setdefault(form[:_DISTINCTIVE], []).append(form)
    return by_start


def scrubbed(text: str, known: Known = NOTHING) -> str:
    """The text without what looks like an access key ID, and without any of the `forms` given."""
    if len(text) < _DISTINCTIVE:
        return text
    text = _without(text, known) if known else text
    return _KEY_ID.sub(REDACTED, text)


def _without(text: str, known: Known) -> str:
    """One pass for all forms: a hostile Secret can have a great many."""
    parts: list[str] = []
    end = 0
    for at in range(len(text) - _DISTINCTIVE + 1):
        start = text[at : at + _DISTINCTIVE]
        length = _length(text, at, known[start]) if start in known else 0
        if length and at >= end:
            parts += text[end:at], REDACTED
        end = max(end, at + length) if length else end
    return "".join(parts) + text[end:]


def _length(text: str, at: int, candidates: Sequence[str]) -> int:
    """How much of the text to hide at a place where one of the candidates may stand."""
    if len(candidates) > _ALIKE:
        line_end = text.find("\n", at)
        return (line_end if line_end >= 0 else len(text)) - at
    return next((len(form) for form in candidates if text.startswith(form, at)), 0)


def _encoded(text: str) -> Iterator[str]:
    for _ in range(3):
        yield text
        text = base64.b64encode(text.encode("utf-8", "surrogatepass")).decode()


def _decoded(text: str) -> Iterator[str]:
    for _ in range(2):
        try:
            text = base64.b64decode(text, validate=True).decode().strip("\r\n")
        except (binascii.Error, ValueError):
            return
        yield text


def _escaped(text: str) -> str:
    """How the text stands inside of a JSON text."""
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
