"""Calls of a service that is busy, or breaks off: made again, later each time, until time is up."""

from __future__ import annotations

import random
import time
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Final, TypeVar

from generator.audit.calls import Failure

if TYPE_CHECKING:
    from collections.abc import Callable

_Answer = TypeVar("_Answer")

_FIRST_PAUSE: Final = 0.5
_LONGEST_PAUSE: Final = 20.0
"""Seconds; each pause may be twice as long as the one before it."""


class Cause(Enum):
    """Where a failure comes from.

    BUSY: the API has limits, and answers later. BROKEN: the way to it, or the server. CALL: what
    this call asks for; others may be answered. CALLER: who asks, or from where; no other call in
    the region fares better.
    """

    BUSY = "busy"
    BROKEN = "broken"
    CALL = "call"
    CALLER = "caller"


_TRIES: Final = {Cause.BUSY: 8, Cause.BROKEN: 3}
"""How often such calls are made in all; others fail again."""


class CallError(Exception):
    """A call without an answer; `wait` is after how many seconds the API wants it again."""

    def __init__(self, failure: Failure, cause: Cause, wait: float = 0) -> None:
        super().__init__(failure.code)
        self.failure = failure
        self.cause = cause
        self.wait = wait


@dataclass(frozen=True, slots=True)
class Pace:
    """How much time there is, in seconds: for all calls, and for one answer; and who measures it.

    `jitter` gives numbers from 0 to 1.
    """

    total: float = 300
    answer: float = 20
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    jitter: Callable[[], float] = random.random


class Timer:
    """What is left of a pace's time, from now on."""

    def __init__(self, pace: Pace) -> None:
        self._pace = pace
        self._end = pace.clock() + pace.total

    def left(self) -> float:
        """Seconds; negative afterwards."""
        return self._end - self._pace.clock()

    def stop(self) -> None:
        """Leave no time."""
        self._end = self._pace.clock()

    def patiently(self, call: Callable[[float], _Answer]) -> _Answer:
        """The answer of a call, which is told how many seconds it has; raises `CallError`."""
        tries = 0
        while (left := self.left()) > 0:
            try:
                return call(min(left, self._pace.answer))
            except CallError as error:
                tries += 1
                pause = error.wait + self._pace.jitter() * _pause(tries)
                # Where time would run out meanwhile, the reason says more than that it did.
                if tries >= _TRIES.get(error.cause, 1) or pause >= self.left():
                    raise
            self._pace.sleep(pause)
        message = f"the time for all calls, {self._pace.total:g} seconds, is up"
        raise CallError(Failure("Timeout", message), Cause.CALLER)


def _pause(tries: int) -> float:
    return min(_LONGEST_PAUSE, _FIRST_PAUSE * float(2**tries))
