"""What a server says when it is asked to create an object, and not to keep it.

`kubectl create --dry-run=server` asks the same; a process for each of many hundred objects would
take minutes.
"""

from __future__ import annotations

import json
import ssl
from http import HTTPStatus
from http.client import HTTPSConnection
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import yaml

from tests.conformance.control_plane import UNREACHED

if TYPE_CHECKING:
    from types import TracebackType
    from typing import Self

    from tests.conformance.control_plane import ControlPlane

OPTIONS = "dryRun=All&fieldValidation=Strict&fieldManager=tests"


class DryRun:
    """A connection to a control plane; ends with the `with` block."""

    def __init__(self, plane: ControlPlane) -> None:
        self._plane = plane
        config = json.loads(plane.kubeconfig.read_text("utf-8"))
        cluster, user = config["clusters"][0]["cluster"], config["users"][0]["user"]
        trust = ssl.create_default_context(cafile=cluster["certificate-authority"])
        trust.load_cert_chain(user["client-certificate"], user["client-key"])
        server = urlsplit(cluster["server"])
        assert server.hostname is not None
        self._connection = HTTPSConnection(server.hostname, server.port, context=trust, timeout=60)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _traceback: TracebackType | None,
    ) -> None:
        self._connection.close()

    def refusal(self, manifest: str) -> str:
        """Why the server would not create the object; empty where it would.

        A server that fails is a RuntimeError, never a verdict.
        """
        path = _collection(yaml.load(manifest, yaml.CSafeLoader))
        headers = {"Content-Type": "application/yaml", "Accept": "application/json"}
        self._connection.request("POST", f"{path}?{OPTIONS}", manifest.encode(), headers)
        response = self._connection.getresponse()
        answer = json.loads(response.read())
        if response.status == HTTPStatus.CREATED:
            return ""
        message = str(answer["message"])
        # Plugins of Gardener answer with an internal error where they mean a refusal.
        if response.status > HTTPStatus.INTERNAL_SERVER_ERROR or UNREACHED.search(message):
            raise self._plane.servers.failure(f"{path}: {message}")
        return message


def _collection(manifest: dict[str, Any]) -> str:
    """The path of all objects of a kind, in the namespace where it has one."""
    namespace = manifest.get("metadata", {}).get("namespace")
    where = f"namespaces/{namespace}/" if namespace else ""
    return f"/apis/{manifest['apiVersion']}/{where}{manifest['kind'].lower()}s"
