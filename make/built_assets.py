"""Makes what never changes while hatchling builds the wheel; an editable install has none of it."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class BuiltAssets(BuildHookInterface):  # type: ignore[type-arg]  its argument is hatchling's own
    """Adds the packed chart and the compiled templates to `generator/_assets` of the wheel."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Pack and compile, before the files of the wheel are collected."""
        if version == "editable":
            return
        sys.path.insert(0, self.root)
        from generator import assets
        from generator.chart_values.built_in import for_wheel
        from generator.documents.render import Templates

        packed, compiled = (self._made / path.name for path in (assets.BUILT_IN, assets.COMPILED))
        Templates([assets.TEMPLATES]).compile(compiled)
        packed.write_bytes(for_wheel(assets.EXTENSION_CHART))
        for path in (packed, compiled):
            build_data["force_include"][str(path)] = f"generator/_assets/{path.name}"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:  # noqa: ARG002  hatchling passes them
        """Leave nothing beside the wheel."""
        shutil.rmtree(self._made, ignore_errors=True)

    @property
    def _made(self) -> Path:
        return Path(self.directory) / "built-assets"
