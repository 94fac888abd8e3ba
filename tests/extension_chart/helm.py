"""Renders the chart with the real Helm and finds what tests look at."""

from __future__ import annotations

import copy
import json
import subprocess
from typing import TYPE_CHECKING, Any

import yaml

from generator.assets import EXTENSION_CHART
from tests.support.tools import need

if TYPE_CHECKING:
    from pathlib import Path

CHART = EXTENSION_CHART
Manifest = dict[str, Any]


def helm(*arguments: str | Path, values: object = None) -> subprocess.CompletedProcess[str]:
    """Runs helm with `values` on stdin, for `--values -`."""
    return subprocess.run(
        [need("helm"), *map(str, arguments)],
        input=json.dumps(values, ensure_ascii=False),
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def render(values: object, kubernetes: str = "1.34.0") -> str:
    done = helm(
        "template",
        "provider-alicloud",
        CHART,
        "--namespace=extension-abcde",
        f"--kube-version={kubernetes}",
        "--values=-",
        values=values,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def refused(values: object) -> str:
    done = helm("template", "provider-alicloud", CHART, "--values", "-", values=values)
    assert done.returncode == 1, "helm rendered what it should refuse"
    return done.stderr


def objects(rendered: str) -> Manifest:
    """The rendered objects, by `Kind/name`; none may be there twice."""
    found = [each for each in yaml.safe_load_all(rendered) if each]
    named = {f"{each['kind']}/{each['metadata']['name']}": each for each in found}
    assert len(named) == len(found)
    return named


def kind(rendered: str, wanted: str) -> Manifest:
    """The only rendered object of a kind."""
    found: list[Manifest]
    found = [each for name, each in objects(rendered).items() if name.startswith(f"{wanted}/")]
    assert len(found) == 1
    return found[0]


def configuration(rendered: str) -> Manifest:
    name = "ConfigMap/gardener-extension-provider-alicloud-configmap"
    loaded: Manifest = yaml.safe_load(objects(rendered)[name]["data"]["config.yaml"])
    return loaded


def template(rendered: str) -> Manifest:
    """The pod template: a change of it restarts the pods."""
    pod: Manifest = kind(rendered, "Deployment")["spec"]["template"]
    return pod


def container(rendered: str) -> Manifest:
    found: list[Manifest] = template(rendered)["spec"]["containers"]
    assert len(found) == 1
    return found[0]


def merged(base: Manifest, path: str, value: object) -> Manifest:
    """A copy of `base` with one value set, by its dotted path."""
    result = copy.deepcopy(base)
    *parents, last = path.split(".")
    at = result
    for parent in parents:
        at = at.setdefault(parent, {})
    at[last] = value
    return result
