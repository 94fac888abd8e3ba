"""Alibaba Cloud's SDK: one call, within limits, and why it failed. Nothing else imports the SDK.

It signs, knows the hosts of regions, finds credentials and parses answers; it makes no call again
by itself. What it leaves open is closed: `Transport` takes the place of its own, and its logs and
exceptions, which quote requests, go no further (`logging.disable`, `_error`).
"""

from __future__ import annotations

import logging
import os
import re
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

from generator import __version__
from generator.alicloud.api_errors import api_error, without_credentials
from generator.alicloud.backoff import CallError, Cause
from generator.alicloud.transport import Transport, transport_error
from generator.audit.calls import Action, Failure
from generator.credentials.access_key import decoded
from generator.problems import fail

if TYPE_CHECKING:
    from collections.abc import Mapping

    from alibabacloud_credentials.models import CredentialModel

    from generator.audit.calls import Endpoints
    from generator.credentials.access_key import AccessKeyText
    from generator.problems import ProblemsError

_CONNECT_SECONDS: Final = 5.0
"""Until a host takes a connection."""


class Cloud:
    """The API of ECS in every region, asked by one account."""

    def __init__(self, key: AccessKeyText | None, endpoints: Endpoints) -> None:
        """Find credentials: an access key, or for None what the SDK finds by itself.

        Raises `ProblemsError` where there are none.
        """
        logging.disable()
        # Sessions of the SDK are made with it.
        DaraCore.get_adapter = staticmethod(lambda *_, **__: Transport())
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
            found = _other_error(_reason(error))
        return CallError(
            without_credentials(found.failure, self._secrets()), found.cause, found.wait
        )

    def _secrets(self) -> list[str]:
        try:
            found = self._credentials.get_credential()
        except Exception:
            return []
        return [found.access_key_id, found.access_key_secret, found.security_token or ""]


def _reason(error: BaseException) -> BaseException:
    """What the SDK met: it wraps it, and keeps of an OSError the text alone."""
    inner = getattr(error, "inner_exception", None) or error
    return (inner.__context__ or inner) if isinstance(inner, RetryError) else inner


def _other_error(reason: BaseException) -> CallError:
    if isinstance(reason, CredentialException):
        text = f"the credentials are no longer available{_code_in(str(reason))}"
        return CallError(Failure("NoCredentials", text), Cause.CALLER)
    return transport_error(reason)


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
