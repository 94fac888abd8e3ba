"""Values without their credentials, and the credentials that they hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.inspect.lines import redact_lines
from generator.inspect.private import (
    NOTHING,
    REDACTED,
    SECRET_FIELDS,
    is_about_the_key,
    is_harmless,
    is_private,
    scrubbed,
)
from generator.yamlio import golang

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.catalog.values import Value
    from generator.inspect.private import Known


def redacted(value: Value, known: Known = NOTHING) -> Value:
    """An object, or a part of one, with `<redacted>` for each credential.

    Below the keys of access keys, in the `data` of Secrets, inside of texts, and wherever one of
    the `known` texts stands (`private.forms` of `credentials`).
    """
    if isinstance(value, str):
        return scrubbed(redact_lines(value), known)
    if isinstance(value, list):
        return [redacted(item, known) for item in value]
    if isinstance(value, dict):
        secret = value.get("kind") == "Secret"
        return {
            scrubbed(key, known): _hidden(item, known)
            if _holds_private(key, secret=secret)
            else redacted(item, known)
            for key, item in value.items()
        }
    return value


def credentials(value: Value) -> Iterator[str]:
    """Every credential of an object, as it stands there; see `private.forms` for the others."""
    if isinstance(value, list):
        for item in value:
            yield from credentials(item)
    elif isinstance(value, dict):
        secret = value.get("kind") == "Secret"
        for key, item in value.items():
            below = _texts(item) if _holds_private(key, secret=secret) else credentials(item)
            yield from below


def _holds_private(key: str, *, secret: bool) -> bool:
    return is_private(key) or (secret and key in SECRET_FIELDS)


def _hidden(value: Value, known: Known) -> Value:
    if isinstance(value, list):
        return [_hidden(item, known) for item in value]
    if isinstance(value, dict):
        return {
            scrubbed(key, known): redacted(item, known)
            if is_about_the_key(key)
            else _hidden(item, known)
            for key, item in value.items()
        }
    if value is None or isinstance(value, bool):
        return value
    return value if is_harmless(golang.to_text(value)) else REDACTED


def _texts(value: Value) -> Iterator[str]:
    if isinstance(value, list | dict):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _texts(item)
    elif value is not None and not isinstance(value, bool):
        yield golang.to_text(value)
