"""Every key that a catalog can have, section by section, with what it means.

The one list of keys: decoding refuses all others, `docs/reference.md` is made of it, and `explain`
prints it. A meaning ends with its default where the key has one: `Default: major.`
"""

from __future__ import annotations

from typing import Final

from generator.decode.catalog_keys.credentials import (
    CREDENTIAL,
    EXTERNAL,
    OWNER_SECRET,
    REMOTE,
    REMOTE_ACCESS_KEY,
    SECRETS,
    STORE,
)
from generator.decode.catalog_keys.images import (
    CONTAINER_RUNTIME,
    CRI,
    FLAVOR,
    IMAGE,
    IN_PLACE_UPDATES,
    STAGE,
    VERSION,
)
from generator.decode.catalog_keys.objects import (
    ADMISSION,
    BACKUP,
    BACKUP_SECRET,
    CHART,
    CLOUD_PROFILE,
    DEPLOYMENT,
    EXTENSION,
    IMAGE_REFERENCE,
    IMMUTABILITY,
    NAMESPACED_CLOUD_PROFILE,
    OCI,
    REGISTRATION,
    SEED,
)
from generator.gardener.releases import DEFAULT_EXTENSION, DEFAULT_GARDENER

__all__ = (
    "ADMISSION",
    "BACKUP",
    "BACKUP_SECRET",
    "CHART",
    "CLOUD_PROFILE",
    "CONTAINER_RUNTIME",
    "CREDENTIAL",
    "CRI",
    "CSI",
    "DEPLOYMENT",
    "EXTENSION",
    "EXTERNAL",
    "FLAVOR",
    "HOLD_BACK",
    "IMAGE",
    "IMAGE_REFERENCE",
    "IMMUTABILITY",
    "IN_PLACE_UPDATES",
    "METADATA",
    "NAMESPACED_CLOUD_PROFILE",
    "OCI",
    "OWNER_SECRET",
    "REGISTRATION",
    "REMOTE",
    "REMOTE_ACCESS_KEY",
    "RULE",
    "SECRETS",
    "SECTIONS",
    "SEED",
    "STAGE",
    "STORE",
    "TARGET",
    "TOP",
    "VERSION",
)

TOP: Final = {
    "apiVersion": "`alicloud.generator/v1alpha1`; with `kind`, the file is a KRM object, too.",
    "kind": "`ImageCatalog`.",
    "metadata": "What the file is called as an object; never inherited.",
    "extends": "A file, or a list of files, over which this one is merged.",
    "abstract": "`true`: it only serves as a base, and nothing is generated; never inherited. "
    "Default: false.",
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
    "gardener": f"The release of Gardener. Default: {DEFAULT_GARDENER}.",
    "extension": "The release of the extension, and the tag of its image and charts where the "
    f"catalog states none. Default: {DEFAULT_EXTENSION}.",
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

CSI: Final = {"enableADController": "`true` or `false`; absent, the values say nothing of it."}

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
