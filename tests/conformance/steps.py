"""Catalogs of a landscape's life, and what becomes of its objects when one follows another."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import yaml

from tests.conformance.landscapes import generate
from tests.conformance.stored import differences

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conformance.control_plane import ControlPlane, Mode

Changes = dict[str, Any]
"""What a catalog says otherwise than `BASE`; None takes a key away."""

BASE: Changes = yaml.safe_load("""
images:
  gardenlinux:
    shared: true
    versions:
      1877.13.0:
        regions: {cn-shanghai: m-uf6hvbrxclop1jtat17a, cn-hangzhou: m-bp1hvbrxclop1jtat17a}
      1877.12.0:
        regions: {cn-shanghai: m-uf6hvbrxclop1jtat17b}
ownerSecret:
  accessKeyID: RkFLRUFDQ0VTU0tFWUlEMDAwMDAwMDA=
  accessKeySecret: ZmFrZS1hY2Nlc3Mta2V5LXNlY3JldC0wMDAwMDAwMDAwMA==
csi: {enableADController: true}
controllerDeployment:
  values: {resources: {limits: {cpu: 500m, memory: 1Gi}, requests: {memory: 128Mi}}}
cloudProfile:
  spec:
    kubernetes: {versions: [{version: 1.34.2}, {version: 1.33.6}]}
    machineTypes: [{name: ecs.g7.large, cpu: "2", gpu: "0", memory: 8Gi}]
    regions: [{name: cn-shanghai}, {name: cn-hangzhou}]
""")

SEED: Changes = yaml.safe_load("""
cloudProfile: null
seeds:
- name: cn
  backup: {region: cn-shanghai, immutability: {retentionPeriod: 30, locked: true}}
  spec:
    provider: {type: alicloud, region: cn-shanghai, zones: [cn-shanghai-a]}
    ingress: {domain: ingress.cn.example.com, controller: {kind: nginx}}
    dns:
      provider:
        type: alicloud-dns
        credentialsRef: {apiVersion: v1, kind: Secret, name: dns, namespace: garden}
      internal:
        type: alicloud-dns
        domain: internal.example.com
        credentialsRef: {apiVersion: v1, kind: Secret, name: dns, namespace: garden}
    networks: {nodes: 10.240.0.0/16, pods: 10.241.0.0/16, services: 10.242.0.0/16}
""")


def seed(**changes: Changes) -> Changes:
    """The Seed with other keys."""
    (one,) = SEED["seeds"]
    return {**SEED, "seeds": [merged(one, changes)]}


@dataclass(frozen=True, slots=True)
class Outcome:
    """Why the servers or kubectl refuse an apply, and the places that differ after it."""

    refusal: str
    places: list[str]


def manifest_of(changes: Changes, folder: Path) -> str:
    """All objects of the catalog with these changes."""
    return generate(merged(BASE, changes), folder).manifest


def applied(manifest: str, mode: Mode, plane: ControlPlane) -> Outcome:
    """What comes of an apply."""
    result = plane.apply(manifest, mode)
    written, stored = yaml.safe_load_all(manifest), plane.live(manifest)
    places = [place for each in zip(written, stored, strict=True) for place in differences(*each)]
    return Outcome(result.stderr if result.returncode else "", places)


def both(*changes: Changes) -> Changes:
    """Changes in one; the later decide."""
    result: Changes = {}
    for each in changes:
        result = _laid_over(result, each)
    return result


def merged(old: Changes, changes: Changes) -> Changes:
    """A catalog, or a part of one, with changes."""
    result: Changes = _without_none(_laid_over(old, changes))
    return result


def _laid_over(old: Any, new: Any) -> Any:
    if not (isinstance(old, dict) and isinstance(new, dict)):
        return new
    return {**old, **{key: _laid_over(old.get(key), value) for key, value in new.items()}}


def _without_none(tree: Any) -> Any:
    if not isinstance(tree, dict):
        return tree
    return {key: _without_none(value) for key, value in tree.items() if value is not None}
