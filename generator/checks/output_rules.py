"""Rules about what is generated, and about what it changes on disk: `validate` does neither."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.checks import api_version_change, apply_size, first_image, object_size

if TYPE_CHECKING:
    from generator.checks import ChangeRule, DocumentRule

DOCUMENT_RULES: tuple[DocumentRule, ...] = (apply_size, object_size)
CHANGE_RULES: tuple[ChangeRule, ...] = (api_version_change, first_image)
