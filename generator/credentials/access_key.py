"""Access keys of Alibaba Cloud: what they look like.

The rules are those of the extension's credential reader (`pkg/alicloud` and the admission of
secrets in gardener-extension-provider-alicloud).
"""

from __future__ import annotations

import base64
import binascii
import re
from typing import Final

from generator.record import Record

KEY_ID_STARTS: Final = (b"LTAI", b"STS.", b"TFRBS", b"VEZSQ")
"""How the IDs of access keys start, in plain text and in base64."""

ACCESS_KEY_NAMES: Final = ("accessKeyID", "accessKeySecret")
"""The halves of an access key, as catalogs, the chart and Gardener's Secrets name them."""

_KEY_ID = r"[0-9a-zA-Z._=]{16,128}"
_KEY_ID_FORM = r"LTAI|STS\."
"""How the IDs of Alibaba Cloud start."""

_SECRET_LENGTH = 30
_SECRET = rf"[0-9A-Za-z]{{{_SECRET_LENGTH},}}\s*"
"""What the secrets of Alibaba Cloud look like; other text hardly ever decodes to that."""


class AccessKeyText(Record):
    """An access key, both halves base64 encoded as Kubernetes wants them in a Secret's `data`.

    A half may be a placeholder instead, which `policy.is_reference` tells from it.
    """

    id: str
    secret: str

    def __repr__(self) -> str:
        return "AccessKeyText()"


WITHHELD: Final = AccessKeyText("WITHHELD-ACCESS-KEY-ID", "WITHHELD-ACCESS-KEY-SECRET")
"""Stands for a key in the documents of whoever plans without credentials."""


def key_id_problem(value: str) -> str:
    """What is wrong with an access key ID in plain text; empty where nothing is."""
    if re.fullmatch(_KEY_ID, value):
        return ""
    return "an access key ID has 16 to 128 letters, digits, dots, underscores or equal signs"


def key_secret_problem(value: str) -> str:
    """What is wrong with an access key secret in plain text; empty where nothing is."""
    if len(value) < _SECRET_LENGTH:
        return f"an access key secret has at least {_SECRET_LENGTH} characters"
    return "it starts or ends with a line break" if value != value.strip("\r\n") else ""


def slip(value: str) -> str:
    """What got into a value that was meant to be half of an access key; empty where nothing did.

    Alibaba Cloud makes them of letters and digits, so what editors and shells leave is told apart,
    by characters that say nothing of the value.
    """
    strange = next((each for each in value if not "!" <= each <= "~"), "")
    if strange in ("\n", "\r"):
        return "it has several lines"
    if strange:
        return f"it has the character U+{ord(strange):04X}"
    if re.search(r"[\"'`]", value):
        return "it has quotation marks"
    if re.search(r"=[^=]|:", value):
        return "it has a name in front of the value"
    if value.endswith((",", ";", "%")):
        return f"it ends with {value[-1]}"
    if re.match(_KEY_ID_FORM, decoded(value)) or re.fullmatch(_SECRET, decoded(value)):
        return "it is base64 text"
    return ""


def encoded(text: str) -> str:
    """Base64 of a text."""
    return base64.b64encode(text.encode()).decode()


def decoded(text: str) -> str:
    """The text that a base64 text stands for; empty where it is none."""
    try:
        return base64.b64decode(text.encode(), validate=True).decode()
    except (binascii.Error, ValueError):
        return ""
