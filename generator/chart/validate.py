"""What Helm v4.2.4 demands of a chart's metadata (`pkg/chart/v2/metadata.go`, `dependency.go`).

Cleaning comes first, as there: white space becomes a space, what cannot be printed vanishes.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from generator.problems import Problem, quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.chart.metadata import Fields

_CLEANED: Final = (
    "name", "description", "home", "icon", "condition", "tags", "appVersion", "kubeVersion",
    "sources", "keywords",
)  # fmt: skip
_CLEANED_IN_DEPENDENCY: Final = ("name", "version", "repository", "condition", "tags")
_ALIAS: Final = "[a-zA-Z0-9_-]+"
_TYPES: Final = ("", "application", "library")
_VERSION: Final = (
    r"v?([0-9]+)(?:\.([0-9]+))?(?:\.([0-9]+))?(?:-([0-9A-Za-z.-]+))?(?:\+([0-9A-Za-z.-]+))?"
)
_MAX_VERSION: Final = 256
_UNWRITABLE: Final = "[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]"
"""What does not survive Helm's way from JSON to YAML as the character it is."""

_MAX_KEY: Final = 1000
"""Characters; a longer key breaks Helm's own writing (YAML's limit for it is 1024)."""


def cleaned(fields: Fields) -> Fields:
    """The metadata with its texts cleaned."""
    return {
        **_clean(fields, _CLEANED),
        "maintainers": [item and _clean(item, tuple(item)) for item in fields["maintainers"] or ()],
        "dependencies": [
            item and _clean(item, _CLEANED_IN_DEPENDENCY) for item in fields["dependencies"] or ()
        ],
    }


def _clean(fields: Fields, names: tuple[str, ...]) -> Fields:
    return {name: _text(value) if name in names else value for name, value in fields.items()}


def _text(value: Any) -> Any:  # noqa: ANN401  text, or a list of it
    if isinstance(value, list):
        return [_text(item) for item in value]
    return "".join(map(_character, value)) if value and not _is_plain(value) else value


def _is_plain(text: str) -> bool:
    return text.isascii() and text.isprintable()


def _character(character: str) -> str:
    import unicodedata

    if character.isspace() and not "\x1c" <= character <= "\x1f":
        return " "
    return character if unicodedata.category(character)[0] in "LMNPS" else ""


def problems(fields: Fields, file: str) -> Iterator[Problem]:
    """Everything that Helm refuses in cleaned metadata."""
    for message, hint in (*_heads(fields), *_dependencies(fields)):
        yield Problem(file, 0, 0, message, hint=hint)


def _heads(fields: Fields) -> Iterator[tuple[str, str]]:
    name, version = fields["name"], fields["version"]
    if not name:
        yield "the chart has no name", "write `name: …`"
    elif "/" in name or name in (".", ".."):
        yield (
            f"{quoted(name)} cannot be a chart's name",
            "it must be the name of a folder, without a path",
        )
    if not version:
        yield "the chart has no version", "write `version: 0.1.0`"
    elif not is_version(version):
        yield f"the version {quoted(version)} is not SemVer", "write it like 1.2.3 or 1.2.3-rc.1"
    if fields["type"] not in _TYPES:
        yield f"{quoted(fields['type'])} is not a type of chart", "use application or library"
    if None in fields["maintainers"]:
        yield "an entry of maintainers is empty", ""


def is_version(text: str) -> bool:
    """Whether Helm takes the text for a version: SemVer, of which parts may be missing."""
    found = re.fullmatch(_VERSION, text)
    if not found or len(text) > _MAX_VERSION:
        return False
    *numbers, prerelease, build = found.groups()
    parts = (prerelease or "0").split(".")
    return (
        all(int(number or 0) < 2**64 for number in numbers)
        and all(part and not (part.isdigit() and part[0] == "0" < part) for part in parts)
        and all((build or "0").split("."))
    )


def _dependencies(fields: Fields) -> Iterator[tuple[str, str]]:
    seen = set()
    for dependency in fields["dependencies"]:
        if dependency is None:
            yield "an entry of dependencies is empty", ""
            continue
        name, alias = dependency["name"], dependency["alias"]
        if alias and not re.fullmatch(_ALIAS, alias):
            yield f"the alias {quoted(alias)} may only have letters, digits, _ and -", ""
        if (alias or name) in seen:
            yield f"two dependencies have the name or alias {quoted(alias or name)}", ""
        seen.add(alias or name)


def unwritable(value: Any, file: str) -> Iterator[Problem]:  # noqa: ANN401  any JSON value
    """Texts that Helm, which does not clean all of them, would fail on or write as others."""
    if isinstance(value, str):
        if re.search(_UNWRITABLE, value):
            message = f"{quoted(value)} contains control characters"
            yield Problem(file, 0, 0, message, hint="remove them")
    elif isinstance(value, dict):
        for key, item in value.items():
            if len(key) > _MAX_KEY:
                yield Problem(file, 0, 0, f"the key {quoted(key)} has {len(key)} characters")
            yield from unwritable(key, file)
            yield from unwritable(item, file)
    elif isinstance(value, list):
        for item in value:
            yield from unwritable(item, file)
