"""What templates see: the catalog, and what each document says, computed where there is one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.documents.values import resource_references
from generator.gardener.releases import INJECT_GARDEN_KUBECONFIG, at_least

if TYPE_CHECKING:
    from generator.catalog import Catalog
    from generator.catalog.deployment import OCIRepository
    from generator.catalog.extension import Extension
    from generator.catalog.seeds import Seed
    from generator.catalog.values import Value
    from generator.documents.external_secrets import ExternalSecret
    from generator.documents.inputs import Chart, Inputs
    from generator.documents.secrets import GardenSecret


def template_variables(catalog: Catalog, chart: Chart) -> dict[str, object]:
    """What templates can use, by its name there; `docs/templates.md` lists it."""
    deployment = catalog.controller_deployment
    inject = at_least(catalog.target.gardener, INJECT_GARDEN_KUBECONFIG)
    return {
        "catalog": catalog,
        "deployment": deployment if deployment.is_written else None,
        "chart": chart,
        "resources": resource_references(catalog),
        "inject_garden_kubeconfig": deployment.inject_garden_kubeconfig and inject,
        "cloud_profile": catalog.cloud_profile,
        "namespaced_cloud_profiles": catalog.namespaced_cloud_profiles,
        "profiles": _profiles(catalog),
        "controller_registration": _registration(catalog),
        **_extension(catalog, chart, inject_garden_kubeconfig=inject),
        "seeds": _seeds(catalog),
        "secrets": _secrets(catalog, chart.inputs),
        "external_secrets": _external_secrets(catalog),
        "kustomization": catalog.kustomization,
    }


# Few catalogs have all sections, and each costs its imports: so they are imported where they stand.


def _profiles(catalog: Catalog) -> object:
    from generator.documents.profile import Profiles

    return Profiles(catalog)


def _registration(catalog: Catalog) -> dict[str, Value] | None:
    if catalog.controller_registration is None:
        return None
    from generator.documents.registration import registration_spec

    name = catalog.controller_deployment.name
    return registration_spec(catalog.controller_registration, name)


def _extension(
    catalog: Catalog, chart: Chart, *, inject_garden_kubeconfig: bool
) -> dict[str, dict[str, Value] | None]:
    names: dict[str, dict[str, Value] | None] = {"extension": None, "extension_patch": None}
    if catalog.extension is None:
        return names
    from generator.documents.extension import extension_spec

    spec = extension_spec(
        catalog,
        _pinned(catalog.extension, chart.inputs),
        chart.values_for(catalog.extension),
        resource_references(catalog),
        inject_garden_kubeconfig=inject_garden_kubeconfig,
    )
    return names | {"extension_patch" if catalog.extension.is_patch else "extension": spec}


def _pinned(extension: Extension, inputs: Inputs) -> Extension:
    from dataclasses import replace

    def pinned(chart: OCIRepository | None) -> OCIRepository | None:
        return None if chart is None else inputs.pinned(chart)

    admission = replace(
        extension.admission,
        runtime_chart=pinned(extension.admission.runtime_chart),
        virtual_chart=pinned(extension.admission.virtual_chart),
    )
    return replace(extension, chart=pinned(extension.chart), admission=admission)


def _seeds(catalog: Catalog) -> list[tuple[Seed, dict[str, Value]]]:
    if not catalog.seeds:
        return []
    from generator.documents.seeds import seed_spec

    return [(seed, seed_spec(seed, catalog.target.gardener)) for seed in catalog.seeds]


def _secrets(catalog: Catalog, inputs: Inputs) -> list[GardenSecret]:
    owner = catalog.owner_secret
    referred = inputs.access_key is not None and owner is not None and owner.resource is not None
    if not referred and not inputs.backup_keys:
        return []
    from generator.documents.secrets import garden_secrets

    return [*garden_secrets(catalog, inputs.access_key, inputs.backup_keys)]


def _external_secrets(catalog: Catalog) -> list[ExternalSecret]:
    if catalog.secrets is None:
        return []
    from generator.documents.external_secrets import external_secrets

    return external_secrets(catalog)
