"""The process of the extension at work: provider-alicloud itself, started as in its pod."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tests.conformance import pod
from tests.conformance.judges import build
from tests.conformance.objects import NAME
from tests.conformance.serving import LOOPBACK, PATIENCE, Server

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.conformance.installation import Installation
    from tests.conformance.objects import Object
    from tests.conformance.pod import Pod


@dataclass(frozen=True, slots=True)
class Process:
    """The running extension."""

    installation: Installation
    server: Server
    pod: Pod
    since: float

    @property
    def log(self) -> str:
        return (self.installation.site.folder / "provider.log").read_text("utf-8")

    def must_run(self) -> None:
        """It runs, and nothing was denied to it."""
        assert self.server.runs, self.server.report()
        denied = [each for each in self.installation.requests() if not each.allowed]
        assert not denied, f"denied: {denied}"

    def must(self, done: Callable[[], bool], what: str) -> None:
        """Returns when it has done something; AssertionError when it ends or is too slow."""
        deadline = time.monotonic() + PATIENCE
        while not done():
            self.must_run()
            assert time.monotonic() < deadline, f"{what}: not yet\n{self.server.report()}"
            time.sleep(0.3)

    def must_run_until(self, seconds: float) -> None:
        """Returns when it has run for so long, or at once when it has run for longer."""
        self.must_run()
        while time.monotonic() - self.since < seconds:
            time.sleep(0.3)
            self.must_run()

    def ready(self) -> bool:
        """What the kubelet asks."""
        container = self.installation.objects.container()
        (port,) = [each for each in container["ports"] if each["name"] == "health"]
        path = container["readinessProbe"]["httpGet"]["path"]
        url = f"http://{LOOPBACK}:{port['containerPort']}{path}"
        code = f"from urllib.request import urlopen; urlopen({url!r}, timeout=5)"
        probe = self.installation.network.inside(sys.executable, "-I", "-S", "-c", code)
        return subprocess.run(probe, capture_output=True, check=False).returncode == 0


@contextmanager
def started(installation: Installation) -> Iterator[Process]:
    """Starts the process as the kubelet would, and what stands for the address of its Service."""
    plane, network = installation.plane, installation.network
    folder, namespace = installation.site.folder, installation.namespace
    program = build("command", "./provider")
    api_server = (LOOPBACK, installation.site.ports.kubernetes)
    made = pod.prepare(installation.objects, folder / "pod", program, _fetched(installation))
    service = json.loads(plane.done("get", "service", NAME, "-n", namespace, "-o", "json"))
    plane.servers.start(network.python("forward.py", *_routes(service)), folder / "forwarder.log")
    server = Server(network.inside(*made.command(program, api_server)), folder / "provider.log")
    try:
        yield Process(installation, server, made, time.monotonic())
    finally:
        server.end()


def _fetched(installation: Installation) -> dict[str, str]:
    """The files that no volume of the Deployment holds: of its account, of the garden, of DNS."""
    plane, namespace = installation.plane, installation.namespace
    files = {
        f"{pod.ACCOUNT}/token": plane.done("create", "token", NAME, "-n", namespace),
        f"{pod.ACCOUNT}/ca.crt": installation.site.certificate.read_text("utf-8"),
        f"{pod.ACCOUNT}/namespace": namespace,
        # Nobody listens there, unless a test asks for it.
        "/etc/hosts": f"{LOOPBACK} vpc.aliyuncs.com\n",
    }
    for variable in installation.objects.container()["env"]:
        if variable["name"] == "GARDEN_KUBECONFIG":
            files |= _garden(installation, Path(variable["value"]))
    return files


def _garden(installation: Installation, kubeconfig: Path) -> dict[str, str]:
    """The garden's kubeconfig and token: the same API server, but another account."""
    plane, token = installation.plane, str(kubeconfig.with_name("token"))
    server = f"https://{LOOPBACK}:{installation.site.ports.kubernetes}"
    plane.done("create", "serviceaccount", "extension", "-n", "garden")
    return {
        str(kubeconfig): pod.kubeconfig(server, f"{pod.ACCOUNT}/ca.crt", token),
        token: plane.done("create", "token", "extension", "-n", "garden"),
    }


def _routes(service: Object) -> list[str]:
    spec = service["spec"]
    return [
        f"{spec['clusterIP']}:{port['port']}={LOOPBACK}:{port['targetPort']}"
        for port in spec["ports"]
    ]
