"""The ways to Alibaba Cloud: certificates, proxies, redirects, and its service for tokens."""

from __future__ import annotations

import ssl
import subprocess
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tests.support.asking_process import ID, REGION, found, variables
from tests.support.ecs_server import (
    KEY_ID,
    KEY_SECRET,
    TOKEN,
    Answer,
    Call,
    EcsServer,
    documented,
    error,
    image,
    serving,
)
from tests.support.tools import need

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def server() -> Iterator[EcsServer]:
    with serving(EcsServer({REGION: [image(ID)]})) as server:
        yield server


def test_loopback_is_not_asked_through_a_proxy(server: EcsServer, tmp_path: Path) -> None:
    names = ("HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy", "ALL_PROXY")
    with serving(EcsServer()) as proxy:
        proxies = dict.fromkeys(names, f"http://{proxy.endpoint}")
        assert found(server, tmp_path, **proxies, **variables()) == f"['{ID}'] []"
    assert proxy.connections == 0


def test_a_redirect_takes_no_token_elsewhere(server: EcsServer, tmp_path: Path) -> None:
    server.token = TOKEN
    with serving(EcsServer({REGION: [image(ID)]}, token=TOKEN)) as other:

        def fault(_: int, __: Call, answer: Answer) -> Answer:
            return replace(answer, status=307, headers={"Location": f"http://{other.endpoint}/"})

        server.fault = fault
        assert "InvalidAnswer" in found(server, tmp_path, **variables(token=TOKEN))
    assert other.connections == 0


@pytest.fixture
def certificate(tmp_path: Path) -> tuple[ssl.SSLContext, str]:
    """What a server of loopback uses, and the file that makes others trust it."""
    file = str(tmp_path / "pem")
    command = [need("openssl"), "req", "-x509", "-newkey", "ec", "-pkeyopt"]
    command += ["ec_paramgen_curve:P-256", "-nodes", "-keyout", file, "-out", f"{file}.crt"]
    command += ["-subj", "/CN=loopback", "-addext"]
    command += ["subjectAltName=IP:127.0.0.1,DNS:sts.aliyuncs.com"]
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


AT_LOOPBACK = """
import os, socket, requests.adapters
real = socket.getaddrinfo
def at_loopback(host, port, *more, **others):
    at = {"sts.aliyuncs.com": ("127.0.0.1", os.environ["STS_PORT"])}.get(host, (host, port))
    return real(*at, *more, **others)
socket.getaddrinfo = at_loopback
requests.adapters.DEFAULT_CA_BUNDLE_PATH = os.environ["STS_CERTIFICATE"]
"""
"""Let the token service be a server on loopback, whose certificate is trusted."""

ROLE = "acs:ram::1234567890123456:role/audit"
PROVIDER = "acs:ram::1234567890123456:oidc-provider/github"
ASSUMED = {
    "Credentials": {
        "AccessKeyId": KEY_ID,
        "AccessKeySecret": KEY_SECRET,
        "SecurityToken": TOKEN,
        "Expiration": "2099-01-01T00:00:00Z",
    }
}


@pytest.fixture
def token_service(
    certificate: tuple[ssl.SSLContext, str], tmp_path: Path
) -> Iterator[tuple[EcsServer, dict[str, str]]]:
    """One on loopback, and the environment of a pipeline with OIDC."""
    context, file = certificate
    (tmp_path / "token").write_text("token.of.thePipeline0123456789")
    with serving(EcsServer(), context) as service:
        yield (
            service,
            {
                "STS_PORT": service.endpoint.rpartition(":")[2],
                "STS_CERTIFICATE": file,
                "ALIBABA_CLOUD_ROLE_ARN": ROLE,
                "ALIBABA_CLOUD_OIDC_PROVIDER_ARN": PROVIDER,
                "ALIBABA_CLOUD_OIDC_TOKEN_FILE": str(tmp_path / "token"),
            },
        )


def test_a_pipeline_needs_no_key(
    server: EcsServer, token_service: tuple[EcsServer, dict[str, str]], tmp_path: Path
) -> None:
    service, env = token_service
    service.fault = lambda _, __, ___: documented(ASSUMED)
    server.token = TOKEN
    assert found(server, tmp_path, before=AT_LOOPBACK, **env) == f"['{ID}'] []"
    (call,) = service.calls
    assert call.parameters["Action"] == "AssumeRoleWithOIDC"
    assert (call.parameters["RoleArn"], call.parameters["OIDCProviderArn"]) == (ROLE, PROVIDER)


def test_a_token_that_is_refused_is_told_by_its_code(
    server: EcsServer, token_service: tuple[EcsServer, dict[str, str]], tmp_path: Path
) -> None:
    service, env = token_service
    message = "The token token.of.thePipeline0123456789 is expired."
    refusal = error(400, "AuthenticationFail.OIDCToken.Expired", message)
    service.fault = lambda _, __, ___: refusal
    said = found(server, tmp_path, before=AT_LOOPBACK, DEBUG="sdk", **env)
    code = "AuthenticationFail.OIDCToken.Expired (request ID 473469C7-AA6F-4DC5-B3DB-A3DC0DE3C83E)"
    assert f"found no credentials for Alibaba Cloud: {code}" in said
    assert "thePipeline" not in said
    assert server.calls == []
