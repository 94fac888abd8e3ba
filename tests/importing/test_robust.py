"""Whatever a file holds ends in exit code 0 or 1, without a traceback, and without a credential."""

from __future__ import annotations

import base64
import contextlib
import io
import re
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator import cli
from generator.importing.merge_orders import merge_orders
from generator.importing.overriding_values import equal_in_go, overriding_values
from generator.merge import merge_values
from tests.test_robust import ENCODED, KEY_ID, KEY_SECRET, edits

if TYPE_CHECKING:
    from generator.catalog.values import Value

values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=3),
    lambda inner: (
        st.dictionaries(st.sampled_from("abcd"), inner, max_size=3) | st.lists(inner, max_size=2)
    ),
    max_leaves=8,
)
maps = st.dictionaries(st.sampled_from("abcd"), values, max_size=4)


def without_nulls(value: Value) -> Value:
    if isinstance(value, dict):
        return {key: without_nulls(item) for key, item in value.items() if item is not None}
    return value


@given(maps, maps)
def test_overriding_values_are_the_reverse_of_merging(
    generated: dict[str, Value], found: dict[str, Value]
) -> None:
    # A null that takes the place of something generated is what merging cannot say.
    cleaned = without_nulls(found)
    assert isinstance(cleaned, dict)
    over = overriding_values(generated, cleaned)
    assert equal_in_go(merge_values(generated, over), cleaned)
    assert overriding_values(generated, generated) == {}


@given(st.permutations("abcdef"), st.lists(st.sets(st.sampled_from("abcdef"))))
def test_orders_that_agree_are_merged(whole: list[str], parts: list[set[str]]) -> None:
    orders = [[name for name in whole if name in part] for part in parts]
    merged = merge_orders(orders)
    assert sorted(merged) == sorted(set().union(*parts))
    for order in orders:
        assert [name for name in merged if name in order] == order


def test_orders_that_contradict_each_other_keep_every_name() -> None:
    assert sorted(merge_orders([["a", "b"], ["b", "c", "a"], ["d"]])) == ["a", "b", "c", "d"]
    assert merge_orders([["a", "b"], ["b", "a"]]) == ["a", "b"]


SECRETS = [KEY_ID, KEY_SECRET, *ENCODED, *(base64.b64encode(e.encode()).decode() for e in ENCODED)]


def import_text(text: str, *more: str) -> tuple[int, str]:
    """Exit code, and everything that was printed or written."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "x.yaml").write_text(text, encoding="utf-8")
        with (
            contextlib.redirect_stderr(io.StringIO()) as err,
            contextlib.redirect_stdout(io.TextIOWrapper(io.BytesIO())) as out,
        ):
            code = cli.run(["import", f"{folder}/x.yaml", *more])
        printed = out.detach().getvalue().decode()
        return code, (printed + err.getvalue()).replace(folder, "")


FULL = f"""\
apiVersion: core.gardener.cloud/v1beta1
kind: ControllerDeployment
metadata:
  name: extension-provider-alicloud
  annotations: {{last-applied: '{{"accessKeyID":"{ENCODED[0]}","other":"{KEY_SECRET}"}}'}}
type: helm
providerConfig:
  ociRepository: {{ref: "registry.example.com/charts/provider-alicloud:v1.72.0"}}
  values:
    image: {{tag: v1.70.0}}
    config:
      machineImageOwnerSecret: {{accessKeyID: {ENCODED[0]}, accessKeySecret: {ENCODED[1]}}}
      toBeSharedImageIDs: [m-uf6hvbrxclop1jtat17m]
      machineImages:
      - name: a
        version: 1.0.0
        regions: [{{region: cn-shanghai, imageID: m-uf6hvbrxclop1jtat17m}}]
    env: [{{name: KEY, value: {SECRETS[5]}}}]
---
apiVersion: core.gardener.cloud/v1beta1
kind: CloudProfile
metadata: {{name: alicloud}}
spec:
  type: alicloud
  kubernetes: {{versions: [{{version: 1.34.2}}]}}
  machineTypes: [{{name: ecs.g7.large, cpu: "2", gpu: "0", memory: 8Gi}}]
  regions: [{{name: cn-shanghai}}]
  machineImages: [{{name: a, versions: [{{version: 1.0.0, classification: supported}}]}}]
  providerConfig:
    machineImages:
    - name: a
      versions:
      - {{version: 1.0.0, regions: [{{name: cn-shanghai, id: m-uf6hvbrxclop1jtat17m}}]}}
---
apiVersion: core.gardener.cloud/v1beta1
kind: Seed
metadata: {{name: one}}
spec:
  backup:
    provider: alicloud
    credentialsRef: {{apiVersion: v1, kind: Secret, name: b, namespace: garden}}
---
apiVersion: v1
kind: Secret
metadata: {{name: b, namespace: garden}}
data: {{accessKeyID: {ENCODED[0]}, accessKeySecret: {ENCODED[1]}}}
stringData: {{note: {KEY_SECRET}}}
"""


def test_the_manifest_that_others_mutate_is_imported_as_it_is() -> None:
    code, said = import_text(FULL)
    assert code == 0, said
    for name in ("ALICLOUD_OWNER_ACCESS_KEY_ID", "ALICLOUD_B_ACCESS_KEY_SECRET"):
        assert said.count(name) == 2
    assert "annotations.last-applied: it holds a credential" in said


@settings(deadline=None, max_examples=200, suppress_health_check=[HealthCheck.too_slow])
@given(edits(FULL))
def test_every_mutation_is_imported_or_refused_with_words(text: str) -> None:
    code, said = import_text(text)
    assert code in {0, 1}, said
    assert code == 0 or "error: " in said


@settings(deadline=None, max_examples=300, suppress_health_check=[HealthCheck.too_slow])
@given(
    edits(FULL, most=1, length=4),
    st.sampled_from([[], ["--format", "json"], ["--format", "github"]]),
)
def test_no_credential_is_ever_printed(text: str, more: list[str]) -> None:
    code, said = import_text(text, *more)
    assert code in {0, 1}, said
    assert not [secret for secret in SECRETS if secret in said], said


@settings(deadline=None, max_examples=100, suppress_health_check=[HealthCheck.too_slow])
@given(edits(FULL))
def test_what_is_imported_is_generated_as_soon_as_the_variables_are_set(text: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "x.yaml").write_text(text, encoding="utf-8")
        catalog = f"{folder}/live.yaml"
        with (
            contextlib.redirect_stderr(io.StringIO()) as err,
            contextlib.redirect_stdout(io.StringIO()),
            pytest.MonkeyPatch.context() as environment,
        ):
            if cli.run(["import", f"{folder}/x.yaml", "-o", catalog]) != 0:
                return
            for variable in re.findall(r"ALICLOUD_\w+", err.getvalue()):
                environment.setenv(variable, KEY_SECRET if "SECRET" in variable else KEY_ID)
            code = cli.run(["generate", catalog, "-o", f"{folder}/out", "--with-secrets"])
        assert code == 0, f"{err.getvalue()}\n{Path(catalog).read_text()}"
