"""values.yaml and values.schema.json: kept as they are, read and checked as far as Helm does."""

from __future__ import annotations

from typing import TYPE_CHECKING, NoReturn

from generator.problems import Problem, ProblemsError, fail
from generator.yamlio import goread
from generator.yamlio.syntax_context import place_behind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.catalog.values import Value


def read(data: bytes, file: str) -> dict[str, Value]:
    """The values of all documents, as Helm v4.2.4 reads and merges them (`loader/load.go`).

    Raises `ProblemsError` where it cannot.
    """
    merged: dict[str, Value] = {}
    for part in _parts(data, file):
        document = goread.read_first(part, file)
        if not isinstance(document, dict | None):
            raise fail("values.yaml is not a mapping", file=file)
        merged = _merged(merged, document or {})
    return merged


def _merged(base: dict[str, Value], over: dict[str, Value]) -> dict[str, Value]:
    """Mappings merge, whatever else replaces: a null does, too."""
    merged = dict(base)
    for key, value in over.items():
        below = merged.get(key)
        if isinstance(below, dict) and isinstance(value, dict):
            value = _merged(below, value)
        merged[key] = value
    return merged


def _parts(data: bytes, file: str) -> Iterator[bytes]:
    """Documents as Kubernetes' `YAMLReader` splits them: at `---`, even inside of a text.

    Line breaks stand for the lines of earlier documents, so that positions stay right.
    """
    start: list[bytes] = []
    lines = data.splitlines(keepends=True) if b"\r" not in data else _lines(data)
    for number, line in enumerate(lines, 1):
        if line.startswith(b"---"):
            behind = line[3:].strip()
            if behind and not behind.startswith(b"#"):
                message = "Helm reads nothing after `---` but a comment"
                raise ProblemsError([Problem(file, number, 4, message)])
            yield b"".join(start)
            start = [b"\n" * number]
        else:
            start.append(line)
    yield b"".join(start)


def _lines(data: bytes) -> list[bytes]:
    return [line.removesuffix(b"\r") + b"\n" for line in data.split(b"\n")]


def check_schema(data: bytes, file: str) -> None:
    """Raise `ProblemsError` where values.schema.json is not JSON."""
    import json

    try:
        # Bytes that are not UTF-8 pass in Go, and numbers of any length.
        json.loads(data.decode("latin-1"), parse_constant=_refuse, parse_int=len, parse_float=len)
    except json.JSONDecodeError as error:
        line, column = place_behind(data[: error.pos].decode("utf-8", "replace"))
        message = f"not valid JSON: {error.msg}"
        raise ProblemsError([Problem(file, line, column, message)]) from None
    except (ValueError, RecursionError):
        raise fail("not valid JSON", file=file) from None


def _refuse(constant: str) -> NoReturn:
    raise ValueError(constant)
