"""Whatever a user types ends in exit code 0 or 1, never in a traceback, and never in the open."""

from __future__ import annotations

import base64
import contextlib
import io
import os
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator import cli
from generator.commands.options import REPORT_FORMATS

FULL = """\
metadata: {name: live}
target: {gardener: v1.150.0, extension: v1.72.0}
labels: {team: a}
order: [b, a]
regions: [cn-shanghai, cn-beijing]
images:
  a: &a
    shared: true
    updateStrategy: minor
    versions:
      2191.4.1: {cn-shanghai: m-uf6hvbrxclop1jtat17m, cn-beijing: m-2zehvbrxclop1jtat17m}
      2192.0.0:
        classification: deprecated
        expirationDate: 2027-03-31
        regions: {cn-shanghai: m-uf6hvbrxclop1jtat17a}
      2193.0.0:
        flavors:
        - {architecture: amd64, regions: {"*": m-uf6hvbrxclop1jtat17b}}
        - {capabilities: {architecture: [arm64]}, regions: {cn-beijing: m-2zehvbrxclop1jtat17b}}
  b: {<<: *a, shared: false}
share: [m-uf6hvbrxclop1jtat17z]
csi: {enableADController: true}
controllerDeployment:
  apiVersion: v1
  image: {repository: registry.example.cn/x, tag: v1}
  values: {resources: {limits: {cpu: 500m, memory: 1Gi}}, list: [1, 2.5, on, ~]}
"""

KEY_ID, KEY_SECRET = "LTAI5tFAKEFAKEFAKEFAKEFA", "fakefakefake-fakefakefake-fakefakefake"
ENCODED = [base64.b64encode(key.encode()).decode() for key in (KEY_ID, KEY_SECRET)]

TOKENS = ["", " ", "\n", ":", "- ", "{", "}", "[", "]", "&a", "*a", "<<", "!x", "|", ">", "'", '"']
TOKENS += ["null", "~", "0", "1e3", "\t", "#", "%", "@", "\x00", "\ufeff", "images", "*", ",", "é"]


def edits(text: str, *, most: int = 3, length: int = 25) -> st.SearchStrategy[str]:
    """Some edits: a piece of the text gives way to a token or to another piece."""
    places = st.integers(0, len(text))
    pieces = st.tuples(places, st.integers(0, length)).map(lambda at: text[at[0] : at[0] + at[1]])
    edit = st.tuples(places, st.integers(0, length), st.sampled_from(TOKENS) | pieces)

    def apply(changes: list[tuple[int, int, str]]) -> str:
        edited = text
        for at, length, token in changes:
            edited = edited[:at] + token + edited[at + length :]
        return edited

    return st.lists(edit, min_size=1, max_size=most).map(apply)


def generate(text: str, *more: str) -> tuple[int, str]:
    """Exit code and everything that was printed."""
    with tempfile.TemporaryDirectory() as folder:
        catalog = Path(folder, "catalog.yaml")
        catalog.write_text(text, encoding="utf-8")
        with (
            contextlib.redirect_stderr(io.StringIO()) as err,
            contextlib.redirect_stdout(io.TextIOWrapper(io.BytesIO(), "utf-8")) as out,
        ):
            code = cli.run(["generate", str(catalog), "-o", f"{folder}/out", *more])
            out.seek(0)
            printed = out.read()
        return code, (printed + err.getvalue()).replace(folder, "")


@settings(deadline=None, max_examples=200)
@given(edits(FULL))
def test_every_mutation_is_generated_or_refused_with_words(text: str) -> None:
    code, said = generate(text)
    assert code in {0, 1}, said
    assert code == 0 or "error: " in said


def owner(key_id: str, key_secret: str) -> str:
    return (
        "images: {a: {versions: {1.0.0: {cn-shanghai: m-uf6hvbrxclop1jtat17m}}}}\n"
        f"ownerSecret:\n  name: owner\n  accessKeyID: {key_id}\n  accessKeySecret: {key_secret}\n"
        "csi: {enableADController: true}\n"
    )


OWNERS = [
    owner(*ENCODED),
    owner(KEY_ID, KEY_SECRET),
    owner(f'"{KEY_ID}"', f"|-\n    {KEY_SECRET}"),
    owner(f"&k {KEY_ID}", f"{{env: {KEY_SECRET}}}"),
    f"ownerSecret: {{accessKeyID: {KEY_ID}, accessKeySecret: {KEY_SECRET}}}\nimages: []\n",
]
SECRETS = [KEY_ID, KEY_SECRET, *ENCODED]


@settings(deadline=None, max_examples=300, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.sampled_from(OWNERS).flatmap(lambda text: edits(text, most=1, length=4)),
    st.sampled_from([[], ["--strict"], *(["--format", form] for form in REPORT_FORMATS)]),
)
def test_no_credential_is_ever_printed(text: str, more: list[str]) -> None:
    code, said = generate(text, *more)
    assert code in {0, 1}, said
    assert not [secret for secret in SECRETS if secret in said], said


def test_no_credential_of_the_environment_is_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(os.environ, "BAD_ID", "spaces are not allowed in it")
    monkeypatch.setitem(os.environ, "BAD_SECRET", "too-short")
    code, said = generate(owner("{env: BAD_ID}", "{env: BAD_SECRET}"))
    assert code == 1
    assert "BAD_ID" in said
    assert "BAD_SECRET" in said
    assert "spaces are" not in said
    assert "too-short" not in said


LONG = "9" * 5000
"""More digits than Python makes a number of."""


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("cpu: 2", f"cpu: {LONG}", 0),
        ("cpu: 2", f'cpu: "{LONG}"', 0),
        ("cpu: 2", f'cpu: "0.{LONG}"', 0),
        ("maxNodesTotal: 5", f"maxNodesTotal: {LONG}", 1),
        ("1.34.2", f"1.{LONG}.2", 1),
        ("v1.150.0", f"v1.{LONG}.3", 1),
        ("target:", f"holdBack: {{versions: {LONG}}}\ntarget:", 1),
        ("? 1.1.0", f"? 1.{LONG}.0", 1),
        ("? 1.1.0", f"? 1.1.0-{LONG}", 1),
        ("replicas: 1", f"replicas: {LONG}", 0),
        ("replicas: 1", f"replicas: -0x{LONG}", 0),
    ],
    ids=lambda value: str(value)[:24],
)
def test_numbers_of_thousands_of_digits_are_no_bugs(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    old: str,
    new: str,
    code: int,
) -> None:
    monkeypatch.chdir(tmp_path)
    text = """\
target: {gardener: v1.150.0}
images:
  a:
    versions:
      ? 1.1.0
      : {cn-shanghai: m-uf6aaaaaaaaaaaaaaaa1}
      1.0.0: {expirationDate: 2027-01-01, regions: {cn-shanghai: m-uf6aaaaaaaaaaaaaaaa2}}
      0.9.0: {cn-shanghai: m-uf6aaaaaaaaaaaaaaaa3}
controllerDeployment: {values: {global: {replicas: 1}}}
cloudProfile:
  spec:
    kubernetes: {versions: [{version: 1.34.2}]}
    machineTypes: [{name: e, cpu: 2, gpu: 0, memory: 8Gi}]
    regions: [{name: cn-shanghai}]
    limits: {maxNodesTotal: 5}
"""
    assert old in text
    Path("live.yaml").write_text(text.replace(old, new, 1))
    assert cli.run(["generate", "live.yaml"]) == code, capfd.readouterr().err[:500]
    assert cli.run(["calendar", "live.yaml", "--as-of", "2026-11-22"]) in (0, code)
