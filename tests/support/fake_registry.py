"""A registry on loopback that keeps what is pushed, and answers wrongly where a test says so."""

from __future__ import annotations

import hashlib
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, TypeAlias

from generator.chart.artifact import Artifact, artifact, sha256
from generator.chart.source import from_archive

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Answer: TypeAlias = "Callable[[Handler], bool]"
    """Answers a request, and returns whether it did: else it is answered as by any registry."""

REPOSITORY = "charts/c"


class Handler(BaseHTTPRequestHandler):
    """One request; `registry` is whose."""

    protocol_version = "HTTP/1.1"
    registry: FakeRegistry

    def reply(self, code: int, body: bytes = b"", **headers: str) -> bool:
        """Answer as a whole; `_` in the name of a header is a dash."""
        self.send_response(code)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        for name, value in {"Content-Length": str(len(body)), **named}.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)
        return True

    def body(self) -> bytes:
        return self.rfile.read(int(self.headers.get("Content-Length", 0)))

    def _any(self) -> None:
        registry = self.registry
        registry.requests.append((self.command, self.path, dict(self.headers)))
        try:
            if registry.answer(self):
                return
            path, _, query = self.path.partition("?")
            if self.command in ("GET", "HEAD"):
                found = registry.files.get(path)
                self.reply(200 if found is not None else 404, found or b"")
            elif self.command == "POST":
                self.body()
                self.reply(202, Location=f"{path}1?state=x")
            else:
                self._put(path, query)
        except OSError:
            self.close_connection = True  # whoever asked has heard enough

    def _put(self, path: str, query: str) -> None:
        data, top = self.body(), path.partition("/blobs/")[0]
        digest = query.rpartition("digest=")[2]
        if digest:
            assert digest == sha256(data)
            path = f"{top}/blobs/{digest}"
        else:
            self.registry.files[f"{path.rpartition('/')[0]}/{sha256(data)}"] = data
        self.registry.files[path] = data
        self.reply(201)

    do_GET = do_HEAD = do_POST = do_PUT = _any  # noqa: N815  names of http.server

    def log_message(self, *_: object) -> None:
        """Stay silent."""


class FakeRegistry:
    """What it holds by paths, and what it was asked: method, path and headers."""

    def __init__(self, port: int) -> None:
        self.host = f"127.0.0.1:{port}"
        self.files: dict[str, bytes] = {}
        self.requests: list[tuple[str, str, dict[str, str]]] = []
        self.answer: Answer = lambda _: False

    def reference(self, version: str = ":1.2.3") -> str:
        return f"oci://{self.host}/{REPOSITORY}{version}"

    def put(self, tgz: bytes, tag: str = "1.2.3") -> Artifact:
        """Keep a chart under a tag, and under its digest."""
        made = artifact(from_archive(tgz, "c.tgz").chart, tgz)
        return self.put_files(made, tag)

    def put_files(self, made: Artifact, tag: str = "1.2.3") -> Artifact:
        top = f"/v2/{REPOSITORY}"
        for name in (tag, made.digest):
            self.files[f"{top}/manifests/{name}"] = made.manifest
        for data in (made.config, made.layer):
            self.files[f"{top}/blobs/sha256:{hashlib.sha256(data).hexdigest()}"] = data
        return made


@contextmanager
def fake_registry() -> Iterator[FakeRegistry]:
    """A registry that ends with the block."""
    handler = type("Bound", (Handler,), {})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        server.daemon_threads = True
        handler.registry = FakeRegistry(server.server_port)
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield handler.registry
        finally:
            server.shutdown()
            thread.join()
