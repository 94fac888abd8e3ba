"""Whether a file is encrypted, and by which tool: bytes in, an answer out, no key needed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from generator.problems import ProblemsError
from generator.yamlio import goread

if TYPE_CHECKING:
    from collections.abc import Sequence

    from generator.catalog.values import Value

SOPS: Final = "sops"
"""The key below which SOPS keeps its metadata, at the top of each document that it encrypts."""

_BEGINNING: Final = 4096
"""Bytes in which the mark of a whole-file encryption stands: comments may stand above it."""

_MARKS: Final = {
    "git-crypt": rb"\A\0GITCRYPT\0",
    "age": rb"^(?:age-encryption\.org/v\d|-----BEGIN AGE ENCRYPTED FILE-----)",
    "OpenPGP": rb"^-----BEGIN PGP MESSAGE-----",
    "CMS": rb"^-----BEGIN (?:CMS|PKCS ?#?7)-----",
    "OpenSSL": rb"\A(?:Salted__|U2FsdGVkX1)",
    "Strongbox": rb"^# STRONGBOX ENCRYPTED RESOURCE",
    "Ansible Vault": rb"^\$ANSIBLE_VAULT;",
}
"""What a file has at the start of a line, by the tool that encrypted it as a whole."""

_VAULTED: Final = re.compile(rb":[ \t]+!vault(?:-encrypted)?[ \t]+[|>]")
"""A value that Ansible Vault encrypted, inside of a document that it left as it is."""

_FLAT: Final = re.compile(rb"^(?:sops_(?:mac|version)[ \t]*=|\[sops\])", re.MULTILINE)
"""The metadata of SOPS in its forms dotenv and INI."""

_MENTIONED: Final = re.compile(
    rb"""^(?:--- +)?(?:["']sops["']|sops)[ \t]*:|["']sops["'][ \t\r\n]*:""", re.MULTILINE
)
"""The same in a text that cannot be read: rather too much is left alone than too little."""

_UTF_16: Final = (b"\xff\xfe", b"\xfe\xff")
_BOM: Final = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Encryption:
    """How a file is encrypted.

    `tool` is a name for people. `documents` are those that SOPS encrypted, one by one, and `plain`
    the others beside them; both are empty where the file as a whole is encrypted, or unreadable.
    """

    tool: str
    documents: Sequence[dict[str, Value]] = ()
    plain: Sequence[Value] = ()


def encryption(data: bytes) -> Encryption | None:
    """How the content of a file is encrypted, None for one that is not; never fails."""
    data = as_utf8(data)
    for tool, mark in _MARKS.items():
        if re.search(mark, data[:_BEGINNING], re.MULTILINE):
            return Encryption(tool)
    if b"!vault" in data and _VAULTED.search(data):
        return Encryption("Ansible Vault")
    return _sops(data)


def as_utf8(data: bytes) -> bytes:
    """A text of YAML in the one encoding that patterns know, without a byte order mark."""
    if data.startswith(_UTF_16):
        return data.decode("utf-16", "replace").encode()
    return data.removeprefix(_BOM)


def _sops(data: bytes) -> Encryption | None:
    # A key may be spelt with escapes, so that the word stands nowhere.
    if SOPS.encode() not in data and not re.search(rb"\\[xuU]", data):
        return None
    if _FLAT.search(data):
        return Encryption("SOPS")
    try:
        documents = goread.read_all(data, "")
    except ProblemsError:
        return Encryption("SOPS") if _MENTIONED.search(data) else None
    encrypted = [each for each in documents if isinstance(each, dict) and SOPS in each]
    plain = [each for each in documents if not (isinstance(each, dict) and SOPS in each)]
    return Encryption("SOPS", encrypted, plain) if encrypted else None
