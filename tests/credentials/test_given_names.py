"""Names that people give say nothing: an image may be called as a section of keys is."""

from __future__ import annotations

from typing import Any

import pytest

from generator.credentials.tree import masked


@pytest.mark.parametrize("name", ["ownerSecret", "accessKeyID", "accessKeySecret", "secret"])
@pytest.mark.parametrize("version", [{"cn": "m-x"}, {"regions": {"cn": "m-x"}}])
def test_nothing_of_an_image_that_is_called_as_a_key_is_hidden(
    name: str, version: dict[str, Any]
) -> None:
    tree: Any = {"images": {name: {"versions": {"1.0.0": version}}}}
    assert masked(tree) == tree
