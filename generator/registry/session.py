"""Requests within limits of time and size, and without encryption on this machine alone."""

from __future__ import annotations

import signal
from contextlib import contextmanager
from http import HTTPStatus
from http.cookiejar import DefaultCookiePolicy
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

import requests
from requests.adapters import HTTPAdapter
from urllib3.util import Retry

from generator import __version__

if TYPE_CHECKING:
    from collections.abc import Iterator

SECONDS: Final = 120
"""Of one pull or push with all of its requests, logins included."""

CONNECT_SECONDS: Final = 10
READ_SECONDS: Final = 20
"""How long a registry may be silent."""

ANSWER_LIMIT: Final = 4 * 1024 * 1024
"""Bytes of a manifest, as for Helm, and of whatever else is not a layer."""

PIECE: Final = 64 * 1024
"""Bytes that are sent or received at once."""

LOOPBACK: Final = ("localhost", "127.0.0.1", "::1")

_MAX_REDIRECTS: Final = 5


class TooLongError(BaseException):
    """All of the time is over; no `except Exception` of a library may keep it."""


class PlainError(requests.RequestException):
    """A registry leads to where anybody could read along."""


class CertificatesError(requests.RequestException):
    """The file of trusted certificates is not there."""


class TooLargeError(requests.RequestException):
    """An answer is larger than it may be."""


class Session(requests.Session):
    """Requests to one registry, and to where it leads.

    Where that `is_local`, requests to this machine may do without encryption, and no others.

    Cookies, and logins in ~/.netrc, are left alone. A redirect to another host has no login.
    """

    def __init__(self, *, is_local: bool) -> None:
        super().__init__()
        for scheme in ("https://", "http://"):
            self.mount(scheme, _Adapter(is_local=is_local))
        self.max_redirects = _MAX_REDIRECTS
        self.headers["User-Agent"] = f"alicloud-generator/{__version__}"
        # Packed once more, a small answer could become a large one.
        self.headers["Accept-Encoding"] = "identity"
        self.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
        # Without any, requests looks up one in ~/.netrc.
        self.auth = lambda request: request

    def rebuild_auth(
        self, prepared_request: requests.PreparedRequest, response: requests.Response
    ) -> None:
        """Drop the login at another host, without looking up one of its own."""
        if self.should_strip_auth(response.request.url or "", prepared_request.url or ""):
            prepared_request.headers.pop("Authorization", None)


class _Adapter(HTTPAdapter):
    def __init__(self, *, is_local: bool) -> None:
        # Only what has not reached the registry, or what it says to try again.
        retries = Retry(
            2,
            read=False,
            other=0,
            status_forcelist=(429, 502, 503, 504),
            backoff_factor=0.5,
            respect_retry_after_header=False,
            raise_on_status=False,
        )
        super().__init__(max_retries=retries)
        self._is_local = is_local

    def cert_verify(self, *args: Any, **options: Any) -> None:  # noqa: ANN401  requests'
        """As ever, but for the error where the file of certificates is not there."""
        try:
            super().cert_verify(*args, **options)
        except OSError:
            raise CertificatesError from None

    def send(
        self,
        request: requests.PreparedRequest,
        stream: bool = False,  # noqa: FBT001, FBT002  as in the class above
        timeout: object = None,  # noqa: ARG002
        verify: bool | str = True,  # noqa: FBT001, FBT002
        cert: Any = None,  # noqa: ANN401
        proxies: dict[str, str] | None = None,
    ) -> requests.Response:
        """The answer; its body is read already, unless it is the `stream` that was asked for."""
        is_here = urlsplit(request.url).hostname in LOOPBACK
        if not (self._is_local and is_here) and urlsplit(request.url).scheme != "https":
            raise PlainError
        response = super().send(
            request,
            stream=True,
            timeout=(CONNECT_SECONDS, READ_SECONDS),
            verify=verify,
            cert=cert,
            # No proxy leads back to this machine.
            proxies=None if is_here else proxies,
        )
        if not stream or response.status_code != HTTPStatus.OK:
            body = b"".join(pieces(response, ANSWER_LIMIT))
            response.close()
            response.raw = BytesIO(body)
        return response


def pieces(response: requests.Response, limit: int) -> Iterator[bytes]:
    """The body as it was sent; raises `TooLargeError` for more than `limit` bytes."""
    while piece := response.raw.read(PIECE, decode_content=False):
        limit -= len(piece)
        if limit < 0:
            raise TooLargeError
        yield piece


@contextmanager
def within_seconds() -> Iterator[None]:
    """Raise `TooLongError` after `SECONDS`: time limits of reads do not bound how many there are.

    For the main thread alone, as all signals are.
    """

    def ring(*_: object) -> None:
        raise TooLongError

    before = signal.signal(signal.SIGALRM, ring)
    # Once more each second, for where Python has to ignore it.
    signal.setitimer(signal.ITIMER_REAL, SECONDS, 1)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
