"""What a `$ref` within a schema leads to, by JSON Pointers (RFC 6901)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import unquote

if TYPE_CHECKING:
    from generator.catalog.values import Value

FILE: Final = "values.schema.json"
"""The name of the schema itself."""


def is_pointer(reference: str) -> bool:
    """Whether a reference is one within the document, and not by the name of an anchor."""
    file, _, fragment = reference.partition("#")
    return file in ("", FILE) and fragment[:1] in ("", "/")


def pointed_at(reference: str, document: Value) -> Value:
    """What a pointer leads to; None for nothing, and for any other reference."""
    if not is_pointer(reference):
        return None
    for step in unquote(reference.partition("#")[2]).split("/")[1:]:
        key = step.replace("~1", "/").replace("~0", "~")
        if isinstance(document, list):
            document = document[int(key)] if key.isdigit() and int(key) < len(document) else None
        else:
            document = document.get(key) if isinstance(document, dict) else None
    return document
