"""A sample of what `make fuzz` runs, and that its worker notices what it is there for."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

from generator import cli
from tests.fuzz.inputs import Input, mutated
from tests.fuzz.worker import failures

if TYPE_CHECKING:
    from collections.abc import Callable

SAMPLE = 2_000
BATCH = 100


@pytest.mark.parametrize("start", range(0, SAMPLE, BATCH))
def test_every_mutated_input_ends_well_and_soon(start: int) -> None:
    assert failures(range(start, start + BATCH)) == []


def test_a_number_is_always_the_same_input() -> None:
    assert [mutated(number) for number in range(40)] == [mutated(number) for number in range(40)]
    assert len({str(mutated(number)) for number in range(400)}) > 390


def _crash(_call: object) -> int:
    from generator.commands.crash import report_crash

    try:
        return int("x")
    except ValueError as error:
        report_crash(error)
    return 3


def _block(_call: object) -> int:
    time.sleep(30)
    return 0


def _hoard(_call: object) -> int:
    return len(bytearray(3 << 30))


@pytest.mark.parametrize(
    ("run", "words"),
    [(_crash, "ValueError"), (_block, "blocked"), (_hoard, ""), (lambda _: 3, ": 3")],
)
def test_the_worker_notices(
    run: Callable[[object], int], words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cli, "run", run)
    monkeypatch.setattr("tests.fuzz.worker.SECONDS", 1)
    found = failures([0, 1])
    assert [failure.number for failure in found] == [0, 1]
    assert all(words in failure.ending for failure in found)


def test_every_kind_of_mutation_leaves_something_to_read() -> None:
    """Else nothing behind the first look at a file would be tested."""
    inputs = [mutated(number) for number in range(200)]
    assert all(isinstance(each, Input) and all(each.files.values()) for each in inputs)
