from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.conformance.judges import Judge

if TYPE_CHECKING:
    from collections.abc import Iterator


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
