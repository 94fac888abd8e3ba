"""Whose credentials are used, and that neither they nor anything else of a call is told."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest

from generator.audit.calls import Question
from generator.credentials.access_key import AccessKeyText, encoded
from generator.problems import ProblemsError
from tests.support.asking import asked, failures, found_by_the_sdk, ids
from tests.support.asking_process import ID, REGION, ROOT, found, variables
from tests.support.ecs_server import (
    KEY_ID,
    KEY_SECRET,
    TOKEN,
    Answer,
    Call,
    EcsServer,
    error,
    image,
    serving,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")


@pytest.fixture
def server() -> Iterator[EcsServer]:
    with serving(EcsServer({REGION: [image(ID)]})) as server:
        yield server


def test_the_environment_has_the_credentials(server: EcsServer, tmp_path: Path) -> None:
    assert found(server, tmp_path, **variables()) == f"['{ID}'] []"


def test_the_environment_has_a_token_as_well(server: EcsServer, tmp_path: Path) -> None:
    server.token = TOKEN
    assert found(server, tmp_path, **variables(token=TOKEN)) == f"['{ID}'] []"


@pytest.mark.parametrize("name", ["live", "other"])
def test_a_profile_of_the_aliyun_cli_has_them(server: EcsServer, tmp_path: Path, name: str) -> None:
    profile = {"mode": "AK", "access_key_id": KEY_ID, "access_key_secret": KEY_SECRET}
    profiles = [{"name": "other", "mode": "AK"}, {"name": "live", **profile}]
    (tmp_path / ".aliyun").mkdir()
    config = {"current": name, "profiles": profiles}
    (tmp_path / ".aliyun" / "config.json").write_text(json.dumps(config))
    said = found(server, tmp_path)
    assert (said == f"['{ID}'] []") == (name == "live")
    assert found(server, tmp_path, ALIBABA_CLOUD_PROFILE="live") == f"['{ID}'] []"


def test_without_credentials_that_is_all_that_is_said(server: EcsServer, tmp_path: Path) -> None:
    said = found(server, tmp_path)
    assert "found no credentials for Alibaba Cloud" in said
    assert "--owner" in said
    assert server.calls == []


@pytest.mark.parametrize("strange", ["\n", "\r\n", " ", "\u00a0", "\u65e5", "\x1b"])
@pytest.mark.parametrize("half", ["access key ID", "access key secret"])
def test_a_key_that_no_header_takes_is_told_before_anybody_is_asked(
    server: EcsServer, half: str, strange: str
) -> None:
    texts = {"access key ID": KEY_ID, "access key secret": KEY_SECRET}
    texts[half] += strange
    key = AccessKeyText(*map(encoded, texts.values()))
    with pytest.raises(
        ProblemsError, match=f"the {half} for Alibaba Cloud has a space, a line break"
    ) as error:
        asked(server, Question(REGION, (ID,)), key=key)
    assert texts[half].strip() not in str(error.value.problems)
    assert server.calls == []


def test_a_token_that_no_header_takes_is_told(server: EcsServer, tmp_path: Path) -> None:
    said = found(server, tmp_path, **variables(token=TOKEN + "\n"))
    assert "the security token for Alibaba Cloud has a space, a line break" in said
    assert server.calls == []


def test_the_log_of_the_sdk_says_nothing(server: EcsServer, tmp_path: Path) -> None:
    assert found(server, tmp_path, DEBUG="sdk", **variables()) == f"['{ID}'] []"


def test_a_wrong_secret_is_told_without_what_was_signed(server: EcsServer, tmp_path: Path) -> None:
    server.token = TOKEN
    said = found(server, tmp_path, **variables("Wrong" * 6, token=TOKEN))
    assert "SignatureDoesNotMatch" in said
    assert "not matched with our calculation" in said
    assert "473469C7-AA6F-4DC5-B3DB-A3DC0DE3C83E" in said
    assert "CanonicalRequest" not in said
    assert "Wrong" not in said


def test_who_never_ends_holds_up_nobody(server: EcsServer, tmp_path: Path) -> None:
    def fault(_: int, call: Call, answer: Answer) -> Answer:
        return replace(answer, pause=1, slow_headers=True) if call.region == REGION else answer

    server.fault = fault
    server.images["cn-beijing"] = [image(ID)]
    said = found(server, tmp_path, "cn-beijing", REGION, SECONDS="3", **variables())
    assert f"['{ID}'] []" in said
    assert "Timeout" in said


QUOTED = (
    KEY_ID,
    KEY_SECRET,
    TOKEN,
    quote(TOKEN, safe=""),
    encoded(KEY_SECRET),
    json.dumps({"AccessKeySecret": KEY_SECRET}),
    f"x-acs-security-token:{TOKEN}\nhost:a",
    "LTAI5tSomebodyElsesKey01",
    "a" * 290 + KEY_SECRET,
)


def test_no_error_quotes_a_credential(server: EcsServer, tmp_path: Path) -> None:
    quoting = error(403, "Forbidden.RAM", "Refused.")
    bodies = {
        f"cn-{place.lower()}-{number}": {**json.loads(quoting.body), place: text}
        for place in ("Code", "Message", "RequestId")
        for number, text in enumerate(QUOTED)
    }

    def fault(_: int, call: Call, __: Answer) -> Answer:
        return replace(quoting, body=json.dumps(bodies[call.region]).encode())

    server.fault = fault
    said = found(server, tmp_path, *bodies, **variables(token=TOKEN))
    assert said.count("Failure(") == len(bodies)
    secrets = (KEY_ID[5:], KEY_SECRET, TOKEN, quote(TOKEN, safe=""), encoded(KEY_SECRET))
    assert not any(each[:12] in said for each in (*secrets, "SomebodyElses"))


@pytest.mark.parametrize(
    "key",
    [
        AccessKeyText(encoded("LTAI5tSomebodyElsesKey01"), encoded(KEY_SECRET)),
        AccessKeyText(encoded(KEY_ID), encoded("Wrong" * 6)),
    ],
)
def test_the_key_that_is_given_is_used(server: EcsServer, key: AccessKeyText) -> None:
    question = Question(REGION, (ID,))
    (replies,) = asked(server, question).values()
    assert ids(replies) == [ID]
    (replies,) = asked(server, question, key=key).values()
    (failure,) = failures(replies)
    assert failure.code in ("InvalidAccessKeyId.NotFound", "SignatureDoesNotMatch")


def test_without_a_key_the_sdk_finds_one(server: EcsServer) -> None:
    with found_by_the_sdk():
        (replies,) = asked(server, Question(REGION, (ID,)), key=None).values()
    assert ids(replies) == [ID]


def test_no_verb_imports_the_sdk(tmp_path: Path) -> None:
    """But `audit` where it asks."""
    script = """
import sys
from generator import cli
from tests.test_nothing_acts import EVERY_CALL, write
write()
for call in EVERY_CALL:
    cli.run(call)
    loaded = {name.partition(".")[0] for name in sys.modules}
    sdk = {"alibabacloud_ecs20140526", "alibabacloud_credentials", "darabonba", "Tea"}
    assert not loaded & sdk, call
"""
    process = subprocess.run(
        [sys.executable, "-c", script],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert process.returncode == 0, process.stderr[-2000:]


def test_without_the_sdk_one_line_says_what_to_install(
    server: EcsServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    from generator.problems import ProblemsError

    monkeypatch.delitem(sys.modules, "generator.alicloud.sdk", raising=False)
    monkeypatch.setitem(sys.modules, "alibabacloud_credentials.client", None)
    with pytest.raises(ProblemsError) as raised:
        asked(server, Question(REGION, (ID,)))
    (problem,) = raised.value.problems
    assert problem.message == "the SDK of Alibaba Cloud is not installed"
    assert 'pip install "alicloud-generator[alicloud]"' in str(problem.hint)
