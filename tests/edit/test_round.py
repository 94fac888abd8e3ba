"""The round of a new release: three commands, and the diff that a careful person would type."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
import yaml

from tests.support.command import run, tree
from tests.support.tools import need, real_data

BASE = """\
# Images of all landscapes.
# Ask the team "os" before you touch gardenlinux.

apiVersion: alicloud.generator/v1alpha1
kind: ImageCatalog

order: [gardenlinux, ubuntu]   # the first is the default of new clusters

regions: [cn-shanghai, eu-central-1, cn-beijing]

images:
  gardenlinux:      # newest first
    updateStrategy: minor
    versions:
      # kernel 6.12, see the release notes
      1877.2.0:
        classification: supported
        regions:
          cn-shanghai: m-uf6a1b2c3d4e5f6g7h8j   # checked by hand
          # no image in cn-beijing yet
          eu-central-1: m-gw8a1b2c3d4e5f6g7h8j
      1877.1.0: {cn-shanghai: m-uf6z9y8x7w6v5u4t3s2r, eu-central-1: m-gw8z9y8x7w6v5u4t3s2r}  # LTS

      # From here on: versions of the old pipeline.

      # the last one with cgroup v1
      1443.10.0:
        classification: deprecated
        expirationDate: 2025-06-30   # promised
        regions: {cn-shanghai: m-uf6z9y8x7w6v5u4t3s22}
        # nobody asked for eu-central-1

      1312.3.0:
        classification: deprecated
        expirationDate: "2026-06-30"
        regions: {cn-shanghai: m-uf6z9y8x7w6v5u4t3s23}

  customized_coreos:
    shared: true     # with end users
    versions:
      '2191.4.1': {eu-central-1: 'm-gw8iwwd9dqjxwgjtvc3i'}

  flatcar:
    versions: {3760.2.0: {eu-central-1: m-gw8iwwd9dqjxwgjtvc34}}
  suse: {versions: {15.6.20250101: {eu-central-1: m-gw8iwwd9dqjxwgjtvc35}}}

  ubuntu:   # system images: the same ID everywhere
    versions:
      18.4.20210415: {"*": ubuntu_18_04_x64_20G_alibase_20210420.vhd}

# The end of the images."""
"""Without a line end, on purpose."""

DEV = """\
extends: base.yaml
metadata: {name: dev}
images:
  gardenlinux:
    versions:
      2000.0.0: {cn-shanghai: m-uf6aaaaaaaaaaaaaaaaa}   # a preview of ours
"""

LIVE = """\
extends: base.yaml
metadata: {name: live}
images:
  gardenlinux:
    versions: {1312.3.0: null}
"""

RELEASE = """\
version: '1877.3'
architecture: amd64
published_image_metadata:
  published_alicloud_images:
  - {region_id: eu-central-1, image_id: m-gw8aaaaaaaaaaaaaaaa2, image_name: x}
  - {region_id: cn-beijing, image_id: m-2zeaaaaaaaaaaaaaaaa2, image_name: x}
  - {region_id: cn-shanghai, image_id: m-uf6aaaaaaaaaaaaaaaa2, image_name: x}
"""

DIFF = (Path(__file__).parent / "round.diff").read_text()
"""With REGIONS and COUNT, the number of lines, in the place of what the release says."""

ROUND = (
    ("add", "base.yaml", "gardenlinux", "1877.3.0", "--from", "release.yaml"),
    ("promote", "base.yaml", "gardenlinux", "1877.3.0", "--keep", "per-major", "--expires", "+90d"),
    ("retire", "base.yaml", "--grace", "30d"),
)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    folder = tmp_path / "catalogs"
    folder.mkdir()
    for name, text in (("base", BASE), ("dev", DEV), ("live", LIVE), ("release", RELEASE)):
        (folder / f"{name}.yaml").write_text(text)
    git(folder, "init", "-q")
    git(folder, "add", ".")
    identity = ("-c", "user.name=a", "-c", "user.email=a@example.org")
    git(folder, *identity, "commit", "-q", "-m", "before")
    return folder


def git(folder: Path, *arguments: str) -> str:
    return subprocess.run(
        [need("git"), *arguments], cwd=folder, capture_output=True, text=True, check=True
    ).stdout


def test_the_editing_verbs_write_what_a_careful_person_would_type(repository: Path) -> None:
    regions = "eu-central-1: m-gw8a", "cn-beijing: m-2zea"
    ordered = ["cn-shanghai: m-uf6a", *regions]
    check_round(repository, [f"{line}aaaaaaaaaaaaaaa2" for line in ordered])


def test_the_editing_verbs_write_the_expected_diff_for_a_real_release(repository: Path) -> None:
    real = real_data("gardenlinux-1877.3.yaml")
    (repository / "release.yaml").write_bytes(real.read_bytes())
    published = yaml.safe_load(real.read_text())["published_image_metadata"]
    ids = {i["region_id"]: i["image_id"] for i in published["published_alicloud_images"]}
    assert len(ids) == 28
    first = ["cn-shanghai", "eu-central-1"]
    regions = [*first, *sorted(ids.keys() - {*first})]
    git(repository, "update-index", "--assume-unchanged", "release.yaml")
    check_round(repository, [f"{region}: {ids[region]}" for region in regions])


def check_round(folder: Path, regions: list[str]) -> None:
    for number, arguments in enumerate(ROUND):
        summary = folder.with_name(f"{number}.md")
        result = run(*arguments, "--as-of", "2025-09-10", "--summary", summary, cwd=folder)
        assert result.returncode == 0, result.stderr
        assert not [line for line in summary.read_text().splitlines() if line != line.rstrip()]
        for name in ("dev", "live"):
            out = run("generate", f"{name}.yaml", "-o", folder.with_name("out"), cwd=folder)
            assert out.returncode == 0, out.stderr
    lines = "\n".join(f"+          {line}" for line in regions)
    expected = DIFF.replace("REGIONS", lines).replace("COUNT", str(24 + len(regions)))
    shown = git(folder, "diff", "--no-color", "--no-ext-diff")
    assert "".join(shown.partition("--- a")[1:]) == expected
    assert git(folder, "diff", "--name-only").split() == ["base.yaml"]
    before = tree(folder)
    again = run(*ROUND[0], cwd=folder)
    assert (again.returncode, tree(folder)) == (0, before)
    assert "is already there" in again.stderr
