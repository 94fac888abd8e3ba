"""Every key that a catalog can have, section by section, with what it means.

The one list of keys: decoding refuses all others, and `docs/reference.md` is made of it.
"""

from __future__ import annotations

from typing import Final

from generator.gardener.releases import DEFAULT_EXTENSION, DEFAULT_GARDENER

_METADATA: Final = {
    "labels": "Labels of the object, over those at the top of the catalog.",
    "annotations": "Annotations of the object, over those at the top of the catalog.",
}
_ACCESS_KEY: Final = {
    "accessKeyID": (
        "`{env: NAME}` or `{file: PATH}`, which hold it in plain text; `{placeholder: TEXT}`; or "
        "the value as base64 text."
    ),
    "accessKeySecret": "The access key secret, in the same ways.",
}
_SPEC: Final = "The rest of the spec, as in Gardener's API; fields that are generated are refused."

TOP: Final = {
    "apiVersion": "`alicloud.generator/v1alpha1`; with `kind`, the file is a KRM object, too.",
    "kind": "`ImageCatalog`.",
    "metadata": "The metadata of the catalog as an object; never inherited.",
    "extends": "A base file, or a list of them: this catalog is merged over it.",
    "abstract": (
        "`true`: only a base for other catalogs, nothing is generated from it; never inherited."
    ),
    "target": "The releases that the output is meant for, and how the landscape applies it.",
    "labels": "Labels of every object.",
    "annotations": "Annotations of every object.",
    "regions": "Restricts IDs and profile to these regions, which are also those that "
    '`"*"` stands for.',
    "order": "Names of the images that come first; the others follow as declared.",
    "holdBack": "Leaves out the newest versions of each image, by one of these two keys.",
    "encryptedSystemDisks": (
        "`true`: the images are also for encrypted system disks. Default: false."
    ),
    "images": "Image name to image. The first image is the default of new clusters. "
    "Needed where there is a `cloudProfile`.",
    "share": "A list of further image IDs to share with end users.",
    "accounts": "A list of the accounts that may use the shared images, for `audit`.",
    "registry": (
        "HOST/PATH of a mirror, which replaces the public registry in every default reference."
    ),
    "ownerSecret": "The account that owns the shared images.",
    "csi": "Settings of the CSI driver.",
    "controllerDeployment": (
        "How the extension is deployed. If absent, the ControllerDeployment is written with "
        "defaults; `null`: it is not written."
    ),
    "controllerRegistration": "If present (`{}` is enough), the ControllerRegistration is written.",
    "extension": "If present (`{}` is enough), the Extension for gardener-operator is written.",
    "seeds": "A list of seeds whose backups go to Alibaba Cloud.",
    "secrets": "Which Secrets another tool creates, from a store.",
    "cloudProfile": "If present, the CloudProfile is written, with the images of `images`.",
    "namespacedCloudProfiles": "A list of profiles that add images to the CloudProfile.",
    "kustomization": (
        "If present (`{}` is enough), each cluster gets its own folder, which kustomize can build."
    ),
    "rules": "Rule ID to `error`, `warning` or `off`, or to one of these with a reason.",
}

METADATA: Final = {
    "name": (
        "The name of the output folder; a DNS label. Default: the file's name without extension."
    ),
    "labels": "For other tools; not written to manifests.",
    "annotations": "For other tools; not written to manifests.",
}

TARGET: Final = {
    "gardener": f"Default: {DEFAULT_GARDENER}.",
    "extension": f"Default: {DEFAULT_EXTENSION}; also the default tag of its image and charts.",
    "apply": "`client-side` (plain `kubectl apply`, Argo CD by default) or `server-side` (Flux).",
}

RULE: Final = {
    "severity": "`error`, `warning` or `off`.",
    "because": "The reason, for readers of the catalog.",
}

HOLD_BACK: Final = {
    "versions": "How many of the newest versions of each image are left out.",
    "days": "How many days before `--as-of` a version must be `released` to be included.",
}

IMAGE: Final = {
    "versions": "Version to regions and IDs (the short form), or to the keys of the long form.",
    "updateStrategy": "`patch`, `minor` or `major`, which is Gardener's default.",
    "shared": "`true`: the IDs of its versions are shared with end users.",
    "encryptedSystemDisks": "Overrides `encryptedSystemDisks` of the catalog.",
}

VERSION: Final = {
    "regions": 'Region to image ID; `"*"` for every region that is not listed.',
    "flavors": "A list of capability sets, each with its own IDs; instead of `regions`.",
    "shared": "Overrides `shared` of the image.",
    "released": "The day of its release, for `holdBack`.",
    "classification": "`preview`, `supported` or `deprecated`; Gardener has no default.",
    "expirationDate": "A time, or a date, which means its last second in UTC.",
    "lifecycle": "A list of stages in their order, instead of the two keys above.",
    "architectures": "A list of `amd64` and `arm64`. Default: amd64.",
    "cri": "A list of container runtime interfaces. Default: containerd.",
    "kubeletVersionConstraint": "The kubelet versions that the image can run, as SemVer ranges.",
    "inPlaceUpdates": "Whether nodes can be updated in place.",
}

STAGE: Final = {
    "classification": "`preview`, `supported`, `deprecated` or `expired`.",
    "startTime": (
        "A time, or a date, which means its first second in UTC; optional for the first stage."
    ),
}

CRI: Final = {
    "name": "`containerd`, the only choice.",
    "containerRuntimes": "A list of additional container runtimes that are supported.",
}

CONTAINER_RUNTIME: Final = {
    "type": "The runtime's type, such as `gvisor`.",
    "providerConfig": "A mapping, read by the extension of that runtime.",
}

IN_PLACE_UPDATES: Final = {
    "supported": "`true`: nodes can be updated to this version in place. Default: false.",
    "minVersionForUpdate": "The oldest version that can be updated to this one in place.",
}

FLAVOR: Final = {
    "architecture": "`amd64` or `arm64`: short for capabilities with this one architecture.",
    "capabilities": "Capability name to its list of values.",
    "regions": "Region to image ID, as in a version.",
}

OWNER_SECRET: Final = {
    "name": "The Secret's name on the seed. Default: machine-image-owner.",
    **_ACCESS_KEY,
    "resource": (
        "A Secret in the garden cluster, read when the extension is deployed: the manifest then "
        "has no access key, and one that is set here is only written to that Secret."
    ),
}

CREDENTIAL: Final = {
    "env": "The name of an environment variable.",
    "file": "The path of a file; a line break at its end is ignored.",
    "placeholder": "Text that another tool replaces with base64 text, such as `<path:…#id>` or "
    "`${NAME}`: it is written as it stands.",
}

CSI: Final = {"enableADController": "`true` or `false`. If absent, the values do not set it."}

DEPLOYMENT: Final = {
    "name": "Default: extension-provider-alicloud.",
    "apiVersion": "`v1beta1` (default) or `v1` of core.gardener.cloud.",
    **_METADATA,
    "chart": "A folder, a `.tgz`, a manifest that holds a chart, or `{oci: …}`. Default: built in.",
    "image": "The extension's image, for a mirror.",
    "injectGardenKubeconfig": "Default: true, which current extensions need.",
    "machineImages": "`false`: `config.machineImages` is left out of the values. Default: true.",
    "values": (
        "Helm values, merged over the generated ones; they must not remove what the catalog asks "
        "for."
    ),
}

IMAGE_REFERENCE: Final = {
    "repository": "Default: the chart's.",
    "tag": "Default: the release in `target.extension`.",
}

CHART: Final = {"oci": "A chart in an OCI registry."}

OCI: Final = {
    "ref": "The whole reference, instead of `repository`, `tag` and `digest`.",
    "repository": "HOST/REPOSITORY.",
    "tag": "The chart's tag. Default, without a digest: the release in `target.extension`.",
    "digest": "`sha256:` and 64 hexadecimal digits.",
    "from": "Instead of `digest`: the `.tgz` that was pushed, whose digest is written.",
    "pullSecretRef": "`{name: …}`: a Secret in `garden` with the registry's credentials.",
    "caBundleSecretRef": "`{name: …}`: a Secret in `garden` with the registry's CA certificates.",
}

_REGISTRATION: Final = {
    "name": "Default: provider-alicloud.",
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
    "form": (
        "`patch`: only values and what else is set here, to patch an Extension that another tool "
        "created, such as gardener-landscape-kit; its charts stay. Default: `whole`."
    ),
    "injectGardenKubeconfig": "Default: true.",
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
    "provider": "Without `spec`: the seed's provider, if it is not `alicloud`.",
    "backup": "Where the backups go.",
    "spec": "The spec of a complete Seed, which is then written; without it, a patch is written.",
}

BACKUP: Final = {
    "region": "Default: the Seed's region, if its provider is `alicloud`.",
    "secret": "The Secret with the access key; its RAM user needs AliyunOSSFullAccess.",
    "immutability": "Makes the bucket's objects immutable for a period.",
}

BACKUP_SECRET: Final = {
    "name": "Default: backup-credentials.",
    "namespace": "Default: garden.",
    **_ACCESS_KEY,
}

IMMUTABILITY: Final = {
    "retentionType": "`bucket`, the only choice.",
    "retentionPeriod": "A number of days, at least 1.",
    "locked": "`true`: the period can never be shortened again.",
}

SECRETS: Final = {
    "external": (
        "Secrets that External Secrets Operator creates, from ExternalSecrets that are written."
    ),
}

EXTERNAL: Final = {
    "store": "The store that the operator reads.",
    "remote": "The access keys in the store. Secrets that are not listed here are not affected.",
}

STORE: Final = {
    "kind": "`SecretStore`, which is the operator's default, or `ClusterSecretStore`.",
    "name": "The name of that object.",
}

REMOTE: Final = {
    "owner": "The access key of the Secret in `ownerSecret.resource`.",
    "backups": "Name of a Secret in `seeds` to its access key.",
}

REMOTE_ACCESS_KEY: Final = {
    "key": "The path or name of the entry in the store.",
    "id": "The property with the access key ID, in plain text. Default: accessKeyID.",
    "secret": "The property with the access key secret. Default: accessKeySecret.",
}

CLOUD_PROFILE: Final = {"name": "Default: alicloud.", **_METADATA, "spec": _SPEC}

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

SECTIONS: Final = {
    "": TOP,
    "metadata": METADATA,
    "target": TARGET,
    "rules.ID": RULE,
    "holdBack": HOLD_BACK,
    "images.NAME": IMAGE,
    "images.NAME.versions.VERSION": VERSION,
    "images.NAME.versions.VERSION.flavors[]": FLAVOR,
    "images.NAME.versions.VERSION.lifecycle[]": STAGE,
    "images.NAME.versions.VERSION.cri[]": CRI,
    "images.NAME.versions.VERSION.cri[].containerRuntimes[]": CONTAINER_RUNTIME,
    "images.NAME.versions.VERSION.inPlaceUpdates": IN_PLACE_UPDATES,
    "ownerSecret": OWNER_SECRET,
    "ownerSecret.accessKeyID, ownerSecret.accessKeySecret": CREDENTIAL,
    "csi": CSI,
    "controllerDeployment": DEPLOYMENT,
    "controllerDeployment.image": IMAGE_REFERENCE,
    "controllerDeployment.chart": CHART,
    "controllerDeployment.chart.oci": OCI,
    "controllerRegistration": REGISTRATION,
    "extension": EXTENSION,
    "extension.admission": ADMISSION,
    "seeds[]": SEED,
    "seeds[].backup": BACKUP,
    "seeds[].backup.secret": BACKUP_SECRET,
    "seeds[].backup.immutability": IMMUTABILITY,
    "secrets": SECRETS,
    "secrets.external": EXTERNAL,
    "secrets.external.store": STORE,
    "secrets.external.remote": REMOTE,
    "secrets.external.remote.backups.NAME, secrets.external.remote.owner": REMOTE_ACCESS_KEY,
    "cloudProfile": CLOUD_PROFILE,
    "namespacedCloudProfiles[]": NAMESPACED_CLOUD_PROFILE,
}
"""Every section by its path in a catalog."""
