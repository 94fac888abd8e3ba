"""The words that parameters take, for completion: rules, documents, regions, images of a catalog.

Each function has the form of click's `shell_complete`; who calls it picks what fits. They raise
OSError and `ProblemsError` for what cannot be read.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from click import Context, Parameter
    from click.shell_completion import CompletionItem

    from generator.decode.layers import Layer
    from generator.yamlio.read import Node

_PLAIN: Final = r"\w[\w.+:=/@%,-]*"
"""What no shell takes for anything but a word."""


def rules(_ctx: Context, _param: Parameter, _incomplete: str) -> list[CompletionItem[Any]]:
    """The IDs of rules, each with what it is about."""
    from click.shell_completion import CompletionItem

    return [CompletionItem(rule, help=about) for rule, about in _rules().items()]


def _rules() -> dict[str, str]:
    from generator.checks import all_rules

    about = {rule: module.__doc__ or "" for rule, module in all_rules().items()}
    return {rule: text.partition("\n")[0] for rule, text in about.items()}


def rule_settings(_ctx: Context, _param: Parameter, incomplete: str) -> list[str]:
    """`ID=`, and behind that what a rule can be set to."""
    from generator.checks import all_rules
    from generator.decode.rules import SETTINGS

    known = all_rules()
    rule, _, _ = incomplete.partition("=")
    if rule in known:
        return [f"{rule}={setting}" for setting in SETTINGS]
    return [f"{rule}=" for rule in known]


def regions(_ctx: Context, _param: Parameter, _incomplete: str) -> list[str]:
    """The regions of Alibaba Cloud."""
    from generator.gardener.regions import KNOWN_REGIONS

    return sorted(KNOWN_REGIONS)


def region_ids(ctx: Context, param: Parameter, incomplete: str) -> list[str]:
    """`REGION=`; the ID behind that is for the user to say."""
    return [f"{region}=" for region in regions(ctx, param, incomplete)]


def documents(ctx: Context, _param: Parameter, _incomplete: str) -> list[str]:
    """The documents of `--only`: those of the call's templates, or of the project's."""
    from generator import assets
    from generator.documents.template_names import document_names

    own = ctx.params.get("templates") or _project_templates()
    known = document_names([*filter(None, [own]), assets.TEMPLATES])
    return _plain(sorted(name.removesuffix(".yaml") for name in known))


def images(ctx: Context, _param: Parameter, _incomplete: str) -> list[str]:
    """The images of the catalog on the line."""
    return _plain(_names(ctx, "images"))


def versions(ctx: Context, _param: Parameter, _incomplete: str) -> list[str]:
    """The versions of the image on the line, in its catalog; none that stand there already."""
    named = ctx.params.get("versions") or ()
    found = _names(ctx, "images", ctx.params.get("name") or "", "versions")
    return _plain(version for version in found if version not in named)


def keys_or_files(ctx: Context, param: Parameter, incomplete: str) -> list[CompletionItem[Any]]:
    """Files, and keys of catalogs that go on with what is typed of one."""
    from generator.commands.inputs import FILES

    return [*FILES(ctx, param, incomplete), *(_keys(incomplete) if incomplete else ())]


def _keys(typed: str) -> Iterator[CompletionItem[Any]]:
    from click.shell_completion import CompletionItem

    from generator.decode.paths import parse_path
    from generator.explain.keys import explain_key

    above, dot, _ = typed.rpartition(".")
    try:
        steps = parse_path(above.replace("[]", "[0]")).steps if dot else ()
        found = explain_key(steps, _rules())
    except ValueError:
        return
    # What is typed stays as it is: dots of names without backslashes, lists without brackets.
    below = found.place.removeprefix(found.path).replace("[]", "").removeprefix(".")
    for key, meaning in found.keys.items():
        path = ".".join(filter(None, (below, key)))
        yield CompletionItem(f"{above}{dot}{path}", help=meaning)


def paths(ctx: Context, _param: Parameter, incomplete: str) -> list[str]:
    """The paths in the catalog on the line, up to the next dot."""
    return _plain(_paths(_tree(ctx), "", incomplete))


def _paths(node: Node, above: str, typed: str) -> Iterator[str]:
    """The paths below a node that go on with what is typed, dots of names as they are."""
    for name, below in node.items() if isinstance(node, dict) else ():
        path = f"{above}{name}"
        if typed.startswith(f"{path}."):
            yield from _paths(below, f"{path}.", typed)
        elif path.startswith(typed):
            yield f"{path}." if isinstance(below, dict) and below else path


def _names(ctx: Context, *path: str) -> list[str]:
    """The names at a path of the catalog on the line."""
    from generator.decode.paths import node_at

    found = node_at(_tree(ctx), path)
    return [*found] if isinstance(found, dict) else []


def _tree(ctx: Context) -> Node:
    """The catalog on the line, with what it extends."""
    from functools import reduce

    from generator.decode.layers import read_layers
    from generator.merge import merge_trees

    layers = read_layers(ctx.params.get("catalog") or "", _layer)
    return reduce(merge_trees, [layer.tree for layer in layers])


def _layer(file: str) -> Layer:
    from generator import files
    from generator.decode.layers import read_layer
    from generator.yamlio.read import decode_text

    return read_layer(decode_text(files.read(file), file), file)


def _project_templates() -> Path | None:
    """The project's folder of templates, if it has one."""
    from generator.app.project import load_project
    from generator.app.project_folder import find_project_folder

    folder = find_project_folder()
    return load_project(folder).templates if folder else None


def _plain(names: Iterable[str]) -> list[str]:
    """The names that can be typed as they are: of others' text, nothing acts in a shell.

    No name that Gardener takes is lost by that. What looks like a credential is not shown, either.
    """
    from generator.credentials.lines import mask_known_forms

    return [
        name
        for name in names
        if re.fullmatch(_PLAIN, name, re.ASCII) and mask_known_forms(name) == name
    ]
