"""What provider-alicloud calls itself in Gardener's objects, and where it is published."""

from __future__ import annotations

import re
from typing import Final

PROVIDER_TYPE: Final = "alicloud"
"""The type of profiles, seeds and resources that the extension is responsible for."""

DNS_TYPE: Final = "alicloud-dns"
"""The type of DNS records: `DNSType` in its `pkg/alicloud`."""

CONFIG_API_VERSION: Final = "alicloud.provider.extensions.gardener.cloud/v1alpha1"
"""Of CloudProfileConfig and BackupBucketConfig."""

PUBLIC_REGISTRY: Final = "europe-docker.pkg.dev/gardener-project/public"

EXTENSION_IMAGE: Final = "gardener/extensions/provider-alicloud"
_CHARTS: Final = "charts/gardener/extensions"
EXTENSION_CHART: Final = f"{_CHARTS}/provider-alicloud"
RUNTIME_CHART: Final = f"{_CHARTS}/admission-alicloud-runtime"
VIRTUAL_CHART: Final = f"{_CHARTS}/admission-alicloud-application"
"""Where its image and its charts (these since v1.53) are found below the registry."""

EXTENSION_REPOSITORY: Final = f"{PUBLIC_REGISTRY}/{EXTENSION_CHART}"
RUNTIME_REPOSITORY: Final = f"{PUBLIC_REGISTRY}/{RUNTIME_CHART}"
VIRTUAL_REPOSITORY: Final = f"{PUBLIC_REGISTRY}/{VIRTUAL_CHART}"


def is_extension_chart(reference: str) -> bool:
    """Whether a reference leads to the extension's own chart, in whatever registry mirrors it."""
    return re.search(f"(^|/){re.escape(EXTENSION_CHART)}([:@]|$)", reference) is not None
