"""Edits the text of a file: from changes of its tree to splices of the text."""

from __future__ import annotations

from functools import reduce
from typing import TYPE_CHECKING

from generator.edit import block, flow
from generator.edit.changes import Append, Insert, Remove, Replace, Wrap, applied
from generator.edit.node_text import NodeWriter, scalar
from generator.edit.source import Source, Splice
from generator.edit.wrap import wrapped
from generator.problems import ProblemsError, fail
from generator.yamlio.read import Plain, is_null, read_document
from generator.yamlio.spans import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from generator.edit.changes import Change
    from generator.yamlio.read import Node
    from generator.yamlio.spans import Span


def edit_text(text: str, file: str, changes: Sequence[Change]) -> str:
    """The text with all changes; removals are made last.

    Comments, empty lines, quotes, order, indentation and line ends survive. Raises `ProblemsError`
    where a change cannot be made without changing something else.
    """
    removals = [change for change in changes if isinstance(change, Remove)]
    # Separately, because the splices of a new entry and of a removed neighbour could overlap.
    for part in ([change for change in changes if not isinstance(change, Remove)], removals):
        text = _edited(text, file, part) if part else text
    return text


def _edited(text: str, file: str, changes: Sequence[Change]) -> str:
    tree = read_document(text, file)
    source = Source(text, file)
    try:
        wanted = reduce(applied, changes, tree)
    except LookupError:
        raise _refusal(source) from None
    new = _spliced(source, [splice for change in changes for splice in _splices(source, change)])
    try:
        found = read_document(new, file)
    except ProblemsError:
        raise _refusal(source) from None
    if not _same(wanted, found):
        raise _refusal(source)
    return new


def _refusal(source: Source) -> ProblemsError:
    anchors = "&" in source.text
    message = "this cannot be changed by itself" if anchors else "this cannot be changed in place"
    expected = "a value that no alias repeats" if anchors else "a value in a plainer style"
    return fail(message, file=source.file, expected=expected, hint="edit the file by hand")


def _same(wanted: Node, found: Node) -> bool:
    """Whether what is read is what was asked for, in the same order."""
    if isinstance(wanted, dict) and isinstance(found, dict):
        return [*wanted] == [*found] and all(map(_same, wanted.values(), found.values()))
    if isinstance(wanted, list) and isinstance(found, list):
        return len(wanted) == len(found) and all(map(_same, wanted, found))
    if not isinstance(wanted, str) or wanted != found or is_null(wanted) != is_null(found):
        return False
    # Text may be written with or without quotes, but a number or a truth value only without.
    return type(wanted) is not Plain or type(found) is Plain


def _splices(source: Source, change: Change) -> Iterator[Splice]:
    match change:
        case Insert():
            yield from _insertion(source, change)
        case Append():
            yield from _appending(source, change)
        case Remove():
            yield from _removal(source, change)
        case Replace():
            yield from _replacement(source, change)
        case Wrap():
            container, index = _entry(source, change.path)
            model = source.model(change.model) if change.model else None
            yield from wrapped(source, container, index, change, model)


def _insertion(source: Source, change: Insert) -> Iterator[Splice]:
    container = source.at(change.path)
    index = None if change.before is None else container.index(change.before)
    writer = NodeWriter(source, change.models, container)
    pad = source.pad(container.keys[0].start if container.keys else container.start)
    entries = [writer.entry(key, value, pad) for key, value in change.entries.items()]
    style = flow if container.flow else block
    yield from style.insertion(source, container, index, entries)


def _appending(source: Source, change: Append) -> Iterator[Splice]:
    container = source.at(change.path)
    last = len(container.items) - 1
    writer = NodeWriter(source, {(): (*change.path, last)}, container)
    start = container.items[last].start
    pad = source.pad(start)
    dash = source.text[source.line_start(start) + len(pad) : start]
    items = [writer.item(item, pad, dash if dash.strip() == "-" else "- ") for item in change.items]
    style = flow if container.flow else block
    yield from style.insertion(source, container, None, items)


def _removal(source: Source, change: Remove) -> Iterator[Splice]:
    container = source.at(change.path)
    indexes = [
        index
        for key in change.keys
        if (index := key if isinstance(key, int) else container.index(key)) is not None
    ]
    style = flow if container.flow else block
    yield from style.removal(source, container, sorted(indexes))


def _replacement(source: Source, change: Replace) -> Iterator[Splice]:
    container, index = _entry(source, change.path)
    key, old = container.keys[index], container.items[index]
    if isinstance(change.value, str) and old.kind is Kind.SCALAR and old.start < old.end:
        yield Splice(old.start, old.end, scalar(change.value, old.style))
        return
    models = {(key.value, *path): model for path, model in change.models.items()}
    new = NodeWriter(source, models, container).value(key, change.value)
    colon = source.text.index(":", key.end) + 1
    end = max(colon, old.end)
    if new.startswith("\n"):
        # A comment behind the old value is about the key: it stays on its line.
        behind = source.content_end(end)
        yield Splice(colon, end, "")
        yield Splice(behind, behind, new)
    else:
        yield Splice(colon, end, new)


def _entry(source: Source, path: tuple[str | int, ...]) -> tuple[Span, int]:
    """The container that has the last step of a path, and the entry's index."""
    container = source.at(path[:-1])
    index = container.index(str(path[-1]))
    if index is None:
        raise source.refusal(container, path, "comes from a merge key, `<<`")
    return container, index


def _spliced(source: Source, splices: Sequence[Splice]) -> str:
    """The text with all splices; several insertions at one place keep their order."""
    pieces, position = [], 0
    for splice in sorted(splices, key=lambda splice: (splice.start, splice.end)):
        if splice.start < position:
            raise _refusal(source)
        pieces += [source.text[position : splice.start], _with_line_ends(source, splice)]
        position = splice.end
    new = "".join([*pieces, source.text[position:]])
    # Where the file ended without a line end, it does so without its last entry, too.
    return new if source.text.endswith("\n") else new.rstrip("\r\n")


def _with_line_ends(source: Source, splice: Splice) -> str:
    """The new text with the line ends that stand around it."""
    start = source.line_start(splice.start)
    end = source.text.find("\n", splice.start)
    near = end if end >= 0 else start - 1
    return splice.new.replace("\n", "\r\n") if source.text[near - 1 : near] == "\r" else splice.new
