"""The key that `audit` asks with is told nowhere: no answer, file, format or crash has it."""

from __future__ import annotations

import contextlib
import io
import json
import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING
from unittest.mock import patch
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator import cli
from generator.commands.options import REPORT_FORMATS
from generator.credentials.access_key import encoded
from tests.support.ecs_server import KEY_ID, KEY_SECRET, Answer, EcsServer, image, serving

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")

ID = "m-uf6hvbrxclop1jtat17m"
IMAGES = f"""\
accounts: [1234567890123456]
images: {{a: {{shared: true, versions: {{1.0.0: {{cn-shanghai: {ID}}}}}}}}}
"""
OWNERS = {
    "variables": ("{env: OWNER_ID}", "{env: OWNER_SECRET}"),
    "files": ("{file: id}", "{file: secret}"),
    "base64": (encoded(KEY_ID), encoded(KEY_SECRET)),
}
FORMS: dict[str, Callable[[str], str]] = {
    "plain": str,
    "encoded": encoded,
    "quoted": lambda text: quote(text, safe=""),
    "in JSON": lambda text: json.dumps({"AccessKeySecret": text}),
    "signed": lambda text: f"server string to sign is:ACS3-HMAC-SHA256 {text}",
}
ENVIRONMENT = {
    "ALIBABA_CLOUD_ECS_METADATA_DISABLED": "true",
    "OWNER_ID": KEY_ID,
    "OWNER_SECRET": KEY_SECRET,
}
SECRETS = [form(text) for text in (KEY_ID, KEY_SECRET) for form in (str, encoded)]


@pytest.fixture(scope="module")
def server() -> Iterator[EcsServer]:
    with serving(EcsServer({"cn-shanghai": [image(ID)]})) as server:
        yield server


def everything(endpoint: str, owner: str, form: str) -> tuple[int, str]:
    """Exit code of a call, and what it has said and written, the report of a crash included."""
    with tempfile.TemporaryDirectory() as name, contextlib.chdir(name):
        folder = Path(name)
        halves = OWNERS[owner]
        section = "ownerSecret: {{accessKeyID: {}, accessKeySecret: {}}}\n"
        Path("live.yaml").write_text(IMAGES + section.format(*halves))
        Path("id").write_text(KEY_ID)
        Path("secret").write_text(KEY_SECRET)
        before = {*folder.iterdir()}
        call = ["audit", "live.yaml", "--owner", "--endpoint", endpoint, "--save", "answers.json"]
        out, err = io.TextIOWrapper(io.BytesIO(), "utf-8"), io.StringIO()
        with (
            patch.dict(os.environ, ENVIRONMENT),
            patch("tempfile.tempdir", name),
            contextlib.redirect_stdout(out),
            contextlib.redirect_stderr(err),
        ):
            code = cli.run([*call, "--format", form])
        out.seek(0)
        written = [path.read_text() for path in sorted({*folder.iterdir()} - before)]
        return code, "".join([out.read(), err.getvalue(), *written])


def assert_hidden(text: str) -> None:
    assert [secret for secret in SECRETS if secret in text] == []


@settings(
    max_examples=60,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    owner=st.sampled_from([*OWNERS]),
    place=st.sampled_from(["Code", "Message", "RequestId", "Recommend", "body"]),
    secret=st.sampled_from([KEY_ID, KEY_SECRET]),
    form=st.sampled_from([*FORMS]),
    status=st.sampled_from([200, 400, 403, 404]),
    report=st.sampled_from(REPORT_FORMATS),
)
def test_no_answer_that_quotes_it(
    server: EcsServer, owner: str, place: str, secret: str, form: str, status: int, report: str
) -> None:
    text = FORMS[form](secret)
    body = {"Code": "Forbidden.RAM", "Message": "No.", "RequestId": "1-2", place: text}
    data = text if place == "body" else json.dumps(body)
    server.fault = lambda *_: Answer(status, data.encode())
    code, said = everything(server.endpoint, owner, report)
    assert code == 1
    assert_hidden(said)


@pytest.mark.parametrize("owner", OWNERS)
@pytest.mark.parametrize(
    "place",
    [
        "generator.alicloud.sdk.Cloud.call",
        "generator.alicloud.sdk.Cloud.__init__",
        "generator.audit.known.Known.add",
        "generator.app.auditing.check_answers",
        "generator.app.answer_files.saved_text",
        "generator.commands.audit.show_problems",
    ],
)
def test_no_report_of_a_crash(server: EcsServer, owner: str, place: str) -> None:
    def crash(*_: object, **__: object) -> None:
        raise RuntimeError(f"{KEY_ID} {KEY_SECRET}")

    server.fault = lambda _, __, answer: answer
    with patch(place, crash):
        code, said = everything(server.endpoint, owner, "text")
    assert code == 3
    assert "this is a bug" in said
    assert_hidden(said)


@pytest.mark.parametrize("report", REPORT_FORMATS)
@pytest.mark.parametrize("owner", OWNERS)
def test_no_answer_that_is_kept(server: EcsServer, owner: str, report: str) -> None:
    server.fault = lambda _, __, answer: answer
    code, said = everything(server.endpoint, owner, report)
    assert code == 0, said
    assert ID in said
    assert_hidden(said)
