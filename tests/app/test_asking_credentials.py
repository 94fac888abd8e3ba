"""Whose credentials are used, and that neither they nor anything else of a call is told."""

from __future__ import annotations

import json
import os
import ssl
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest

from generator.audit.calls import Question
from generator.credentials.access_key import AccessKeyText, encoded
from tests.support.asking import asked, failures, found_by_the_sdk, ids
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
from tests.support.tools import need

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")

REGION, ID = "cn-shanghai", "m-uf6xxxxxxxxxxxxxxxx1"
ROOT = Path(__file__).parents[2]

SCRIPT = """
import os, sys
from generator.app.asking import ask
from generator.app.backoff import Pace
from generator.audit.calls import Endpoint, Endpoints, Question
from generator.problems import ProblemsError
from tests.support.asking import failures, ids
endpoints = Endpoints(other=Endpoint(sys.argv[1], plain="SSL" not in os.environ))
questions = [Question(region, ("m-uf6xxxxxxxxxxxxxxxx1",)) for region in sys.argv[2:]]
try:
    for replies in ask(questions, None, endpoints, Pace(float(os.environ["SECONDS"]))):
        print(ids(replies), failures(replies))
except ProblemsError as error:
    print(*error.problems)
"""


@pytest.fixture
def server() -> Iterator[EcsServer]:
    with serving(EcsServer({REGION: [image(ID)]})) as server:
        yield server


def found(server: EcsServer, home: Path, *regions: str, **env: str) -> str:
    """What a new process says, with the SDK's default chain and such an environment.

    It says nothing else, on standard error either.
    """
    outside = {name: text for name, text in os.environ.items() if not name.startswith("ALIBABA")}
    process = subprocess.run(
        [sys.executable, "-c", SCRIPT, server.endpoint, *(regions or [REGION])],
        cwd=ROOT,
        env={
            **outside,
            "HOME": str(home),
            "ALIBABA_CLOUD_ECS_METADATA_DISABLED": "true",
            "SECONDS": "60",
            **env,
        },
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (process.returncode, process.stderr) == (0, "")
    assert not any(each in process.stdout for each in (KEY_ID, KEY_SECRET, TOKEN))
    return process.stdout.strip()


def variables(secret: str = KEY_SECRET, token: str = "") -> dict[str, str]:
    names = {
        "ALIBABA_CLOUD_ACCESS_KEY_ID": KEY_ID,
        "ALIBABA_CLOUD_ACCESS_KEY_SECRET": secret,
        "ALIBABA_CLOUD_SECURITY_TOKEN": token,
    }
    return {name: text for name, text in names.items() if text}


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
    assert "there are no credentials for Alibaba Cloud" in said
    assert "--owner" in said
    assert server.calls == []


def test_the_log_of_the_sdk_says_nothing(server: EcsServer, tmp_path: Path) -> None:
    assert found(server, tmp_path, DEBUG="sdk", **variables()) == f"['{ID}'] []"


def test_loopback_is_not_asked_through_a_proxy(server: EcsServer, tmp_path: Path) -> None:
    names = ("HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy", "ALL_PROXY")
    with serving(EcsServer()) as proxy:
        proxies = dict.fromkeys(names, f"http://{proxy.endpoint}")
        assert found(server, tmp_path, **proxies, **variables()) == f"['{ID}'] []"
    assert proxy.connections == 0


@pytest.fixture
def certificate(tmp_path: Path) -> tuple[ssl.SSLContext, str]:
    """What a server of loopback uses, and the file that makes others trust it."""
    file = str(tmp_path / "pem")
    command = [need("openssl"), "req", "-x509", "-newkey", "ec", "-pkeyopt"]
    command += ["ec_paramgen_curve:P-256", "-nodes", "-keyout", file, "-out", f"{file}.crt"]
    command += ["-subj", "/CN=loopback", "-addext", "subjectAltName=IP:127.0.0.1"]
    subprocess.run(command, check=True, capture_output=True, timeout=60)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(f"{file}.crt", file)
    return context, f"{file}.crt"


def test_https_is_asked_where_its_certificate_is_trusted(
    certificate: tuple[ssl.SSLContext, str], tmp_path: Path
) -> None:
    context, file = certificate
    with serving(EcsServer({REGION: [image(ID)]}), context) as server:
        said = found(server, tmp_path, SSL="yes", **variables())
        assert "certificate" in said
        assert server.calls == []
        trusting = {"SSL": "yes", "REQUESTS_CA_BUNDLE": file}
        assert found(server, tmp_path, **trusting, **variables()) == f"['{ID}'] []"


def test_https_goes_through_the_proxy_but_where_no_proxy_says_otherwise(
    certificate: tuple[ssl.SSLContext, str], tmp_path: Path
) -> None:
    context, file = certificate
    with (
        serving(EcsServer({REGION: [image(ID)]}), context) as server,
        serving(EcsServer()) as proxy,
    ):
        env = {"SSL": "yes", "REQUESTS_CA_BUNDLE": file, **variables()}
        env["HTTPS_PROXY"] = f"http://{KEY_ID}:{KEY_SECRET}@{proxy.endpoint}"
        assert "proxy" in found(server, tmp_path, **env)
        assert proxy.connections > 0
        assert found(server, tmp_path, NO_PROXY="127.0.0.1", **env) == f"['{ID}'] []"


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


def test_a_redirect_takes_no_token_elsewhere(server: EcsServer, tmp_path: Path) -> None:
    server.token = TOKEN
    with serving(EcsServer({REGION: [image(ID)]}, token=TOKEN)) as other:

        def fault(_: int, __: Call, answer: Answer) -> Answer:
            return replace(answer, status=307, headers={"Location": f"http://{other.endpoint}/"})

        server.fault = fault
        assert "InvalidAnswer" in found(server, tmp_path, **variables(token=TOKEN))
    assert other.connections == 0


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
    sdk = {"alibabacloud_ecs20140526", "darabonba", "Tea", "requests", "aiohttp"}
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

    monkeypatch.delitem(sys.modules, "generator.app.alicloud_sdk", raising=False)
    monkeypatch.setitem(sys.modules, "alibabacloud_credentials.client", None)
    with pytest.raises(ProblemsError) as raised:
        asked(server, Question(REGION, (ID,)))
    (problem,) = raised.value.problems
    assert problem.message == "the SDK of Alibaba Cloud is not installed"
    assert 'pip install "alicloud-generator[alicloud]"' in str(problem.hint)
