"""What decoding fills in where a catalog says nothing."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from generator.decode import decode
from generator.decode.paths import known_keys
from generator.problems import ProblemsError
from generator.yamlio.emit import scalar

if TYPE_CHECKING:
    from collections.abc import Sequence

    from generator.decode.layers import Layer
    from generator.problems import Path

_NAME = ("metadata", "name")


def default_of(layers: Sequence[Layer], path: Path) -> str | None:
    """The default at a path where nothing stands, as YAML; None where there is none.

    The model has the default: its fields are named like the keys of the format, in Python's
    spelling. None as well where the catalog cannot be used.
    """
    if path[-1] not in known_keys(path[:-1]):
        return None
    try:
        catalog = decode(layers, date.max)  # No default depends on the day.
    except ProblemsError:
        return None
    value: object = catalog.name if path == _NAME else catalog
    for step in path if path != _NAME else ():
        value = _below(value, step)
    return scalar(value) if isinstance(value, (str, bool)) else None


def _below(value: object, step: str | int) -> object:
    if isinstance(value, dict):
        return value.get(step)
    if isinstance(step, str):
        return getattr(value, re.sub(r"(?<=[a-z])(?=[A-Z])", "_", step).lower(), None)
    return value[step] if isinstance(value, tuple) and step < len(value) else None
