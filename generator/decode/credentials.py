"""Access keys, and the section `ownerSecret`: no message here may quote a credential."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.catalog.credentials import AccessKey, Credential, OwnerSecret
from generator.credentials.access_key import (
    ACCESS_KEY_NAMES,
    decoded,
    encoded,
    key_id_problem,
    key_secret_problem,
)
from generator.credentials.policy import is_reference
from generator.decode import catalog_keys
from generator.reading.section import Section, kind_of
from generator.reading.text_formats import DNS_SUBDOMAIN, ENVIRONMENT_VARIABLE

if TYPE_CHECKING:
    from collections.abc import Callable

DEFAULT_NAME = "machine-image-owner"
"""The name that the operator guide gives as the default."""

_EXPECTED = "{env: NAME}, {file: PATH}, {placeholder: TEXT} or the base64 text of the value"
_EXPECTED_PLACEHOLDER = "what another tool replaces: <path:…>, ${NAME}, ref+vault://… and the like"


def read_owner_secret(top: Section) -> OwnerSecret | None:
    """The owner secret; None where the catalog has none."""
    if not top.has("ownerSecret"):
        return None
    section = top.section("ownerSecret", catalog_keys.OWNER_SECRET)
    resource = section.text("resource", DNS_SUBDOMAIN)
    hint = "or `resource: NAME`, a Secret in the garden cluster"
    access_key = read_access_key(section, required=not section.has("resource"), hint=hint)
    return OwnerSecret(section.text("name", DNS_SUBDOMAIN) or DEFAULT_NAME, access_key, resource)


def read_access_key(section: Section, *, required: bool, hint: str = "") -> AccessKey | None:
    """The access key whose halves stand in a section; `hint` is for one that has neither.

    None where both are absent, which is a finding where the key is `required`.
    """
    key_id = _credential(section, "accessKeyID", key_id_problem)
    key_secret = _credential(section, "accessKeySecret", key_secret_problem)
    missing = [key for key in ACCESS_KEY_NAMES if not section.has(key)]
    if len(missing) == 1 or (missing and required):
        shown = hint if len(missing) > 1 else ""
        section.wrong((), f"missing: {' and '.join(missing)}", _EXPECTED, shown)
    return AccessKey(key_id, key_secret) if key_id and key_secret else None


def _credential(section: Section, key: str, problem_of: Callable[[str], str]) -> Credential | None:
    if not section.has(key):
        return None
    node = section.node[key]
    if isinstance(node, str):
        return _base64_text(section, key, node, problem_of)
    if not isinstance(node, dict) or len(node) != 1:
        section.wrong((key,), f"found {kind_of(node)}", _EXPECTED)
        return None
    reference = section.section(key, catalog_keys.CREDENTIAL)
    variable, path = reference.text("env", ENVIRONMENT_VARIABLE), reference.text("file")
    if variable:
        return Credential("env", variable)
    if reference.has("placeholder"):
        return _placeholder(reference)
    return Credential("file", path) if path else None


def _placeholder(reference: Section) -> Credential | None:
    text = reference.text("placeholder")
    if text is None:
        return None
    if not is_reference(text) or not text.strip() or "\n" in text:
        # It could be the credential itself, so it is not shown.
        reference.wrong(("placeholder",), "this is not a placeholder", _EXPECTED_PLACEHOLDER)
        return None
    return Credential("placeholder", text)


def _base64_text(
    section: Section, key: str, text: str, problem_of: Callable[[str], str]
) -> Credential | None:
    """A base64 text whose decoded value is a key; a key itself is often valid base64, too.

    `problem_of` says what is wrong with a decoded key, or nothing.
    """
    hint = f"keep it out of the file: `{key}: {{env: NAME}}`, or encode it: `base64 -w0`"
    value = decoded(text)
    inner = decoded(value)
    if inner and inner.isascii() and inner.isprintable() and not problem_of(inner):
        section.wrong((key,), "found a value that is encoded twice", _EXPECTED, hint)
        return None
    if value and not problem_of(value):
        # The API server decodes what stands in a Secret, and encodes it anew.
        return Credential("base64", encoded(value))
    if text.strip() and is_reference(text):
        message = "found a placeholder that another tool fills in"
        hint = f"write `{key}: {{placeholder: …}}`"
        if text.startswith("$"):
            hint += f", or `{key}: {{env: NAME}}` for an environment variable"
        section.wrong((key,), message, _EXPECTED, hint)
    elif value and not problem_of(value.strip("\r\n")):
        message = "found base64 text of a value with a line break, which is not part of the key"
        section.wrong(
            (key,),
            message,
            _EXPECTED,
            "encode it without the line break: `printf %s KEY | base64 -w0`",
        )
    elif not problem_of(text):
        section.wrong((key,), "found the key itself, in plain text", _EXPECTED, hint)
    else:
        problem = problem_of(value) if value else "it is not base64 text"
        section.wrong((key,), f"found a value that cannot be used: {problem}", _EXPECTED, hint)
    return None
