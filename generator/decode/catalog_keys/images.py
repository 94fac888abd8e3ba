"""The keys of `images`."""

from __future__ import annotations

from typing import Final

IMAGE: Final = {
    "versions": "Version to regions and IDs (the short form), or to the keys of the long form.",
    "updateStrategy": "`patch`, `minor` or `major`: how far an update of machines leads. "
    "Default: major.",
    "shared": "`true`: the IDs of its versions are shared with end users. Default: false.",
    "encryptedSystemDisks": "As `encryptedSystemDisks` of the catalog, for this image. "
    "Default: the catalog's.",
}

VERSION: Final = {
    "regions": 'Region to image ID; `"*"` for every region that is not listed.',
    "flavors": "A list of capability sets, each with its own IDs; instead of `regions`.",
    "shared": "As `shared` of the image, for this version. Default: the image's.",
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
