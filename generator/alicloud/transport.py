"""How requests of the SDK are sent, and answers read, within limits; and why there is no answer.

The SDK alone would read answers of any size for any time, follow redirects to other hosts with a
token, and ignore NO_PROXY.
"""

from __future__ import annotations

import io
import time
from typing import TYPE_CHECKING, Any, Final

from requests import exceptions
from requests.adapters import HTTPAdapter
from requests.utils import resolve_proxies
from urllib3.exceptions import HTTPError, NameResolutionError

from generator.alicloud.backoff import CallError, Cause
from generator.audit.calls import Failure

if TYPE_CHECKING:
    from requests import PreparedRequest, Response

_MOST_BYTES: Final = 4 * 1024 * 1024
"""Of an answer; 100 images take some 200 KiB."""

_CHUNK: Final = 64 * 1024


class Transport(HTTPAdapter):
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


def transport_error(reason: BaseException) -> CallError:
    """Why there is no answer that the SDK understands: what it met, as the failure of a call."""
    match reason:
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
