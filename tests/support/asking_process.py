"""Asking the server on loopback from a new process, with what the SDK finds by itself."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from tests.support.ecs_server import KEY_ID, KEY_SECRET, TOKEN

if TYPE_CHECKING:
    from tests.support.ecs_server import EcsServer

ROOT = Path(__file__).parents[2]
REGION, ID = "cn-shanghai", "m-uf6xxxxxxxxxxxxxxxx1"

SCRIPT = """
import os, sys
from generator.alicloud.asking import ask
from generator.alicloud.backoff import Pace
from generator.audit.calls import Endpoint, Endpoints, Question
from generator.problems import ProblemsError
from tests.support.asking import failures, ids
endpoints = Endpoints(other=Endpoint(sys.argv[1], plain="SSL" not in os.environ))
questions = [Question(region, ("m-uf6xxxxxxxxxxxxxxxx1",)) for region in sys.argv[2:]]
try:
    for replies in ask(questions, None, endpoints, Pace(float(os.environ["SECONDS"]))):
        print(ids(replies), failures(replies))
except ProblemsError as error:
    print(*error.problems)
"""


def found(server: EcsServer, home: Path, *regions: str, before: str = "", **env: str) -> str:
    """What a new process says, with the SDK's default chain and such an environment.

    It says nothing else, on standard error either. `before` is run first.
    """
    outside = {name: text for name, text in os.environ.items() if not name.startswith("ALIBABA")}
    process = subprocess.run(
        [sys.executable, "-c", before + SCRIPT, server.endpoint, *(regions or [REGION])],
        cwd=ROOT,
        env={
            **outside,
            "HOME": str(home),
            "ALIBABA_CLOUD_ECS_METADATA_DISABLED": "true",
            "SECONDS": "60",
            **env,
        },
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (process.returncode, process.stderr) == (0, "")
    assert not any(each in process.stdout for each in (KEY_ID, KEY_SECRET, TOKEN))
    return process.stdout.strip()


def variables(secret: str = KEY_SECRET, token: str = "") -> dict[str, str]:
    names = {
        "ALIBABA_CLOUD_ACCESS_KEY_ID": KEY_ID,
        "ALIBABA_CLOUD_ACCESS_KEY_SECRET": secret,
        "ALIBABA_CLOUD_SECURITY_TOKEN": token,
    }
    return {name: text for name, text in names.items() if text}
