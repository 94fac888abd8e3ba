"""The environment variables that an imported catalog takes its access keys from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from generator.credentials.access_key import ACCESS_KEY_NAMES

if TYPE_CHECKING:
    from generator.catalog.values import Value

OWNER: Final = "ALICLOUD_OWNER"
"""What the variables begin with that hold the access key of the owner of shared images."""

_SUFFIXES: Final = dict(zip(ACCESS_KEY_NAMES, ("ACCESS_KEY_ID", "ACCESS_KEY_SECRET"), strict=True))


def variable_references(prefix: str) -> dict[str, Value]:
    """Both halves of an access key as a catalog refers to them: `{accessKeyID: {env: …}, …}`."""
    return {half: {"env": f"{prefix}_{suffix}"} for half, suffix in _SUFFIXES.items()}


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
