"""What provider-alicloud calls itself in Gardener's objects, and where it is published."""

from __future__ import annotations

from typing import Final

PROVIDER_TYPE: Final = "alicloud"
"""The type of profiles, seeds and resources that the extension is responsible for."""

DNS_TYPE: Final = "alicloud-dns"
"""The type of DNS records: `DNSType` in its `pkg/alicloud`."""

CONFIG_API_VERSION: Final = "alicloud.provider.extensions.gardener.cloud/v1alpha1"
"""Of CloudProfileConfig and BackupBucketConfig."""

_PUBLIC: Final = "europe-docker.pkg.dev/gardener-project/public/charts/gardener/extensions"
EXTENSION_REPOSITORY: Final = f"{_PUBLIC}/provider-alicloud"
RUNTIME_REPOSITORY: Final = f"{_PUBLIC}/admission-alicloud-runtime"
VIRTUAL_REPOSITORY: Final = f"{_PUBLIC}/admission-alicloud-application"
"""The OCI repositories of its charts, since v1.53."""
