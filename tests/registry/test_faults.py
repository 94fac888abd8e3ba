"""Registries that fail: a clear error each, in bounded time and memory, and nothing written."""

from __future__ import annotations

import gzip
import json
import os
import socket
import time
import tracemalloc
from base64 import b64decode, b64encode
from typing import TYPE_CHECKING

import pytest

from generator import cli
from generator.chart.artifact import Artifact, artifact, sha256
from generator.chart.source import from_archive
from generator.registry import charts, session
from tests.registry.conftest import PASSWORD
from tests.support.command import run
from tests.support.fake_registry import REPOSITORY, Handler
from tests.support.manifests import CHART, blob

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.support.fake_registry import Answer, FakeRegistry

TGZ = b64decode(blob(CHART))


@pytest.fixture
def fails(
    registry: FakeRegistry,
    log_in: Callable[[str], None],
    tmp_path: Path,
    capfd: pytest.CaptureFixture[str],
) -> Callable[..., None]:
    """Pulls a chart with a login, and expects one error with some words, and nothing written."""
    log_in(registry.host)

    def fails(words: str, version: str = ":1.2.3", mebibytes: int = 60) -> None:
        output = tmp_path / "out" / "chart"
        reference = registry.reference(version)
        tracemalloc.start()
        code = cli.run(["chart", "unpack", reference, "-o", str(output)])
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        out, err = capfd.readouterr()
        assert (code, out) == (1, ""), err
        assert err.startswith(f"{reference}: error: "), err
        assert words in err.splitlines()[0], err
        assert err.count("error:") == 1
        assert "Traceback" not in err
        shown = b64encode(f"me:{PASSWORD}".encode()).decode()
        assert not any(secret in err for secret in (PASSWORD, shown, "token-of-it"))
        assert not output.parent.exists()
        assert peak < mebibytes * 1024 * 1024

    return fails


def on(kind: str, answer: Callable[[Handler], object]) -> Answer:
    """An answer to requests whose path has a part."""

    def chosen(request: Handler) -> bool:
        if kind not in request.path:
            return False
        answer(request)
        return True

    return chosen


def test_a_registry_that_is_gone(
    registry: FakeRegistry, fails: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        monkeypatch.setattr(registry, "host", f"127.0.0.1:{closed.getsockname()[1]}")
        fails("the registry cannot be reached")


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (400, "status 400"),
        (401, "requires a login"),
        (403, "denies access with this login"),
        (404, "has no such chart"),
        (418, "status 418"),
        (204, "status 204"),
        (500, "status 500"),
        (503, "status 503"),
    ],
)
@pytest.mark.parametrize("kind", ["manifests", "blobs"])
def test_refusals(
    status: int, words: str, kind: str, registry: FakeRegistry, fails: Callable[..., None]
) -> None:
    registry.put(TGZ)
    registry.answer = on(kind, lambda request: request.reply(status, b"see token-of-it"))
    fails(words)
    assert len(registry.requests) <= 4


def drip(request: Handler, piece: bytes) -> None:
    for _ in range(200):
        request.wfile.write(piece)
        request.wfile.flush()
        time.sleep(0.05)


SLOW: dict[str, Callable[[Handler], object]] = {
    "silent": lambda _: time.sleep(3),
    "headers": lambda request: drip(request, b"HTTP/1.1 200 OK\r\nA: b\r\n"[:1]),
    "body": lambda request: (request.reply(200, Content_Length="1000"), drip(request, b"x")),
}


@pytest.mark.parametrize("kind", ["manifests", "blobs"])
@pytest.mark.parametrize("what", SLOW)
def test_slow_answers(
    what: str,
    kind: str,
    registry: FakeRegistry,
    fails: Callable[..., None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    registry.put(gzip.compress(gzip.decompress(TGZ) + bytes(2000), 0))
    monkeypatch.setattr(session, "READ_SECONDS", 0.4)
    monkeypatch.setattr(session, "SECONDS", 1)
    registry.answer = on(kind, SLOW[what])
    fails("is silent" if what == "silent" else "takes more than")


def endless(request: Handler, status: int = 200, **headers: str) -> None:
    """More than anybody should read."""
    request.reply(status, Content_Length=str(1 << 40), **headers)
    for _ in range(200):
        request.wfile.write(bytes(1 << 20))
    request.close_connection = True


@pytest.mark.parametrize("kind", ["manifests", "blobs"])
def test_endless_answers(kind: str, registry: FakeRegistry, fails: Callable[..., None]) -> None:
    registry.put(TGZ)
    registry.answer = on(kind, endless)
    fails("larger than it may be")


@pytest.mark.parametrize("status", [200, 301, 401, 404])
def test_endless_answers_of_any_status(
    status: int, registry: FakeRegistry, fails: Callable[..., None]
) -> None:
    registry.answer = on(
        "manifests", lambda request: endless(request, status, Location="/elsewhere")
    )
    fails("larger than it may be")


def cut_off(request: Handler) -> None:
    request.reply(200, TGZ[:-9], Content_Length=str(len(TGZ)))
    request.close_connection = True


@pytest.mark.parametrize("kind", ["manifests", "blobs"])
def test_answers_that_are_cut_off(
    kind: str, registry: FakeRegistry, fails: Callable[..., None]
) -> None:
    registry.put(TGZ)
    registry.answer = on(kind, cut_off)
    fails("was lost")


def test_a_layer_that_is_too_short(registry: FakeRegistry, fails: Callable[..., None]) -> None:
    registry.put(TGZ)
    registry.answer = on("blobs", lambda request: request.reply(200, TGZ[:-1]))
    fails("the chart does not have the digest that its manifest states")


def test_another_layer(registry: FakeRegistry, fails: Callable[..., None]) -> None:
    registry.put(TGZ)
    other = TGZ[:9] + b"\xff" + TGZ[10:]
    registry.answer = on("blobs", lambda request: request.reply(200, other))
    fails("the chart does not have the digest that its manifest states")


def test_another_manifest_than_the_pinned_one(
    registry: FakeRegistry, fails: Callable[..., None]
) -> None:
    made = registry.put(TGZ)
    registry.answer = on("manifests", lambda request: request.reply(200, made.manifest + b"\n"))
    fails("the manifest in the registry has a different digest", f"@{made.digest}")
    fails("the manifest in the registry has a different digest", f":1.2.3@{made.digest}")


def test_a_layer_over_the_limit(
    registry: FakeRegistry, fails: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    registry.put(TGZ)
    monkeypatch.setattr(charts, "LAYER_LIMIT", len(TGZ) - 1)
    fails("at most")
    assert not any("blobs" in path for _, path, _ in registry.requests)


MANIFESTS = {
    "no JSON": b"<html>",
    "no UTF-8": b'{"layers": "\xff"}',
    "nothing": b"",
    "deep": b"[" * 500_000,
    "a list": b"[]",
    "an index": b'{"manifests": [{"digest": "sha256:0"}]}',
    "no layers": b'{"layers": []}',
    "layers that are none": b'{"layers": [7]}',
    "another type": b'{"layers": [{"mediaType": "x", "digest": "y", "size": 1}]}',
}


def described(digest: object = sha256(TGZ), size: object = len(TGZ)) -> bytes:
    layer = {"mediaType": charts.LAYER_TYPE, "digest": digest, "size": size}
    return json.dumps({"layers": [layer]}).encode()


MANIFESTS |= {
    "no digest": described(digest=7),
    "a digest that leads elsewhere": described(digest="../../../other/blobs/x"),
    "another hash": described(digest="sha512:" + "0" * 128),
    "a negative size": described(size=-1),
    "no size": described(size="7"),
    "a huge number": described().replace(str(len(TGZ)).encode(), b"9" * 10_000),
}


@pytest.mark.parametrize("name", MANIFESTS)
def test_what_is_no_chart(name: str, registry: FakeRegistry, fails: Callable[..., None]) -> None:
    registry.answer = on("manifests", lambda request: request.reply(200, MANIFESTS[name]))
    fails("there is no chart in it")


HOSTILE = {
    "bomb": (gzip.compress(bytes(200 * 1024 * 1024), 9), "unpacks to more than"),
    "no gzip": (b"x" * 100, "not compressed with gzip"),
    "damaged": (TGZ[:20] + bytes(20) + TGZ[40:], "damaged"),
    "outside": (b64decode(blob({"../../x": "y", **CHART})), "leads out"),
    "no chart": (b64decode(blob({"a": "b"})), "Chart.yaml is missing"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_archives(name: str, registry: FakeRegistry, fails: Callable[..., None]) -> None:
    data, words = HOSTILE[name]
    good = artifact(from_archive(TGZ, "").chart, TGZ)
    registry.put_files(Artifact(described(sha256(data), len(data)), good.config, data))
    fails(words, mebibytes=400)


@pytest.mark.parametrize("place", ["http://{}/v2/", "/v2/"])
def test_redirects_without_end(
    place: str, registry: FakeRegistry, fails: Callable[..., None]
) -> None:
    place = place.format(registry.host)
    registry.answer = on("/v2/", lambda request: request.reply(307, Location=place))
    fails("redirects too often")
    assert len(registry.requests) <= 6


@pytest.mark.parametrize("place", ["ftp://127.0.0.1/x", "http://[", "oci://x", "http://"])
def test_redirects_to_nowhere(
    place: str, registry: FakeRegistry, fails: Callable[..., None]
) -> None:
    registry.answer = on("manifests", lambda request: request.reply(307, Location=place))
    fails("the registry")


CHALLENGES = {
    "none": "",
    "nonsense": "Bearer",
    "no realm": 'Bearer service="x"',
    "no URL": 'Bearer realm="::::"',
    "a file": 'Bearer realm="file:///etc/passwd"',
    "endless": 'Bearer realm="http://{}/token/endless"',
    "no JSON": 'Bearer realm="http://{}/token/text"',
    "a list": 'Bearer realm="http://{}/token/list"',
    "a number": 'Bearer realm="http://{}/token/number"',
    "lines": 'Bearer realm="http://{}/token/lines"',
    "refused": 'Bearer realm="http://{}/token/refused"',
    "again": 'Bearer realm="http://{}/token/good"',
    "another scheme": "Negotiate",
    "basic": 'Basic realm="x"',
}
TOKENS = {
    "text": b"token-of-it",
    "list": b'["token-of-it"]',
    "number": b'{"token": 7}',
    "lines": b'{"token": "token-of-it\\r\\nX: y"}',
    "good": b'{"token": "token-of-it"}',
}


@pytest.mark.parametrize("name", CHALLENGES)
def test_logins_that_fail(name: str, registry: FakeRegistry, fails: Callable[..., None]) -> None:
    def answer(request: Handler) -> bool:
        _, _, token = request.path.partition("/token/")
        token = token.partition("?")[0]
        if token == "endless":  # noqa: S105
            endless(request)
        if token:
            return request.reply(200 if token in TOKENS else 403, TOKENS.get(token, b"token-of-it"))
        challenge = CHALLENGES[name].format(registry.host)
        return request.reply(401, **({"WWW_Authenticate": challenge} if challenge else {}))

    registry.answer = answer
    fails("the registry")
    assert len(registry.requests) <= 4


CONFIGS = {
    "no JSON": "token-of-it",
    "a list": "[]",
    "logins": '{"auths": ["token-of-it"]}',
    "a login": '{"auths": {"h": "token-of-it"}}',
    "helpers": '{"credHelpers": ["token-of-it"]}',
    "deep": "[" * 500_000,
}


@pytest.mark.parametrize("name", CONFIGS)
def test_configurations_of_docker(
    name: str, registry: FakeRegistry, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    registry.put(TGZ)
    file = tmp_path / "docker" / "config.json"
    file.write_text(CONFIGS[name])
    assert cli.run(["chart", "digest", registry.reference()]) == 1
    out, err = capfd.readouterr()
    assert out == ""
    assert err == f"{file}: error: this is not a configuration file of Docker\n"


HELPERS = {
    "absent": None,
    "failing": "echo token-of-it >&2; exit 1",
    "no JSON": "echo token-of-it",
    "a list": "echo '[\"token-of-it\"]'",
    "waiting": "sleep 60",
}


@pytest.mark.parametrize("name", HELPERS)
def test_credential_helpers_that_fail(
    name: str,
    registry: FakeRegistry,
    fails: Callable[..., None],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (tmp_path / "docker" / "config.json").write_text('{"credsStore": "test"}')
    if script := HELPERS[name]:
        program = tmp_path / "docker" / "docker-credential-test"
        program.write_text(f"#!/bin/sh\nexec 3>&1\n{script}\n")
        program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path / "docker"), prepend=":")
    monkeypatch.setattr(session, "SECONDS", 1)
    registry.answer = lambda request: request.reply(401, WWW_Authenticate='Basic realm="x"')
    fails("takes more than" if name == "waiting" else "the registry")


def test_a_helper_that_fails_says_nothing_by_itself(registry: FakeRegistry, tmp_path: Path) -> None:
    """Logging has a last resort: standard error."""
    folder = tmp_path / "docker"
    (folder / "config.json").write_text('{"credsStore": "test"}')
    program = folder / "docker-credential-test"
    program.write_text("#!/bin/sh\necho token-of-it >&2\nexit 1\n")
    program.chmod(0o755)
    registry.answer = lambda request: request.reply(401, WWW_Authenticate='Bearer realm="x"')
    path = f"{folder}:{os.environ['PATH']}"
    done = run("chart", "digest", registry.reference(), cwd=tmp_path, env={"PATH": path})
    assert done.returncode == 1
    lines = done.stderr.splitlines()
    assert lines[0].startswith(f"{registry.reference()}: error: the registry")
    assert lines[1:] == [
        "  hint: `docker login` and similar tools keep the login in ~/.docker/config.json"
    ]


def test_a_registry_elsewhere_must_encrypt() -> None:
    with pytest.raises(session.PlainError), session.Session(is_local=False) as plain:
        plain.get("http://127.0.0.1:9/v2/")


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("REQUESTS_CA_BUNDLE", "/none/ca.pem", "the file of trusted certificates does not exist"),
        ("CURL_CA_BUNDLE", "/none/ca.pem", "the file of trusted certificates does not exist"),
        ("HTTPS_PROXY", f"http://me:{PASSWORD}@127.0.0.1:9", "the proxy cannot be reached"),
        ("HTTPS_PROXY", "127.0.0.1:9", "the proxy cannot be reached"),
        ("ALL_PROXY", f"{PASSWORD}:", "the address of the proxy is not a URL"),
    ],
)
@pytest.mark.usefixtures("registry")
def test_settings_of_every_python_program(
    name: str,
    value: str,
    words: str,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    """Not the registry, nor the login to it, is what has to be looked at."""
    for other in ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"):
        monkeypatch.delenv(other, raising=False)
        monkeypatch.delenv(other.lower(), raising=False)
    monkeypatch.setenv(name, value)
    assert cli.run(["chart", "digest", "oci://registry.example/c:1"]) == 1
    err = capfd.readouterr().err
    assert err.startswith(f"oci://registry.example/c:1: error: {words}")
    assert name in err
    assert PASSWORD not in err


ELSEWHERE = "http://192.0.2.1:9/x"
LEADS: dict[str, Answer] = {
    "a redirect": lambda request: request.reply(307, Location=ELSEWHERE),
    "a place for tokens": lambda request: request.reply(
        401, WWW_Authenticate=f'Bearer realm="{ELSEWHERE}"'
    ),
    "a place for uploads": lambda request: (
        request.command == "POST" and request.reply(202, Location=ELSEWHERE)
    ),
}


@pytest.mark.parametrize("name", LEADS)
def test_a_local_registry_leads_nowhere_else_without_encryption(
    name: str,
    registry: FakeRegistry,
    log_in: Callable[[str], None],
    tmp_path: Path,
    capfd: pytest.CaptureFixture[str],
) -> None:
    """The password would go over the network as it is."""
    log_in(registry.host)
    registry.answer = LEADS[name]
    (tmp_path / "c.tgz").write_bytes(TGZ)
    place = f"oci://{registry.host}/{REPOSITORY}"
    assert cli.run(["chart", "push", str(tmp_path / "c.tgz"), place]) == 1
    assert "redirects to an address without encryption" in capfd.readouterr().err


@pytest.mark.parametrize("status", [400, 401, 403, 404, 413, 500])
@pytest.mark.parametrize("method", ["POST", "PUT"])
def test_pushes_that_fail(
    status: int,
    method: str,
    registry: FakeRegistry,
    log_in: Callable[[str], None],
    tmp_path: Path,
    capfd: pytest.CaptureFixture[str],
) -> None:
    log_in(registry.host)
    (tmp_path / "c.tgz").write_bytes(TGZ)

    def answer(request: Handler) -> bool:
        if request.command != method:
            return False
        request.body()
        return request.reply(status, b"token-of-it")

    registry.answer = answer
    place = f"oci://{registry.host}/{REPOSITORY}"
    assert cli.run(["chart", "push", str(tmp_path / "c.tgz"), place]) == 1
    out, err = capfd.readouterr()
    assert out == ""
    assert err.startswith(f"{place}:1.2.3: error: the registry ")
    assert ("has no such repository" in err) == (status == 404)
    assert PASSWORD not in err
    assert "token-of-it" not in err


@pytest.mark.parametrize(
    ("reference", "words"),
    [
        ("oci://me:secret-word@registry.example/c:1", "cannot contain a login"),
        ("oci://secret-word@registry.example/c:1", "cannot contain a login"),
        ("oci://me:secret-word@here@registry.example/c:1", "cannot contain a login"),
        ("oci://me:secret-word/here@registry.example/c@sha256:0", "cannot contain a login"),
        ("oci://", "neither tag nor digest"),
        ("oci://registry.example/c", "neither tag nor digest"),
        ("oci://registry.example/C:1", "upper case letters"),
        ("oci://registry.example/c:1+2", "is not a tag"),
        ("oci://c:1", "does not start with the host"),
        ("oci://registry.example/c@sha256:12", "is not a digest"),
        ("oci://registry.example/c:1?x=y", "is not a tag"),
        ("oci://registry.example/../c:1", "is not a repository"),
    ],
)
def test_references_that_are_none(
    reference: str, words: str, capfd: pytest.CaptureFixture[str]
) -> None:
    for verb in (["show"], ["chart", "digest"], ["chart", "unpack", "-o", "never"]):
        assert cli.run([*verb, reference]) == 1
        err = capfd.readouterr().err
        assert words in err
        assert "secret-word" not in err
