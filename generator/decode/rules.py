"""The section `rules`: the severity of single rules for this catalog."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from generator.problems import Severity

if TYPE_CHECKING:
    from generator.reading.section import Section

OFF: Final = "off"
SETTINGS: Final = (*Severity, OFF)
"""What a rule can be set to."""


def read_rules(top: Section) -> dict[str, Severity | None]:
    """Rule ID to severity, None for a rule that is off; unknown IDs are left to `checks`."""
    settings = top.text_map("rules", of_value=_problem)
    return {rule: severity_of(setting) for rule, setting in settings.items()}


def severity_of(setting: str) -> Severity | None:
    """The severity that a setting stands for; raises ValueError for what is none."""
    return None if setting == OFF else Severity(setting)


def _problem(setting: str) -> str:
    if setting in SETTINGS:
        return ""
    return f"a rule is set to {', '.join(SETTINGS[:-1])} or {SETTINGS[-1]}"
