"""What all tests share: the option that rewrites expected outputs."""

from __future__ import annotations

import os

import pytest
from hypothesis import settings

# The gate answers the same for the same commit; elsewhere each run tries something new.
settings.register_profile("gate", derandomize=True, deadline=None)
settings.register_profile("new", deadline=None)
settings.load_profile("gate" if os.environ.get("CI") else "new")

# Nobody is asked for credentials but by a test that says so.
os.environ["ALIBABA_CLOUD_ECS_METADATA_DISABLED"] = "true"

# Nor is anything colored or laid out as the terminal has it in which the tests run.
for _name in ("NO_COLOR", "FORCE_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "TERM", "COLUMNS"):
    os.environ.pop(_name, None)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-golden",
        action="store_true",
        help="rewrite the expected outputs of tests/cases instead of comparing with them",
    )


@pytest.fixture
def update_golden(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--update-golden"))
