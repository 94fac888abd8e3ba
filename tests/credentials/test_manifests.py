"""No credential, however it is written, leaves a manifest by a verb that looks into it."""

from __future__ import annotations

import base64
import contextlib
import io
import json
import string
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from generator import cli
from generator.show.textual import textual
from tests.support.manifests import CHART, SHAPES, blob, v1, v1beta1

if TYPE_CHECKING:
    from collections.abc import Callable

SAFE = string.ascii_letters + string.digits
KEY_IDS = st.text(SAFE, min_size=14, max_size=28).map("0k".__add__) | st.text(
    SAFE, min_size=12, max_size=20
).map("LTAI".__add__)
SECRETS = st.text(SAFE + "+/=_.-", min_size=30, max_size=40) | st.text(
    string.printable.strip(), min_size=30, max_size=40
)
QUOTE = json.dumps


def encoded(text: str, times: int = 1) -> str:
    for _ in range(times):
        text = base64.b64encode(text.encode()).decode()
    return text


def values(key_id: str, secret: str) -> str:
    keys = f"{{accessKeyID: {QUOTE(key_id)}, accessKeySecret: {QUOTE(secret)}}}"
    return f"{{config: {{machineImageOwnerSecret: {keys}}}}}"


def in_values(shape: Callable[[str, str], str]) -> Callable[[str, str], str]:
    return lambda key_id, secret: shape(blob(CHART), values(key_id, secret))


def extension(key_id: str, secret: str) -> str:
    return (
        "apiVersion: operator.gardener.cloud/v1alpha1\nkind: Extension\nmetadata: {name: e}\n"
        "spec:\n  deployment:\n    extension:\n      helm: {ociRepository: {ref: 'r:1'}}\n"
        f"      values: {values(key_id, secret)}\n"
        f"      runtimeClusterValues: {values(key_id, secret)}\n"
        f"    admission: {{values: {values(key_id, secret)}}}\n"
    )


def secret_data(key_id: str, secret: str) -> str:
    return (
        f"data: {{id: {QUOTE(key_id)}, b: {QUOTE(secret)}}}\nkind: Secret\nmetadata: {{name: s}}\n"
    )


def secret_block(key_id: str, secret: str) -> str:
    data = f"  config: |\n    {secret}\n    {key_id}\n  b: >-\n    {secret}\n"
    return f"kind: Secret\nstringData:\n{data}"


def in_list(key_id: str, secret: str) -> str:
    items = [{"kind": "Secret", "data": {"a": key_id, "b": {"c": [secret]}}}]
    return json.dumps({"kind": "List", "items": items}, indent=1)


def applied(key_id: str, secret: str) -> str:
    copy = {"kind": "Secret", "stringData": {"a": secret}, "accessKeyID": key_id}
    annotations = {"kubectl.kubernetes.io/last-applied-configuration": json.dumps(copy)}
    document = {"kind": "ConfigMap", "metadata": {"name": "x", "annotations": annotations}}
    return json.dumps(document)


def in_a_chart(key_id: str, secret: str) -> str:
    files = {
        "values.yaml": f"# accessKeySecret: {secret}\nconfig: {values(key_id, secret)}\n",
        "templates/secret.yaml": "{{ if .x }}\nkind: Secret\ndata:\n  a: " + f"{QUOTE(secret)}\n",
        "templates/_x.tpl": f"accessKeyID={key_id}\n",
    }
    return v1beta1(blob({**CHART, **files}))


def in_comments(key_id: str, secret: str) -> str:
    return f"{v1(blob(CHART), values(key_id, secret))}# was {secret} and {key_id}\n"


def in_chart_comment(key_id: str, secret: str) -> str:
    chart = blob({**CHART, "README.md": f"use {key_id} and {encoded(secret)}\n"})
    return v1(chart, values(key_id, secret))


def by_alias(key_id: str, secret: str) -> str:
    return (
        f"kind: ConfigMap\nx: [&id {QUOTE(key_id)}, &s {QUOTE(secret)}]\nmetadata: {{name: c}}\n"
        "data: {accessKeyID: *id, <<: {access_key_secret: *s}}\n"
    )


def broken(key_id: str, secret: str) -> str:
    return (
        f"kind: [\naccessKeyID: {key_id}\n'accessKeySecret': |\n  {secret}\n\n  {secret}\nb: ]]\n"
    )


def broken_secret(key_id: str, secret: str) -> str:
    return f"kind: Secret\n\tx\nstringData:\n  a: {secret}\n  b: {key_id}\nmetadata: x\n"


def text_in_text(key_id: str, secret: str) -> str:
    config = (
        f"machineImageOwnerSecret:\n  accessKeyID: {key_id}\n  accessKeySecret: >\n    {secret}\n"
    )
    return json.dumps({"kind": "ConfigMap", "metadata": {}, "data": {"config.yaml": config}})


def misspelt(key_id: str, secret: str) -> str:
    return f"kind: X\na: {{acessKeyId: {QUOTE(key_id)}, ACCESS_KEY_SECRET: {QUOTE(secret)}}}\n"


def with_escapes(key_id: str, secret: str) -> str:
    key = f'"access\\u004beyID": {QUOTE(key_id)}'
    return f'kind: X\na: {{{key}, "\\x41ccessKeySecret": {QUOTE(secret)}}}\n'


def in_metadata(key_id: str, secret: str) -> str:
    chart = "apiVersion: v2\nname: c\nversion: 1.0.0\nannotations: {accessKeySecret: %s}\n"
    return v1(blob({"Chart.yaml": chart % QUOTE(secret)}), f"{{accessKeyID: {QUOTE(key_id)}}}")


def plain_in_comments(key_id: str, secret: str) -> str:
    encoded_values = values(encoded(key_id), encoded(secret))
    return f"{v1(blob(CHART), encoded_values)}# was {secret} and {key_id}\n"


def only_in_a_comment(key_id: str, secret: str) -> str:
    comment = f"  # accessKeyID: {key_id}\n  # accessKeySecret: |\n  #   {secret}\n"
    return f"kind: X # accessKeySecret: {secret}\nmetadata:\n{comment}  name: x\n"


def secret_in_values(key_id: str, secret: str) -> str:
    data = f"{{kind: Secret, stringData: {{a: {QUOTE(key_id)}, b: [{QUOTE(secret)}]}}}}"
    return v1(blob(CHART), f"{{extraObjects: [{data}]}}")


def of_a_secret_in_values(key_id: str, secret: str) -> str:
    data = f"{{accessKeyID: {QUOTE(key_id)}, accessKeySecret: {QUOTE(secret)}}}"
    of_secret = f"{{kind: Secret, metadata: {{name: s}}, data: {data}}}"
    return f"{of_secret}\n---\n{v1(blob(CHART), f'{{x: {QUOTE(secret)}}}')}"


def text_in_values(key_id: str, secret: str) -> str:
    text = f"accessKeyID: {key_id}\naccessKeySecret: >\n  {secret}\n"
    return v1(blob(CHART), f"{{file: {QUOTE(text)}}}")


PLACES = [
    *map(in_values, SHAPES),
    *(extension, secret_data, secret_block, in_list, applied, in_a_chart, in_comments),
    *(plain_in_comments, only_in_a_comment, secret_in_values, of_a_secret_in_values),
    *(
        text_in_values,
        in_chart_comment,
        by_alias,
        broken,
        broken_secret,
        text_in_text,
        misspelt,
        with_escapes,
        in_metadata,
    ),
]


def output(*arguments: str) -> str:
    """Everything that a command writes, to either stream."""
    streams = [io.TextIOWrapper(io.BytesIO(), encoding="utf-8") for _ in range(2)]
    with contextlib.redirect_stdout(streams[0]), contextlib.redirect_stderr(streams[1]):
        assert cli.run(arguments) in (0, 1)
    found = []
    for stream in streams:
        stream.flush()
        found.append(stream.buffer.getvalue().decode())  # type: ignore[attr-defined]
    return "".join(found)


def all_output(text: str) -> str:
    """What all verbs say of a manifest."""
    with tempfile.TemporaryDirectory() as folder:
        path, other = Path(folder) / "m.yaml", Path(folder) / "other.yaml"
        path.write_text(text)
        other.write_text(v1(blob(CHART)))
        verbs = (["textconv"], ["show"], ["show", "--format", "json"])
        shown = [output(*arguments, str(path)) for arguments in verbs]
        shown.append(output("chart", "verify", str(path), "--against", str(other)))
        shown.append(output("chart", "verify", str(other), "--against", str(path)))
    return "".join(shown)


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.__name__)
@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(KEY_IDS, SECRETS, st.integers(0, 2))
@example("LTAI5tFAKEFAKEFAKEFAKE00", "not-a-secret-not-a-secret-not-a-se", 1)
@example("FAKE0000FAKE0000FAKE0000", "a\"b\\c#d: e{{f}}g,h]i}j`k&l*m!n%o@p'q", 0)
@example("FAKE0000FAKE0000FAKE0000", "# not-a-secret-not-a-secret-not-a-s", 0)
def test_no_credential_is_shown(
    place: Callable[[str, str], str], key_id: str, secret: str, times: int
) -> None:
    shown = all_output(place(encoded(key_id, times), encoded(secret, times)))
    for credential in (key_id, secret):
        for form in {encoded(credential, n) for n in range(3)}:
            assert form not in shown
            assert QUOTE(form)[1:-1] not in shown


@pytest.mark.parametrize("times", range(3))
def test_a_key_id_is_known_by_its_start(times: int) -> None:
    key_id = encoded("LTAI5tFAKEFAKEFAKEFAKE00", times)
    assert key_id not in all_output(f"kind: X\nmetadata: {{name: {key_id}}}\n# or {key_id}\n")
    assert key_id not in all_output(v1(blob({**CHART, key_id: key_id}), f"{{{key_id}: {key_id}}}"))
    assert key_id not in all_output(f"kind: X\na: *{key_id}\n")


def test_expressions_and_descriptions_stay() -> None:
    text = (
        "# accessKeyID: {{ .Values.id }}\n"
        "accessKeyID: '{{ .resources.owner.data.id }}'\n"
        'accessKeySecret: ""\n'
        "properties: {accessKeyID: {type: [string, 'null'], description: base64}}\n"
    )
    assert textual(text.encode()).decode() == text
    template = "{{ if .x }}\nkind: Secret\ndata:\n  {{- include .x . }}\n  a: {{ .x }}{{ .y }}\n"
    assert textual(template.encode()).decode() == template


def test_what_hides_can_be_seen_around() -> None:
    text = '{"a": 1, "accessKeyID": "FAKE", "b": 2}\n'
    assert textual(text.encode()).decode() == text.replace('"FAKE"', "<redacted>")
    broken = "[\naccessKeySecret: |\n  x\n  y\nb: c\n"
    shown = "[\naccessKeySecret: |\n  <redacted>\n  <redacted>\nb: c\n"
    assert textual(broken.encode()).decode() == shown
