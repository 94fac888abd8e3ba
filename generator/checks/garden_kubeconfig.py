"""The extension gets no access to the garden cluster.

provider-alicloud needs it since v1.51. Since v1.114, Gardener only gives it if
`injectGardenKubeconfig` is true, which is the default here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.gardener.releases import INJECT_GARDEN_KUBECONFIG, at_least
from generator.problems import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.catalog import Catalog

ID = "garden-kubeconfig"
SEVERITY = Severity.WARNING

NEEDED_SINCE = "v1.51.0"


def check(catalog: Catalog) -> Iterator[Finding]:
    """Look at both objects that can ask for a kubeconfig."""
    target = catalog.target
    if not at_least(target.extension, NEEDED_SINCE):
        return
    if not at_least(target.gardener, INJECT_GARDEN_KUBECONFIG):
        return
    sections = {
        "controllerDeployment": catalog.controller_deployment.inject_garden_kubeconfig,
        "extension": catalog.extension is None
        or catalog.extension.inject_garden_kubeconfig is not False,
    }
    for name, injected in sections.items():
        if not injected:
            message = f"provider-alicloud {target.extension} needs access to the garden cluster"
            yield Finding((name, "injectGardenKubeconfig"), message, "true, which is the default")
