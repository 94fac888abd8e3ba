"""Reading the long runs of `region: image ID` lines of a large catalog without YAML's own pace.

libyaml makes an object for every key and every ID. Here each run gives way to one entry that names
it, the rest is read as YAML, and the runs are put back. Whatever is not plainly so, and every text
with a mistake, is None here and read in the ordinary way, which also finds the problems.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from generator.problems import ProblemsError

if TYPE_CHECKING:
    from collections.abc import Callable

    from generator.yamlio.read import Node

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


def read_bulk(text: str, read: Callable[[str], list[Node]]) -> Node | None:
    """The tree that `read` finds in a text of one document, sooner; None where that is not sure."""
    short, runs = shortened(text)
    if not runs:
        return None
    try:
        documents = read(short)
        missing = dict.fromkeys(runs)
        tree = _put_back(documents[0], runs, missing) if len(documents) == 1 else None
    except (ProblemsError, _NotPlainlySo):
        return None
    return None if missing else tree


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


def _put_back(node: Node, runs: dict[str, str], missing: dict[str, None]) -> Node:
    if isinstance(node, list):
        return [_put_back(item, runs, missing) for item in node]
    if not isinstance(node, dict):
        return node
    whole: dict[str, Node] = {}
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
