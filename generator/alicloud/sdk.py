"""Alibaba Cloud's SDK: one call, within limits, and why it failed. Nothing else imports the SDK.

It signs, knows the hosts of regions, finds credentials and parses answers; it makes no call again
by itself. What it leaves open is closed here: it would read answers of any size for any time,
follow redirects to other hosts with a token, ignore NO_PROXY (all in `_Transport`), and its logs
and exceptions quote requests (`logging.disable`, `_failure`).
"""

from __future__ import annotations

import io
import logging
import os
import re
import time
from typing import TYPE_CHECKING, Any, Final

from alibabacloud_credentials.client import Client as CredentialsClient
from alibabacloud_credentials.exceptions import CredentialException
from alibabacloud_credentials.models import Config as CredentialsConfig
from alibabacloud_ecs20140526 import models
from alibabacloud_ecs20140526.client import Client
from alibabacloud_tea_openapi.exceptions import AlibabaCloudException
from alibabacloud_tea_openapi.utils_models import Config
from darabonba.core import DaraCore
from darabonba.exceptions import RetryError
from darabonba.runtime import RuntimeOptions
from requests import exceptions
from requests.adapters import HTTPAdapter
from requests.utils import resolve_proxies
from urllib3.exceptions import HTTPError, NameResolutionError

from generator import __version__
from generator.alicloud.api_errors import api_error, without_credentials
from generator.alicloud.backoff import CallError, Cause
from generator.audit.calls import Action, Failure
from generator.credentials.access_key import decoded
from generator.problems import fail

if TYPE_CHECKING:
    from collections.abc import Mapping

    from alibabacloud_credentials.models import CredentialModel
    from requests import PreparedRequest, Response

    from generator.audit.calls import Endpoints
    from generator.credentials.access_key import AccessKeyText
    from generator.problems import ProblemsError

_CONNECT_SECONDS: Final = 5.0
"""Until a host takes a connection."""

_MOST_BYTES: Final = 4 * 1024 * 1024
"""Of an answer; 100 images take some 200 KiB."""

_CHUNK: Final = 64 * 1024


class Cloud:
    """The API of ECS in every region, asked by one account."""

    def __init__(self, key: AccessKeyText | None, endpoints: Endpoints) -> None:
        """Find credentials: an access key, or for None what the SDK finds by itself.

        Raises `ProblemsError` where there are none.
        """
        logging.disable()
        # Sessions of the SDK are made with it.
        DaraCore.get_adapter = staticmethod(lambda *_, **__: _Transport())
        self._endpoints = endpoints
        self._credentials = CredentialsClient(_config(key) if key else None)
        try:
            found = self._credentials.get_credential()
        except Exception as error:
            raise _no_credentials(str(error)) from None
        _refuse_unsendable(found)
        self._clients: dict[str, Client] = {}

    def call(
        self, action: Action, region: str, parameters: Mapping[str, object], seconds: float
    ) -> Mapping[str, Any]:
        """The answer to one call within some seconds, as a JSON object; raises `CallError`.

        `parameters` are named as the SDK names them.
        """
        runtime = RuntimeOptions(
            connect_timeout=_milliseconds(min(seconds, _CONNECT_SECONDS)),
            read_timeout=_milliseconds(seconds),
        )
        try:
            client = self._client(region)
            if action is Action.IMAGES:
                request = models.DescribeImagesRequest(region_id=region, **parameters)
                response = client.describe_images_with_options(request, runtime)
            else:
                request = models.DescribeImageSharePermissionRequest(region_id=region, **parameters)
                response = client.describe_image_share_permission_with_options(request, runtime)
            answer: Mapping[str, Any] = response.body.to_map()
        except Exception as error:
            # Its text and its request, with their headers, go no further.
            raise self._error(error) from None
        return answer

    def _client(self, region: str) -> Client:
        if region not in self._clients:
            endpoint = self._endpoints.of(region)
            self._clients[region] = Client(
                Config(
                    credential=self._credentials,
                    region_id=region,
                    endpoint=endpoint.host if endpoint else None,
                    protocol="http" if endpoint and endpoint.plain else "https",
                    ca=os.environ.get("REQUESTS_CA_BUNDLE"),
                    user_agent=f"alicloud-generator/{__version__}",
                )
            )
        return self._clients[region]

    def _error(self, error: Exception) -> CallError:
        if isinstance(error, AlibabaCloudException):
            found = api_error(error.status_code, error.data, (error.retry_after or 0) / 1000)
        else:
            found = _transport_error(_reason(error))
        return CallError(
            without_credentials(found.failure, self._secrets()), found.cause, found.wait
        )

    def _secrets(self) -> list[str]:
        try:
            found = self._credentials.get_credential()
        except Exception:
            return []
        return [found.access_key_id, found.access_key_secret, found.security_token or ""]


class _Transport(HTTPAdapter):
    """Sends requests as `requests` does, and reads answers within limits, without redirects."""

    def send(self, request: PreparedRequest, **options: Any) -> Response:  # type: ignore[override]  # noqa: ANN401  as sessions call it
        """The whole answer; raises `_UnusableError`, or what `requests` and urllib3 raise."""
        # Plain HTTP never leaves this machine.
        is_plain = (request.url or "").startswith("http:")
        proxies = {} if is_plain else resolve_proxies(request, {})
        end = time.monotonic() + sum(options["timeout"])
        response = super().send(request, **{**options, "stream": True, "proxies": proxies})
        with response:
            data = _read(response, end)
        if response.is_redirect:
            raise _UnusableError("it redirects to another address")
        if not data.lstrip().startswith(b"{"):
            raise _UnusableError(f"HTTP {response.status_code} without a JSON object")
        response.raw = io.BytesIO(data)
        return response


class _UnusableError(Exception):
    """An answer that is not used; its text says what is wrong with it."""


def _read(response: Response, end: float) -> bytes:
    """The body as it was sent, piece by piece as it comes."""
    data = b""
    while chunk := response.raw.read1(_CHUNK, decode_content=False):
        data += chunk
        if len(data) > _MOST_BYTES:
            raise _UnusableError(f"it has more than {_MOST_BYTES:,} bytes")
        if time.monotonic() > end:
            raise exceptions.ReadTimeout
    return data


def _reason(error: BaseException) -> BaseException:
    """What the SDK met: it wraps it, and keeps of an OSError the text alone."""
    inner = getattr(error, "inner_exception", None) or error
    return (inner.__context__ or inner) if isinstance(inner, RetryError) else inner


def _transport_error(reason: BaseException) -> CallError:
    """Why there is no answer that the SDK understands."""
    match reason:
        case CredentialException():
            text = f"the credentials are no longer available{_code_in(str(reason))}"
            return CallError(Failure("NoCredentials", text), Cause.CALLER)
        case exceptions.Timeout():
            return CallError(Failure("Timeout", "no answer in time"), Cause.BROKEN)
        case exceptions.SSLError():
            text = "no connection: this machine does not trust its certificate"
            return CallError(Failure("NoConnection", text), Cause.CALLER)
        case exceptions.ProxyError():
            text = "no connection: the proxy in HTTPS_PROXY does not lead there"
            return CallError(Failure("NoConnection", text), Cause.BROKEN)
        case exceptions.ConnectionError() if _is_unknown_host(reason):
            text = "no connection: no such host; the region may not exist"
            return CallError(Failure("NoConnection", text), Cause.BROKEN)
        case OSError() | HTTPError():
            text = "no connection, or the connection was lost"
            return CallError(Failure("NoConnection", text), Cause.BROKEN)
        case _UnusableError():
            return CallError(Failure("InvalidAnswer", f"the answer: {reason}"), Cause.BROKEN)
        case _:
            text = "the answer is not what the API documents"
            return CallError(Failure("InvalidAnswer", text), Cause.BROKEN)


def _is_unknown_host(error: Exception) -> bool:
    return any(
        isinstance(getattr(each, "reason", None), NameResolutionError) for each in error.args
    )


def _no_credentials(text: str) -> ProblemsError:
    """What to say instead of the SDK's `text`, which may quote answers."""
    return fail(
        f"found no credentials for Alibaba Cloud{_code_in(text)}",
        hint="set ALIBABA_CLOUD_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_SECRET, or what else the"
        " default credential chain of Alibaba Cloud's SDK reads; or use --owner",
    )


def _refuse_unsendable(found: CredentialModel) -> None:
    """Raise `ProblemsError` for what no header takes or nobody sees, as a line break at the end."""
    names = "access key ID", "access key secret", "security token"
    parts = found.access_key_id, found.access_key_secret, found.security_token
    for name, text in zip(names, parts, strict=True):
        if re.search(r"[^!-~]", text or ""):
            message = (
                f"the {name} for Alibaba Cloud has a space, a line break or a character that is "
                "not allowed"
            )
            hint = "check its start and end: a line break may have been copied with it"
            raise fail(message, expected="printable ASCII without spaces", hint=hint)


def _code_in(text: str) -> str:
    """The error code in an answer of the token service that a text quotes, as the end of one."""
    code = re.search(r"[\"']Code[\"']: ?[\"']([A-Za-z.]{1,80})[\"']", text)
    request = re.search(r"[\"']RequestId[\"']: ?[\"']([0-9A-Fa-f-]{1,64})[\"']", text)
    if not code:
        return ""
    return f": {code[1]}" + (f" (request ID {request[1]})" if request else "")


def _config(key: AccessKeyText) -> CredentialsConfig:
    halves = decoded(key.id), decoded(key.secret)
    return CredentialsConfig(
        type="access_key", access_key_id=halves[0], access_key_secret=halves[1]
    )


def _milliseconds(seconds: float) -> int:
    # For 0, the SDK would take its own.
    return max(1, round(seconds * 1000))
