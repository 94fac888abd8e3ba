"""KRM functions as orchestrators call them: a ResourceList in, and another one out."""

from __future__ import annotations

import contextlib
import io
import json
import os
import subprocess
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, Any, cast

import yaml

from generator import cli

if TYPE_CHECKING:
    from collections.abc import Iterator


def config(kind: str = "Generate", **spec: Any) -> dict[str, Any]:
    """The config of a function of ours."""
    return {
        "apiVersion": "alicloud.generator/v1alpha1",
        "kind": kind,
        "metadata": {"name": "live"},
        "spec": spec,
    }


def resource_list(function: dict[str, Any], *items: dict[str, Any]) -> str:
    """A ResourceList in block style, as kustomize writes it: the items before the config."""
    body = {
        "apiVersion": "config.kubernetes.io/v1",
        "kind": "ResourceList",
        # Without items of its own, kustomize gives a generator its config.
        "items": [*items] or [function],
        "functionConfig": function,
    }
    return yaml.safe_dump(json.loads(json.dumps(body)), sort_keys=False)


@contextlib.contextmanager
def standard_input(text: str | bytes) -> Iterator[None]:
    """Lets this process find a text on standard input, once."""
    with TemporaryFile() as given:
        given.write(text if isinstance(text, bytes) else text.encode())
        given.seek(0)
        before = os.dup(0)
        os.dup2(given.fileno(), 0)
        try:
            yield
        finally:
            os.dup2(before, 0)
            os.close(before)


def run_function(text: str | bytes, *options: str) -> subprocess.CompletedProcess[str]:
    """What `krm` answers in this process and its working directory."""
    out, err = io.TextIOWrapper(io.BytesIO(), encoding="utf-8"), io.StringIO()
    with (
        standard_input(text),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
    ):
        code = cli.run(["krm", *options])
    printed = cast("io.BytesIO", out.buffer).getvalue().decode()
    return subprocess.CompletedProcess(["krm", *options], code, printed, err.getvalue())
