"""What is looked through for credentials: nothing that could hold one is passed over."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.credentials.lines import mask_known_forms
from generator.credentials.policy import (
    CREDENTIAL_FORM,
    KEY_FRAGMENT,
    MAYBE_PRIVATE,
    REDACTED,
    could_have_form,
    is_private,
    is_suspect,
)
from tests.support.command import run

if TYPE_CHECKING:
    from pathlib import Path

LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789"
TRACES = ["key", "kye", "pwd", "pass", "token", "auth", "secret", "eyj", "ewo", "docker", "ltai"]
SECRET = "m-geheimgeheimgeheim00"  # noqa: S105  made up, with the form of an image ID


def image_id(trace: str) -> str:
    return f"m-{trace}{LETTERS[: 20 - len(trace)]}"


@settings(max_examples=500, suppress_health_check=[HealthCheck.filter_too_much])
@given(st.from_regex(CREDENTIAL_FORM), st.text("a @:/\n"), st.text("a @:/\n"))
def test_every_form_of_a_credential_is_looked_for(form: str, before: str, behind: str) -> None:
    text = before + form + behind
    masked = re.sub(CREDENTIAL_FORM, lambda found: REDACTED + "\n" * found[0].count("\n"), text)
    assert could_have_form(text) or masked == text
    assert mask_known_forms(text) == masked


@settings(max_examples=500, suppress_health_check=[HealthCheck.filter_too_much])
@given(st.one_of(st.from_regex(KEY_FRAGMENT), st.from_regex(r"(?i:key|[as]k)\Z")))
def test_every_private_key_is_looked_at(key: str) -> None:
    """Also one with a letter that is another one in another case, such as the sign for Kelvin."""
    assert re.search(MAYBE_PRIVATE, key)


@pytest.mark.parametrize("text", ["@@ -1,2 +1,2 @@", "a @b", "LTA", "sts.", "eyj", "key: value"])
def test_what_has_no_such_form_is_not_looked_through(text: str) -> None:
    assert not could_have_form(text)


RANDOM = "Xk9abcDEFghi0123456789zz"
KEYS = ["ak", "SK", "alicloud_ak", "ALICLOUD-SK", "a.sk", "pwd", "DB_PASS", "auth", "hmacKey"]
NAMES = r"(?i:[a-z]{0,3}[_.-]?(?:a[ces]{2,6}|[as]|key|secret|pass|pwd|token|auth|kubeconfig)"
NAMES += r"[_.-]?(?:k(?:e?y|ye)?|id|s[ecrt]{3,6}|s)?)"


@pytest.mark.parametrize("key", KEYS)
def test_every_key_of_a_credential_is_looked_for_by_itself(tmp_path: Path, key: str) -> None:
    for name in ("old", "new"):
        text = f"kind: A\nmetadata: {{name: a}}\nspec: {{{key}: {name}{RANDOM}}}\n"
        tmp_path.joinpath(name).write_text(text)
    found = run("diff", "old", "new", cwd=tmp_path)
    assert "redacted, changed" in found.stdout, found.stderr
    assert RANDOM not in found.stdout + found.stderr


@settings(max_examples=500)
@given(
    st.from_regex(NAMES, fullmatch=True),
    st.sampled_from(["{}: x", '"{}": x', "{{a: 1, {}: x}}", "{}=x"]),
)
def test_every_private_key_is_a_trace(key: str, text: str) -> None:
    assert is_suspect(text.format(key)) or not is_private(key, RANDOM)


@pytest.mark.parametrize("trace", TRACES)
def test_letters_of_an_image_id_are_no_trace_of_a_credential(trace: str) -> None:
    found = image_id(trace)
    assert not is_suspect(f"- name: cn-shanghai\n  id: {found}\n- name: cn-hangzhou\n  id: {found}")
    for text in (
        f"{found}: geheim",
        f"a: {{b: {found}, c: geheim}}",
        f"- {found}\n- geheim",
        f"a: {found}x",
        f"a: x{found}",
        f"a: {found} # geheim",
        f"id: {image_id('')}\n{trace}: {found}",
    ):
        assert is_suspect(text), text


@pytest.mark.parametrize(
    "fields",
    [
        "password: {}",
        "secret:\n    value: {}",
        "auth: {{user: me, password: {}}}",
        "- name: DB_PASSWORD\n    value: {}",
        "- name: password\n    id: m-0123456789abcdefghij\n    value: {}",
    ],
)
def test_a_credential_with_the_form_of_an_image_id_is_hidden(tmp_path: Path, fields: str) -> None:
    for name, secret in (("old.yaml", SECRET), ("new.yaml", "m-" + SECRET[:1:-1])):
        ids = "".join(f"  - {{name: cn-{letter}, id: m-{letter * 20}}}\n" for letter in "abc")
        text = (
            f"kind: A\nmetadata: {{name: a}}\nspec:\n  b:\n  {fields.format(secret)}\n  c:\n{ids}"
        )
        tmp_path.joinpath(name).write_text(text)
    found = run("diff", "old.yaml", "new.yaml", cwd=tmp_path)
    assert found.returncode == 0, found.stderr
    assert "redacted, changed" in found.stdout
    assert not re.search("geheim|mieheg", found.stdout + found.stderr)
