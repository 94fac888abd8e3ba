"""What the page on `audit` tells people to type, where only Alibaba Cloud could answer."""

from __future__ import annotations

import json
import re

from generator.checks.audit import RULES
from tests.support.tools import ROOT

PAGE = (ROOT / "docs" / "how-to" / "audit.md").read_text()


def test_every_rule_has_its_advice() -> None:
    table = re.findall(r"^\| `([a-z-]+)` \| .+ \| .+ \|$", PAGE, re.MULTILINE)
    assert sorted(table) == [rule.ID for rule in RULES]


def test_the_policy_allows_what_is_called_and_nothing_else() -> None:
    policies = [json.loads(block) for block in re.findall(r"```json\n(.*?)```", PAGE, re.DOTALL)]
    actions = [each["Statement"][0]["Action"] for each in policies]
    assert actions == [
        ["ecs:DescribeImages", "ecs:DescribeImageSharePermission"],
        "sts:AssumeRole",
    ]
