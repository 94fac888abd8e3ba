"""How long is waited before a call is made again, with a clock that tests turn."""

from __future__ import annotations

import pytest

from generator.alicloud.backoff import CallError, Cause, Pace, Timer
from generator.audit.calls import Failure, Question
from tests.support.asking import asked, failures, ids
from tests.support.ecs_server import Answer, Call, EcsServer, error, image, serving

BUSY = error(400, "Throttling.User", "Request was denied due to user flow control.")


class Clock:
    """Time that passes only where somebody sleeps."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.pauses: list[float] = []

    def sleep(self, seconds: float) -> None:
        self.pauses.append(seconds)
        self.now += seconds

    def pace(self, total: float = 300, jitter: float = 1) -> Pace:
        return Pace(total, clock=lambda: self.now, sleep=self.sleep, jitter=lambda: jitter)


def failing(cause: Cause, wait: float = 0) -> CallError:
    return CallError(Failure("Code", "message"), cause, wait)


def called(clock: Clock, error: CallError, pace: Pace, times: int = 99) -> list[float]:
    """How many seconds each try had, where so many of them fail."""
    seconds: list[float] = []

    def call(left: float) -> str:
        seconds.append(left)
        if len(seconds) <= times:
            raise error
        return "answer"

    timer = Timer(pace)
    if times < 99:
        assert timer.patiently(call) == "answer"
    else:
        with pytest.raises(CallError) as raised:
            timer.patiently(call)
        assert raised.value is error
    assert len(clock.pauses) == len(seconds) - 1
    return seconds


def test_pauses_double_up_to_a_limit() -> None:
    clock = Clock()
    called(clock, failing(Cause.BUSY), clock.pace())
    assert clock.pauses == [1, 2, 4, 8, 16, 20, 20]


def test_pauses_differ_by_chance() -> None:
    clock = Clock()
    called(clock, failing(Cause.BUSY), clock.pace(jitter=0.25))
    assert clock.pauses == [0.25, 0.5, 1, 2, 4, 5, 5]


def test_what_the_api_asks_for_is_waited_as_well() -> None:
    clock = Clock()
    called(clock, failing(Cause.BUSY, wait=7), clock.pace(), times=2)
    assert clock.pauses == [8, 9]


@pytest.mark.parametrize(
    ("cause", "tries"), [(Cause.BUSY, 8), (Cause.BROKEN, 3), (Cause.CALL, 1), (Cause.CALLER, 1)]
)
def test_only_what_may_go_better_is_tried_again(cause: Cause, tries: int) -> None:
    clock = Clock()
    assert len(called(clock, failing(cause), clock.pace())) == tries


def test_nobody_waits_until_after_the_end() -> None:
    clock = Clock()
    assert called(clock, failing(Cause.BUSY), clock.pace(total=8)) == [8, 7, 5, 1]
    assert clock.pauses == [1, 2, 4]


def test_no_call_has_more_time_than_an_answer_may_take() -> None:
    clock = Clock()
    assert called(clock, failing(Cause.BROKEN), clock.pace(total=21), times=2) == [20, 20, 18]


def test_nothing_is_called_when_time_is_up() -> None:
    timer = Timer(Clock().pace())
    timer.stop()
    with pytest.raises(CallError) as raised:
        timer.patiently(lambda _: pytest.fail("called"))
    assert raised.value.failure.code == "Timeout"


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_a_busy_api_is_asked_later_as_it_says() -> None:
    clock = Clock()

    def fault(number: int, _: Call, answer: Answer) -> Answer:
        busy = Answer(BUSY.status, BUSY.body, {"x-acs-retry-after": "1500"})
        return (BUSY, busy, answer)[number]

    found = "m-uf6xxxxxxxxxxxxxxxx1"
    with serving(EcsServer({"cn-shanghai": [image(found)]}, fault=fault)) as server:
        (replies,) = asked(server, Question("cn-shanghai", (found,)), pace=clock.pace()).values()
    assert (ids(replies), failures(replies)) == ([found], [])
    assert clock.pauses == [1, 3.5]
