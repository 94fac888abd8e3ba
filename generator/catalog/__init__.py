"""The catalog as the rest of the generator sees it: decoded, complete, immutable.

Field by field the format that `docs/catalog.md` describes. Whatever could not be used was refused
by `decode`, so that nothing here needs checking again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from generator.catalog.deployment import OCIRepository
from generator.record import Record

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from generator.catalog.credentials import OwnerSecret
    from generator.catalog.deployment import ControllerDeployment, ObjectMeta
    from generator.catalog.extension import Extension
    from generator.catalog.images import Image
    from generator.catalog.profile import CloudProfile, NamespacedCloudProfile
    from generator.catalog.registration import ControllerRegistration
    from generator.catalog.secrets import Secrets
    from generator.catalog.seeds import Seed
    from generator.problems import Path, Severity


class Target(Record):
    """The landscape that the output is meant for.

    `gardener` and `extension` are releases, with their leading `v`. `apply` is `client-side` or
    `server-side`, how the landscape applies manifests; None where the catalog does not say it.
    """

    gardener: str
    extension: str
    apply: str | None


class Catalog(Record):
    """One landscape: everything that its documents are generated from.

    An `abstract` one has no documents, and is only there for others to extend it.

    `metadata` is what every object carries; that of a section has it already. `images` stand in
    their final order; `regions` is None where the catalog does not restrict them; `share` holds the
    IDs to share beside those of shared images, and `accounts` those who may use them, as far as the
    catalog says it; `registry` (HOST/PATH) mirrors the public one, None where that is used. `file`
    is the path that the user gave, for messages, and `files` all that it was merged from, bases
    first. `as_of` is the day that dates are judged by, None where it was not given. `kustomization`
    says whether kustomize is to build its documents. `rules` are the checks that matter more or
    less here than they start with, None for one that is off. `own` is the tree of the file itself
    in the long form, without the files that it extends.
    """

    file: str
    files: tuple[str, ...]
    name: str
    abstract: bool
    target: Target
    as_of: date | None
    metadata: ObjectMeta
    images: tuple[Image, ...]
    regions: tuple[str, ...] | None
    share: tuple[str, ...]
    accounts: tuple[str, ...]
    registry: str | None
    owner_secret: OwnerSecret | None
    enable_ad_controller: bool | None
    controller_deployment: ControllerDeployment
    controller_registration: ControllerRegistration | None
    extension: Extension | None
    seeds: tuple[Seed, ...]
    secrets: Secrets | None
    cloud_profile: CloudProfile | None
    namespaced_cloud_profiles: tuple[NamespacedCloudProfile, ...]
    kustomization: bool
    rules: Mapping[str, Severity | None]
    own: Any

    @property
    def charts_in_registries(self) -> Iterator[tuple[Path, OCIRepository]]:
        """Each chart that an object takes from a registry, with the path that says where it is."""
        chart = self.controller_deployment.chart
        if isinstance(chart, OCIRepository):
            yield ("controllerDeployment", "chart", "oci"), chart
        if extension := self.extension:
            admission = extension.admission
            charts = {
                (): extension.chart,
                ("admission", "runtimeCluster"): admission.runtime_chart,
                ("admission", "virtualCluster"): admission.virtual_chart,
            }
            for part, place in charts.items():
                if place is not None:
                    yield ("extension", *part, "chart", "oci"), place

    @property
    def offered_regions(self) -> tuple[str, ...]:
        """Where clusters can be created: the CloudProfile's regions, else those of `regions`.

        Empty where the catalog has neither.
        """
        return self.cloud_profile.regions if self.cloud_profile else self.regions or ()

    def states(self, path: Path) -> bool:
        """Whether the file itself says what stands at a path, and not one that it extends."""
        node: Any = self.own
        for step in path:
            if isinstance(node, dict):
                known = step in node
            else:
                known = isinstance(node, list) and isinstance(step, int) and step < len(node)
            if not known:
                return False
            node = node[step]
        return True
