"""Small changes of inputs: of the nodes of their trees, of their tokens, of their bytes."""

from __future__ import annotations

import base64
import copy
import gzip
import json
import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator
    from random import Random

ODD: tuple[Any, ...] = (
    *(None, True, 0, -1, 2**70, 1e308, 0.1, "", " ", "\n", "*", "null", "~", "yes", "=", "<<"),
    *("9" * 5000, "1.0", "v1", "1.2.3-", "2027-13-45", "9999-12-31", "0000-00-00", "2027-03-31"),
    *("{{ x }}", "{{", "}}", "{% x %}", "m-", "m-uf6aaaaaaaaaaaaaaaa1", "../..", "/", "/dev/zero"),
    *("\x00", "\x1b[31m", "\u202e", "\ufeff", "é" * 300, "a" * 70_000, "::error::x", "a\tb"),
    *([], {}, [[]], [None], {"": ""}, {"a": None}, {"env": "HOME"}, {"file": "/etc/hostname"}),
    *([1, 2, 2], {"<<": {"a": 1}}, {"name": "a", "version": "1.0.0"}, [[[[[[[[[[]]]]]]]]]]),
)
"""Values to put in the place of others."""

TOKENS = (
    *("", " ", "\n", "\t", ":", ": ", "- ", "{", "}", "[", "]", ",", "&a ", "*a", "<<", "!x ", "|"),
    *(">", "'", '"', "#", "%", "@", "`", "?", "---\n", "...\n", "\x00", "\ufeff", "null", "~", "0"),
)


def places(tree: Any) -> Iterator[tuple[Any, Any]]:
    """Each container of a tree, with each of its keys or indexes."""
    keys = tree.keys() if isinstance(tree, dict) else range(len(tree))
    for key in list(keys):
        yield tree, key
        if isinstance(tree[key], (dict, list)):
            yield from places(tree[key])


def change_nodes(random: Random, tree: Any) -> Any:
    """A tree in which some nodes are gone, doubled, moved, renamed, or others."""
    tree = copy.deepcopy(tree)
    for _ in range(random.randint(1, 3)):
        found = list(places(tree))
        if not found:
            break
        holder, key = random.choice(found)
        other, at = random.choice(found)
        if random.random() < 0.5:
            holder[key] = copy.deepcopy(random.choice(ODD))
        elif random.random() < 0.4:
            holder[key] = copy.deepcopy(other[at])
        elif random.random() < 0.4 or isinstance(holder, list):
            del holder[key]
        else:
            holder[str(random.choice(ODD))] = holder.pop(key)
    return tree


def change_tokens(random: Random, text: str) -> str:
    """A text in which some tokens are others."""
    pieces = re.findall(r"\w+|\s+|.", text, re.DOTALL)
    for _ in range(random.randint(1, 4)):
        at = random.randrange(len(pieces) + 1)
        taken = random.randint(0, 3)
        pieces[at : at + taken] = [random.choice([random.choice(TOKENS), random.choice(pieces)])]
    return "".join(pieces)


def change_bytes(random: Random, data: bytes) -> bytes:
    """Data in which some bytes are others, gone, or doubled; or which ends too early."""
    changed = bytearray(data)
    for _ in range(random.randint(1, 4)):
        at = random.randrange(len(changed) + 1)
        kind = random.random()
        if kind < 0.6:
            changed[at : at + 1] = bytes([random.randrange(256)])
        elif kind < 0.8:
            del changed[at : at + random.randint(1, 40)]
        elif kind < 0.95:
            changed[at:at] = changed[at : at + random.randint(1, 600)]
        else:
            del changed[at:]
    return bytes(changed)


def change_file(random: Random, tree: Any) -> bytes:
    """The text of a tree, changed in one of these ways."""
    kind = random.randrange(4)
    if kind < 2:
        return json.dumps(change_nodes(random, tree), indent=1, ensure_ascii=kind == 0).encode()
    text = json.dumps(tree, indent=1)
    if kind == 2:
        return change_tokens(random, text).encode("utf-8", "surrogatepass")
    return change_bytes(random, text.encode())


def change_archive(random: Random, tar: bytes) -> bytes:
    """The compressed tar, of which either was changed."""
    if random.random() < 0.7:
        return gzip.compress(change_bytes(random, tar), 1, mtime=0)
    return change_bytes(random, gzip.compress(tar, 1, mtime=0))


def change_blob(random: Random, tar: bytes) -> str:
    """The base64 text of a tar, of which one layer was changed."""
    data = base64.b64encode(change_archive(random, tar)).decode()
    return change_tokens(random, data) if random.random() < 0.1 else data
