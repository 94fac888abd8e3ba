"""Replies as text, which `audit --save` writes and `audit --from` reads."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from generator.audit.calls import Action, Failure
from generator.manifest.located_objects import read_located_objects
from generator.problems import ProblemsError, fail
from generator.visible import json_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from generator.audit.calls import Reply
    from generator.audit.known import Known

START: Final = b'[\n{"Request": {'
"""How a file of answers starts; no other file does."""


def noted(replies: Iterable[Reply], known: Known) -> Iterator[Reply]:
    """Add replies to what is known, and yield each.

    One that is not as the API documents its answers becomes a failure, which says what is wrong.
    """
    for reply in replies:
        try:
            _add(reply, known)
        except ProblemsError as error:
            first = error.problems[0]
            expected = f", expected {first.expected}" if first.expected else ""
            failure = Failure("InvalidAnswer", first.message + expected, _request_id(reply))
            failed = replace(reply, body=failure)
            _add(failed, known)
            yield failed
        else:
            yield reply


def saved_text(replies: Iterable[Reply]) -> bytes:
    """A JSON list of all replies, one on a line, each with the parameters of its call."""
    lines = ",\n".join(json_text(_tree(reply)).rstrip("\n") for reply in replies)
    return f"[\n{lines}\n]\n".encode()


def _add(reply: Reply, known: Known) -> None:
    items = read_located_objects(json_text(_tree(reply)).encode(), reply.action)
    if len(items) != 1:
        raise fail("found a list of objects", expected=f"an answer of {reply.action}")
    known.add(items[0])


def _tree(reply: Reply) -> dict[str, Any]:
    request = {"Action": reply.action, "RegionId": reply.region}
    if reply.image_ids:
        request["ImageId"] = ",".join(reply.image_ids)
    elif reply.action is Action.IMAGES:
        request["ImageOwnerAlias"] = "self"
    body = reply.body
    if isinstance(body, Failure):
        body = {"Code": body.code, "Message": body.message, "RequestId": body.request_id}
    return {"Request": request, **{key: body[key] for key in body if key != "Request"}}


def _request_id(reply: Reply) -> str:
    found = {} if isinstance(reply.body, Failure) else reply.body
    stated = found.get("RequestId", "")
    return stated if isinstance(stated, str) else ""
