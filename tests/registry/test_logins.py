"""The user's login reaches the registry that it is for, and nobody else."""

from __future__ import annotations

import base64
import json
from base64 import b64decode
from typing import TYPE_CHECKING

import pytest

from generator import cli
from generator.registry.docker_config import docker_config
from generator.registry.transfer import transfer
from tests.registry.conftest import PASSWORD
from tests.support.fake_registry import REPOSITORY, FakeRegistry, Handler, fake_registry
from tests.support.manifests import CHART, blob

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

TGZ = b64decode(blob(CHART))
BASIC = "Basic " + base64.b64encode(f"me:{PASSWORD}".encode()).decode()


def by_password(request: Handler) -> bool:
    if request.headers.get("Authorization") == BASIC:
        return False
    request.body()
    return request.reply(401, WWW_Authenticate='Basic realm="x"')


def by_token(request: Handler) -> bool:
    """A token for each scope, for whoever has the password."""
    path, _, query = request.path.partition("?")
    if path == "/token":
        is_known = request.headers.get("Authorization") == BASIC
        token = json.dumps({"token": query.rpartition("scope=")[2]}).encode()
        return request.reply(200, token) if is_known else request.reply(403)
    scope = "pull" if request.command in ("GET", "HEAD") else "push"
    if request.headers.get("Authorization", "") in ("Bearer push", f"Bearer {scope}"):
        return False
    request.body()
    realm = f"http://{request.registry.host}/token"
    challenge = f'Bearer realm="{realm}",service="s",scope="{scope}"'
    return request.reply(401, WWW_Authenticate=challenge)


def anonymous(request: Handler) -> bool:
    if request.path.startswith("/token"):
        assert "Authorization" not in request.headers
        return request.reply(200, b'{"access_token": "any"}')
    if request.headers.get("Authorization") == "Bearer any":
        return False
    realm = f"http://{request.registry.host}/token"
    return request.reply(401, WWW_Authenticate=f'Bearer realm="{realm}"')


@pytest.mark.parametrize("answer", [by_password, by_token])
@pytest.mark.parametrize("key", ["{}", "http://{}", "https://{}/v1/"])
def test_pull_and_push_with_a_login(
    key: str,
    answer: Callable[[Handler], bool],
    registry: FakeRegistry,
    log_in: Callable[[str], None],
    capfd: pytest.CaptureFixture[str],
) -> None:
    registry.put(TGZ)
    registry.answer = answer
    assert cli.run(["chart", "digest", registry.reference()]) == 1
    log_in(key.format(registry.host))
    assert cli.run(["chart", "digest", registry.reference()]) == 0
    place = f"oci://{registry.host}/other"
    assert cli.run(["chart", "push", registry.reference(), place]) == 0
    out, err = capfd.readouterr()
    assert out.startswith("sha256:")
    assert err.count("error") == 1


def test_whoever_needs_no_login(registry: FakeRegistry, capfd: pytest.CaptureFixture[str]) -> None:
    registry.put(TGZ)
    registry.answer = anonymous
    assert cli.run(["chart", "digest", registry.reference()]) == 0
    assert capfd.readouterr().out.startswith("sha256:")


def test_credential_helpers(
    registry: FakeRegistry, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    registry.put(TGZ)
    registry.answer = by_password
    program = tmp_path / "docker" / "docker-credential-test"
    answer = json.dumps({"Username": "me", "Secret": PASSWORD})
    program.write_text(f"#!/bin/sh\n[ \"$(cat)\" = {registry.host} ] && echo '{answer}'\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(program.parent), prepend=":")
    config = tmp_path / "docker" / "config.json"
    for text in ({"credsStore": "test"}, {"credHelpers": {registry.host: "test"}}):
        config.write_text(json.dumps(text))
        assert cli.run(["chart", "digest", registry.reference()]) == 0


def test_a_login_is_for_its_own_registry_alone(
    registry: FakeRegistry, log_in: Callable[[str], None]
) -> None:
    registry.put(TGZ)
    log_in("registry.example")
    registry.answer = by_password
    assert cli.run(["chart", "digest", registry.reference()]) == 1
    assert not any("Authorization" in headers for _, _, headers in registry.requests)


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1"])
def test_a_redirect_to_another_host_has_no_login(
    host: str, registry: FakeRegistry, log_in: Callable[[str], None], tmp_path: Path
) -> None:
    """Not even the one that ~/.netrc has for it."""
    log_in(registry.host)
    netrc = tmp_path / "docker" / ".netrc"
    netrc.write_text(f"machine {host} login me password {PASSWORD}\n")
    netrc.chmod(0o600)
    with fake_registry() as other:
        place = f"{host}:{other.host.rpartition(':')[2]}"
        other.put(TGZ)
        registry.put(TGZ)

        def answer(request: Handler) -> bool:
            if by_password(request):
                return True
            is_blob = "/blobs/" in request.path
            return is_blob and request.reply(307, Location=f"http://{place}{request.path}")

        registry.answer = answer
        assert cli.run(["chart", "digest", registry.reference()]) == 0
        assert len(other.requests) == 1
        assert not any("Authorization" in headers for _, _, headers in other.requests)


def test_an_upload_to_another_host_has_no_login(
    registry: FakeRegistry, log_in: Callable[[str], None], tmp_path: Path
) -> None:
    log_in(registry.host)
    (tmp_path / "c.tgz").write_bytes(TGZ)
    with fake_registry() as other:

        def answer(request: Handler) -> bool:
            if by_password(request):
                return True
            place = f"http://{other.host}{request.path}1"
            return request.command == "POST" and request.reply(202, Location=place)

        registry.answer = answer
        place = f"oci://{registry.host}/{REPOSITORY}"
        assert cli.run(["chart", "push", str(tmp_path / "c.tgz"), place]) == 0
        assert [method for method, _, _ in other.requests] == ["PUT", "PUT"]
        assert not any("Authorization" in headers for _, _, headers in other.requests)


def test_netrc_is_left_alone(registry: FakeRegistry, tmp_path: Path) -> None:
    registry.put(TGZ)
    netrc = tmp_path / "docker" / ".netrc"
    netrc.write_text(f"machine 127.0.0.1 login me password {PASSWORD}\n")
    netrc.chmod(0o600)
    assert cli.run(["chart", "digest", registry.reference()]) == 0
    assert not any("Authorization" in headers for _, _, headers in registry.requests)


def test_docker_hub_has_another_name_for_itself(log_in: Callable[[str], None]) -> None:
    from generator.gardener.oci_reference import Reference

    log_in("https://index.docker.io/v1/")
    assert [*docker_config()["auths"]] == ["index.docker.io"]
    hub = Reference("docker.io", "library/c", "1")
    with transfer(hub, docker_config(), lambda pieces, _: pieces) as connection:
        assert connection._top == "https://index.docker.io"  # noqa: SLF001
        assert connection._login._basic_auth == BASIC.removeprefix("Basic ")  # noqa: SLF001


@pytest.mark.parametrize("config", ['{"credsStore": "test"}', '{"credHelpers": {"%s": "test"}}'])
def test_a_helper_keeps_the_login_to_docker_hub_under_its_url(
    config: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from generator.gardener.oci_reference import Reference

    folder, key = tmp_path / "docker", "https://index.docker.io/v1/"
    program = folder / "docker-credential-test"
    answer = json.dumps({"Username": "me", "Secret": PASSWORD})
    program.write_text(f"#!/bin/sh\n[ \"$(cat)\" = {key} ] && echo '{answer}'\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(folder), prepend=":")
    (folder / "config.json").write_text(config.replace("%s", key))
    hub = Reference("docker.io", "library/c", "1")
    with transfer(hub, docker_config(), lambda pieces, _: pieces) as connection:
        assert connection._login._basic_auth == BASIC.removeprefix("Basic ")  # noqa: SLF001
