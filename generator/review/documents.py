"""The lines of documents and of the files in charts, compared."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from generator.review.charts import changed_files
from generator.review.hide import hidden_texts
from generator.review.line_diff import line_diff
from generator.visible import visible_lines
from generator.yamlio.emit import document

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from generator.catalog.values import Value
    from generator.review.model import TextDiff

Texts: TypeAlias = "tuple[bytes, bytes]"
"""The content of a file before and after."""


def document_diff(
    file: str, old: Value | bytes, new: Value | bytes, old_file: str = ""
) -> TextDiff | None:
    """The diff of a document, of its text or as we would write it; None for an absent side."""
    return line_diff(file, _lines(old), _lines(new), old_file)


def _lines(side: Value | bytes) -> list[str] | None:
    if side is None:
        return None
    text = side.decode("utf-8", "replace") if isinstance(side, bytes) else document(side)
    return visible_lines(text.replace("\r", "\\r")).removesuffix("\n").split("\n")


def file_diffs(
    places: tuple[str, str], old: Mapping[str, bytes], new: Mapping[str, bytes]
) -> Iterator[TextDiff]:
    """The diffs of all files that differ between the charts at two places."""
    for path in changed_files(old, new):
        before, after = old.get(path), new.get(path)
        olds, news = hidden_texts(before or b"", after or b"")
        found = line_diff(
            f"{places[1]}/{path}",
            None if before is None else olds,
            None if after is None else news,
            f"{places[0]}/{path}",
        )
        if found:
            yield found
