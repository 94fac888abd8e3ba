"""What Argo CD makes of examples/argocd: Applications, and runs of the plugin."""

from __future__ import annotations

import json
import os
import subprocess
from typing import TYPE_CHECKING, Any

import yaml

from tests.support.tools import ROOT

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

EXAMPLES = ROOT / "examples" / "argocd"


def read(name: str) -> Any:
    return yaml.safe_load((EXAMPLES / name).read_text())


def applications(repository: Path) -> dict[str, dict[str, Any]]:
    """The Applications by their names: one for each file that the Git generator finds."""
    spec = read("applicationset.yaml")["spec"]
    (generator,) = spec["generators"]
    found: set[Path] = set()
    for each in sorted(generator["git"]["files"], key=lambda each: each.get("exclude", False)):
        matches = set(repository.glob(each["path"]))
        found = found - matches if each.get("exclude") else found | matches
    made = [_application(spec["template"], path.relative_to(repository)) for path in found]
    return {each["metadata"]["name"]: each for each in made}


def _application(template: dict[str, Any], file: Path) -> dict[str, Any]:
    text = json.dumps(template)
    for expression, value in {
        r"{{ trimSuffix \".yaml\" .path.filename }}": file.name.removesuffix(".yaml"),
        "{{ .path.path }}": file.parent.as_posix(),
        "{{ .path.filename }}": file.name,
    }.items():
        text = text.replace(expression, value)
    assert "{{" not in text, "an expression that nothing is put in the place of"
    made: dict[str, Any] = json.loads(text)
    made["metadata"]["namespace"] = "argocd"
    return {"apiVersion": "argoproj.io/v1alpha1", "kind": "Application", **made}


def run_plugin(
    command: str, application: dict[str, Any], repository: Path, sidecar: Mapping[str, str]
) -> subprocess.CompletedProcess[str]:
    """Run `init` or `generate` as the CMP server of Argo CD does.

    So it is in `runCommand` of cmpserver/plugin/plugin.go: without a shell, in the folder of the
    Application's source, with the environment of the `sidecar` below that of the repo server.
    Standard output alone becomes manifests.
    """
    stated = read("plugin.yaml")["spec"][command]
    source = application["spec"]["source"]
    return subprocess.run(
        [*stated["command"], *stated.get("args", [])],
        cwd=repository / source["path"],
        env={**sidecar, **build_environment(application)},
        stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip


def build_environment(application: dict[str, Any]) -> dict[str, str]:
    """What the repo server sends: `newEnv` in reposerver/repository/repository.go, and `Environ` of
    the parameters in pkg/apis/application/v1alpha1/types.go."""
    source = application["spec"]["source"]
    parameters = source["plugin"]["parameters"]
    environment = {
        "ARGOCD_APP_NAME": application["metadata"]["name"],
        "ARGOCD_APP_NAMESPACE": application["spec"]["destination"].get("namespace", ""),
        "ARGOCD_APP_PROJECT_NAME": application["spec"]["project"],
        "ARGOCD_APP_REVISION": "0" * 40,
        "ARGOCD_APP_REVISION_SHORT": "0" * 7,
        "ARGOCD_APP_REVISION_SHORT_8": "0" * 8,
        "ARGOCD_APP_SOURCE_REPO_URL": source["repoURL"],
        "ARGOCD_APP_SOURCE_PATH": source["path"],
        "ARGOCD_APP_SOURCE_TARGET_REVISION": source["targetRevision"],
        "KUBE_VERSION": "1.34.2",
        "KUBE_API_VERSIONS": "v1,apps/v1",
        "ARGOCD_APP_PARAMETERS": json.dumps(parameters),
    }
    for each in parameters:
        name = f"PARAM_{each['name'].upper()}"
        if "string" in each:
            environment[name] = each["string"]
        for number, item in enumerate(each.get("array", ())):
            environment[f"{name}_{number}"] = item
    return environment


def discovers(repository: Path, application: dict[str, Any]) -> bool:
    """Whether the plugin is for an Application, as `matchRepository` of the CMP server has it."""
    pattern = read("plugin.yaml")["spec"]["discover"]["fileName"]
    return any((repository / application["spec"]["source"]["path"]).glob(pattern))


def sidecar_environment(home: Path) -> dict[str, str]:
    """The environment of a container with our command and a shell, and nothing else."""
    return {"PATH": f"{home / 'bin'}{os.pathsep}/usr/bin{os.pathsep}/bin", "HOME": str(home)}
