"""The words that fields of Gardener's API, and of the extension's, can choose from."""

from __future__ import annotations

from generator.catalog.profile import AMD64
from generator.reading.text_formats import one_of

CLASSIFICATION = one_of("preview", "supported", "deprecated")
"""What a version is classified as, in the order of its life."""

STAGE = one_of(*CLASSIFICATION.choices, "expired")
"""The same of a stage of its `lifecycle`."""

UPDATE_STRATEGY = one_of("patch", "minor", "major")
"""How far automatic updates of a machine image go."""

ARCHITECTURE = one_of(AMD64, "arm64")

POLICY = one_of("OnDemand", "Always", "AlwaysExceptNoShoots")
"""`ControllerDeploymentPolicy` of gardener `pkg/apis/core/v1beta1`."""

POD_SECURITY = one_of("privileged", "baseline", "restricted")
"""The levels of Kubernetes' Pod Security Standards."""

RETENTION_TYPE = one_of("bucket")
"""What the extension's BackupBucketConfig can make immutable."""
