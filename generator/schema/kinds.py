"""The words of JSON Schema for what a key of a catalog can hold, made of decoding's formats.

Text may be written without quotes, and the readers of a schema make a number, a boolean or a date
of some of it: a kind takes those, too, where a text of its format can look like one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeAlias

from generator.yamlio.golang import resolve

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from generator.catalog.values import Value
    from generator.reading.text_formats import Format

Kind: TypeAlias = "dict[str, Value]"
"""A schema of one value."""

ANY_TEXT: Final[Kind] = {"type": ["string", "number", "boolean"]}
TEXT: Final[Kind] = {**ANY_TEXT, "minLength": 1}
FLAG: Final[Kind] = {"type": "boolean"}
ANY_MAP: Final[Kind] = {"type": "object"}
ANY_LIST: Final[Kind] = {"type": "array"}
NULL: Final[Kind] = {"type": "null"}

_LOOKS: Final = {
    "integer": ("7", "20200831"),
    "number": ("1.5",),
    "boolean": ("true", "no"),
}
"""Examples of texts that YAML reads as another type."""

_LONGEST_NUMBER: Final = 15
"""Digits that every JSON reader keeps."""


def text(form: Format) -> Kind:
    """Text of a format, or the number or boolean that YAML reads in such text.

    Its title says what the format is: editors show it.
    """
    if form.choices:
        read = dict.fromkeys(resolve(choice) for choice in form.choices)
        return {"enum": list(dict.fromkeys([*form.choices, *read]))}
    matches = form.pattern.fullmatch
    types: list[Value] = [name for name, looks in _LOOKS.items() if any(map(matches, looks))]
    if "number" in types:
        types.remove("integer")
    bounds = _bounds(form) if types else {}
    title: Kind = {"title": form.expected}
    return {**title, "type": ["string", *types], "pattern": _ecma(form), **bounds}


def _bounds(form: Format) -> Kind:
    """The least and the largest number whose text has the format, where there are such."""
    matches = form.pattern.fullmatch
    least: Kind = {} if matches("-1") else {"minimum": 0 if matches("0") else 1}
    sizes = range(1, _LONGEST_NUMBER)
    digits = next((size for size in sizes if not matches("1" + "0" * size)), None)
    return least if digits is None else {**least, "maximum": 10**digits - 1}


def date_text(form: Format) -> Kind:
    """Text of a date format, also as a reader writes it back that turned it into a date."""
    pattern = form.pattern.pattern.replace("T", "[T ]")
    midnight = r"([T ]00:00:00(\.0+)?(Z|[+]00:00)?)?"
    return {"title": form.expected, "type": "string", "pattern": f"^(?:{pattern}){midnight}$"}


def _ecma(form: Format) -> str:
    """The pattern as ECMA-262 has it, where a pattern searches and `$` is the end of the text."""
    return "^(?:" + form.pattern.pattern.replace(r"\Z", "$") + ")$"


def or_null(kind: Kind) -> Kind:
    """The same, or null, which removes what a base says."""
    if "enum" in kind:
        choices = kind["enum"]
        assert isinstance(choices, list)  # noqa: S101  JSON Schema has nothing else
        return {**kind, "enum": [*choices, None]}
    if "type" in kind:
        types = kind["type"] if isinstance(kind["type"], list) else [kind["type"]]
        return {**kind, "type": [*types, "null"]}
    return {"anyOf": [kind, NULL]}


def list_of(item: Kind, *, least: int = 0) -> Kind:
    """A list with at least so many items."""
    return {"type": "array", "items": item, **({"minItems": least} if least else {})}


def set_of(item: Kind) -> Kind:
    """A list without duplicates; 1.1 and 1.10 are two texts and one number, so text alone tells."""
    strings: Kind = {"items": {"type": "string"}}
    return {**list_of(item), "if": strings, "then": {"uniqueItems": True}}


def map_of(item: Kind, names: Format | None = None, *, least: int = 0) -> Kind:
    """A mapping with at least so many entries, whose keys the user chooses."""
    return {
        "type": "object",
        **({"propertyNames": {"pattern": _ecma(names)}} if names else {}),
        "additionalProperties": item,
        **({"minProperties": least} if least else {}),
    }


def section(
    known: Mapping[str, str],
    kinds: Mapping[str, Kind],
    required: Collection[str] = (),
    never_null: Collection[str] = (),
) -> Kind:
    """A mapping of `known` keys and no others, each with its description.

    Every key can be null but those that are `required` or `never_null`. Raises KeyError for one
    without a kind.
    """
    firm = {*required, *never_null}
    properties: Kind = {
        key: {
            **(kinds[key] if key in firm else or_null(kinds[key])),
            "description": meaning,
        }
        for key, meaning in known.items()
    }
    return {
        "type": "object",
        "properties": properties,
        "additionalProperties": False,
        **({"required": list(required)} if required else {}),
    }


def present(*names: str) -> Kind:
    """A mapping that has these keys, none of them null."""
    return {"type": "object", **whole(*names)}


def whole(*names: str, **kinds: Kind) -> Kind:
    """The same of a value that may be no mapping, with more to say of other keys."""
    firm: Kind = {name: {"not": NULL} for name in names}
    return {"required": list(names), "properties": {**firm, **kinds}}


def not_both(*pairs: tuple[str, str]) -> Kind:
    """For a section: of each pair of keys, one at most has a value."""
    return {"not": {"anyOf": [present(*pair) for pair in pairs]}}


def filled(properties: Mapping[str, Kind] | None = None, each: Kind | None = None) -> Kind:
    """Of a mapping that it is not empty, with more to say of `properties`, or of each value."""
    return {
        "minProperties": 1,
        **({"properties": {**properties}} if properties else {}),
        **({"additionalProperties": each} if each else {}),
    }
