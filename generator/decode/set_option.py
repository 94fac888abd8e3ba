"""The option `--set PATH=VALUE`, with Helm's syntax: values set over a catalog."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import reduce
from typing import TYPE_CHECKING

from generator.decode.paths import parse_path
from generator.decode.version_forms import long_form
from generator.merge import merge_trees
from generator.problems import fail
from generator.yamlio.read import Plain, read_documents

if TYPE_CHECKING:
    from collections.abc import Sequence

    from generator.decode.layers import Layer
    from generator.yamlio.read import Node

_SETTING = re.compile(r"((?:[^\\=]|\\.)+)=(.*)", re.DOTALL)


def read_setting(text: str) -> Node:
    """A setting as a tree of mappings down to its value, which is YAML; raises ValueError.

    A list is set as a whole. Raises `ProblemsError` for a value that is no YAML.
    """
    match = _SETTING.fullmatch(text)
    if match is None:
        raise ValueError(text)
    tree = _value(match[2])
    for step in reversed(parse_path(match[1])):
        if isinstance(step, int):
            raise ValueError(text)  # noqa: TRY004  the text is wrong, not a type
        tree = {step: tree}
    return long_form(tree)


def _value(text: str) -> Node:
    values = read_documents(text, "--set")
    if len(values) > 1:
        raise fail("found several YAML documents", file="--set", expected="one value")
    return values[0] if values else Plain("null")


def with_settings(layers: Sequence[Layer], settings: Sequence[Node]) -> tuple[Layer, ...]:
    """The layers with the settings merged over the last of them, in their order."""
    *bases, last = layers
    return (*bases, replace(last, tree=reduce(merge_trees, settings, last.tree)))
