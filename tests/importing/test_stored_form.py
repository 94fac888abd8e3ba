"""What a manifest says in another form than the server stores it is no difference."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator import cli

PROFILE = """\
apiVersion: core.gardener.cloud/v1beta1
kind: CloudProfile
metadata: {name: alicloud}
spec:
  type: alicloud
  kubernetes:
    versions:
    - version: 1.33.0
    - {version: 1.32.0, classification: deprecated, expirationDate: %(time)s}
  machineImages:
  - name: g
    versions: [{version: 1.0.0, cri: [{name: containerd}], architectures: [amd64]}]
  machineTypes:
  - name: ecs.g6.large
    cpu: %(cpu)s
    memory: %(memory)s
    gpu: "0"
    usable: true
    storage: {class: standard, type: cloud_essd, size: %(size)s}
  regions: [{name: cn-shanghai, zones: [{name: cn-shanghai-a}]}]
  providerConfig:
    apiVersion: alicloud.provider.extensions.gardener.cloud/v1alpha1
    kind: CloudProfileConfig
    machineImages:
    - name: g
      versions: [{version: 1.0.0, regions: [{name: cn-shanghai, id: m-uf6hvbrxclop1jtat17m}]}]
"""
STORED = {"time": '"2027-01-01T00:00:00Z"', "cpu": '"2"', "memory": "8Gi", "size": "20Gi"}


@pytest.mark.parametrize(
    ("key", "written"),
    [
        ("cpu", "2000m"),
        ("cpu", "2.0"),
        ("cpu", "2"),
        ("memory", "8192Mi"),
        ("memory", "8388608Ki"),
        ("size", "20480Mi"),
        ("time", '"2027-01-01T01:00:00+01:00"'),
        ("time", "2027-01-01T00:00:00Z"),
    ],
)
def test_another_form_of_the_same_is_not_told(
    key: str, written: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("profile.yaml").write_text(PROFILE % (STORED | {key: written}))
    assert cli.run(["import", "profile.yaml", "-o", "live.yaml"]) == 0
    heading, *rest = Path("live.yaml").read_text().splitlines()
    assert heading == "# Imported from profile.yaml."
    assert not rest[0].startswith("#")
