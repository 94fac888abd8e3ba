"""Chart.yaml and Chart.lock as Helm v4.2.4 reads, checks and writes them again.

The types of `pkg/chart/v2` (`metadata.go`, `dependency.go`), filled as Go's `encoding/json` fills
them: names of fields fit in any case, unknown fields are dropped, null changes nothing, and what a
second document holds (requirements.yaml) is laid over what is there, element by element.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias

from generator.chart import timestamp
from generator.problems import ProblemsError, fail
from generator.record import Record
from generator.yamlio import golang

if TYPE_CHECKING:
    from collections.abc import Mapping

    from generator.catalog.values import Value

Fields: TypeAlias = dict[str, Any]
"""The fields of one structure by name, every one of them, zero values included."""


class _List(Record):
    of: _Shape


_Shape: TypeAlias = (
    "Literal['text', 'flag', 'any', 'time', 'texts by key'] | _List | Mapping[str, _Shape]"
)

_TEXTS: Final = _List("text")
_MAINTAINER: Final[Mapping[str, _Shape]] = {"name": "text", "email": "text", "url": "text"}
_DEPENDENCY: Final[Mapping[str, _Shape]] = {
    "name": "text",
    "version": "text",
    "repository": "text",
    "condition": "text",
    "tags": _TEXTS,
    "enabled": "flag",
    "import-values": _List("any"),
    "alias": "text",
}
METADATA: Final[Mapping[str, _Shape]] = {
    "name": "text",
    "home": "text",
    "sources": _TEXTS,
    "version": "text",
    "description": "text",
    "keywords": _TEXTS,
    "maintainers": _List(_MAINTAINER),
    "icon": "text",
    "apiVersion": "text",
    "condition": "text",
    "tags": "text",
    "appVersion": "text",
    "deprecated": "flag",
    "annotations": "texts by key",
    "kubeVersion": "text",
    "dependencies": _List(_DEPENDENCY),
    "type": "text",
}
LOCK: Final[Mapping[str, _Shape]] = {
    "generated": "time",
    "digest": "text",
    "dependencies": _List(_DEPENDENCY),
}
_ALWAYS: Final = ("name", "repository")
"""Fields of a dependency that are written even when they are empty."""

_ZEROS: Final = {"text": "", "flag": False, "any": None, "time": timestamp.ZERO}


def zero(shape: _Shape) -> Any:
    """What a shape holds before anything is read."""
    if isinstance(shape, str):
        return _ZEROS.get(shape)
    return None if isinstance(shape, _List) else {name: zero(of) for name, of in shape.items()}


def fill(fields: Fields, shape: Mapping[str, _Shape], value: Value, file: str) -> Fields:
    """Lay a document over fields; raises `ProblemsError` where a type does not fit."""
    if value is None:
        return fields
    filled: Fields = _filled(shape, value, fields, "", file)
    return filled


def _filled(shape: _Shape, value: Value, now: Any, path: str, file: str) -> Any:
    if shape == "any":
        return _as_json(value)
    if isinstance(shape, _List):
        return _list(shape.of, value, now, path, file)
    if isinstance(shape, str):
        return _simple(shape, value, now, path, file)
    if value is None:
        return None
    if not isinstance(value, dict):
        raise _mismatch(path, "a mapping", file)
    result = dict(now or zero(shape))
    names = {name.casefold(): name for name in shape}
    for key in sorted(value):
        name = key if key in shape else names.get(key.casefold())
        if name:
            inner = f"{path}.{key}" if path else key
            result[name] = _filled(shape[name], value[key], result[name], inner, file)
    return result


def _list(of: _Shape, value: Value, now: Any, path: str, file: str) -> Any:
    if value is None:
        return None
    if not isinstance(value, list):
        raise _mismatch(path, "a list", file)
    known = list(now or ())
    fresh = zero(of) if isinstance(of, str) else None
    return [
        _filled(of, item, known[at] if at < len(known) else fresh, f"{path}[{at}]", file)
        for at, item in enumerate(value)
    ]


def _simple(shape: str, value: Value, now: Any, path: str, file: str) -> Any:
    if shape == "texts by key":
        return _texts_by_key(value, now, path, file)
    if value is None:
        return now
    if shape == "flag":
        if isinstance(value, bool):
            return value
        raise _mismatch(path, "true or false", file)
    if shape == "time":
        found = timestamp.normalized(value) if isinstance(value, str) else None
        if found is None:
            raise _mismatch(path, "a time such as 2026-01-31T12:00:00Z", file)
        return found
    if isinstance(value, dict | list):
        raise _mismatch(path, "a string", file)
    return golang.to_text(value)


def _texts_by_key(value: Value, now: Any, path: str, file: str) -> Any:
    if value is None:
        return None
    if not isinstance(value, dict):
        raise _mismatch(path, "a mapping", file)
    texts = {key: _simple("text", text, "", f"{path}.{key}", file) for key, text in value.items()}
    return {**(now or {}), **texts}


def _mismatch(path: str, expected: str, file: str) -> ProblemsError:
    return fail(f"{path or 'the document'} has the wrong type", file=file, expected=expected)


def written(fields: Fields) -> dict[str, Value]:
    """The metadata as it is written: without what is empty; dependencies only from v2 on."""
    kept = without_empty(fields)
    if fields["apiVersion"] == "v1":
        kept.pop("dependencies", None)
    return kept


def without_empty(fields: Fields) -> dict[str, Value]:
    """The metadata as JSON has it: without what is empty."""
    kept = {**fields, "maintainers": _each(fields["maintainers"], ())}
    kept["dependencies"] = _each(fields["dependencies"], _ALWAYS)
    return _without_empty(kept, ())


def written_lock(fields: Fields) -> dict[str, Value]:
    """Chart.lock as it is written, whose three fields always are."""
    return {**fields, "dependencies": _each(fields["dependencies"], _ALWAYS)}


def _each(items: list[Fields | None] | None, always: tuple[str, ...]) -> Any:
    return items and [item and _without_empty(item, always) for item in items]


def _without_empty(fields: Fields, always: tuple[str, ...]) -> dict[str, Value]:
    return {name: value for name, value in fields.items() if value or name in always}


def _as_json(value: Value) -> Value:
    """A value after its way through JSON, where every number is a float of 64 bits."""
    if isinstance(value, dict):
        return {key: _as_json(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_as_json(item) for item in value]
    if isinstance(value, bool) or not isinstance(value, int | float):
        return value
    return golang.resolve(golang.json_number(float(value)))
