"""What a verb has decided, before anything is written."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from generator.edit.changes import Change
    from generator.problems import Problem


@dataclass(frozen=True, slots=True)
class Outcome:
    """Changes by file, and what to say about them.

    `told` are sentences about what changes, or about why nothing does; `versions` the images and
    versions that it is about, `kept` sentences about versions that stay because they are in use.
    """

    told: tuple[str, ...]
    changes: Mapping[str, Sequence[Change]] = field(default_factory=dict)
    versions: tuple[tuple[str, str], ...] = ()
    kept: tuple[str, ...] = ()
    warnings: tuple[Problem, ...] = ()
