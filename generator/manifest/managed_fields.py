"""What the API server stores beside an object: who manages which of its fields."""

from __future__ import annotations

import re
from typing import Final

_KINDS: Final = (b"\nkind: CloudProfile\n", b"\nkind: NamespacedCloudProfile\n")
"""Their lists are long, and each item is managed by itself; lists of others are managed whole."""

_FREE: Final = re.compile(rb"^  providerConfig:\n(?:  [ -].*\n)*", re.MULTILINE)
"""What another API reads; the lists in it are managed whole, too."""

_FIELD: Final = re.compile(
    rb"^(?:  (?:  )?(?P<item>- )?|      )(?P<key>[A-Za-z]+):(?: (?P<value>.*))?$", re.MULTILINE
)
"""A field as we write it, of a spec or of an item in one of its lists or in a list of that."""

_NAME: Final = len('"f:":{},')
_ITEM: Final = len('"k:{\\"\\":\\"\\"}":{".":{},},')
_ENTRY: Final = 200
"""Characters of JSON beside the names: of a field, of an item of a list, of the whole entry."""


def managed_fields_size(document: bytes) -> int:
    """About how many bytes `managedFields` of one manager have for an object, as we write it.

    Long lists make them long: each image, version, machine type and region has an entry.
    """
    if not any(kind in document for kind in _KINDS):
        return _ENTRY
    return _ENTRY + sum(map(_size, _FIELD.finditer(_FREE.sub(b"", document))))


def _size(field: re.Match[bytes]) -> int:
    key = len(field["key"])
    item = _ITEM + key + len(field["value"] or b"") if field["item"] else 0
    return _NAME + key + item
