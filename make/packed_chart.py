"""Packs the built-in chart while hatchling builds the wheel; an editable install has none."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class PackedChart(BuildHookInterface):  # type: ignore[type-arg]  its argument is hatchling's own
    """Adds `generator/_assets/extension-provider-alicloud.pickle` to the wheel."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Pack the chart, before the files of the wheel are collected."""
        if version == "editable":
            return
        sys.path.insert(0, self.root)
        from generator import assets
        from generator.chart_values.built_in import for_wheel

        packed = Path(self.directory) / assets.BUILT_IN.name
        packed.parent.mkdir(parents=True, exist_ok=True)
        packed.write_bytes(for_wheel(assets.EXTENSION_CHART))
        build_data["force_include"][str(packed)] = f"generator/_assets/{packed.name}"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:  # noqa: ARG002  hatchling passes them
        """Leave nothing beside the wheel."""
        (Path(self.directory) / "extension-provider-alicloud.pickle").unlink(missing_ok=True)
