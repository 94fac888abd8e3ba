"""Releases of Gardener and of its extension, and which of them first knew what.

A release that only one rule asks about stands in that rule.
"""

from __future__ import annotations

from typing import Final

from generator.gardener.version_order import release_numbers

DEFAULT_GARDENER: Final = "v1.150.0"
DEFAULT_EXTENSION: Final = "v1.72.0"
"""The releases whose own code judges the output in the conformance tests."""

INJECT_GARDEN_KUBECONFIG: Final = "v1.114.0"
"""The first Gardener release whose ControllerDeployment knows `injectGardenKubeconfig`."""

CREDENTIALS_REF: Final = "v1.123.0"
"""The first Gardener release whose Seeds are written with `credentialsRef`, not `secretRef`."""

BEFORE_CREDENTIALS_REF: Final = "v1.122.0"
"""A Gardener release before that."""

RESOURCES: Final = "v1.147.0"
"""The first Gardener release whose ControllerDeployment has `resources`, and templates for them."""


def at_least(release: str, since: str) -> bool:
    """Whether a release such as `v1.150.0` is not older than another; a `-dev` counts as done."""
    return release_numbers(release) >= release_numbers(since)
