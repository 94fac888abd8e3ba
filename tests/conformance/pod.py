"""What the kubelet makes of a container without its image: files, environment and user."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tests.support.tools import need

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conformance.objects import Object, Objects

ACCOUNT = "/var/run/secrets/kubernetes.io/serviceaccount"
"""Where clients look for the token of their ServiceAccount."""

# The mounts die with the process: they are in a namespace of its own. Its user is no other one
# outside, but has none of its rights.
_ENTER = """
set -e
pod=$1 program=$2 entrypoint=$3
mount -t tmpfs tmpfs "$pod/mnt"
cp -R "$pod/root/." "$pod/mnt"
mount --bind "$program" "$pod/mnt$entrypoint"
[ ! -d "$pod/tmp" ] || mount --bind "$pod/tmp" "$pod/mnt/tmp"
mount -o remount,bind,ro "$pod/mnt"
shift 3
exec "$@"
"""


@dataclass(frozen=True, slots=True)
class Pod:
    """The folder of one container: `root` becomes its read-only root, `tmp` its /tmp."""

    folder: Path
    namespace: str
    container: Object
    security: Object

    @property
    def written(self) -> set[str]:
        """What the process has left in /tmp."""
        return {path.name for path in (self.folder / "tmp").iterdir()}

    def command(self, program: str, address: tuple[str, int]) -> list[str]:
        """The command that starts the program as the container does, in a namespace for mounts.

        `address` is where the API server listens, which the kubelet states in the environment.
        """
        entrypoint = self.container.get("command", ["/entrypoint"])[0]
        environment = {
            **{each["name"]: self._value(each) for each in self.container["env"]},
            "KUBERNETES_SERVICE_HOST": address[0],
            "KUBERNETES_SERVICE_PORT": str(address[1]),
        }
        user, group = self.security["runAsUser"], self.security["runAsGroup"]
        return [
            *(need("unshare"), "--mount", "sh", "-c", _ENTER, "pod"),
            *(str(self.folder), program, entrypoint, need("env"), "-i"),
            *(f"{name}={value}" for name, value in environment.items()),
            *(need("unshare"), "--user", f"--map-user={user}", f"--map-group={group}"),
            *(f"--root={self.folder / 'mnt'}", "--wd=/"),
            *(entrypoint, *self.container.get("command", [])[1:], *self.container["args"]),
        ]

    def _value(self, variable: dict[str, Any]) -> str:
        if "value" in variable:
            return str(variable["value"])
        assert variable["valueFrom"] == {"fieldRef": {"fieldPath": "metadata.namespace"}}
        return self.namespace


def prepare(objects: Objects, folder: Path, program: str, files: dict[str, str]) -> Pod:
    """The pod of the Deployment among the objects, as far as its one container sees it.

    `files` holds what the kubelet fetches elsewhere, tokens say, by absolute path.
    """
    deployment = objects.one("Deployment")
    spec = deployment["spec"]["template"]["spec"]
    container = objects.container()
    for path in ("mnt", "root/tmp"):
        (folder / path).mkdir(parents=True)
    volumes = {each["name"]: each for each in spec["volumes"]}
    for mount in container["volumeMounts"]:
        _fill(folder, mount["mountPath"], volumes[mount["name"]], objects)
    for path, text in files.items():
        _write(folder / "root" / path.lstrip("/"), text)
    entrypoint = container.get("command", ["/entrypoint"])[0]
    _write(folder / "root" / entrypoint.lstrip("/"), "")
    for library in _libraries(program):
        target = folder / "root" / library.lstrip("/")
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(library, target)
    namespace = deployment["metadata"]["namespace"]
    return Pod(folder, namespace, container, spec["securityContext"])


def _fill(folder: Path, path: str, volume: dict[str, Any], objects: Objects) -> None:
    if config := volume.get("configMap"):
        for name, text in objects.by_name["ConfigMap", config["name"]]["data"].items():
            _write(folder / "root" / path.lstrip("/") / name, text)
    elif "emptyDir" in volume:
        (folder / path.rpartition("/")[2]).mkdir()


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def _libraries(program: str) -> list[str]:
    """What the linker loads with a program: an image has it, or the program is static there."""
    said = subprocess.run([need("ldd"), program], capture_output=True, text=True, check=False)
    return re.findall(r"(/\S+) \(0x", said.stdout)


def kubeconfig(server: str, authority: str, token_file: str) -> str:
    """A kubeconfig whose token is in a file, as Gardener hands it out."""
    cluster = {"server": server, "certificate-authority": authority}
    return json.dumps(
        {
            "apiVersion": "v1",
            "kind": "Config",
            "clusters": [{"name": "garden", "cluster": cluster}],
            "users": [{"name": "extension", "user": {"tokenFile": token_file}}],
            "contexts": [{"name": "garden", "context": {"cluster": "garden", "user": "extension"}}],
            "current-context": "garden",
        }
    )
