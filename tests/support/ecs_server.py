"""A server on loopback that speaks the API of ECS (2014-05-26) as Alibaba Cloud documents it.

RPC over HTTP: parameters in the query, operation and version in headers, signed by
ACS3-HMAC-SHA256, whose signature is computed here from the documented steps. It knows the images
of one account by region, keeps to the documented defaults and limits, and can be told to fail.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import re
import sys
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, quote, urlsplit

from generator.alicloud.asking import ASKING

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable, Iterator, Mapping

KEY_ID = "LTAI5tExampleExample1234"
KEY_SECRET = "Zq8WexampleSecretOfTheTests0123"  # noqa: S105  of nobody
TOKEN = "CAISexample/Token+of/the+tests0123456789AbCdEf=="  # noqa: S105  of nobody

_TYPE = "application/json;charset=utf-8"
_ALGORITHM = "ACS3-HMAC-SHA256"
_STATUSES = {"Creating", "Waiting", "Available", "UnAvailable", "CreateFailed", "Deprecated"}


@dataclass(frozen=True, slots=True)
class Call:
    """A call that has come in: its operation, and the parameters of its query."""

    action: str
    parameters: Mapping[str, str]

    @property
    def region(self) -> str:
        return self.parameters.get("RegionId", "")


@dataclass(frozen=True, slots=True)
class Answer:
    """What is sent: as many bytes of the body as `cut` says, slowly, or nothing at all."""

    status: int
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)
    cut: int | None = None
    pause: float = 0
    """Seconds after each byte of the body."""
    slow_headers: bool = False
    """Of the head as well."""
    bare: bool = False
    """The body alone, which may be no HTTP."""
    silent: bool = False


def image(image_id: str, **fields: object) -> dict[str, Any]:
    """An image as DescribeImages documents it: one of the account's own unless told otherwise."""
    return {
        "Architecture": "x86_64",
        "BootMode": "UEFI",
        "CreationTime": "2026-05-04T07:30:00Z",
        "Description": "",
        "DiskDeviceMappings": {"DiskDeviceMapping": []},
        "ImageId": image_id,
        "ImageName": f"name-of-{image_id}",
        "ImageOwnerAlias": "self",
        "ImageOwnerId": 1234567890123456,
        "ImageVersion": "",
        "IsCopied": False,
        "IsPublic": False,
        "IsSelfShared": "True",
        "IsSupportIoOptimized": True,
        "OSType": "linux",
        "Platform": "Others Linux",
        "Progress": "100%",
        "Size": 20,
        "Status": "Available",
        "Tags": {"Tag": [{"TagKey": "team", "TagValue": "a"}]},
        "Usage": "none",
        **fields,
    }


@dataclass
class EcsServer:
    """What it knows, and what it has been asked.

    `images` by region, `accounts` by image. `fault` may change or replace the answer to a call,
    whose number, from 0, it is given.
    """

    images: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    accounts: dict[str, list[str]] = field(default_factory=dict)
    fault: Callable[[int, Call, Answer], Answer] = lambda number, call, answer: answer  # noqa: ARG005
    latency: float = 0
    token: str = ""
    most_entries: int = 100
    """Of a page, however many are asked for."""

    calls: list[Call] = field(default_factory=list)
    most_in_flight: int = 0
    connections: int = 0
    endpoint: str = ""

    def answer(self, headers: Mapping[str, str], target: str) -> Answer:
        """What is answered to a request, which is noted."""
        parameters = dict(parse_qsl(urlsplit(target).query, keep_blank_values=True))
        call = Call(headers.get("x-acs-action", ""), parameters)
        number = len(self.calls)
        self.calls.append(call)
        answer = self._judged(headers, target, call)
        return self.fault(number, call, answer)

    def _judged(self, headers: Mapping[str, str], target: str, call: Call) -> Answer:
        if refused := _refused(headers, target, self.token):
            return refused
        if headers.get("x-acs-version") != "2014-05-26":
            return error(404, "InvalidVersion", "Specified parameter Version is not valid.")
        if call.region not in self.images:
            text = "The specified RegionId does not exist."
            return error(404, "InvalidRegionId.NotFound", text)
        operations = {
            "DescribeImages": self._images,
            "DescribeImageSharePermission": self._share_permission,
        }
        if call.action not in operations:
            return error(404, "InvalidAction.NotFound", "Specified api is not found.")
        return operations[call.action](call.parameters)

    def _images(self, asked: Mapping[str, str]) -> Answer:
        ids = set(filter(None, asked.get("ImageId", "").split(",")))
        if len(ids) > 100:
            return error(400, "InvalidParameter.ImageIds", "Up to 100 image IDs can be specified.")
        statuses = set(asked.get("Status", "Available").split(","))
        if not statuses <= _STATUSES:
            return error(400, "InvalidStatus.ValueNotSupported", "The Status is not supported.")
        owner, is_public = asked.get("ImageOwnerAlias", ""), asked.get("IsPublic", "false")
        if is_public == "true" and owner != "others":
            return error(400, "InvalidParameter.IsPublic", "ImageOwnerAlias must be others.")
        owners = {owner} if owner else {"system", "self", "others"}
        found = [
            each
            for each in self.images[asked["RegionId"]]
            if (not ids or each["ImageId"] in ids)
            and each["Status"] in statuses
            and each["ImageOwnerAlias"] in owners
            and each["IsPublic"] == (is_public == "true")
        ]
        return self._page(asked, found, lambda page: {"Images": {"Image": page}})

    def _share_permission(self, asked: Mapping[str, str]) -> Answer:
        owned = {
            each["ImageId"]
            for each in self.images[asked["RegionId"]]
            if each["ImageOwnerAlias"] == "self"
        }
        image_id = asked.get("ImageId", "")
        if image_id not in owned:
            return error(404, "InvalidImageId.NotFound", "The specified ImageId does not exist.")
        accounts = [{"AliyunId": each} for each in self.accounts.get(image_id, [])]
        return self._page(
            asked,
            accounts,
            lambda page: {
                "ImageId": image_id,
                "Accounts": {"Account": page},
                "ShareGroups": {"ShareGroup": []},
            },
        )

    def _page(
        self,
        asked: Mapping[str, str],
        found: list[dict[str, Any]],
        body: Callable[[list[dict[str, Any]]], dict[str, Any]],
    ) -> Answer:
        number, size = int(asked.get("PageNumber", "1")), int(asked.get("PageSize", "10"))
        if number < 1 or not 1 <= size <= 100:
            return error(400, "InvalidParameter", "The page is not valid.")
        size = min(size, self.most_entries)
        page = found[(number - 1) * size : number * size]
        head = {"PageNumber": number, "PageSize": size, "TotalCount": len(found)}
        return documented({**head, "RegionId": asked["RegionId"], **body(page)})


def documented(body: Mapping[str, Any], status: int = 200) -> Answer:
    """A JSON object with a request ID."""
    request_id = "473469C7-AA6F-4DC5-B3DB-A3DC0DE3C83E"
    return Answer(status, json.dumps({"RequestId": request_id, **body}).encode())


def error(status: int, code: str, message: str) -> Answer:
    """An error as the API answers with it."""
    host = {"HostId": "ecs.aliyuncs.com", "Recommend": "https://example.com/"}
    return documented({"Code": code, "Message": message, **host}, status)


def _refused(headers: Mapping[str, str], target: str, token: str) -> Answer | None:
    """The refusal of a request that is not signed by the one key that there is.

    See "V3 request body and signature" in the documentation of Alibaba Cloud.
    """
    lower = {name.lower(): value for name, value in headers.items()}
    match = re.fullmatch(
        rf"{_ALGORITHM} Credential=([^,]+),SignedHeaders=([^,]+),Signature=([0-9a-f]+)",
        lower.get("authorization", ""),
    )
    if match is None:
        return error(400, "MissingAuthorization", "Authorization is mandatory for this action.")
    key_id, names, signature = match.groups()
    if key_id != KEY_ID:
        return error(404, "InvalidAccessKeyId.NotFound", "Specified access key is not found.")
    if lower.get("x-acs-security-token", "") != token:
        return error(400, "InvalidSecurityToken.Malformed", "The security token is malformed.")
    signed = names.split(";")
    required = {"host", "x-acs-action", "x-acs-version", "x-acs-date", "x-acs-signature-nonce"}
    required |= {"x-acs-content-sha256"} | {each for each in lower if each.startswith("x-acs-")}
    canonical = _canonical_request(lower, target, signed)
    digest = hashlib.sha256(canonical.encode()).hexdigest()
    text = f"{_ALGORITHM}\n{digest}"
    expected = hmac.new(KEY_SECRET.encode(), text.encode(), hashlib.sha256).hexdigest()
    if signed == sorted(signed) and required <= {*signed} and signature == expected:
        return None
    message = (
        "Specified signature is not matched with our calculation. "
        f"server CanonicalRequest is:{canonical}, server StringToSign is:{text}"
    )
    return error(400, "SignatureDoesNotMatch", message)


def _canonical_request(lower: Mapping[str, str], target: str, signed: list[str]) -> str:
    parts = urlsplit(target)
    query = sorted(parse_qsl(parts.query, keep_blank_values=True))
    pairs = "&".join(
        f"{quote(name, safe='-_.~')}={quote(text, safe='-_.~')}" for name, text in query
    )
    lines = "".join(f"{name}:{lower.get(name, '').strip()}\n" for name in signed)
    payload = hashlib.sha256(b"").hexdigest()
    return "\n".join(["POST", parts.path or "/", pairs, lines, ";".join(signed), payload])


@contextmanager
def serving(server: EcsServer, tls: ssl.SSLContext | None = None) -> Iterator[EcsServer]:
    """Let it answer at its `endpoint`, a free port of loopback, until the end."""
    with _Listener(server) as listening:
        if tls:
            listening.socket = tls.wrap_socket(listening.socket, server_side=True)
        server.endpoint = f"127.0.0.1:{listening.server_port}"
        thread = threading.Thread(target=listening.serve_forever, args=(0.05,))
        thread.start()
        try:
            yield server
        finally:
            listening.ended.set()
            listening.shutdown()
            thread.join()
    # Nobody waits for calls that are late. Without a server they end, and disturb no other test.
    for late in threading.enumerate():
        if late.name == ASKING:
            late.join(20)
    _close_sessions()


def _close_sessions() -> None:
    """Close what the SDK keeps open for the next call: no other test calls this server."""
    if sdk := sys.modules.get("darabonba.core"):
        sessions = sdk.DaraCore._sessions  # noqa: SLF001  it has no other way to close them
        for session in sessions.values():
            session.close()
        sessions.clear()


class _Listener(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def __init__(self, server: EcsServer) -> None:
        self.ecs = server
        self.ended = threading.Event()
        self._lock = threading.Lock()
        self._in_flight = 0
        super().__init__(("127.0.0.1", 0), _Handler)

    def count(self, change: int) -> None:
        """A call has come in, or is answered."""
        with self._lock:
            self._in_flight += change
            self.ecs.most_in_flight = max(self.ecs.most_in_flight, self._in_flight)

    def answer(self, headers: Mapping[str, str], target: str) -> Answer:
        with self._lock:
            return self.ecs.answer(headers, target)

    def handle_error(self, *_: object) -> None:
        """Those who have hung up are nobody's business."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Listener

    def setup(self) -> None:
        super().setup()
        self.server.ecs.connections += 1

    def do_POST(self) -> None:
        self.server.count(1)
        try:
            answer = self.server.answer(dict(self.headers.items()), self.path)
            self.server.ended.wait(self.server.ecs.latency)
            self._send(answer)
        finally:
            self.server.count(-1)

    do_GET = do_POST  # noqa: N815  as its class wants it

    def _send(self, answer: Answer) -> None:
        if answer.silent:
            self.server.ended.wait()
        body = answer.body if answer.cut is None else answer.body[: answer.cut]
        headers = {"Content-Length": str(len(answer.body)), "Content-Type": _TYPE, **answer.headers}
        lines = [f"HTTP/1.1 {answer.status} Status", *(": ".join(each) for each in headers.items())]
        head = b"" if answer.bare else "\r\n".join([*lines, "", ""]).encode()
        if answer.slow_headers:
            self._write(head, answer.pause)
            head = b""
        if answer.pause:
            self.wfile.write(head)
            self._write(body, answer.pause)
        else:
            # At once: what comes in two parts waits for the first to be acknowledged.
            self.wfile.write(head + body)
        is_whole = not (answer.silent or answer.bare or len(body) < len(answer.body))
        self.close_connection = not is_whole or "Connection" in answer.headers

    def _write(self, data: bytes, pause: float) -> None:
        """Byte by byte."""
        for byte in data:
            self.wfile.write(bytes([byte]))
            if self.server.ended.wait(pause):
                return

    def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002  its name
        """Nobody reads it."""
