"""The type alias `Value`: YAML values with their types."""

from __future__ import annotations

from typing import TypeAlias

Value: TypeAlias = "dict[str, Value] | list[Value] | str | int | float | bool | None"
"""What JSON can hold, floats finite: the typed parts of a catalog, and every generated value."""
