"""What the page on `audit` tells people to type, where only Alibaba Cloud could answer."""

from __future__ import annotations

import json
import re
import shlex

import click
import pytest

from generator.checks.audit import RULES
from generator.commands.audit import command
from tests.support.tools import ROOT

PAGE = (ROOT / "docs" / "how-to" / "audit.md").read_text()
WORKFLOW = (ROOT / "examples" / "github" / "audit.yaml").read_text()
CALLS = re.findall(r"alicloud-generator (audit .*)", PAGE + WORKFLOW)


@pytest.mark.parametrize("call", CALLS)
def test_every_call_is_one_that_the_verb_takes(call: str) -> None:
    words = shlex.split(call.replace("\\", ""), comments=True)
    arguments = [word for word in words[1:] if not word.startswith(">")]
    if ">" in words:
        arguments = words[1 : words.index(">")]
    with command.make_context("audit", arguments) as context:
        assert isinstance(context, click.Context)


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
