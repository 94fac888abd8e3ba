"""Asking the server on loopback, by the SDK, as `audit` does."""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING
from unittest.mock import patch

from generator.alicloud.asking import ask
from generator.alicloud.backoff import Pace
from generator.audit.calls import Action, Endpoint, Endpoints, Failure, Question, Reply
from generator.credentials.access_key import AccessKeyText, encoded
from tests.support.ecs_server import KEY_ID, KEY_SECRET

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tests.support.ecs_server import EcsServer

KEY = AccessKeyText(encoded(KEY_ID), encoded(KEY_SECRET))

HASTE = Pace(total=60, sleep=lambda _: None)
"""No pause before a call is made again."""


def asked(
    server: EcsServer, *questions: Question, key: AccessKeyText | None = KEY, pace: Pace = HASTE
) -> dict[str, tuple[Reply, ...]]:
    """The replies by region."""
    endpoints = Endpoints(other=Endpoint(server.endpoint, plain=True))
    replies = [*ask(questions, key, endpoints, pace)]
    assert len(replies) == len(questions)
    return {each[0].region: each for each in replies}


def ids(replies: Sequence[Reply]) -> list[str]:
    """The images in answers."""
    return [
        image["ImageId"]
        for reply in replies
        if reply.action is Action.IMAGES and not isinstance(reply.body, Failure)
        for image in reply.body["Images"]["Image"]
    ]


def failures(replies: Sequence[Reply]) -> list[Failure]:
    return [reply.body for reply in replies if isinstance(reply.body, Failure)]


@contextmanager
def found_by_the_sdk(key_id: str = KEY_ID, secret: str = KEY_SECRET) -> Iterator[None]:
    """Let the SDK's default chain find a key in the environment, which it reads but once."""
    names = {
        "access_key_id": ("ALIBABA_CLOUD_ACCESS_KEY_ID", key_id),
        "access_key_secret": ("ALIBABA_CLOUD_ACCESS_KEY_SECRET", secret),
        "security_token": ("ALIBABA_CLOUD_SECURITY_TOKEN", ""),
        "ecs_metadata_disabled": ("ALIBABA_CLOUD_ECS_METADATA_DISABLED", "true"),
    }
    read = {f"environment_{name}": text for name, (_, text) in names.items()}
    with (
        patch.dict(os.environ, dict(names.values())),
        patch.multiple("alibabacloud_credentials.utils.auth_util", **read),
    ):
        yield
