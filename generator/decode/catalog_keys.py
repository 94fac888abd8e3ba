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
    "accessKeyID": "`{env: NAME}` or `{file: PATH}`, in plain text; `{placeholder: TEXT}`; or the "
    "value as base64 text.",
    "accessKeySecret": "The same for the other half of the access key.",
}
_SPEC: Final = "The rest of the spec, as Gardener has it; what the catalog generates is refused."

TOP: Final = {
    "apiVersion": "`alicloud.generator/v1alpha1`; with `kind`, the file is a KRM object, too.",
    "kind": "`ImageCatalog`.",
    "metadata": "What the file is called as an object; never inherited.",
    "extends": "A file, or a list of files, over which this one is merged.",
    "abstract": "`true`: it only serves as a base, and nothing is generated; never inherited.",
    "target": "The releases that the output is meant for, and how the landscape applies it.",
    "labels": "Labels of every object.",
    "annotations": "Annotations of every object.",
    "regions": 'The only regions of this landscape, of IDs and profile; and `"*"` means these.',
    "order": "Names of the images that come first; the others follow as declared.",
    "holdBack": "Keeps the newest versions of each image out; one of the two.",
    "encryptedSystemDisks": "`true`: the images serve encrypted system disks, too. Default: false.",
    "images": "Image name to image. The first image is the default of new clusters. "
    "Needed where there is a `cloudProfile`.",
    "share": "A list of more image IDs to share with end users.",
    "accounts": "A list of the accounts that may use the shared images, for `audit`.",
    "registry": "HOST/PATH of a mirror: the public registry's place in every default reference.",
    "ownerSecret": "The account that owns the shared images.",
    "csi": "Settings of the CSI driver.",
    "controllerDeployment": "How the extension is deployed. Written where it is absent, too; "
    "not where it is `null`, which a file over this one can take back.",
    "controllerRegistration": "Present (`{}` is enough): the ControllerRegistration is written.",
    "extension": "Present (`{}` is enough): the Extension of gardener-operator is written.",
    "seeds": "A list of seeds whose backups go to Alibaba Cloud.",
    "secrets": "Which Secrets are made by another tool, of what a store holds.",
    "cloudProfile": "Present: the CloudProfile is written, its images from `images`.",
    "namespacedCloudProfiles": "A list of profiles that add images to the CloudProfile.",
    "kustomization": "Present (`{}` is enough): a folder for each cluster, for kustomize to build.",
    "rules": "Rule ID to `error`, `warning` or `off`, or to that with a reason.",
}

METADATA: Final = {
    "name": "Names the output folder; a DNS label. Default: the file's name without its ending.",
    "labels": "For other tools; they go into no manifest.",
    "annotations": "For other tools; they go into no manifest.",
}

TARGET: Final = {
    "gardener": f"Default: {DEFAULT_GARDENER}.",
    "extension": f"Default: {DEFAULT_EXTENSION}; also the default tag of its image and charts.",
    "apply": "`client-side` (plain `kubectl apply`, Argo CD by default) or `server-side` (Flux).",
}

RULE: Final = {
    "severity": "`error`, `warning` or `off`.",
    "because": "Why, for whoever reads the catalog.",
}

HOLD_BACK: Final = {
    "versions": "How many of the newest versions of each image wait.",
    "days": "How many days before `--as-of` a version must be `released` to be in.",
}

IMAGE: Final = {
    "versions": "Version to regions and IDs (the short form), or to the keys of the long form.",
    "updateStrategy": "`patch`, `minor` or `major`, which is Gardener's default.",
    "shared": "`true`: the IDs of its versions are shared with end users.",
    "encryptedSystemDisks": "Overrides `encryptedSystemDisks` of the catalog.",
}

VERSION: Final = {
    "regions": 'Region to image ID; `"*"` for every region that has none of its own.',
    "flavors": "Several capability sets with IDs of their own, instead of `regions`.",
    "shared": "Overrides `shared` of the image.",
    "released": "The day of its release, for `holdBack`.",
    "classification": "`preview`, `supported` or `deprecated`; Gardener has no default.",
    "expirationDate": "A time, or a date, whose last second in UTC is meant.",
    "lifecycle": "A list of stages in their order, instead of the two keys above.",
    "architectures": "A list of `amd64` and `arm64`. Default: amd64.",
    "cri": "A list of container runtime interfaces. Default: containerd.",
    "kubeletVersionConstraint": "The kubelet versions that the image can run, as SemVer ranges.",
    "inPlaceUpdates": "Whether nodes can be updated in place.",
}

STAGE: Final = {
    "classification": "`preview`, `supported`, `deprecated` or `expired`.",
    "startTime": "A time, or a date, whose first second in UTC is meant; the first may have none.",
}

CRI: Final = {
    "name": "`containerd`, the only one there is.",
    "containerRuntimes": "A list of the container runtimes that are supported beside its own.",
}

CONTAINER_RUNTIME: Final = {
    "type": "The runtime's type, such as `gvisor`.",
    "providerConfig": "A mapping that the runtime's extension reads.",
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
    "resource": "A Secret in the garden cluster, read when the extension is deployed: the manifest "
    "then holds no key, and keys beside it only go into that Secret.",
}

CREDENTIAL: Final = {
    "env": "The name of an environment variable.",
    "file": "The path of a file; a line break at its end does not count.",
    "placeholder": "Text that another tool replaces with base64 text, such as `<path:…#id>` or "
    "`${NAME}`: it is written as it stands.",
}

CSI: Final = {"enableADController": "`true` or `false`; absent, the values say nothing of it."}

DEPLOYMENT: Final = {
    "name": "Default: extension-provider-alicloud.",
    "apiVersion": "`v1beta1` (default) or `v1` of core.gardener.cloud.",
    **_METADATA,
    "chart": "A folder, a `.tgz`, a manifest that holds a chart, or `{oci: …}`. Default: built in.",
    "image": "The extension's image, for a mirror.",
    "injectGardenKubeconfig": "Default: true, which today's extension needs.",
    "machineImages": "`false`: the values do without `config.machineImages`. Default: true.",
    "values": "Helm values, merged over the generated ones; they may take nothing away that the "
    "catalog asks for.",
}

IMAGE_REFERENCE: Final = {
    "repository": "Default: the chart's.",
    "tag": "Default: the target's extension.",
}

CHART: Final = {"oci": "A chart in an OCI registry."}

OCI: Final = {
    "ref": "The whole reference; instead of the three keys below.",
    "repository": "HOST/REPOSITORY.",
    "tag": "The chart's tag. Without a digest, by default the target's release.",
    "digest": "`sha256:` and 64 hexadecimal digits.",
    "from": "In its place: the `.tgz` that was pushed there, whose digest is written.",
    "pullSecretRef": "`{name: …}`: a Secret in `garden` with the registry's credentials.",
    "caBundleSecretRef": "`{name: …}`: a Secret there with the registry's CA certificates.",
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
    "form": "`patch`: only values and what else is stated here, for an Extension that others made, "
    "such as gardener-landscape-kit; it keeps its charts. Default: `whole`.",
    "injectGardenKubeconfig": "Default: true.",
    "chart": "`{oci: …}`. Default: the ControllerDeployment's in a registry, or Gardener's.",
    "values": "Helm values, merged over those of the ControllerDeployment.",
    "runtimeClusterValues": "Helm values for the garden's runtime cluster.",
    "admission": "The admission component's charts and values.",
}

ADMISSION: Final = {
    "runtimeCluster": "`{chart: {oci: …}}`. Default: Gardener's chart.",
    "virtualCluster": "`{chart: {oci: …}}`. Default: Gardener's chart.",
    "values": "Helm values of both.",
}

SEED: Final = {
    "name": "The Seed's name.",
    **_METADATA,
    "provider": "Without `spec`: the seed's provider, if it is not alicloud.",
    "backup": "Where the backups go.",
    "spec": "A complete Seed's spec: a Seed is written then, else a patch.",
}

BACKUP: Final = {
    "region": "Default: the Seed's, if its provider is alicloud.",
    "secret": "The Secret with the access key; its RAM user needs AliyunOSSFullAccess.",
    "immutability": "Makes the bucket's objects immutable for a while.",
}

BACKUP_SECRET: Final = {
    "name": "Default: backup-credentials.",
    "namespace": "Default: garden.",
    **_ACCESS_KEY,
}

IMMUTABILITY: Final = {
    "retentionType": "`bucket`, the only one there is.",
    "retentionPeriod": "In days, from 1.",
    "locked": "`true`: the period can never be shortened again.",
}

SECRETS: Final = {
    "external": "Secrets that External Secrets Operator makes: ExternalSecrets are written.",
}

EXTERNAL: Final = {
    "store": "The store that the operator reads.",
    "remote": "The access keys in it; Secrets that it does not name are as without this section.",
}

STORE: Final = {
    "kind": "`SecretStore`, which is the operator's default, or `ClusterSecretStore`.",
    "name": "The name of that object.",
}

REMOTE: Final = {
    "owner": "The key in the Secret of `ownerSecret.resource`.",
    "backups": "Name of a Secret in `seeds` to the key in it.",
}

REMOTE_ACCESS_KEY: Final = {
    "key": "The entry of the store, by its path or name.",
    "id": "The property with the access key ID, in plain text. Default: accessKeyID.",
    "secret": "The property with the access key secret. Default: accessKeySecret.",
}

CLOUD_PROFILE: Final = {"name": "Default: alicloud.", **_METADATA, "spec": _SPEC}

NAMESPACED_CLOUD_PROFILE: Final = {
    "name": "The profile's name.",
    "namespace": "The project's namespace.",
    **_METADATA,
    "parent": "The CloudProfile that it adds to. Default: the catalog's.",
    "images": 'Image name to a list of versions, or `"*"`, which only this profile offers.',
    "expirations": "Image name to version to date: versions of the parent that expire at another.",
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
