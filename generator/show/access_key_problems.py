"""What is wrong with the owner's access key in the values; no message quotes any of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from generator.credentials.access_key import (
    ACCESS_KEY_NAMES,
    decoded,
    key_id_problem,
    key_secret_problem,
)
from generator.credentials.policy import is_reference
from generator.manifest.parts import mapping_at, text
from generator.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from generator.catalog.values import Value
    from generator.manifest.objects import Object

_PROBLEM_OF: Final = dict(zip(ACCESS_KEY_NAMES, (key_id_problem, key_secret_problem), strict=True))


def access_key_problems(item: Object) -> Iterator[Problem]:
    """What is wrong with `config.machineImageOwnerSecret` of each deployment."""
    for deployment in item.deployments:
        owner = mapping_at(deployment.values, "config", "machineImageOwnerSecret")
        missing = [name for name in ACCESS_KEY_NAMES if owner and not owner.get(name)]
        if len(missing) == 1:
            yield Problem(item.file, 0, 0, f"machineImageOwnerSecret has no {missing[0]}")
        for name, problem_of in _PROBLEM_OF.items():
            if problem := _problem(owner.get(name), problem_of):
                message = f"{name} of the machineImageOwnerSecret {problem}"
                yield Problem(item.file, 0, 0, message, expected="base64 of the plain text")


def _problem(value: Value, problem_of: Callable[[str], str]) -> str:
    found = text(value)
    if is_reference(found):
        return ""
    plain = decoded(found)
    if plain and not problem_of(plain):
        twice = decoded(plain)
        return "is encoded twice" if twice and not problem_of(twice) else ""
    if not problem_of(found):
        return "is the key itself, in plain text"
    return f"cannot be used: {problem_of(plain) if plain else 'it is not base64 text'}"
