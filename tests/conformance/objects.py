"""What tests look at in the objects that a chart renders."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

Object = dict[str, Any]
NAME = "gardener-extension-provider-alicloud"


@dataclass(frozen=True, slots=True)
class Objects:
    """Objects by kind and name; none may be there twice."""

    by_name: dict[tuple[str, str], Object]

    @classmethod
    def of(cls, objects: list[Object]) -> Objects:
        named = {(each["kind"], each["metadata"]["name"]): each for each in objects}
        assert len(named) == len(objects)
        return cls(named)

    def kinds(self) -> set[str]:
        return {kind for kind, _ in self.by_name}

    def one(self, wanted: str) -> Object:
        """The only object of a kind."""
        found = [each for (kind, _), each in self.by_name.items() if kind == wanted]
        assert len(found) == 1, f"{len(found)} objects of kind {wanted}"
        return found[0]

    def container(self) -> Object:
        """The only container of the extension's pods."""
        containers = self.one("Deployment")["spec"]["template"]["spec"]["containers"]
        assert len(containers) == 1
        container: Object = containers[0]
        return container

    def configuration(self) -> str:
        """The configuration file that the container is told to load, as the pod sees it."""
        container = self.container()
        (argument,) = [each for each in container["args"] if each.startswith("--config-file=")]
        folder, _, file = argument.partition("=")[2].rpartition("/")
        (mount,) = [each for each in container["volumeMounts"] if each["mountPath"] == folder]
        pod = self.one("Deployment")["spec"]["template"]["spec"]
        (volume,) = [each for each in pod["volumes"] if each["name"] == mount["name"]]
        text: str = self.by_name["ConfigMap", volume["configMap"]["name"]]["data"][file]
        return text
