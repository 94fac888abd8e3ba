from __future__ import annotations

import base64
import json
from typing import TYPE_CHECKING

import pytest

from tests.support.fake_registry import FakeRegistry, fake_registry
from tests.support.tools import lacking

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

PASSWORD = "correct-horse-battery"  # noqa: S105


@pytest.fixture
def registry() -> Iterator[FakeRegistry]:
    try:
        import oras  # noqa: F401
    except ModuleNotFoundError:
        lacking("the extra oci is not installed")
    with fake_registry() as registry:
        yield registry


@pytest.fixture(autouse=True)
def log_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Logs in to a host as `docker login` does; until then there is no login."""
    folder = tmp_path / "docker"
    folder.mkdir()
    monkeypatch.setenv("DOCKER_CONFIG", str(folder))
    monkeypatch.setenv("HOME", str(folder))

    def log_in(host: str) -> None:
        login = base64.b64encode(f"me:{PASSWORD}".encode()).decode()
        config = {"auths": {host: {"auth": login}}}
        (folder / "config.json").write_text(json.dumps(config))

    return log_in
