"""Starting a control plane: one server after the other, until all of them judge."""

from __future__ import annotations

import json
from base64 import b64encode
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import yaml

from tests.conformance import servers
from tests.conformance.control_plane import GENERATED, ControlPlane
from tests.conformance.judges import build, sources
from tests.conformance.landscapes import CASES
from tests.conformance.serving import Servers

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.conformance.control_plane import Object
    from tests.conformance.servers import Program, Site

GARDENER = "github.com/gardener/gardener"
SERVED = (
    ("core.gardener.cloud", "v1beta1"),
    ("core.gardener.cloud", "v1"),
    # The admission webhook looks at credentials, too.
    ("security.gardener.cloud", "v1alpha1"),
)
EXTENSION_CRD = "example/operator/10-crd-operator.gardener.cloud_extensions.yaml"
OPERATOR = "github.com/external-secrets/external-secrets"
OPERATOR_CRD = "config/crds/bases/external-secrets.io_externalsecrets.yaml"


@contextmanager
def control_plane() -> Iterator[ControlPlane]:
    """Runs a control plane for as long as the block lasts."""
    kubectl = build("plane", "k8s.io/kubernetes/cmd/kubectl")
    with TemporaryDirectory(prefix="plane-") as folder, Servers() as running:
        site = servers.Site(Path(folder))
        plane = ControlPlane(running, kubectl, site.kubeconfig)
        _start(plane, site)
        yield plane


def _start(plane: ControlPlane, site: Site) -> None:
    servers.write_certificate(site)
    servers.write_kubeconfig(site)
    # What is not built yet is built while nobody waits for it.
    etcd, kube_apiserver = servers.etcd(site), servers.kube_apiserver(site)
    gardener_apiserver, admission = servers.gardener_apiserver(site), servers.admission(site)
    _run(etcd, plane, site)
    _run(kube_apiserver, plane, site)
    _await(plane, "kube-apiserver", "get", "namespace", "kube-system")
    _run(gardener_apiserver, plane, site)
    plane.done("apply", "-f", "-", stdin=json.dumps(_aggregation(site)))
    crds = sources("plane", GARDENER) / EXTENSION_CRD, external_secrets_crd()
    plane.done("apply", "--server-side", *(f"--filename={crd}" for crd in crds))
    for kinds in (*GENERATED, "credentialsbindings.security.gardener.cloud"):
        _await(plane, "gardener-apiserver", "get", kinds)
    _run(admission, plane, site)
    plane.servers.must_be(lambda: _denied(plane), "the admission webhook")


def external_secrets_crd() -> Path:
    """The CRD of ExternalSecrets in the operator's sources, which are not built."""
    return sources("external-secrets", OPERATOR) / OPERATOR_CRD


def _run(program: Program, plane: ControlPlane, site: Site) -> None:
    plane.servers.start(program.arguments(), site.folder / f"{program.name}.log")


def _await(plane: ControlPlane, what: str, *arguments: str) -> None:
    plane.servers.must_be(lambda: plane.try_kubectl(*arguments).returncode == 0, what)


def _denied(plane: ControlPlane) -> bool:
    """Whether the webhook is asked: it alone misses the image IDs in this CloudProfile."""
    profile = yaml.safe_load((CASES / "admission" / "cloudprofile.yaml").read_text("utf-8"))
    del profile["spec"]["providerConfig"]
    manifest = json.dumps(profile)
    result = plane.try_kubectl("create", "--dry-run=server", "-f", "-", stdin=manifest)
    return "denied the request" in result.stderr


def _aggregation(site: Site) -> Object:
    """What makes kube-apiserver ask the Gardener API server, and the namespace of the garden."""
    service = {
        "apiVersion": "v1",
        "kind": "Service",
        "metadata": {"name": servers.SERVICE, "namespace": "kube-system"},
        "spec": {"type": "ExternalName", "externalName": "localhost"},
    }
    garden = {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "garden"}}
    served = [_served(*each, site) for each in SERVED]
    return {"apiVersion": "v1", "kind": "List", "items": [service, garden, *served]}


def _served(group: str, version: str, site: Site) -> Object:
    authority = b64encode(site.certificate.read_bytes()).decode()
    return {
        "apiVersion": "apiregistration.k8s.io/v1",
        "kind": "APIService",
        "metadata": {"name": f"{version}.{group}"},
        "spec": {
            "group": group,
            "version": version,
            "groupPriorityMinimum": 10000,
            "versionPriority": 20,
            "caBundle": authority,
            "service": {
                "name": servers.SERVICE,
                "namespace": "kube-system",
                "port": site.ports.gardener,
            },
        },
    }
