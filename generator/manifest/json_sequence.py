"""One JSON value after another in a text, as commands print them that are run several times."""

from __future__ import annotations

import re
from typing import Final

_SPACE: Final = re.compile(r"[ \t\r\n]*")


def json_texts(text: str) -> list[tuple[int, str]]:
    """Each value of a sequence, with the lines before it; none where it is no sequence.

    Every text starts with as many spaces as it takes to keep the columns.
    """
    if text.lstrip()[:1] not in ("{", "["):
        return []
    import json

    decoder, found, lines, end = json.JSONDecoder(), list[tuple[int, str]](), 0, 0
    while (start := _SPACE.match(text, end).end()) < len(text):  # type: ignore[union-attr]
        lines += text.count("\n", end, start)
        try:
            _, stop = decoder.raw_decode(text, start)
        except (ValueError, RecursionError):
            return []
        column = start - (text.rfind("\n", 0, start) + 1)
        found.append((lines, " " * column + text[start:stop]))
        lines += text.count("\n", start, stop)
        end = stop
    return found if len(found) > 1 else []
