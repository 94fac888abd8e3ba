"""Labels and selectors of labels, as the API server validates them.

The rules are those of `k8s.io/apimachinery/pkg/apis/meta/v1/validation`, `ValidateLabelSelector`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from generator.gardener.spec_values import items_of, mapping_of, mappings_of
from generator.problems import quoted
from generator.reading.text_formats import label_key_problem, label_value_problem, one_of

if TYPE_CHECKING:
    from generator.catalog.values import Value
    from generator.problems import Path
    from generator.reading.section import Section

_WITH_VALUES: Final = ("In", "NotIn")
_OPERATOR: Final = one_of(*_WITH_VALUES, "Exists", "DoesNotExist")


def check_selector(section: Section, selector: Value, place: Path) -> None:
    """Note invalid labels, and expressions with a wrong key, operator or values."""
    check_labels(section, mapping_of(selector, "matchLabels"), (*place, "matchLabels"))
    for index, expression in mappings_of(selector, "matchExpressions"):
        _check_expression(section, expression, (*place, "matchExpressions", index))


def check_labels(section: Section, labels: Value, place: Path) -> None:
    """Note invalid keys and values."""
    for key, value in labels.items() if isinstance(labels, dict) else ():
        if problem := label_key_problem(key):
            section.wrong((*place, key), problem, of_key=True)
        elif isinstance(value, str) and (problem := label_value_problem(value)):
            section.wrong((*place, key), problem)


def _check_expression(section: Section, expression: dict[str, Value], place: Path) -> None:
    key, operator = expression.get("key") or "", expression.get("operator") or ""
    values = items_of(expression, "values")
    if isinstance(key, str) and (problem := label_key_problem(key)):
        section.wrong((*place, "key") if key else place, problem)
    if isinstance(operator, str) and operator not in _OPERATOR.choices:
        at = (*place, "operator") if operator else place
        section.wrong(at, *_OPERATOR.refusal(operator, quoted(operator)))
    elif operator in _WITH_VALUES and not values:
        section.wrong(place, f"the operator {operator} has no values", "values: […]")
    elif operator not in _WITH_VALUES and values:
        section.wrong((*place, "values"), f"the operator {operator} takes no values")
    for index, value in enumerate(values):
        if isinstance(value, str) and (problem := label_value_problem(value)):
            section.wrong((*place, "values", index), problem)
