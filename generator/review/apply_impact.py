"""Whether a change can be applied to a live object, and in which steps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.review.deployment_form import form_impact
from generator.review.model import code, object_name, statement
from generator.review.refused_updates import refused_updates

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.manifest.objects import Object
    from generator.review.model import Statement


def apply_impact(old: Object, new: Object) -> Iterator[Statement]:
    """What an apply of a changed object refuses or leaves behind; a renamed one is another."""
    if (old.namespace, old.name) != (new.namespace, new.name):
        return
    name = object_name(new.kind, new.name)
    for update in refused_updates(old.body, new.body):
        what = f"{name}: {code(update.path)} {update.what}: {update.why}"
        yield statement("refused", what)
    yield from form_impact(old, new)
