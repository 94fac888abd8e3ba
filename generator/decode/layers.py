"""The files that make up a catalog: the one named, and those that it extends.

A later layer is merged over the earlier ones. A path in a catalog is relative to the file that
states it, so the paths of a base are rewritten to lead there from the catalog that extends it.
"""

from __future__ import annotations

import os.path
from typing import TYPE_CHECKING, Final

from generator import files
from generator.credentials.access_key import ACCESS_KEY_NAMES
from generator.decode.version_forms import long_form
from generator.problems import Problem, ProblemsError, fail, quoted
from generator.reading.section import kind_of
from generator.record import Record
from generator.yamlio.locate import Positions
from generator.yamlio.read import Plain, is_null, read_document

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from generator.decode.set_option import AppliedSetting
    from generator.problems import Path
    from generator.yamlio.read import Node

EXTENDS = "extends"

ABSTRACT = "abstract"
"""The key of a catalog that only serves as a base."""

MAX_CHAIN = 50
"""Files that extend one another in a row."""


class Layer(Record):
    """One file of a catalog with its tree in the long form, and where the paths of its text stand.

    A thousand catalogs may extend a file: its positions are looked up once.
    """

    file: str
    text: str
    tree: Node
    positions: Positions


def read_layer(text: str, file: str) -> Layer:
    """The layer that a text holds; raises `ProblemsError`, also if it is not a catalog."""
    try:
        tree = read_document(text, file)
    except ProblemsError as error:
        from generator.decode.not_a_catalog import unreadable

        raise unreadable(error, text) from None
    if not isinstance(tree, dict):
        # Without its line: what is no catalog may be anything, a file with a key in it, too.
        raise fail(f"found {kind_of(tree)}", file=file, expected="a catalog, which is a mapping")
    positions = Positions(text)
    if tree.get("kind") and tree.get("apiVersion"):
        from generator.decode.not_a_catalog import refuse_other_kind

        refuse_other_kind(tree, text, file, positions)
    return Layer(file, text, long_form(tree), positions)


def read_layers(file: str, read: Callable[[str], Layer]) -> tuple[Layer, ...]:
    """The layers of the catalog in a file, in the order of merging: the file itself is the last.

    `read` gives the layer in a file, or raises OSError. Raises that for the file itself, and
    `ProblemsError` for whatever else keeps the layers from being read: a missing base, a cycle
    (with the chain).
    """
    return tuple(_read(file, (), read, set()))


def is_abstract(layers: Sequence[Layer], settings: Sequence[AppliedSetting] = ()) -> bool:
    """Whether the catalog that layers make up says of itself that it only serves as a base.

    Asked before decoding: what is a base may lack what a catalog needs. Decoding says what is wrong
    with another value than `true` or `false`.
    """
    trees = [layers[-1].tree, *(setting.tree for setting in settings)]
    stated = [tree[ABSTRACT] for tree in trees if isinstance(tree, dict) and ABSTRACT in tree]
    return bool(stated) and type(stated[-1]) is Plain and stated[-1].lower() == "true"


def _read(
    file: str, chain: tuple[str, ...], read: Callable[[str], Layer], seen: set[str]
) -> Iterator[Layer]:
    """The layers not `seen` yet: a file that two bases extend is merged once, before both."""
    seen.add(file)
    layer = read(file)
    tree = layer.tree
    if isinstance(tree, dict) and EXTENDS in tree:
        problems: list[Problem] = []
        for path, item in _items(tree[EXTENDS]):
            try:
                yield from _base(item, path, layer, (*chain, file), read, seen)
            except ProblemsError as error:
                problems += error.problems
        if problems:
            raise ProblemsError(problems)
        tree = {key: item for key, item in tree.items() if key != EXTENDS}
    if chain:
        home = os.path.dirname(chain[0]) or "."
        tree = _as_base(tree, os.path.relpath(os.path.dirname(file) or ".", home))
    yield layer._replace(tree=tree)


def _items(node: Node) -> list[tuple[Path, Node]]:
    """The values of `extends`, one or a list of them, each with its path in the tree."""
    if isinstance(node, list):
        return [((EXTENDS, index), item) for index, item in enumerate(node)]
    return [((EXTENDS,), node)]


def _base(
    item: Node,
    path: Path,
    layer: Layer,
    chain: tuple[str, ...],
    read: Callable[[str], Layer],
    seen: set[str],
) -> list[Layer]:
    """The layers of a base that are not `seen` yet."""
    if not isinstance(item, str) or not item or is_null(item):
        raise _problem(layer, path, "this is not a path", "a file, or a list of files")
    file = os.path.normpath(os.path.join(os.path.dirname(layer.file), item))
    above = [*map(os.path.normpath, chain)]
    if file in above:
        ring = " → ".join([*chain[above.index(file) :], file])
        raise _problem(layer, path, f"the files extend each other: {ring}")
    if len(chain) > MAX_CHAIN:
        raise _problem(layer, path, f"more than {MAX_CHAIN} files extend one another")
    try:
        return [] if file in seen else [*_read(file, chain, read, seen)]
    except OSError as error:
        hint = files.similar_name(file) if isinstance(error, FileNotFoundError) else ""
        raise _problem(layer, path, _unreadable(file, error), "a catalog", hint) from None
    except ProblemsError as error:
        raise ProblemsError(
            found for problem in error.problems for found in _of_base(problem, file, layer, path)
        ) from None


def _of_base(problem: Problem, file: str, layer: Layer, path: Path) -> tuple[Problem, ...]:
    """A problem of a base; one without a line is shown where the base is named."""
    if problem.line or problem.file != file:
        return (problem,)
    message = f"{quoted(file)}: {problem.message}"
    return _problem(layer, path, message, problem.expected).problems


def _unreadable(file: str, error: OSError) -> str:
    if isinstance(error, FileNotFoundError):
        return f"there is no file {quoted(file)}"
    return f"{quoted(file)} cannot be read: {error.strerror}"


def _problem(
    layer: Layer, path: Path, message: str, expected: str = "", hint: str = ""
) -> ProblemsError:
    line, column = layer.positions.find(path) or (0, 0)
    problem = Problem(layer.file, line, column, message, expected=expected, hint=hint)
    return ProblemsError([problem])


def _as_base(tree: Node, folder: str) -> Node:
    """The tree of a base without what is its own, its paths prefixed by `folder`."""
    if not isinstance(tree, dict):
        return tree
    inherited = {key: item for key, item in tree.items() if key not in _NEVER_INHERITED}
    if folder != ".":
        for key, change in _HOLD_PATHS.items():
            if key in inherited:
                inherited[key] = change(inherited[key], folder)
    return inherited


def _with_chart_paths(section: Node, folder: str) -> Node:
    """The section with its charts' paths prefixed, those of the admission's charts, too."""
    if not isinstance(section, dict):
        return section
    changed: dict[str, Node] = {
        key: _with_chart_paths(section[key], folder)
        for key in ("admission", "runtimeCluster", "virtualCluster")
        if key in section
    }
    chart = section.get("chart")
    oci = chart.get("oci") if isinstance(chart, dict) else None
    if isinstance(chart, str):
        changed["chart"] = _prefixed(chart, folder)
    elif isinstance(chart, dict) and isinstance(oci, dict) and "from" in oci:
        changed["chart"] = {**chart, "oci": {**oci, "from": _prefixed(oci["from"], folder)}}
    return {**section, **changed}


def _with_key_files(node: Node, folder: str) -> Node:
    """The node with the path of each `file:` of an access key prefixed by `folder`."""
    if isinstance(node, list):
        return [_with_key_files(item, folder) for item in node]
    if not isinstance(node, dict):
        return node
    return {
        key: {**item, "file": _prefixed(item["file"], folder)}
        if key in ACCESS_KEY_NAMES and isinstance(item, dict) and "file" in item
        else _with_key_files(item, folder)
        for key, item in node.items()
    }


def _prefixed(path: Node, folder: str) -> Node:
    if isinstance(path, str) and not is_null(path):
        return Plain(os.path.normpath(os.path.join(folder, path)))
    return path


_NEVER_INHERITED: Final = ("metadata", ABSTRACT)

_HOLD_PATHS: Final = {
    "controllerDeployment": _with_chart_paths,
    "extension": _with_chart_paths,
    "ownerSecret": _with_key_files,
    "seeds": _with_key_files,
}
"""Sections that hold paths, and how a folder is put before these."""
