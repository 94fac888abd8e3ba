"""Masks known access keys wherever else they occur, plain or encoded.

Only access keys are looked for. Names, regions and short words stand in many places for other
reasons, also where a Secret happens to hold one of them.
"""

from __future__ import annotations

import base64
import binascii
import re
from typing import TYPE_CHECKING, Final

from generator.credentials.policy import REDACTED, is_access_key, is_reference

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from generator.problems import Path

_DISTINCTIVE: Final = 16
"""Characters of the shortest access key ID."""

_SECRET_LENGTH: Final = 30
"""Characters of the shortest access key secret."""

_ALIKE: Final = 50
"""Access keys that start alike, from which on the rest of a line is hidden."""

_KEY: Final = (
    r"LTAI[0-9A-Za-z]{12,}|STS\.[0-9A-Za-z]{12,}"
    r"|(?=.*[0-9])(?=.*[a-z])(?=.*[A-Z])[0-9A-Za-z+/]{30,}={0,2}"
)
"""Text that is an access key under whatever name it stands."""


class KnownAccessKeys:
    """The access keys among private texts; each is known by its first characters."""

    def __init__(self, private: Iterable[tuple[Path, str]] = ()) -> None:
        found = {form for path, text in private for form in _forms_of_access_key(path, text)}
        self._by_start: dict[str, list[str]] = {}
        for form in sorted(found | {_escaped(form) for form in found}, key=len, reverse=True):
            self._by_start.setdefault(form[:_DISTINCTIVE], []).append(form)

    def __bool__(self) -> bool:
        return bool(self._by_start)

    def are_in(self, text: str) -> bool:
        """Whether a text holds one of them."""
        return self.masked(text) != text

    def masked(self, text: str) -> str:
        """The text with `<redacted>` for each; one that is cut off is hidden as far as it goes."""
        if not self._by_start or len(text) < _DISTINCTIVE:
            return text
        # One pass for all: a hostile Secret can have a great many.
        parts: list[str] = []
        end = 0
        for at in range(len(text) - _DISTINCTIVE + 1):
            candidates = self._by_start.get(text[at : at + _DISTINCTIVE])
            if candidates is None:
                continue
            if at >= end:
                parts += text[end:at], REDACTED
            end = max(end, at + _length(text, at, candidates))
        return "".join(parts) + text[end:]


NO_ACCESS_KEYS: Final = KnownAccessKeys()


def looks_like_access_key(text: str) -> bool:
    """Whether half an access key got into the place of a name, or of a path, by a slip."""
    return any(re.fullmatch(_KEY, form) for part in text.split("/") for form in _decoded(part))


def _length(text: str, at: int, candidates: Sequence[str]) -> int:
    """How much of the text to hide at a place where one of the candidates starts."""
    if len(candidates) > _ALIKE:
        line_end = text.find("\n", at)
        return (line_end if line_end >= 0 else len(text)) - at
    return max(_in_common(text, at, form) for form in candidates)


def _in_common(text: str, at: int, form: str) -> int:
    if text.startswith(form, at):
        return len(form)
    pairs = enumerate(zip(form, text[at : at + len(form)], strict=False))
    return next((number for number, (one, other) in pairs if one != other), len(text) - at)


def _forms_of_access_key(path: Path, text: str) -> Iterator[str]:
    """An access key as it stands, encoded once and twice, and what it is the encoding of."""
    every = [decoded for one in {text, "".join(text.split())} for decoded in _decoded(one)]
    if is_reference(text) or not any(_is_key(path, plain) for plain in every):
        return
    for plain in every:
        if len(plain) >= _DISTINCTIVE:
            yield from _encoded(plain)


def _is_key(path: Path, plain: str) -> bool:
    """Whether a text is an access key: by its own form, or by the key that it stands under."""
    if re.fullmatch(_KEY, plain):
        return True
    is_named_so = any(map(is_access_key, path[-2:]))
    # A short text with hyphens is a name, or a region.
    shortest = _SECRET_LENGTH if "-" in plain else _DISTINCTIVE
    return is_named_so and len(plain) >= shortest


def _encoded(text: str) -> Iterator[str]:
    for _ in range(3):
        yield text
        text = base64.b64encode(text.encode("utf-8", "surrogatepass")).decode()


def _decoded(text: str) -> Iterator[str]:
    """The text, and what it is the encoding of."""
    for _ in range(3):
        yield text
        try:
            text = base64.b64decode(text, validate=True).decode().strip("\r\n")
        except (binascii.Error, ValueError):
            return


def _escaped(text: str) -> str:
    """How the text stands inside of a JSON text."""
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
