"""A real API server for the extension, alone in a network of its own, and in it what we render."""

from __future__ import annotations

import json
import shlex
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from tests.conformance import audit, servers
from tests.conformance.control_plane import ControlPlane
from tests.conformance.judges import build, sources
from tests.conformance.network import Network
from tests.conformance.objects import NAME
from tests.conformance.serving import LOOPBACK, Servers

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.conformance.audit import Request
    from tests.conformance.objects import Objects

KUBERNETES = "v1.35.3"
"""A version that the extension takes, which the API server calls itself."""

CRDS = (
    *("extensions.gardener.cloud_*", "resources.gardener.cloud_*", "machine.sapcloud.io_*"),
    *("autoscaling.k8s.io_verticalpodautoscalers", "fluentbit.fluent.io_clusterfilters"),
    *("monitoring.coreos.com_prometheusrules", "monitoring.coreos.com_servicemonitors"),
)
"""The kinds of a seed or runtime cluster that the chart or the extension makes objects of."""


@dataclass(frozen=True, slots=True)
class Installation:
    """An API server that has the objects, and the network in which it is."""

    plane: ControlPlane
    site: servers.Site
    network: Network
    objects: Objects

    @property
    def namespace(self) -> str:
        namespace: str = self.objects.one("Deployment")["metadata"]["namespace"]
        return namespace

    def apply(self, manifest: str, *options: str) -> None:
        """Applies what must be right to the last letter: the server does not even warn."""
        applied = self.plane.apply(manifest, "server-side", "--validate=strict", *options)
        assert not applied.stderr, applied.stderr

    def start_cloud(self) -> None:
        """Answers what the extension asks before it creates an Infrastructure."""
        command = self.network.python("cloud.py", f"{LOOPBACK}:80")
        self.plane.servers.start(command, self.site.folder / "cloud.log")

    def requests(self) -> set[Request]:
        """What the process has asked the API server for."""
        return audit.requests(self.site.folder / "audit.log")


@contextmanager
def installed(objects: Objects, kubernetes: str = KUBERNETES) -> Iterator[Installation]:
    """An API server that has the objects, and the kinds that they and the extension need."""
    with TemporaryDirectory(prefix="process-") as name, Network() as network, Servers() as running:
        folder = Path(name)
        site = servers.Site(folder)
        plane = ControlPlane(running, _kubectl(folder, network), site.kubeconfig)
        installation = Installation(plane, site, network, objects)
        _start_api_server(installation, kubernetes)
        _apply(installation)
        yield installation


def _kubectl(folder: Path, network: Network) -> str:
    """A kubectl that enters the network first."""
    script = folder / "kubectl"
    program = network.inside(build("plane", "k8s.io/kubernetes/cmd/kubectl"))
    script.write_text(f'#!/bin/sh\nexec {shlex.join(program)} "$@"\n', encoding="utf-8")
    script.chmod(0o700)
    return str(script)


def _start_api_server(installation: Installation, kubernetes: str) -> None:
    plane, site = installation.plane, installation.site
    servers.write_certificate(site)
    servers.write_kubeconfig(site)
    user = f"system:serviceaccount:{installation.namespace}:{NAME}"
    (site.folder / "policy.json").write_text(audit.policy(user), encoding="utf-8")
    api_server = servers.kube_apiserver(site)
    flags = {
        **api_server.flags,
        "audit-policy-file": site.folder / "policy.json",
        "audit-log-path": site.folder / "audit.log",
        # There is no route by which it could guess one; nobody connects to it.
        "advertise-address": "192.0.2.1",
        # All of these addresses are the loopback interface's, so a forwarder can listen there.
        "service-cluster-ip-range": "127.96.0.0/16",
    }
    command = [build("plane", reports=kubernetes), "kube-apiserver"]
    for program in (servers.etcd(site), servers.Program(command, flags)):
        log = site.folder / f"{program.name}.log"
        plane.servers.start(installation.network.inside(*program.arguments()), log)
    ready = ("get", "--raw", "/readyz")
    plane.servers.must_be(lambda: plane.try_kubectl(*ready).returncode == 0, "kube-apiserver")


def _apply(installation: Installation) -> None:
    plane, namespace = installation.plane, installation.namespace
    folder = sources("command", "github.com/gardener/gardener") / "example" / "seed-crds"
    druid = sources("command", "github.com/gardener/etcd-druid/api") / "core/v1alpha1/crds"
    crds = [path for name in CRDS for path in sorted(folder.glob(f"*-crd-{name}.yaml"))]
    crds.append(druid / "druid.gardener.cloud_etcds.yaml")
    plane.done("apply", "--server-side", *(f"--filename={path}" for path in crds))
    plane.done("wait", "--for=condition=Established", "crd", "--all")
    for each in ("garden", namespace):
        plane.done("create", "namespace", each)
    listed = {"apiVersion": "v1", "kind": "List", "items": [*installation.objects.by_name.values()]}
    installation.apply(json.dumps(listed))
