from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.conformance.judges import Judge
from tests.conformance.startup import control_plane
from tests.conformance.ways import FORMS, form, generated

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.conformance.control_plane import ControlPlane


@pytest.fixture(scope="session")
def gardener() -> Iterator[Judge]:
    with Judge("gardener") as judge:
        yield judge


@pytest.fixture(scope="session")
def extension() -> Iterator[Judge]:
    with Judge("extension") as judge:
        yield judge


@pytest.fixture(scope="session")
def command() -> Iterator[Judge]:
    with Judge("command") as judge:
        yield judge


@pytest.fixture(scope="session")
def _control_plane() -> Iterator[ControlPlane]:
    with control_plane() as plane:
        yield plane


@pytest.fixture
def plane(_control_plane: ControlPlane) -> Iterator[ControlPlane]:
    """The control plane, on which nothing is left of what a test before has applied."""
    yield _control_plane
    _control_plane.wipe()


@pytest.fixture
def access_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    """Sets the variables that catalogs of the tests name."""
    monkeypatch.setenv("ALICLOUD_OWNER_ACCESS_KEY_ID", "FAKEACCESSKEYID00000000")
    monkeypatch.setenv("ALICLOUD_OWNER_ACCESS_KEY_SECRET", "fake-access-key-secret-00000000000")


@pytest.fixture(scope="session")
def manifests(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """ControllerDeployments in each of the forms that one can have."""
    return {name: generated(tmp_path_factory.mktemp("form"), form(name)) for name in FORMS}
