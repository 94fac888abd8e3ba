"""The section `rules`: the severity of single rules for this catalog."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from generator.decode.catalog_keys import RULE
from generator.problems import Severity
from generator.reading.text_formats import one_of
from generator.yamlio.read import is_null

if TYPE_CHECKING:
    from generator.reading.section import Section
    from generator.yamlio.read import Node

OFF: Final = "off"
SETTINGS: Final = (*Severity, OFF)
"""What a rule can be set to."""

SETTING: Final = one_of(*SETTINGS)


def read_rules(top: Section) -> dict[str, Severity | None]:
    """Rule ID to severity, None for a rule that is off; unknown IDs are left to `checks`.

    The reason for a setting is for who reads the catalog.
    """
    node = top.node.get("rules")
    rules = top.section("rules", node if isinstance(node, dict) else ())
    settings = {rule: _setting(rules, rule, node) for rule, node in rules.node.items()}
    return {rule: severity_of(text) for rule, text in settings.items() if text is not None}


def severity_of(setting: str) -> Severity | None:
    """The severity that a setting stands for; raises ValueError for what is none."""
    return None if setting == OFF else Severity(setting)


def _setting(rules: Section, rule: str, node: Node) -> str | None:
    """None where nothing is set, as by a null over a base, and where it is refused."""
    if is_null(node):
        return None
    if not isinstance(node, dict):
        return rules.check_text(node, (rule,), SETTING)
    section = rules.below((rule,), node, RULE)
    section.text("because")
    return section.required_text("severity", SETTING) or None
