"""Files from a registry and to it, by the distribution API of OCI."""

from __future__ import annotations

from contextlib import contextmanager
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final, TypeAlias
from urllib.parse import urljoin, urlsplit

import requests
from urllib3.exceptions import HTTPError

from generator.problems import ProblemsError, fail
from generator.registry.login import Login
from generator.registry.session import (
    LOOPBACK,
    PIECE,
    READ_SECONDS,
    SECONDS,
    CertificatesError,
    PlainError,
    Session,
    TooLargeError,
    TooLongError,
    pieces,
    within_seconds,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from generator.gardener.oci_reference import Reference

    Watch: TypeAlias = Callable[[Iterable[bytes], int], Iterable[bytes]]
    """Hands on the pieces of a file, of which it is told the bytes."""

_DOCKER_HUB: Final = "docker.io"

_LOGIN: Final = "`docker login` and similar tools keep the login in ~/.docker/config.json"
_PROXY: Final = "HTTPS_PROXY or ALL_PROXY names it"
_REFUSALS: Final = {
    401: ("the registry requires a login, or another one", _LOGIN),
    403: ("the registry denies access with this login", _LOGIN),
    404: ("the registry has no such chart", ""),
    429: ("the registry refuses more requests for now", "try again later"),
}
_PUSH_REFUSALS: Final = {
    **_REFUSALS,
    404: (
        "the registry has no such repository",
        "in some registries, the repository or its project must be created before the first push",
    ),
}
_FAILURES: Final[tuple[tuple[type[Exception], str, str], ...]] = (
    (PlainError, "the registry redirects to an address without encryption", "it needs HTTPS"),
    (
        CertificatesError,
        "the file of trusted certificates does not exist",
        "REQUESTS_CA_BUNDLE or CURL_CA_BUNDLE names it",
    ),
    (requests.exceptions.InvalidProxyURL, "the address of the proxy is not a URL", _PROXY),
    (requests.exceptions.ProxyError, "the proxy cannot be reached, or refuses", _PROXY),
    (TooLargeError, "the registry's answer is larger than it may be", ""),
    (
        requests.exceptions.SSLError,
        "the registry's certificate is not trusted",
        "set REQUESTS_CA_BUNDLE to a file with the certificates to trust",
    ),
    (requests.Timeout, f"the registry is silent for {READ_SECONDS} seconds", ""),
    (requests.ConnectionError, "the registry cannot be reached", ""),
    (requests.TooManyRedirects, "the registry redirects too often", ""),
    (HTTPError, "the connection to the registry was lost", ""),
    (Exception, "the registry's answer to the request or the login is not valid", _LOGIN),
)
"""What went wrong, in words: the errors of libraries could quote a login."""


@contextmanager
def transfer(reference: Reference, config: dict[str, Any], watch: Watch) -> Iterator[Transfer]:
    """Requests about one repository, with the logins of `docker_config`.

    Raises `ProblemsError`, also for what takes longer than `SECONDS`.
    """
    file = str(reference)
    try:
        with within_seconds(), Session(is_local=_is_local(reference)) as session:
            login = Login(config, _api_host(reference), session)
            yield Transfer(reference, session, login, watch)
    except ProblemsError:
        raise
    except TooLongError:
        raise fail(f"the registry takes more than {SECONDS} seconds", file=file) from None
    except Exception as error:
        found = next(each for each in _FAILURES if isinstance(error, each[0]))
        raise fail(found[1], file=file, hint=found[2]) from None


class Transfer:
    """The files of one repository; raises `ProblemsError`, as `transfer` does for the rest."""

    def __init__(self, reference: Reference, session: Session, login: Login, watch: Watch) -> None:
        scheme = "http" if _is_local(reference) else "https"
        self._reference = reference
        self._top = f"{scheme}://{_api_host(reference)}"
        self._session, self._login, self._watch = session, login, watch
        self._authorization = ""

    def manifest(self, version: str, types: Iterable[str]) -> bytes:
        """The manifest of a tag or digest."""
        accepted = {"Accept": ",".join(types)}
        response = self._request("GET", self._url("manifests", version), accepted)
        return self._checked(response, HTTPStatus.OK).content

    def blob(self, digest: str, size: int) -> bytes:
        """The file of a digest, which is not verified, and has at most `size` bytes."""
        url = self._url("blobs", digest)
        response = self._checked(self._request("GET", url, stream=True), HTTPStatus.OK)
        with response:
            return b"".join(self._watch(pieces(response, size), size))

    def push_blob(self, digest: str, data: bytes) -> None:
        """Upload a file, unless it is there."""
        there = self._request("HEAD", self._url("blobs", digest))
        if there.status_code == HTTPStatus.OK:
            return
        opened = self._request("POST", self._url("blobs", "uploads/"))
        place = self._checked(opened, HTTPStatus.ACCEPTED).headers.get("Location", "")
        url = urljoin(opened.url, place)
        url += f"{'&' if urlsplit(url).query else '?'}digest={digest}"
        headers = {"Content-Type": "application/octet-stream"}
        done = self._request("PUT", url, headers, _Upload(data, self._watch))
        self._checked(done, HTTPStatus.CREATED)

    def push_manifest(self, version: str, media_type: str, data: bytes) -> None:
        """Upload a manifest for a tag, which then leads to it."""
        url = self._url("manifests", version)
        done = self._request("PUT", url, {"Content-Type": media_type}, data)
        self._checked(done, HTTPStatus.CREATED)

    def _url(self, kind: str, name: str) -> str:
        return f"{self._top}/v2/{self._reference.repository}/{kind}/{name}"

    def _request(
        self,
        method: str,
        url: str,
        headers: Mapping[str, str] | None = None,
        data: bytes | _Upload | None = None,
        *,
        stream: bool = False,
    ) -> requests.Response:
        """The answer to a request, made again with a login where it wants one."""
        # An upload may go to another host, which must not get what is the registry's.
        is_own = url.startswith(f"{self._top}/")

        def answer() -> requests.Response:
            login = {"Authorization": self._authorization} if is_own and self._authorization else {}
            sent = {**(headers or {}), **login}
            return self._session.request(method, url, headers=sent, data=data, stream=stream)

        response = answer()
        if is_own and response.status_code == HTTPStatus.UNAUTHORIZED:
            self._authorization = self._login.authorization(response)
            response = answer() if self._authorization else response
        return response

    def _checked(self, response: requests.Response, expected: HTTPStatus) -> requests.Response:
        code = response.status_code
        if code == expected:
            return response
        refusals = _REFUSALS if expected == HTTPStatus.OK else _PUSH_REFUSALS
        message, hint = refusals.get(code, (f"the registry answers with status {code}", ""))
        raise fail(message, file=str(self._reference), hint=hint)


class _Upload:
    """A file to send piece by piece; requests asks for its length."""

    def __init__(self, data: bytes, watch: Watch) -> None:
        self._data, self._watch = data, watch

    def __len__(self) -> int:
        return len(self._data)

    def __iter__(self) -> Iterator[bytes]:
        starts = range(0, len(self._data), PIECE)
        return iter(self._watch((self._data[at : at + PIECE] for at in starts), len(self)))


def _is_local(reference: Reference) -> bool:
    """Whether a registry is on this machine, where a test may do without encryption."""
    return urlsplit(f"//{reference.host}").hostname in LOOPBACK


def _api_host(reference: Reference) -> str:
    """The host that answers; that of Docker Hub has another name in references."""
    return f"index.{_DOCKER_HUB}" if reference.host == _DOCKER_HUB else reference.host
