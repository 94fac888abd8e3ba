"""No credential ever appears in what `diff` and `check` say, however it is written or encoded."""

from __future__ import annotations

import base64
import io
import json
import tarfile
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator import cli
from generator.chart.blob import encode

if TYPE_CHECKING:
    from collections.abc import Sequence

KEY_IDS = st.from_regex(r"[0-9a-zA-Z._=]{16,40}", fullmatch=True)
SECRETS = st.text(
    st.characters(min_codepoint=33, max_codepoint=126, exclude_characters="{}"),
    min_size=30,
    max_size=60,
)
KEYS = st.tuples(KEY_IDS, SECRETS)
FORMATS = st.sampled_from(["text", "markdown", "json"])
ENCODINGS = st.integers(0, 2)

DUMPERS = {
    "block": lambda body: yaml.safe_dump(body, sort_keys=False),
    "flow": lambda body: yaml.safe_dump(body, default_flow_style=True),
    "folded": lambda body: yaml.safe_dump(body, width=20),
    "quoted": lambda body: yaml.safe_dump(body, default_style='"'),
    "literal": lambda body: yaml.safe_dump(body, default_style="|"),
    "json": json.dumps,
    "lines of json": lambda body: json.dumps(body, indent=2),
}


def encoded(text: str, times: int) -> str:
    for _ in range(times):
        text = base64.b64encode(text.encode()).decode()
    return text


def written(key: tuple[str, str], times: int) -> dict[str, str]:
    return {
        name: encoded(half, times)
        for name, half in zip(("accessKeyID", "accessKeySecret"), key, strict=True)
    }


def deployment(key: tuple[str, str], times: int, more: dict[str, Any]) -> dict[str, Any]:
    values = {"config": {"machineImageOwnerSecret": {"name": "x", **written(key, times)}}, **more}
    return {
        "apiVersion": "core.gardener.cloud/v1beta1",
        "kind": "ControllerDeployment",
        "metadata": {
            "name": "x",
            "annotations": {
                "kubectl.kubernetes.io/last-applied-configuration": json.dumps(values),
                "copied": f"see {encoded(key[0], 1)}",
            },
        },
        "type": "helm",
        "providerConfig": {"values": values, "chart": blob(key, times)},
    }


def blob(key: tuple[str, str], times: int) -> str:
    """A chart whose values and templates hold the key, too."""
    files = {
        "Chart.yaml": "apiVersion: v2\nname: x\nversion: 1.0.0\n",
        "values.yaml": yaml.safe_dump({"config": written(key, times)}),
        "templates/secret.yaml": yaml.safe_dump(secret(key, times), width=30),
    }
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        for name, text in files.items():
            info = tarfile.TarInfo(f"x/{name}")
            info.size = len(text.encode())
            archive.addfile(info, io.BytesIO(text.encode()))
    return encode(buffer.getvalue())


def secret(key: tuple[str, str], times: int) -> dict[str, Any]:
    field = "data" if times else "stringData"
    data = {**written(key, times), "other": encoded(key[1], times)}
    return {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "s"}, field: data}


def said(*arguments: str) -> str:
    """Everything that a command writes."""
    out, err = io.TextIOWrapper(io.BytesIO(), encoding="utf-8"), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        code = cli.run(arguments)
        out.flush()
    assert code in (0, 1), err.getvalue()
    assert "this is a bug" not in err.getvalue()
    return out.buffer.getvalue().decode() + err.getvalue()  # type: ignore[attr-defined]


def assert_none(output: str, keys: Sequence[tuple[str, str]]) -> None:
    for half in (half for key in keys for half in key):
        for times in range(4):
            form = encoded(half, times)
            assert form not in output
            assert json.dumps(form)[1:-1] not in output


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@given(
    keys=st.tuples(KEYS, KEYS),
    times=ENCODINGS,
    style=st.sampled_from([*DUMPERS]),
    form=FORMATS,
    copies=st.booleans(),
)
@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_two_manifests(
    keys: tuple[tuple[str, str], tuple[str, str]],
    times: int,
    style: str,
    form: str,
    copies: bool,
) -> None:
    for name, key in zip(("old", "new"), keys, strict=True):
        more = {"copy": {"of": encoded(key[1], 2)}, "text": f"x {encoded(key[0], 1)}"}
        bodies = [deployment(key, times, more if copies else {}), secret(key, times)]
        text = "\n---\n".join(DUMPERS[style](body) for body in bodies)
        Path(f"{name}.yaml").write_text(text)
    output = said("diff", "old.yaml", "new.yaml", "--format", form)
    assert "<redacted" in output or keys[0] == keys[1]
    assert_none(output, keys)


@given(keys=st.tuples(KEYS, KEYS), form=FORMATS, report=st.sampled_from(["text", "json", "github"]))
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_plan_and_disk(
    keys: tuple[tuple[str, str], tuple[str, str]],
    form: str,
    report: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    reference = "{accessKeyID: {env: OWNER_ID}, accessKeySecret: {env: OWNER_SECRET}}"
    Path("live.yaml").write_text(
        "images: {a: {versions: {1.0.0: {cn-shanghai: m-uf6hvbrxclop1jtat17m}}}}\n"
        f"ownerSecret: {reference}\nseeds: [{{name: cn, backup: {{secret: {reference}}}}}]\n"
    )
    outputs = []
    for key in keys:
        monkeypatch.setenv("OWNER_ID", key[0])
        monkeypatch.setenv("OWNER_SECRET", key[1])
        for verb, shown in (("diff", form), ("check", report)):
            options = ["--with-secrets", "--format", shown]
            outputs.append(said(verb, "live.yaml", "-o", "manifests", *options))
        outputs.append(said("check", "live.yaml", "-o", "manifests", "--no-credentials"))
        said("generate", "live.yaml", "-o", "manifests", "--with-secrets")
    assert_none("".join(outputs), keys)
