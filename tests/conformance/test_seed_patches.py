"""Backups of Seeds that others create, applied as the header of `seed-patches.yaml` says."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import yaml

from tests.conformance.garden import prepare_for
from tests.conformance.landscapes import CASES, generate
from tests.conformance.stored import differences
from tests.support.tools import ROOT

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conformance.control_plane import ControlPlane, Object

SEED = CASES / "admission" / "seed.yaml"
CATALOG = ROOT / "tests" / "cases" / "ok" / "seed" / "catalog.yaml"


def of_others(patch: Object) -> Object:
    """The Seed that a patch is for, before it has a backup."""
    seed: Object = yaml.safe_load(SEED.read_text("utf-8"))
    del seed["spec"]["backup"]
    return {**seed, "metadata": {"name": patch["metadata"]["name"], "labels": {"of": "others"}}}


def with_backup(seed: Object, patch: Object) -> Object:
    """The Seed with what a patch says."""
    metadata, own = seed["metadata"], patch["metadata"]
    labels = {**metadata["labels"], **own["labels"]}
    spec = {**seed["spec"], "backup": patch["spec"]["backup"]}
    return {**seed, "metadata": {**metadata, **own, "labels": labels}, "spec": spec}


def test_a_patch_sets_the_backup_and_nothing_else(plane: ControlPlane, tmp_path: Path) -> None:
    text = generate(CATALOG, tmp_path)["seed-patches.yaml"]
    patches = list(yaml.safe_load_all(text))
    seeds = [of_others(patch) for patch in patches]
    stream = "\n---\n".join(json.dumps(seed) for seed in seeds)
    prepare_for(SEED.read_text("utf-8"), plane)
    plane.done("create", "-f", "-", stdin=stream)
    assert plane.apply(text, "server-side").returncode == 0
    for seed, patch, live in zip(seeds, patches, plane.live(text), strict=True):
        assert differences(with_backup(seed, patch), live) == []
    assert plane.diff(text, "server-side").stdout == ""
