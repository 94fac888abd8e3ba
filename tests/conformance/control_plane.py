"""A Gardener control plane of real servers, and kubectl to apply to it what we generate."""

from __future__ import annotations

import json
import os
import re
import subprocess
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from tests.support.tools import need

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conformance.serving import Servers

Mode = Literal["client-side", "server-side"]
"""Who merges at `kubectl apply`: kubectl, or the server by its managed fields."""

Object = dict[str, Any]
Result = subprocess.CompletedProcess[str]

GENERATED = (
    "controllerdeployments.core.gardener.cloud",
    "controllerregistrations.core.gardener.cloud",
    "namespacedcloudprofiles.core.gardener.cloud",
    "cloudprofiles.core.gardener.cloud",
    "seeds.core.gardener.cloud",
    "extensions.operator.gardener.cloud",
    "externalsecrets.external-secrets.io",
    "secrets",
)
"""The kinds that we generate; what needs another one comes before it."""

TESTED = "managed-by!=secrets-manager"
"""Selects what is not the admission webhook's own: the Secrets of its certificates."""

UNREACHED = re.compile(
    r"connection refused|was refused - did you|currently unable to handle the request"
    r"|unable to connect to the server|failed calling webhook|(EOF|timeout|timed out)$",
    re.IGNORECASE | re.MULTILINE,
)
"""What kubectl and servers say when there was nobody to judge."""


@dataclass(frozen=True, slots=True)
class ControlPlane:
    """Running servers, and a kubectl of the same release that talks to them.

    A server that has ended or does not answer is a RuntimeError, never a verdict.
    """

    servers: Servers
    program: str
    kubeconfig: Path

    def kubectl(self, *arguments: str, stdin: str = "") -> Result:
        """What kubectl says; its exit code is the verdict."""
        result = self.try_kubectl(*arguments, stdin=stdin)
        self.servers.must_run()
        if result.returncode and UNREACHED.search(result.stderr):
            raise self.servers.failure(f"kubectl {' '.join(arguments)}: {result.stderr}")
        return result

    def done(self, *arguments: str, stdin: str = "") -> str:
        """What kubectl prints when it does what it is told, as it must."""
        result = self.kubectl(*arguments, stdin=stdin)
        assert result.returncode == 0, f"kubectl {' '.join(arguments)}:\n{result.stderr}"
        return result.stdout

    def apply(self, manifest: str, mode: Mode, *options: str) -> Result:
        return self.kubectl("apply", *_merged_by(mode), *options, "-f", "-", stdin=manifest)

    def diff(self, manifest: str, mode: Mode) -> Result:
        """Exit code 0 and no output, when an apply would change nothing."""
        return self.kubectl("diff", *_merged_by(mode), "-f", "-", stdin=manifest)

    def live(self, manifest: str) -> list[Object]:
        """The objects of a manifest as the server has them, each in the version that it states."""
        got = json.loads(self.done("get", "-o", "json", "-f", "-", stdin=manifest))
        objects: list[Object] = got["items"] if got["kind"] == "List" else [got]
        return objects

    def wipe(self) -> None:
        """Deletes all objects of the kinds that we generate, but for the webhook's own Secrets."""
        self.done("delete", ",".join(GENERATED), "--all-namespaces", "-l", TESTED)

    def try_kubectl(self, *arguments: str, stdin: str = "") -> Result:
        """What kubectl says, also when the servers are not up."""
        cache = str(self.kubeconfig.with_name("cache"))
        ours = {"KUBECONFIG": str(self.kubeconfig), "KUBERC": "off", "KUBECACHEDIR": cache}
        return subprocess.run(
            [self.program, *arguments],
            input=stdin,
            capture_output=True,
            text=True,
            encoding="utf-8",
            env={**os.environ, **ours, "KUBECTL_EXTERNAL_DIFF": f"{need('diff')} -u -N"},
            check=False,
        )


def _merged_by(mode: Mode) -> list[str]:
    return ["--server-side"] if mode == "server-side" else []
