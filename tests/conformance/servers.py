"""The servers of a Gardener control plane, and what each of them is told."""

from __future__ import annotations

import json
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

from tests.conformance.judges import build
from tests.conformance.serving import LOOPBACK, free_ports
from tests.support.tools import need

SERVICE = "gardener-apiserver"
"""The Service by which kube-apiserver knows the Gardener API server, in kube-system."""


@dataclass(frozen=True, slots=True)
class Ports:
    """Where the servers listen."""

    etcd: int
    etcd_peer: int
    kubernetes: int
    gardener: int
    webhook: int


@dataclass(frozen=True, slots=True)
class Site:
    """The folder of one control plane, for its keys, logs and data; and its ports."""

    folder: Path
    ports: Ports = field(default_factory=lambda: Ports(*free_ports(5)))

    @property
    def certificate(self) -> Path:
        """By it, all servers and kubectl know each other.

        Nobody else can reach them, so one is enough: it is its own authority, the identity of
        each server, of the aggregator and of the administrator.
        """
        return self.folder / "identity.crt"

    @property
    def key(self) -> Path:
        return self.folder / "identity.key"

    @property
    def kubeconfig(self) -> Path:
        return self.folder / "kubeconfig.json"


@dataclass(frozen=True, slots=True)
class Program:
    """A server to start: its command, and the flags that it is given."""

    command: list[str]
    flags: dict[str, object]

    @property
    def name(self) -> str:
        return Path(self.command[-1]).name

    def arguments(self) -> list[str]:
        return [*self.command, *(f"--{flag}={value}" for flag, value in self.flags.items())]


def write_certificate(site: Site) -> None:
    request = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"]
    names = f"IP:{LOOPBACK},DNS:localhost,DNS:{SERVICE}.kube-system.svc"
    subject = ["-subj", "/O=system:masters/CN=plane", "-addext", f"subjectAltName={names}"]
    usage = ["-addext", "extendedKeyUsage=serverAuth,clientAuth"]
    files = ["-keyout", str(site.key), "-out", str(site.certificate)]
    command = [need("openssl"), *request, *subject, *usage, *files]
    subprocess.run(command, check=True, capture_output=True)


def write_kubeconfig(site: Site) -> None:
    server = f"https://{LOOPBACK}:{site.ports.kubernetes}"
    cluster = {"server": server, "certificate-authority": str(site.certificate)}
    user = {"client-certificate": str(site.certificate), "client-key": str(site.key)}
    config = {
        "apiVersion": "v1",
        "kind": "Config",
        "clusters": [{"name": "plane", "cluster": cluster}],
        "users": [{"name": "plane", "user": user}],
        "contexts": [{"name": "plane", "context": {"cluster": "plane", "user": "plane"}}],
        "current-context": "plane",
    }
    site.kubeconfig.write_text(json.dumps(config), encoding="utf-8")


def etcd(site: Site) -> Program:
    client, peer = (f"http://{LOOPBACK}:{port}" for port in (site.ports.etcd, site.ports.etcd_peer))
    flags: dict[str, object] = {
        "name": "plane",
        "data-dir": site.folder / "etcd",
        "unsafe-no-fsync": "true",
        "log-level": "warn",
        "listen-client-urls": client,
        "advertise-client-urls": client,
        "listen-peer-urls": peer,
        "initial-advertise-peer-urls": peer,
        "initial-cluster": f"plane={peer}",
    }
    return Program([build("plane"), "etcd"], flags)


def kube_apiserver(site: Site) -> Program:
    flags: dict[str, object] = {
        **_serving(site, site.ports.kubernetes),
        "endpoint-reconciler-type": "none",
        "service-cluster-ip-range": "10.96.0.0/16",
        "client-ca-file": site.certificate,
        "service-account-issuer": "https://issuer.invalid",
        "service-account-key-file": site.certificate,
        "service-account-signing-key-file": site.key,
        "requestheader-client-ca-file": site.certificate,
        "requestheader-allowed-names": "plane",
        "requestheader-extra-headers-prefix": "X-Remote-Extra-",
        "requestheader-group-headers": "X-Remote-Group",
        "requestheader-username-headers": "X-Remote-User",
        "proxy-client-cert-file": site.certificate,
        "proxy-client-key-file": site.key,
        "authorization-mode": "RBAC",
        # No controller makes the accounts that it asks for.
        "disable-admission-plugins": "ServiceAccount",
    }
    return Program([build("plane"), "kube-apiserver"], flags)


def gardener_apiserver(site: Site) -> Program:
    flags: dict[str, object] = {
        **_serving(site, site.ports.gardener),
        "kubeconfig": site.kubeconfig,
        "authentication-kubeconfig": site.kubeconfig,
        "authorization-kubeconfig": site.kubeconfig,
        "cluster-identity": "plane",
        "workload-identity-token-issuer": "https://issuer.invalid",
        "workload-identity-signing-key-file": site.key,
        "log-format": "text",
        # Off by default; without it no version of a CloudProfile may have a lifecycle.
        "feature-gates": "VersionClassificationLifecycle=true",
    }
    return Program([build("plane"), "gardener-apiserver"], flags)


def admission(site: Site) -> Program:
    """The webhook of provider-alicloud, which registers itself."""
    flags: dict[str, object] = {
        "kubeconfig": site.kubeconfig,
        "leader-election": "false",
        "webhook-config-server-host": LOOPBACK,
        "webhook-config-server-port": site.ports.webhook,
        "webhook-config-namespace": "garden",
        "webhook-config-mode": "url",
        "webhook-config-url": f"{LOOPBACK}:{site.ports.webhook}",
        "webhook-config-cert-dir": site.folder / "webhook",
        "metrics-bind-address": "0",
        "health-bind-address": "0",
    }
    return Program([build("extension", "./admission")], flags)


def _serving(site: Site, port: int) -> dict[str, object]:
    return {
        "etcd-servers": f"http://{LOOPBACK}:{site.ports.etcd}",
        "bind-address": LOOPBACK,
        "secure-port": port,
        "tls-cert-file": site.certificate,
        "tls-private-key-file": site.key,
    }
