"""The keys of sections that objects are made of: the deployment, seeds, profiles and others."""

from __future__ import annotations

from typing import Final

from generator.decode.catalog_keys.credentials import ACCESS_KEY

_METADATA: Final = {
    "labels": "Labels of the object, over those at the top of the catalog.",
    "annotations": "Annotations of the object, over those at the top of the catalog.",
}

DEPLOYMENT: Final = {
    "name": "The object's name. Default: extension-provider-alicloud.",
    "apiVersion": "`v1beta1` or `v1` of core.gardener.cloud. Default: v1beta1.",
    **_METADATA,
    "chart": "A folder, a `.tgz`, a manifest that holds a chart, or `{oci: …}`. Default: built in.",
    "image": "The extension's image, for a mirror.",
    "injectGardenKubeconfig": "Whether the extension can reach the garden cluster, which today's "
    "needs. Default: true.",
    "machineImages": "`false`: `config.machineImages` is left out of the values. Default: true.",
    "values": (
        "Helm values, merged over the generated ones; they must not remove what the catalog asks "
        "for."
    ),
}

IMAGE_REFERENCE: Final = {
    "repository": "HOST/PATH of the image. Default: the chart's.",
    "tag": "The image's tag. Default: the release in `target.extension`.",
}

CHART: Final = {"oci": "A chart in an OCI registry."}

OCI: Final = {
    "ref": "The whole reference, instead of `repository`, `tag` and `digest`.",
    "repository": "HOST/REPOSITORY.",
    "tag": "The chart's tag. Default: without a digest, the target's release.",
    "digest": "`sha256:` and 64 hexadecimal digits.",
    "from": "Instead of `digest`: the `.tgz` that was pushed, whose digest is written.",
    "pullSecretRef": "`{name: …}`: a Secret in `garden` with the registry's credentials.",
    "caBundleSecretRef": "`{name: …}`: a Secret in `garden` with the registry's CA certificates.",
}

_REGISTRATION: Final = {
    "name": "The object's name. Default: provider-alicloud.",
    **_METADATA,
    "policy": "`OnDemand`, `Always` or `AlwaysExceptNoShoots`.",
    "podSecurity": "The Pod Security level of the extension's namespace. Default: baseline.",
}

REGISTRATION: Final = {
    **_REGISTRATION,
    "deploymentRef": "The name of a ControllerDeployment that is written elsewhere. Default: the "
    "catalog's own.",
}

EXTENSION: Final = {
    **_REGISTRATION,
    "form": "`patch`: only values and what else is stated here, for an Extension that others made, "
    "such as gardener-landscape-kit; it keeps its charts. Default: whole.",
    "injectGardenKubeconfig": "As in `controllerDeployment`. Default: true.",
    "chart": (
        "`{oci: …}`. Default: the ControllerDeployment's chart if it is in a registry, or "
        "Gardener's."
    ),
    "values": "Helm values, merged over those of the ControllerDeployment.",
    "runtimeClusterValues": "Helm values for the garden's runtime cluster.",
    "admission": "The admission component's charts and values.",
}

ADMISSION: Final = {
    "runtimeCluster": "`{chart: {oci: …}}`. Default: Gardener's chart.",
    "virtualCluster": "`{chart: {oci: …}}`. Default: Gardener's chart.",
    "values": "Helm values of both charts.",
}

SEED: Final = {
    "name": "The Seed's name.",
    **_METADATA,
    "provider": "Without `spec`: the seed's provider. Default: alicloud.",
    "backup": "Where the backups go.",
    "spec": "The spec of a complete Seed, which is then written; without it, a patch is written.",
}

BACKUP: Final = {
    "region": "The bucket's region. Default: the Seed's region, if its provider is `alicloud`.",
    "secret": "The Secret with the access key; its RAM user needs AliyunOSSFullAccess.",
    "immutability": "Makes the bucket's objects immutable for a period.",
}

BACKUP_SECRET: Final = {
    "name": "The Secret's name. Default: backup-credentials.",
    "namespace": "Its namespace. Default: garden.",
    **ACCESS_KEY,
}

IMMUTABILITY: Final = {
    "retentionType": "`bucket`, the only choice. Default: bucket.",
    "retentionPeriod": "A number of days, at least 1.",
    "locked": "`true`: the period can never be shortened again. Default: false.",
}

_SPEC: Final = "The rest of the spec, as in Gardener's API; fields that are generated are refused."

CLOUD_PROFILE: Final = {
    "name": "The object's name. Default: alicloud.",
    **_METADATA,
    "spec": _SPEC,
}

NAMESPACED_CLOUD_PROFILE: Final = {
    "name": "The profile's name.",
    "namespace": "The project's namespace.",
    **_METADATA,
    "parent": "The CloudProfile that it adds to. Default: the catalog's.",
    "images": 'Image name to a list of the versions, or `"*"`, that only this profile offers.',
    "expirations": (
        "Image name to version to date: versions of the parent with a different expiration date."
    ),
    "spec": _SPEC,
}
