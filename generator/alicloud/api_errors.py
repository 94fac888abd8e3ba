"""Errors as Alibaba Cloud's API answers with them: whether to call again, and what may be shown.

Their messages are other people's: some quote the request that was signed, with its token.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from generator.alicloud.backoff import CallError, Cause
from generator.audit.calls import Failure
from generator.credentials.known_access_keys import KnownAccessKeys
from generator.credentials.policy import REDACTED
from generator.credentials.text import masked_message
from generator.visible import visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_CODE: Final = r"[A-Za-z][0-9A-Za-z._-]{0,79}"
_REQUEST_ID: Final = r"[0-9A-Za-z-]{1,64}"

_REQUEST: Final = r"(?is)\W*(?:\b(?:server|client)\s+)?(?:canonical ?request|string ?to ?sign)\b.*"
"""From where on a message quotes what was signed."""

_LONGEST: Final = 300
"""Characters of a message; the API's have one or two sentences."""


def api_error(status: int, body: Mapping[str, object] | None, wait: float) -> CallError:
    """The error of a status and a body `{"Code": …, "Message": …, "RequestId": …}`.

    `wait` are the seconds after which the API wants to be called again; 0 where it says nothing.
    """
    body = body or {}
    code, request_id = (str(body.get(key) or "") for key in ("Code", "RequestId"))
    failure = Failure(
        code if re.fullmatch(_CODE, code) else f"HTTP {status}",
        re.sub(_REQUEST, "", str(body.get("Message") or "")),
        request_id if re.fullmatch(_REQUEST_ID, request_id) else "",
    )
    return CallError(failure, _cause(status, failure.code, wait), wait)


def _cause(status: int, code: str, wait: float) -> Cause:
    if wait or status == 429 or code.startswith("Throttling"):
        return Cause.BUSY
    if status >= 500:
        return Cause.BROKEN
    return Cause.CALLER if status == 403 else Cause.CALL


def without_credentials(failure: Failure, secrets: Iterable[str]) -> Failure:
    """A failure in which neither the texts of `secrets` stand nor what looks like one."""
    every = {form for text in secrets for form in (text, quote(text, safe=""))}
    known = KnownAccessKeys((("accessKeySecret",), text) for text in every)

    def shown(text: str) -> str:
        masked = visible(masked_message(known.masked(text), known))
        return masked if len(masked) <= _LONGEST else masked[:_LONGEST] + "…"

    code, message, request_id = map(shown, (failure.code, failure.message, failure.request_id))
    return Failure(code, message, "" if REDACTED in request_id else request_id)
