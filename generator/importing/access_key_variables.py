"""The environment variables that an imported catalog takes its access keys from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from generator.credentials.access_key import ACCESS_KEY_NAMES
from generator.credentials.policy import REDACTED, is_reference

if TYPE_CHECKING:
    from collections.abc import Mapping

    from generator.catalog.values import Value

OWNER: Final = "ALICLOUD_OWNER"
"""What the variables begin with that hold the access key of the owner of shared images."""

_SUFFIXES: Final = dict(zip(ACCESS_KEY_NAMES, ("ACCESS_KEY_ID", "ACCESS_KEY_SECRET"), strict=True))


def variable_references(prefix: str) -> dict[str, Value]:
    """Both halves of an access key as a catalog refers to them: `{accessKeyID: {env: …}, …}`."""
    return {half: {"env": f"{prefix}_{suffix}"} for half, suffix in _SUFFIXES.items()}


def references_to(found: Mapping[str, Value], prefix: str) -> dict[str, Value]:
    """The same for the halves that a manifest has: what another tool replaces stays.

    Credentials of the manifest are `REDACTED`. Empty where no half is a credential or a
    placeholder.
    """
    placeholders = {
        half: {"placeholder": text}
        for half, text in found.items()
        if half in _SUFFIXES and is_placeholder(text)
    }
    if not placeholders and REDACTED not in [found.get(half) for half in _SUFFIXES]:
        return {}
    return {**variable_references(prefix), **placeholders}


def is_placeholder(text: Value) -> bool:
    """Whether a tool that is not Gardener replaces what stands in place of half a key."""
    if not isinstance(text, str) or text == REDACTED or ".resources." in text:
        return False
    return bool(text.strip()) and is_reference(text)


def variables_of(tree: Value) -> tuple[str, ...]:
    """The names of the variables that the tree of a catalog refers to, each once."""
    if isinstance(tree, list):
        found = [name for item in tree for name in variables_of(item)]
    elif isinstance(tree, dict):
        found = [
            name
            for key, item in tree.items()
            for name in (_variable(item) if key in ACCESS_KEY_NAMES else variables_of(item))
        ]
    else:
        found = []
    return tuple(dict.fromkeys(found))


def _variable(reference: Value) -> tuple[str, ...]:
    name = reference.get("env") if isinstance(reference, dict) else None
    return (name,) if isinstance(name, str) else ()
