"""Reading the long runs of image IDs of large catalogs and manifests without YAML's own pace.

libyaml makes an object for every key and every ID. Here each run gives way to one entry that names
it, the rest is read as YAML, and the runs are put back. Whatever is not plainly so, and every text
with a mistake, is for the ordinary way, which also finds the problems.

A run of a catalog has lines `region: ID`; one of a manifest has items of a region and an ID.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, TypeAlias

if TYPE_CHECKING:
    from generator.catalog.values import Value

_Tree: TypeAlias = "dict[str, _Tree] | list[_Tree] | str"

LARGE: Final = 10_000
"""Characters from which on reading is worth more than one way."""

_TOKEN = "run-of-image-ids-"  # noqa: S105  a key, not a secret
_REGION, _ID = "[a-z]{2}-[a-z0-9-]+", "m-[a-z0-9]{20}"
_LINE = f"{_REGION}: {_ID}"
_RUN = (
    # A line that is indented deeper, or an empty one, could go on with the last ID.
    rf"(?m)^( +)({_LINE}(?:\n\1{_LINE}){{3,}})(?=\n(?!\1 | *$))"
)
_PAIR = rf"({_REGION}): ({_ID})"
_KEY, _WORD = "(?:name|id|region|imageID)", "[a-z]{1,2}-[a-z0-9-]+"
_RUN_OF_ITEMS = (
    rf"(?m)^( *)(- ({_KEY}): {_WORD}\n\1  ({_KEY}): {_WORD}"
    rf"(?:\n\1- \3: {_WORD}\n\1  \4: {_WORD}){{3,}})"
)
_ITEM = rf"- (\w+): ({_WORD})\n *(\w+): ({_WORD})"


class _NotPlainlySo(Exception):  # noqa: N818  no error: the other way of reading is taken
    pass


def shortened(text: str) -> tuple[str, dict[str, str]]:
    """The text with an entry for each run, and the runs by the keys of these entries.

    Everything else stays in its line and column. There are no runs where a text has anchors.
    """
    runs: dict[str, str] = {}
    if "&" in text or _TOKEN in text:
        return text, runs

    def named(match: re.Match[str]) -> str:
        indent, run = match[1], match[2]
        key = f"{_TOKEN}{len(runs)}"
        runs[key] = run
        # Only block style has literal blocks: what looks like a run in flow style fails to parse.
        # Such a block takes in the empty lines, of which there are as many as the run had more.
        return f"{indent}{key}: |-\n{indent} -" + "\n" * (run.count("\n") - 1)

    return re.sub(_RUN, named, text), runs


def shortened_items(text: str) -> tuple[str, dict[str, str]]:
    """The same of a manifest; what follows a run may stand in another line."""
    runs: dict[str, str] = {}
    if "&" in text or _TOKEN in text:
        return text, runs

    def named(match: re.Match[str]) -> str:
        key = f"{_TOKEN}{len(runs)}"
        runs[key] = match[2]
        return f"{match[1]}- {key}"

    return re.sub(_RUN_OF_ITEMS, named, text), runs


def with_items(tree: Value, runs: dict[str, str]) -> Value:
    """What was read from a shortened manifest, with the runs in it, which are taken out of `runs`.

    Where one is left, it was none.
    """
    if isinstance(tree, dict):
        return {key: with_items(item, runs) for key, item in tree.items()}
    if not isinstance(tree, list):
        return tree
    whole: list[Value] = []
    for item in tree:
        if isinstance(item, str) and item in runs:
            found = re.findall(_ITEM, runs.pop(item))
            whole += [{key: word, other: its_word} for key, word, other, its_word in found]
        else:
            whole.append(with_items(item, runs))
    return whole


def with_runs(tree: _Tree, runs: dict[str, str]) -> _Tree | None:
    """What was read from a shortened text, with its runs; None where that is not sure."""
    missing = dict.fromkeys(runs)
    try:
        whole = _put_back(tree, runs, missing)
    except _NotPlainlySo:
        return None
    return None if missing else whole


def _put_back(node: _Tree, runs: dict[str, str], missing: dict[str, None]) -> _Tree:
    if isinstance(node, list):
        return [_put_back(item, runs, missing) for item in node]
    if not isinstance(node, dict):
        return node
    whole: dict[str, _Tree] = {}
    size = 0
    for key, item in node.items():
        if key in missing:
            del missing[key]
            pairs = re.findall(_PAIR, runs[key])
            whole.update(pairs)
            size += len(pairs)
        else:
            whole[key] = _put_back(item, runs, missing)
            size += 1
    if len(whole) != size:
        raise _NotPlainlySo
    return whole
