"""The login to a registry, by oras; nothing else is oras's.

Its requests for files have no time limit, are tried again for two minutes whatever is wrong, and
read answers of any size; it verifies no digest, and writes a manifest's JSON in its own way, which
gives that another digest. So it finds the user's logins, asks credential helpers and gets tokens,
by the session that it is given.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any, Final

from oras.auth.token import TokenAuth  # type: ignore[import-untyped]

if TYPE_CHECKING:
    import requests

_KEPT_AS: Final = {"index.docker.io": "https://index.docker.io/v1/"}
"""Under what `docker login` keeps the login to a host, where it is not the host."""


class Login(TokenAuth):  # type: ignore[misc]  # oras has no types
    """The login to one registry, by a token or, where the registry asks for that, by a password.

    `config` is that of `docker_config`.
    """

    def __init__(self, config: dict[str, Any], host: str, session: requests.Session) -> None:
        super().__init__()
        # Where a helper fails, it would warn on standard error, with what the helper says.
        logging.getLogger("oras").addHandler(logging.NullHandler())
        self._auth_config = config
        self.session, self._tls_verify = session, True
        self._load_auth(host)

    def authorization(self, refused: requests.Response) -> str:
        """What to send with the next request, empty where nothing is known.

        Raises any exception for an answer, or the output of a helper, that makes no sense.
        """
        challenge = refused.headers.get("Www-Authenticate", "")
        if challenge.lower().startswith("basic"):
            password = getattr(self, "_basic_auth", "")
            return f"Basic {password}" if password else ""
        # A new token, of the scope that this request needs.
        headers, has_token = self.authenticate_request(refused, {}, refresh=True)
        return str(headers["Authorization"]) if has_token else ""

    def _get_auth_from_creds_store(self, suffix: str, hostname: str) -> str | None:
        found: str | None = super()._get_auth_from_creds_store(
            suffix, _KEPT_AS.get(hostname, hostname)
        )
        return found
