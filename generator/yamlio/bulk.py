"""Reading the long runs of `region: image ID` lines of a large catalog without YAML's own pace.

libyaml makes an object for every key and every ID. Here each run gives way to one entry that names
it, the rest is read as YAML, and the runs are put back. Whatever is not plainly so, and every text
with a mistake, is for the ordinary way, which also finds the problems.
"""

from __future__ import annotations

import re
from typing import Final, TypeAlias

_Tree: TypeAlias = "dict[str, _Tree] | list[_Tree] | str"

LARGE: Final = 10_000
"""Characters from which on reading is worth more than one way."""

_TOKEN = "run-of-image-ids-"  # noqa: S105  a key, not a secret
_LINE = r"[a-z]{2}-[a-z0-9-]+: m-[a-z0-9]{20}"
_RUN = re.compile(
    # A line that is indented deeper, or an empty one, could go on with the last ID.
    rf"^( +)({_LINE}(?:\n\1{_LINE}){{3,}})(?=\n(?!\1 | *$))",
    re.MULTILINE,
)
_PAIR = re.compile(r"([a-z0-9-]+): (m-[a-z0-9]{20})")


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

    return _RUN.sub(named, text), runs


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
            pairs = _PAIR.findall(runs[key])
            whole.update(pairs)
            size += len(pairs)
        else:
            whole[key] = _put_back(item, runs, missing)
            size += 1
    if len(whole) != size:
        raise _NotPlainlySo
    return whole
