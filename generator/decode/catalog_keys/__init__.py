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
    "metadata": "The metadata of the catalog as an object; never inherited.",
    "extends": "A base file, or a list of them: this catalog is merged over it.",
    "abstract": "`true`: only a base for other catalogs, nothing is generated from it; never "
    "inherited. Default: false.",
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
    "gardener": f"The release of Gardener. Default: {DEFAULT_GARDENER}.",
    "extension": "The release of the extension, and the tag of its image and charts where the "
    f"catalog states none. Default: {DEFAULT_EXTENSION}.",
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

CSI: Final = {"enableADController": "`true` or `false`. If absent, the values do not set it."}

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
