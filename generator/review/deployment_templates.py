"""The parts of a chart's templates that its Deployments are rendered from.

Other changes of the chart restart nothing. One template uses another in Helm's ways: `include` and
`template` by name, and a file by its path below `$.Template.BasePath`, as checksums of a ConfigMap
are made.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_TEMPLATE: Final = re.compile(r"(?:.*/)?templates/.+\.(?:ya?ml|tpl|txt)")
_DEPLOYMENT: Final = re.compile(r"(?m)^kind:\s*[\"']?Deployment\b")
_DEFINE: Final = re.compile(r"\{\{-?\s*(?:define|block)\s+\"([^\"]+)\"")
_USE: Final = re.compile(r"\b(?:include|template|block)\s+\"([^\"]+)\"")
_FILE: Final = re.compile(r"\.Template\.BasePath\s+\"/?([^\"]+)\"")
_COMMENT: Final = re.compile(r"\{\{-?\s*/\*.*?\*/\s*-?\}\}", re.DOTALL)
_VALUE: Final = re.compile(r"\.Values\.([A-Za-z0-9_-]+)")
_FIELD: Final = re.compile(r"\.Chart\.(Name|Version|AppVersion)\b")
_POD: Final = re.compile(r"(?m)^  template:\s*$")
"""What follows in a Deployment is about its pods; what stands before restarts none."""


def deployment_parts(files: Mapping[str, bytes]) -> dict[str, str]:
    """The pieces of templates by name; empty for a chart without Deployments."""
    texts = {
        path: _COMMENT.sub("", data.decode("utf-8", "replace"))
        for path, data in files.items()
        if _TEMPLATE.fullmatch(path)
    }
    known = dict(_pieces(texts))
    waiting = {path: _pod(text) for path, text in texts.items() if _DEPLOYMENT.search(text)}
    found: dict[str, str] = {}
    while waiting:
        name, text = waiting.popitem()
        found[name] = text
        used = [*_USE.findall(text), *(f"templates/{path}" for path in _FILE.findall(text))]
        waiting |= {use: known[use] for use in used if use in known and use not in found}
    return found


def used_values(parts: Mapping[str, str]) -> list[str]:
    """The keys at the top of the values that the pieces use, sorted."""
    return sorted({key for text in parts.values() for key in _VALUE.findall(text)})


def used_fields(parts: Mapping[str, str]) -> list[str]:
    """The fields of Chart.yaml that the pieces use, sorted."""
    return sorted({field for text in parts.values() for field in _FIELD.findall(text)})


def _pod(text: str) -> str:
    found = _POD.search(text)
    return text[found.start() :] if found else text


def _pieces(texts: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Whole files by their paths, and each `define` up to the next by its name."""
    for path, text in texts.items():
        yield path, text
        starts = [*_DEFINE.finditer(text)]
        ends = [*(found.start() for found in starts[1:]), len(text)]
        for found, end in zip(starts, ends, strict=False):
            yield found[1], text[found.start() : end]
