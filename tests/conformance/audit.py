"""What a client asked of the API server, and whether it was let: its audit log."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tests.support.rights import Right

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True, order=True)
class Request:
    """A request for an object, or for all of a namespace or of the cluster."""

    namespace: str
    right: Right
    name: str
    allowed: bool


def policy(user: str) -> str:
    """Logs who asks for what, of one user alone, and not what is in it."""
    rules = [{"level": "Metadata", "users": [user]}, {"level": "None"}]
    kind = {"apiVersion": "audit.k8s.io/v1", "kind": "Policy"}
    return json.dumps({**kind, "omitStages": ["RequestReceived"], "rules": rules})


def requests(log: Path) -> set[Request]:
    """The requests for resources in an audit log so far, each of them once."""
    if not log.exists():
        return set()
    *lines, _unfinished = log.read_text("utf-8").split("\n")
    events = map(json.loads, lines)
    return {_request(event) for event in events if "objectRef" in event}


def _request(event: dict[str, Any]) -> Request:
    at = event["objectRef"]
    resource = "/".join(filter(None, (at["resource"], at.get("subresource"))))
    right = Right(at.get("apiGroup", ""), resource, event["verb"])
    decision = event["annotations"]["authorization.k8s.io/decision"]
    return Request(at.get("namespace", ""), right, at.get("name", ""), decision == "allow")
