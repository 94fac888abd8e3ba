"""The life of a cluster and of a garden, as far as it goes without a cloud and without nodes."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.conformance.landscapes import CASES

if TYPE_CHECKING:
    from tests.conformance.objects import Object
    from tests.conformance.process import Process

FOLDER = CASES / "process"
ON_A_SEED = "shoot--dev--one"
SELF_HOSTED = "kube-system"
"""Where the control plane of a cluster is, on a seed or in the cluster itself."""

MACHINES = "machinedeployments.machine.sapcloud.io"
MOVED = ("infrastructures", "controlplanes", "workers", "dnsrecords", "backupentries")
"""Kinds of objects that go from one seed to another with their cluster."""

ALL = (*MOVED, "bastions", "backupbuckets")
NO_CLOUD = ("controlplanes", "workers", "backupentries")
"""Kinds of objects that the extension makes without asking a cloud."""


@dataclass(frozen=True, slots=True)
class Life:
    """The steps of a life in one namespace."""

    process: Process
    namespace: str

    def begin(self, *files: str) -> None:
        """Makes objects that Gardener makes."""
        for name in files:
            manifest = (FOLDER / name).read_text("utf-8").replace(ON_A_SEED, self.namespace)
            if self.namespace == SELF_HOSTED:
                manifest = manifest.replace(", machine:", ", controlPlane: {}, machine:")
            self.process.installation.apply(manifest)

    def ask(self, operation: str, *kinds: str) -> None:
        """Asks for an operation as Gardener does."""
        annotation = f"gardener.cloud/operation={operation}"
        where = (",".join(kinds), "--all", "-n", self.namespace)
        self.process.installation.plane.done("annotate", *where, annotation)

    def delete(self, *kinds: str) -> None:
        where = (",".join(kinds), "--all", "-n", self.namespace)
        self.process.installation.plane.done("delete", *where, "--wait=false")

    def objects(self, *kinds: str) -> list[Object]:
        """The objects of these kinds as they are now, with those that have no namespace."""
        got = ("get", ",".join(kinds), "-n", self.namespace, "-o", "json")
        items: list[Object] = json.loads(self.process.installation.plane.done(*got))["items"]
        return items

    def reaches(self, operation: str, *kinds: str) -> None:
        """Waits until type and state of each object's last operation match the pattern."""

        def reached() -> bool:
            return all(re.match(operation, _last_operation(each)) for each in self.objects(*kinds))

        self.process.must(reached, f"{operation} with {', '.join(kinds)}")

    def loses(self, *kinds: str) -> None:
        """Waits until no object of these kinds is left."""
        self.process.must(lambda: not self.objects(*kinds), f"deleted are {', '.join(kinds)}")


def of_a_cluster(life: Life) -> None:
    """Creates a cluster, lets it leave the seed and come back, and deletes it."""
    life.begin("infrastructure.yaml", "extensions.yaml")
    life.process.must(lambda: bool(life.objects(MACHINES)), "machines are asked for")
    _let_machines_join(life)
    life.reaches("Create", *ALL)
    life.reaches("Create Succeeded", *NO_CLOUD)
    life.ask("migrate", *MOVED)
    life.reaches("Migrate Succeeded", *MOVED)
    life.ask("restore", *MOVED)
    life.reaches("Restore|Reconcile", *MOVED)
    life.delete(*ALL)
    life.loses(MACHINES)
    _let_machines_leave(life)
    life.loses("infrastructures", "controlplanes", "workers", "dnsrecords")
    # For these it would have to ask the cloud.
    life.reaches("Delete", "bastions", "backupentries")


def of_a_garden(life: Life) -> None:
    """Creates what a garden needs, and deletes it."""
    kinds = ("dnsrecords", "backupbuckets")
    life.begin("runtime.yaml")
    life.reaches("Create Error", *kinds)
    life.delete(*kinds)
    life.loses(*kinds)


def _last_operation(item: Object) -> str:
    last = item.get("status", {}).get("lastOperation", {"type": "", "state": ""})
    return f"{last['type']} {last['state']}"


def _let_machines_join(life: Life) -> None:
    """Does what the machine controller manager does, once its machines are there."""
    counts = ("replicas", "updatedReplicas", "readyReplicas", "availableReplicas")
    status = {
        **dict.fromkeys(counts, 1),
        "observedGeneration": 1,
        "conditions": [{"type": "Available", "status": "True"}],
    }
    patch = f"--patch={json.dumps({'status': status})}"
    _hold_credentials(life, ["machine.sapcloud.io/machine-controller"])
    for each in life.objects(MACHINES):
        life.process.installation.apply(json.dumps(_machine_set(each)))
        where = (MACHINES, each["metadata"]["name"], "-n", life.namespace)
        patched = ("patch", *where, "--subresource=status", "--type=merge", patch)
        life.process.installation.plane.done(*patched)


def _let_machines_leave(life: Life) -> None:
    life.delete("machinesets.machine.sapcloud.io")
    _hold_credentials(life, [])


def _hold_credentials(life: Life, finalizers: list[str]) -> None:
    """Keeps the credentials from being deleted, for as long as machines need them."""
    metadata = {"name": "cloudprovider", "namespace": life.namespace, "finalizers": finalizers}
    secret = {"apiVersion": "v1", "kind": "Secret", "metadata": metadata}
    life.process.installation.apply(json.dumps(secret), "--field-manager=machine-controller")


def _machine_set(deployment: Object) -> Object:
    metadata, version = deployment["metadata"], deployment["apiVersion"]
    name, namespace = metadata["name"], metadata["namespace"]
    owner = {"kind": deployment["kind"], "name": name, "uid": metadata["uid"]}
    owners = [{"apiVersion": version, **owner}]
    return {
        "apiVersion": version,
        "kind": "MachineSet",
        "metadata": {"name": name, "namespace": namespace, "ownerReferences": owners},
        "spec": {each: deployment["spec"][each] for each in ("replicas", "selector", "template")},
    }
