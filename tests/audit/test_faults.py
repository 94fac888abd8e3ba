"""Whatever a server answers, `audit` ends with findings, or says which region nobody knows of."""

from __future__ import annotations

import contextlib
import io
import json
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator import cli
from generator.alicloud.backoff import Timer
from generator.audit.calls import Action
from tests.support.asking import HASTE, found_by_the_sdk
from tests.support.asking_faults import any_fault
from tests.support.ecs_server import Answer, Call, EcsServer, error, image, serving

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")

OK, BAD = "m-uf6hvbrxclop1jtat17m", "m-2zehvbrxclop1jtat17m"
CATALOG = f"""\
accounts: [1234567890123456]
images:
  gardenlinux:
    shared: true
    versions:
      1.0.0: {{cn-shanghai: {OK}, cn-beijing: {BAD}}}
"""

IN_BEIJING = 64

Found = set[tuple[int, str]]
"""The columns of IDs, and the rules that found something there."""


def audited(server: EcsServer) -> tuple[Found, str]:
    """What is found and all that is said; what is kept of the answers is judged alike."""
    call = ["audit", "live.yaml", "--orphans", "*", "--format", "json"]
    asking = ["--endpoint", server.endpoint, "--save", "answers.json"]
    with tempfile.TemporaryDirectory() as name, contextlib.chdir(name):
        Path("live.yaml").write_text(CATALOG)
        with found_by_the_sdk(), patch("generator.alicloud.asking.Timer", lambda _: Timer(HASTE)):
            code, said = called([*call, *asking])
        again = called([*call, "--from", "answers.json"])
    assert code in (0, 1), said
    assert again == (code, said.replace("wrote answers.json\n", ""))
    lines = [json.loads(line) for line in said.splitlines() if line.startswith("{")]
    return {(each["column"], each["rule"]) for each in lines}, said


def called(arguments: list[str]) -> tuple[int, str]:
    with contextlib.redirect_stderr(io.StringIO()) as err:
        return cli.run(arguments), err.getvalue()


def new_server() -> EcsServer:
    accounts = {key: ["1234567890123456"] for key in (OK, BAD)}
    return EcsServer({"cn-shanghai": [image(OK)], "cn-beijing": [image(BAD)]}, accounts)


@settings(max_examples=60)
@given(fault=any_fault(), actions=st.sets(st.sampled_from(Action), min_size=1))
def test_any_fault(fault: Callable[[Answer], Answer], actions: set[Action]) -> None:
    with serving(new_server()) as server:

        def break_it(_: int, call: Call, answer: Answer) -> Answer:
            is_meant = call.region == "cn-beijing" and call.action in actions
            return fault(answer) if is_meant else answer

        server.fault = break_it
        found, said = audited(server)
    assert {column for column, _ in found} <= {0, IN_BEIJING}, said


@pytest.mark.parametrize(("status", "rule"), [(200, "image-not-found"), (503, "image-not-asked")])
def test_an_image_that_may_be_of_the_community_is_not_missing(status: int, rule: str) -> None:
    """Where nobody answers whether it is."""

    def fault(_: int, call: Call, answer: Answer) -> Answer:
        is_of_community = "IsPublic" in call.parameters and status != 200
        return error(status, "ServiceUnavailable", "") if is_of_community else answer

    with serving(new_server()) as server:
        server.images["cn-beijing"] = []
        server.fault = fault
        found, said = audited(server)
    assert {each for each in found if each[0]} == {(IN_BEIJING, rule)}, said
