"""What is private: by the name of its key, by its place, or by its form.

Every verb asks here, so that nothing is hidden by one and printed by another. Names of keys are
matched as people misspell them; a reference to a credential (a template, a path of a vault, a text
that SOPS encrypted) is not private, because it has to be read to be reviewed.
"""

from __future__ import annotations

import re
from enum import Enum, auto
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from generator.credentials.given_names import given_names_start

if TYPE_CHECKING:
    from generator.problems import Path

# The patterns are compiled when a text is first held against them: most calls meet no credential.

REDACTED: Final = "<redacted>"
"""Stands wherever a credential would be shown."""

_ACCESS_KEY: Final = (
    r"a[ces]{2,6}[_.-]?k(?:e?y|ye)"
    r"|(?<!kms)(?<!kms[_.-])key[_.-]?[il]d|key[_.-]?s[ecrt]{3,6}"
    r"|secret[_.-]?(?:access[_.-]?)?key"
)
_OTHER_KEY: Final = (
    r"pass(?:wd|w[or]{1,2}d|wort|phrase)|(?<!serviceaccount)token|authorization"
    r"|dockerconfigjson|dockercfg"
    r"|(?:private|client|api|auth|signing|encryption|ssh)[_-]?key"
    r"|(?:^|[_.-]|(?-i:[a-z](?=P)))(?:pass|pwd)"
)
"""The ID of a key of KMS is public; `serviceAccountToken` is a volume, or holds a JWT."""

KEY_FRAGMENT: Final = rf"(?i:{_ACCESS_KEY}|{_OTHER_KEY}|secret|credential|auth|kubeconfig)"
"""Stands in the name of every key that may be private; `is_private` decides about the whole."""

_OF_ACCESS_KEY: Final = rf"(?i:{_ACCESS_KEY})"
_FORM: Final = "value|string|data|base64|b64|text|plain|pem|old|new|[0-9]+"
_OF_OTHER_KEY: Final = rf"(?i:(?:{_OTHER_KEY})s?(?:[_-]?(?:{_FORM}))*[\s:=]*\Z)"
_NAMES_ONE: Final = r"(?i:(?:ref(?:erence)?|name(?:space)?|file(?:name)?|path|url)s?\Z)"
"""Ends the name of a key that says where a credential is found."""

_ONE_OR_ITS_NAME: Final = (
    r"(?i:(?:secret(?:string|value)?|credentials?|auth|kubeconfig|(?:^|[_.-])[as]k)\Z)"
)
"""Ends the name of a key that holds a credential, or the name of the Secret that does."""

_HOLDS_ONE: Final = r"(?i:(?:secret|credential|auth)s?\Z)"
_FORM_OF_ONE: Final = rf"(?i:(?:{_FORM}|default|content|stringdata|plaintext)\Z)"
"""The key of a credential in a mapping that says it is one: `secret: {name: a, value: …}`."""

_NUMBER: Final = r"(?i:[-+]?[0-9]{1,10}(?:\.[0-9]{1,9})?(?:e[-+]?[0-9]{1,3})?)"
_MAY_BE_NUMBER: Final = r"(?i:pass|pwd)"
"""In the name of a key whose value people choose, and may choose of digits alone."""

_OWNER: Final = r"(?i:owner[_-]?secret\Z)"
"""Ends the name of a section with the access key of the images' owner."""

_NAME_OR_PATH: Final = r"[a-z0-9./~]([-a-z0-9._/]*[a-z0-9])?"
_RANDOM: Final = (
    r"(?:(?=.*[0-9])|(?=.*[a-z])(?=.*[A-Z]))[0-9A-Za-z+]{16,}={0,2}|(?:LTAI|TFRBS|STS\.).*"
)
"""Text that nobody gives a thing as its name; paths are looked at piece by piece."""


CREDENTIAL_FORM: Final = (
    r"(?<![A-Za-z0-9])(?:LTAI[A-Za-z0-9]{12,}(?:[ ,;:|]{1,3}[A-Za-z0-9]{30}(?![A-Za-z0-9]))?"
    r"|TFRBS[A-Za-z0-9+/]{11,}={0,2}|VEZSQ[A-Za-z0-9+/]{12,}={0,2}"
    r"|STS\.[A-Za-z0-9]{12,}"
    r"|eyJ[\w-]{8,500}\.eyJ[\w-]{8,}\.[\w-]*)"
    r"|(?:(?<=://)|(?<=[A-Za-z]:/))(?:[^/\s:@\"'<>{}]*:[^/\s@\"'<>{}]+|\w{20,})(?=@)"
    r"|(?<![\w.+/-])(?:[\w.+-]+:[^/\s:@\"'<>{}]+|\w{20,})(?=@[\w.-]+(?::[0-9]+)?/)"
    r"|-----BEGIN [A-Z ]*PRIVATE KEY-----[^-]*(?:-----END [A-Z ]*PRIVATE KEY-----)?"
    r"|LS0tLS1CRUdJTi(?:BSU0Eg|BQUklW|BFQyBQ|BPUEVO|BFTkNS)[A-Za-z0-9+/]*={0,2}"
)
"""What is a credential wherever it stands: an access key ID of Alibaba Cloud (in plain text, in
base64, encoded twice, with its secret beside it, and of its Security Token Service), a JWT, the
user of a URL (also of one that was taken for a path, or of a registry, without a scheme), a private
key in PEM, also in base64.
"""

_IN_FORMS: Final = ("LTAI", "TFRBS", "VEZSQ", "STS.", "eyJ", "PRIVATE KEY-", "LS0tLS1CRUdJTi")
_BEHIND_USER: Final = r"@(?<=[^\s@]@)"
"""One of these is in every credential of such a form, or right behind it."""

_EXPRESSION: Final = r"\{\{[^{}]*\}\}"
_LITERAL: Final = r"""["'`][A-Za-z0-9+/=]{16,}["'`]|\{\{-?[ \t]*[\w+/=-]{16,}[ \t]*-?\}\}"""
"""What an expression of a template says itself, and does not look up."""

_REFERENCE: Final = (
    r"ENC\[[^\[\]]*\]"
    r"|<path:[^<>]*>"
    r"|\$\{[A-Za-z_][\w.]*\}|\$\([A-Za-z_]\w*\)|\$[A-Za-z_]\w*"
    r"|vault:\S+|ref\+[a-z0-9]+://\S+"
    # The name of a half of an access key, where a key of that name is referred to.
    r"|(?i:[a-z_.-]*access[_-]?key[_-]?(?:id|secret))"
)
"""What other tools fill in later: SOPS, Argo CD's Vault plugin, envsubst, Kubernetes, vals."""

_SAYS_NOTHING: Final = frozenset({"", "true", "false", "null", "~", "yes", "no", "on", "off"})
_KEY_NAME: Final = r"[A-Za-z]{1,15}"
_PRIVATE_KEY_NAME: Final = r"[A-Za-z_-]{1,40}"
"""What could be a credential has digits, or is longer."""

_IN_PRIVATE_KEYS: Final = "key|kye|ky|secret|pass|pwd|token|auth|credential|docker|kubeconfig"
MAYBE_PRIVATE: Final = rf"(?i:{_IN_PRIVATE_KEYS}|[as]k\Z)"
"""In the name of every key that says anything of its value."""

_TRACE: Final = (
    rf"{_IN_PRIVATE_KEYS}|\\"
    r"|ltai|tfrbs|vezsq|sts\.|:/|@|begin |ls0tls1crudjtib"
    # Of JSON and of a kubeconfig in base64.
    r"|eyj|ewo|yxbpvmvyc2lvbj"
    r"|ak(?<![a-z0-9]ak)(?![a-z0-9])|sk(?<![a-z0-9]sk)(?![a-z0-9])"
)
"""Something of every credential, in lower case: of its key, its object, or how it starts.

The backslash is there because a key may be spelt with escapes.
"""

_IMAGE_ID: Final = r"(?m): m-[a-z0-9]{20}$"
"""An image ID behind its key, in which some letters of `_TRACE` stand by chance."""

_LONGEST_KEY: Final = 200


def is_suspect(text: str) -> bool:
    """Whether a text could hold a credential: large ones are spared the search."""
    lower = text.lower()
    if re.search(_TRACE, lower) and re.search(_TRACE, re.sub(_IMAGE_ID, ":", lower)):
        return True
    # A Secret without its kind.
    return lower.count("data") > lower.count("metadata")


def could_have_form(text: str) -> bool:
    """Whether a text could hold a `CREDENTIAL_FORM`, which takes ten times as long to look for."""
    return any(part in text for part in _IN_FORMS) or re.search(_BEHIND_USER, text) is not None


def is_private_key(key: object) -> bool:
    """Whether what stands behind a key of this name is a credential."""
    return isinstance(key, str) and _kind_of_key(key) is _Key.PRIVATE


def is_private(key: object, text: str) -> bool:
    """The same of a key with its value: `secret: machine-image-owner` names a Secret only."""
    kind = _kind_of_key(key) if isinstance(key, str) else _Key.OTHER
    if kind is _Key.OTHER or (is_number(text) and not may_be_number(str(key))):
        return False
    if kind is _Key.OF_ANY_USE and not is_random(text):
        return False
    if kind is _Key.MAYBE and re.fullmatch(_NAME_OR_PATH, text) and not is_random(text):
        return False
    return not is_reference(text)


def is_number(text: str) -> bool:
    """Whether a text is a number such as that of `maxTokens`; longer ones may be credentials."""
    return re.fullmatch(_NUMBER, text) is not None


def may_be_number(key: str) -> bool:
    """Whether the credential behind a key, if there is one, may be a number."""
    return re.search(_MAY_BE_NUMBER, key) is not None


def is_part_of_secret(path: Path) -> bool:
    """Whether a key holds a credential because of one above: `secrets: [{value: …}]`.

    A `value` does so below a name, too: `secrets: {database: {value: …}}`.
    """
    *above, key = (step[-_LONGEST_KEY:] for step in path if isinstance(step, str))
    near = above[-2:] if key == "value" else above[-1:]
    holds_one = any(re.search(_HOLDS_ONE, step) for step in near)
    return holds_one and re.match(_FORM_OF_ONE, key) is not None


class _Key(Enum):
    """What the name of a key says of its value.

    PRIVATE: a credential. MAYBE: one, or the name of a Secret. OF_ANY_USE: one, where it looks so.
    """

    PRIVATE = auto()
    MAYBE = auto()
    OF_ANY_USE = auto()
    OTHER = auto()


@lru_cache(maxsize=4096)
def _kind_of_key(key: str) -> _Key:
    """Documents repeat few keys many times."""
    if not re.search(MAYBE_PRIVATE, key):
        return _Key.OTHER
    start, end = key[:_LONGEST_KEY], key[-_LONGEST_KEY:]
    says_private = re.search(_OF_ACCESS_KEY, start) or re.search(_OF_OTHER_KEY, end)
    if says_private and not re.search(_NAMES_ONE, end):
        return _Key.PRIVATE
    if key.lower().endswith("key"):
        return _Key.OF_ANY_USE
    return _Key.MAYBE if re.search(_ONE_OR_ITS_NAME, end) else _Key.OTHER


def is_below_private(path: Path) -> bool:
    """Whether what stands at a path, or below one of its keys, may be a credential."""
    keys = [step for step in path[: given_names_start(path)] if isinstance(step, str)]
    return any(is_private_key(key) or is_owner_section(key) for key in keys) or (
        ("backup", "secret") in pairwise(keys)
    )


def is_key_name(text: str) -> bool:
    """Whether a text that stands among credentials is the name of a key, however misspelt."""
    return re.fullmatch(_KEY_NAME, text) is not None or (
        re.fullmatch(_PRIVATE_KEY_NAME, text) is not None and is_private_key(text)
    )


@lru_cache(maxsize=4096)
def is_owner_section(key: str) -> bool:
    """Whether the access key of the images' owner stands below a key of this name."""
    return re.search(_OWNER, key[-_LONGEST_KEY:]) is not None


def is_access_key(key: object) -> bool:
    """Whether a key of this name holds a half of an access key, and no other credential."""
    return isinstance(key, str) and re.search(_OF_ACCESS_KEY, key[:_LONGEST_KEY]) is not None


def is_reference(text: str) -> bool:
    """Whether what stands in place of a credential is none, but says where to find it."""
    left = re.sub(_EXPRESSION, "", text).strip()
    if left.lower() not in _SAYS_NOTHING and not re.fullmatch(_REFERENCE, left):
        return False
    has_form = could_have_form(text) and re.search(CREDENTIAL_FORM, text)
    return not has_form and not re.search(_LITERAL, text)


def is_random(text: str) -> bool:
    """Whether a text is not a name or path, but could be a key that got into the place of one."""
    return any(re.fullmatch(_RANDOM, part) for part in text.split("/"))
