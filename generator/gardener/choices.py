"""Fields of Gardener's API, and of the extension's, that hold one of a few words."""

from __future__ import annotations

from generator.catalog.profile import AMD64
from generator.reading.text_formats import one_of

CLASSIFICATION = one_of("preview", "supported", "deprecated")
"""Of a version, in the order of its life."""

STAGE = one_of(*CLASSIFICATION.choices, "expired")
"""Of a stage in the `lifecycle` of a version."""

UPDATE_STRATEGY = one_of("patch", "minor", "major")
"""How far automatic updates of a machine image go."""

ARCHITECTURE = one_of(AMD64, "arm64")

POLICY = one_of("OnDemand", "Always", "AlwaysExceptNoShoots")
"""`ControllerDeploymentPolicy` of gardener `pkg/apis/core/v1beta1`."""

FORM = one_of("whole", "patch")
"""Of an Extension in a catalog: all of it, or what is ours of one that others made."""

POD_SECURITY = one_of("privileged", "baseline", "restricted")
"""The levels of Kubernetes' Pod Security Standards."""

RETENTION_TYPE = one_of("bucket")
"""Of the extension's BackupBucketConfig: what is immutable."""
