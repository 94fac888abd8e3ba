"""The values hold a template expression that Gardener refuses.

Since v1.147 the API server takes `{{ .resources.<name>.data.<key> }}` in the values, with a name
that the ControllerDeployment or the Extension declares, and nothing else in double braces (gardener
`pkg/api/core/validation`, `ValidateValuesTemplates`). Templates for Helm belong in the chart.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from generator.credentials.policy import is_below_private
from generator.documents.values import RESOURCE_NAME, stated_values
from generator.gardener.releases import RESOURCES, at_least
from generator.problems import Finding, Severity, quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.catalog import Catalog
    from generator.catalog.values import Value
    from generator.problems import Path

ID = "values-template"
SEVERITY = Severity.ERROR


_EXPRESSION = r"{{[^{}]*}}"
_REFERENCE = r"{{[\t\n\f\r ]*\.resources\.(?P<name>[a-zA-Z0-9]+)\.data\.[a-zA-Z0-9]+[\t\n\f\r ]*}}"


def check(catalog: Catalog) -> Iterator[Finding]:
    """Look at every text and key of the user's values; the generated ones are known to be fine."""
    if not at_least(catalog.target.gardener, RESOURCES):
        return
    owner = catalog.owner_secret
    declared = {RESOURCE_NAME} if owner is not None and owner.resource is not None else set()
    for top, values in stated_values(catalog):
        for path, text, of_key in _texts(values, top):
            # Most texts have no braces.
            if "{{" not in text and "}}" not in text:
                continue
            if problem := _problem(text, declared, private=is_below_private(path)):
                expected = "{{ .resources.<name>.data.<key> }}"
                yield Finding(path, problem, expected, of_key=of_key)


def _texts(value: Value, path: Path) -> Iterator[tuple[Path, str, bool]]:
    if isinstance(value, str):
        yield path, value, False
    elif isinstance(value, dict):
        for key, item in value.items():
            yield (*path, key), key, True
            yield from _texts(item, (*path, key))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _texts(item, (*path, index))


def _problem(text: str, declared: set[str], *, private: bool) -> str:
    for expression in re.findall(_EXPRESSION, text):
        reference = re.fullmatch(_REFERENCE, expression)
        if reference is None:
            shown = "in place of a credential" if private else quoted(expression)
            return f"the API server refuses the template {shown}"
        if reference["name"] not in declared:
            return f"there is no resource named {quoted(reference['name'])}"
    rest = re.sub(_EXPRESSION, "", text)
    stray = next((braces for braces in ("{{", "}}") if braces in rest), "")
    return f'the API server refuses "{stray}" outside of a template' if stray else ""
