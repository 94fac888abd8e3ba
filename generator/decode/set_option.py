"""The option `--set PATH=VALUE`, with Helm's syntax: values set over a catalog."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import reduce
from typing import TYPE_CHECKING

from generator.decode.paths import known_keys, node_at, parse_path
from generator.decode.readings import as_meant
from generator.decode.suggestion import first_unknown, suggestion
from generator.decode.version_forms import in_long_form, long_form
from generator.merge import merge_trees
from generator.problems import Finding, dotted, fail
from generator.yamlio.read import Plain, read_documents

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from generator.decode.layers import Layer
    from generator.decode.paths import WrittenPath
    from generator.problems import Path
    from generator.yamlio.read import Node

_SETTING = re.compile(r"((?:[^\\=]|\\.)+)=(.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Setting:
    """What the option says: a path into a catalog, and the value that will stand there."""

    path: WrittenPath
    value: Node


@dataclass(frozen=True, slots=True)
class AppliedSetting:
    """A setting of one catalog, `stated` as the path that the user wrote.

    `path` and `value` are in the long form, `tree` is what is merged over the catalog. `without` is
    the catalog's tree before, in which the first `known` steps of the path lead to a mapping or a
    list.
    """

    stated: Path
    path: Path
    value: Node
    tree: Node
    without: Node
    known: int

    def __str__(self) -> str:
        """The setting for a message, without its value, which may be a credential."""
        return f"--set {dotted(self.stated)}"

    def sets(self, path: Path) -> bool:
        """Whether what stands at a path of the catalog is due to this setting."""
        along = min(len(path), len(self.path))
        if len(path) <= self.known or path[:along] != self.path[:along]:
            return False
        return node_at(self.value, path[along:]) is not None

    def makes(self, path: Path) -> bool:
        """Whether a path leads into a part that is only there because this setting's path is."""
        end = self.known + 1
        return end < len(self.path) and path[:end] == self.path[:end]


def read_setting(text: str) -> Setting:
    """The setting of a text, whose value is YAML; raises ValueError for what is none.

    Raises `ProblemsError` for a value that is not YAML.
    """
    match = _SETTING.fullmatch(text)
    if match is None:
        raise ValueError(text)
    path = parse_path(match[1])
    if isinstance(path.steps[0], int):
        raise ValueError(text)  # noqa: TRY004  the text is wrong, not a type
    return Setting(path, _value(match[2]))


def _value(text: str) -> Node:
    values = read_documents(text, "--set")
    if len(values) > 1:
        raise fail("found several YAML documents", file="--set", expected="one value")
    return values[0] if values else Plain("null")


def applied_settings(
    layers: Sequence[Layer], settings: Iterable[Setting]
) -> tuple[AppliedSetting, ...]:
    """The settings of the catalog that layers make up, each over those before it.

    Raises `ProblemsError` for the index of an item that a list does not have, and for a path that
    can mean several.
    """
    tree = reduce(merge_trees, [layer.tree for layer in layers])
    applied: list[AppliedSetting] = []
    for setting in settings:
        found = _applied(tree, setting, layers[-1].file)
        applied.append(found)
        tree = merge_trees(tree, found.tree)
    return tuple(applied)


def _applied(tree: Node, setting: Setting, file: str) -> AppliedSetting:
    path = as_meant(setting.path, [tree], file)
    known = 0
    while known < len(path) - 1 and isinstance(node_at(tree, path[: known + 1]), (dict, list)):
        known += 1
    stated = setting.path.steps
    if problem := _wrong_step(tree, path, known):
        message = f"--set {dotted(stated)}: {problem[0]}"
        raise fail(message, file=file, hint=problem[1])
    over = long_form(_over(tree, path, setting.value))
    path = in_long_form(path, [tree, over])
    value = node_at(over, path)
    return AppliedSetting(
        stated, path, setting.value if value is None else value, over, tree, known
    )


def _wrong_step(tree: Node, path: Path, known: int) -> tuple[str, str] | None:
    """Message and hint for an index where there is no such item, or a name where a list is."""
    for depth, step in enumerate(path):
        node = node_at(tree, path[:depth]) if depth <= known else None
        if isinstance(step, int) and not (isinstance(node, list) and step < len(node)):
            hint = suggestion([tree], path[: depth + 1])
            return f"there is no {dotted(path[: depth + 1])}", hint
        if isinstance(step, str) and isinstance(node, list):
            meant = dotted((*path[:depth], 0, *path[depth:]))
            return f"{dotted(path[:depth])} is a list", f"use the index of an item: {meant}"
    return None


def _over(tree: Node | None, path: Path, value: Node) -> Node:
    """What to merge over a tree to have the value at a path; a list is replaced as a whole."""
    if not path:
        return value
    step, rest = path[0], path[1:]
    below = node_at(tree, (step,)) if tree is not None else None
    over = _over(below, rest, value)
    if isinstance(step, str):
        return {step: over}
    items = [*tree] if isinstance(tree, list) else []
    items[step] = merge_trees(items[step], over)
    return items


def without_consequences(
    findings: Sequence[Finding], settings: Sequence[AppliedSetting]
) -> list[Finding]:
    """The findings of decoding, of a part that only a setting's path has made just one.

    Where the part is a section, what is wrong with the values that settings give says more than
    what it lacks; a part with a name of somebody's choice may be one that was misspelt.
    """
    left = [*findings]
    for setting in settings:
        about = [finding for finding in left if setting.makes(finding.path)]
        if all(_is_of_value(finding, setting) for finding in about):
            continue
        left = [finding for finding in left if finding not in about]
        is_section = setting.path[setting.known] in known_keys(setting.path[: setting.known])
        due = settings if is_section else ()
        of_values = [each for each in about if any(_is_of_value(each, one) for one in due)]
        left += of_values or [_missing(setting)]
    return left


def _is_of_value(finding: Finding, setting: AppliedSetting) -> bool:
    return finding.path[: len(setting.path)] == setting.path


def _missing(setting: AppliedSetting) -> Finding:
    """That there is nothing where a setting's path leads."""
    path, tree = setting.path, setting.without
    depth = first_unknown([tree], path)
    if depth is None or path[depth] in known_keys(path[:depth]):
        depth = setting.known
    keys = known_keys(path[:depth])
    expected = f"one of {', '.join(keys)}" if keys and path[depth] not in keys else ""
    message = f"there is no {dotted(path[: depth + 1])}"
    return Finding(path, message, expected, suggestion([tree], path))
