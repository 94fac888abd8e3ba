"""What is measured on: catalogs of any size, and the same data as values of a Helm chart."""

from __future__ import annotations

from base64 import b32encode
from hashlib import sha256
from typing import TYPE_CHECKING

from generator.chart.blob import encode
from generator.chart.source import from_folder
from generator.gardener.regions import PREFIX_OF_REGION

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

IMAGES = tuple(f"image-{number}" for number in range(10))
REGIONS = sorted(PREFIX_OF_REGION)[:30]
IDS_OF_A_VERSION = len(IMAGES) * len(REGIONS)
"""How many IDs a catalog has when each of its images has one version."""

GUIDE_IMAGE, GUIDE_VERSION = "customized_coreos", "2191.4.1"
GUIDE_IDS = {"eu-central-1": "m-gw8iwwd9dqjxwgjtvc3i", "cn-shanghai": "m-uf6hvbrxclop1jtat17m"}
"""What `examples/guide.yaml` says; `same.py` would notice another."""

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
        file.write(_profile(REGIONS))
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
        file.write(_spec("  ", REGIONS))
        file.write("machineImages:\n")
        for image in IMAGES:
            file.write(f"- name: {image}\n  versions:\n")
            for version in _versions(ids):
                file.write(f"  - version: {version}\n    regions:\n")
                file.writelines(_region(r, _image_id(image, version, r)) for r in REGIONS)
    return path


def write_guide(folder: Path, example: Path) -> tuple[Path, Path]:
    """The guide's example with a CloudProfile, and the same profile as values."""
    catalog, values = folder / "guide.yaml", folder / "guide-values.yaml"
    text = example.read_text(encoding="utf-8")
    catalog.write_text(text + _profile([*GUIDE_IDS]), encoding="utf-8")
    with values.open("w", encoding="utf-8") as file:
        file.write(f"name: {PROFILE}\nspec:\n{_spec('  ', [*GUIDE_IDS])}machineImages:\n")
        file.write(f"- name: {GUIDE_IMAGE}\n  versions:\n  - version: {GUIDE_VERSION}\n")
        file.write("    regions:\n")
        file.writelines(_region(region, image_id) for region, image_id in GUIDE_IDS.items())
    return catalog, values


def write_blob(path: Path, chart: Path, release: str) -> Path:
    """What a ControllerDeployment has beside its images, as values: a chart and a release."""
    path.write_text(f"chart: {encode(from_folder(chart).tar)}\ntag: {release}\n", encoding="utf-8")
    return path


def write_landscapes(folder: Path, text: str, count: int) -> list[Path]:
    """So many catalogs of the same text, each with a name of its own."""
    folder.mkdir(exist_ok=True)
    paths = [folder / f"landscape-{number:04}.yaml" for number in range(count)]
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
    """With any letter, as Alibaba Cloud has them: some spell parts of words such as `key`."""
    digest = b32encode(sha256(f"{image} {version} {region}".encode()).digest()).decode().lower()
    return f"m-{PREFIX_OF_REGION[region]}{digest[:17]}"


def _region(region: str, image_id: str) -> str:
    return f"    - name: {region}\n      id: {image_id}\n"


def _profile(regions: Sequence[str]) -> str:
    """The section of a catalog that asks for a CloudProfile."""
    return f"cloudProfile:\n  name: {PROFILE}\n  spec:\n{_spec('    ', regions)}"


def _spec(pad: str, regions: Sequence[str]) -> str:
    parts = (REGION.format(pad=pad, region=region) for region in regions)
    return SPEC.format(pad=pad) + "".join(parts)
