"""Seeds: whole or in part, and how they refer to the Secret of their backup."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.catalog.deployment import ObjectMeta
from generator.catalog.seeds import Backup, BackupSecret, Seed
from generator.documents.seeds import seed_spec
from tests.support.objects import generate, generated, load, path

if TYPE_CHECKING:
    from pathlib import Path

CREDENTIALS = "credentialsRef: {apiVersion: v1, kind: Secret, name: dns, namespace: garden}"
SPEC = (
    "{provider: {type: alicloud, region: cn-shanghai},"
    " networks: {pods: 10.1.0.0/16, services: 10.2.0.0/16},"
    " ingress: {domain: ingress.example.com, controller: {kind: nginx}},"
    f" dns: {{provider: {{type: alicloud-dns, {CREDENTIALS}}},"
    f" internal: {{type: alicloud-dns, domain: internal.example.com, {CREDENTIALS}}}}}}}"
)


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_a_seed_without_a_spec_is_a_patch() -> None:
    patch = generated("seeds: [{name: cn, backup: {}}]\n", "seed-patches")
    assert patch["metadata"] == {"name": "cn"}
    assert list(patch["spec"]) == ["backup"]
    assert not path("seeds").exists()


def test_a_seed_with_a_spec_is_complete() -> None:
    seed = generated(f"seeds: [{{name: cn, backup: {{}}, spec: {SPEC}}}]\n", "seeds")
    assert seed["spec"]["provider"] == {"type": "alicloud", "region": "cn-shanghai"}
    assert seed["spec"]["backup"]["provider"] == "alicloud"
    assert not path("seed-patches").exists()


def test_seeds_and_seed_patches_keep_the_order_of_the_catalog() -> None:
    patches = "{name: b, backup: {}}, {name: a, backup: {}}"
    assert generate(f"seeds: [{patches}, {{name: c, backup: {{}}, spec: {SPEC}}}]\n") == 0
    assert [seed["metadata"]["name"] for seed in load("seed-patches")] == ["b", "a"]
    assert [seed["metadata"]["name"] for seed in load("seeds")] == ["c"]


@pytest.mark.parametrize(
    ("gardener", "key"),
    [
        ("v1.122.9", "secretRef"),
        ("v1.123.0", "credentialsRef"),
        ("v1.123.0-dev", "credentialsRef"),
        ("v1.150.0", "credentialsRef"),
    ],
)
def test_the_reference_to_the_backup_secret_follows_the_target(gardener: str, key: str) -> None:
    patch = generated(
        f"target: {{gardener: {gardener}}}\nseeds: [{{name: cn, backup: {{}}}}]\n", "seed-patches"
    )
    place = {"name": "backup-credentials", "namespace": "garden"}
    kind = {"apiVersion": "v1", "kind": "Secret"} if key == "credentialsRef" else {}
    assert patch["spec"]["backup"] == {"provider": "alicloud", key: {**kind, **place}}


@pytest.mark.parametrize(
    ("seed", "region"),
    [
        ("backup: {}", None),
        ("backup: {region: cn-beijing}", "cn-beijing"),
        ("provider: gcp, backup: {region: cn-beijing}", "cn-beijing"),
        pytest.param(f"spec: {SPEC}, backup: {{}}", None, id="spec"),
    ],
)
def test_the_region_of_a_backup_is_written_only_where_it_is_stated(
    seed: str, region: str | None
) -> None:
    document = "seeds" if "spec" in seed else "seed-patches"
    found = generated(f"seeds: [{{name: cn, {seed}}}]\n", document)
    assert found["spec"]["backup"].get("region") == region


@pytest.mark.parametrize(
    ("provider", "column"), [("provider: gcp", 43), ("spec: {provider: {type: gcp}}", 59)]
)
def test_a_backup_of_another_provider_needs_a_region(
    provider: str, column: int, capfd: pytest.CaptureFixture[str]
) -> None:
    assert generate(f"seeds: [{{name: cn, {provider}, backup: {{}}}}]\n") == 1
    told = rf"^live\.yaml:2:{column}: error: .*backup has no region\b.*\[catalog-format\]$"
    assert re.search(told, capfd.readouterr().err, re.MULTILINE)


values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner),
    max_leaves=9,
)


@given(spec=st.dictionaries(st.text(max_size=9), values, max_size=4))
def test_what_nobody_knows_of_a_seed_passes_through(spec: dict[str, Any]) -> None:
    spec.pop("backup", None)
    before = json.dumps(spec)
    backup = Backup(None, BackupSecret("s", "n", None), None)
    written = seed_spec(Seed("cn", ObjectMeta(), backup, spec), "v1.150.0")
    assert written.pop("backup") is not None
    assert written == {key: item for key, item in spec.items() if item is not None}
    assert json.dumps(spec) == before
