"""Which draft of JSON Schema a schema is of, as Helm finds it out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from generator.chart_values.schema import BrokenSchemaError, UnjudgedSchemaError
from generator.problems import quoted

if TYPE_CHECKING:
    from generator.catalog.values import Value

_LATEST: Final = "https://json-schema.org/draft/2020-12/schema"
_DRAFTS: Final = {
    "json-schema.org/draft-04/schema": (4, "http://json-schema.org/draft-04/schema#"),
    "json-schema.org/draft-06/schema": (6, "http://json-schema.org/draft-06/schema#"),
    "json-schema.org/draft-07/schema": (7, "http://json-schema.org/draft-07/schema#"),
    "json-schema.org/draft/2019-09/schema": (2019, "https://json-schema.org/draft/2019-09/schema"),
    "json-schema.org/draft/2020-12/schema": (2020, _LATEST),
    "json-schema.org/schema": (2020, _LATEST),
}
"""What Helm takes for `$schema`, without what may stand around it; the draft, and its own name."""


def draft_of(schema: dict[str, Value]) -> tuple[int, str]:
    """The draft, by its number or year, and its `$schema`.

    Raises `BrokenSchemaError`, and `UnjudgedSchemaError` for what Helm would have to fetch.
    """
    stated = schema.get("$schema", _LATEST)
    if not isinstance(stated, str):
        raise BrokenSchemaError("its `$schema` is not a string")
    name, _, fragment = stated.partition("#")
    draft = _DRAFTS.get(name.removeprefix("http://").removeprefix("https://"))
    if draft is None or fragment:
        message = f"its `$schema` is {quoted(stated)}, which Helm would fetch"
        raise UnjudgedSchemaError(message)
    return draft
