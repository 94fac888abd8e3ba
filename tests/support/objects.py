"""What a catalog's text becomes, document by document, as its readers see it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from generator import cli

IMAGES = "images: {gardenlinux: {versions: {1.0.0: {cn-shanghai: m-uf6hvbrxclop1jtat17m}}}}\n"


def generate(catalog: str, *options: str) -> int:
    """Generates a catalog named `live` into `manifests`, both in the working folder."""
    Path("live.yaml").write_text(IMAGES + catalog)
    return cli.run(["generate", "live.yaml", *options])


def path(document: str) -> Path:
    """The place of a generated document."""
    return Path("manifests", "live", f"{document}.yaml")


def load(document: str) -> list[dict[str, Any]]:
    """The objects of a generated document."""
    return list(yaml.safe_load_all(path(document).read_text()))


def generated(catalog: str, document: str, *options: str) -> dict[str, Any]:
    """The only object of a document that a catalog must give."""
    assert generate(catalog, *options) == 0
    (found,) = load(document)
    return found
