"""What is measured on: catalogs of any size, and the same data as values of a Helm chart."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

from generator.gardener.regions import PREFIX_OF_REGION

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

IMAGES = tuple(f"image-{number}" for number in range(10))
REGIONS = sorted(PREFIX_OF_REGION)[:30]
IDS_OF_A_VERSION = len(IMAGES) * len(REGIONS)
"""How many IDs a catalog has when each of its images has one version."""

PROFILE = "alicloud"
SPEC = """\
{pad}kubernetes:
{pad}  versions:
{pad}  - version: 1.33.4
{pad}machineTypes:
{pad}- name: ecs.g7.large
{pad}  cpu: "2"
{pad}  gpu: "0"
{pad}  memory: 8Gi
{pad}  usable: true
{pad}  architecture: amd64
{pad}volumeTypes:
{pad}- name: cloud_essd
{pad}  class: premium
{pad}  usable: true
{pad}regions:
"""
REGION = """\
{pad}- name: {region}
{pad}  zones:
{pad}  - name: {region}a
"""


def write_catalog(path: Path, ids: int) -> Path:
    """A catalog of so many image IDs, a multiple of 300, that asks for a CloudProfile."""
    with path.open("w", encoding="utf-8") as file:
        file.write(f"cloudProfile:\n  name: {PROFILE}\n  spec:\n")
        file.writelines(_spec("    "))
        file.write("images:\n")
        for image in IMAGES:
            file.write(f"  {image}:\n    versions:\n")
            for version in _versions(ids):
                file.write(f"      {version}:\n")
                for region in REGIONS:
                    file.write(f"        {region}: {_image_id(image, version, region)}\n")
    return path


def write_values(path: Path, ids: int) -> Path:
    """The same data as values: in lists, as Helm would sort the keys of maps and lose the order."""
    with path.open("w", encoding="utf-8") as file:
        file.write(f"name: {PROFILE}\nspec:\n")
        file.writelines(_spec("  "))
        file.write("machineImages:\n")
        for image in IMAGES:
            file.write(f"- name: {image}\n  versions:\n")
            for version in _versions(ids):
                file.write(f"  - version: {version}\n    regions:\n")
                for region in REGIONS:
                    image_id = _image_id(image, version, region)
                    file.write(f"    - name: {region}\n      id: {image_id}\n")
    return path


def write_landscapes(folder: Path, example: Path, count: int) -> list[Path]:
    """So many copies of a catalog, each with a name of its own."""
    text = example.read_text(encoding="utf-8")
    paths = [folder / f"landscape-{number:03}.yaml" for number in range(count)]
    for path in paths:
        path.write_text(text, encoding="utf-8")
    return paths


def write_mistakes(path: Path, count: int) -> Path:
    """A catalog of so many versions, each with an ID that looks like none."""
    with path.open("w", encoding="utf-8") as file:
        file.write("images:\n  a:\n    versions:\n")
        file.writelines(f"      {n}.0.0: {{{REGIONS[0]}: wrong-{n}}}\n" for n in range(count))
    return path


def _versions(ids: int) -> Iterator[str]:
    return (f"{1000 + number}.0.0" for number in range(ids // IDS_OF_A_VERSION))


def _image_id(image: str, version: str, region: str) -> str:
    digits = sha256(f"{image} {version} {region}".encode()).hexdigest()
    return f"m-{PREFIX_OF_REGION[region]}{digits[:17]}"


def _spec(pad: str) -> Iterator[str]:
    yield SPEC.format(pad=pad)
    for region in REGIONS:
        yield REGION.format(pad=pad, region=region)
