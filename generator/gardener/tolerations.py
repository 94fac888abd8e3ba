"""Tolerations of pods, as Kubernetes validates them: `pkg/apis/core/validation`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from generator.problems import quoted
from generator.reading.text_formats import label_key_problem, label_value_problem, one_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.catalog.values import Value
    from generator.gardener.spec_values import Wrong
    from generator.problems import Path

_OPERATOR: Final = one_of("Equal", "Exists")
_EFFECT: Final = one_of("NoSchedule", "PreferNoSchedule", "NoExecute")


def wrong_toleration(toleration: dict[str, Value], place: Path) -> Iterator[Wrong]:
    """What the API server would refuse, with its path below `place`."""
    key, operator, value, effect = (
        str(toleration.get(field) or "") for field in ("key", "operator", "value", "effect")
    )
    if key and (problem := label_key_problem(key)):
        yield (*place, "key"), problem, ""
    if not key and operator != "Exists":
        yield place, "tolerates nothing: it has no key", "key: …, or operator: Exists"
    if operator not in ("", *_OPERATOR.choices):
        message = f"Unsupported value: {quoted(operator)}"
        yield (*place, "operator"), message, _OPERATOR.expected
    elif operator == "Exists" and value:
        yield (*place, "value"), "the operator Exists takes no value", ""
    elif operator != "Exists" and (problem := label_value_problem(value)):
        yield (*place, "value"), problem, ""
    if effect not in ("", *_EFFECT.choices):
        yield (*place, "effect"), f"Unsupported value: {quoted(effect)}", _EFFECT.expected
    if toleration.get("tolerationSeconds") is not None and effect != "NoExecute":
        yield (*place, "tolerationSeconds"), "only allowed with effect: NoExecute", ""
