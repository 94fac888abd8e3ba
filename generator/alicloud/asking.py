"""Asking Alibaba Cloud about images: several regions at once, within limits and a total time.

Nothing is changed there: DescribeImages and DescribeImageSharePermission are called, which read.
"""

from __future__ import annotations

from contextlib import suppress
from queue import Empty, SimpleQueue
from threading import Thread
from typing import TYPE_CHECKING, Any, Final, NoReturn, TypeVar

from generator.alicloud.backoff import CallError, Cause, Pace, Timer
from generator.alicloud.region import ask_region
from generator.audit.calls import Failure
from generator.problems import fail

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from generator.alicloud.region import Call
    from generator.alicloud.sdk import Cloud
    from generator.audit.calls import Action, Endpoints, Question, Reply
    from generator.credentials.access_key import AccessKeyText

THREADS: Final = 8
"""Regions that are asked at once, each by one call at a time."""

ASKING: Final = "asking"
"""The name of each thread that asks."""

_Result = TypeVar("_Result")

_GRACE: Final = 2.0
"""Seconds after the time is up in which a call that notices it may end."""

_DEFAULT_PACE: Final = Pace()


def ask(
    questions: Sequence[Question],
    key: AccessKeyText | None,
    endpoints: Endpoints,
    pace: Pace = _DEFAULT_PACE,
) -> Iterator[tuple[Reply, ...]]:
    """The replies to each question, in the order in which regions have answered.

    `key` is None for what the SDK finds by its default chain. What cannot be asked is a reply, too.
    Raises `ProblemsError` where nobody can be asked: without the SDK, or without credentials.
    """
    timer = Timer(pace)
    try:
        cloud = _connected(key, endpoints, timer)

        def call(
            action: Action, region: str, parameters: Mapping[str, object]
        ) -> Mapping[str, Any]:
            return timer.patiently(lambda seconds: cloud.call(action, region, parameters, seconds))

        yield from _replies(questions, call, timer)
    finally:
        timer.stop()


def _connected(key: AccessKeyText | None, endpoints: Endpoints, timer: Timer) -> Cloud:
    def connect() -> Cloud:
        try:
            from generator.alicloud.sdk import Cloud
        except ImportError:
            hint = 'pip install "alicloud-generator[alicloud]"'
            raise fail("the SDK of Alibaba Cloud is not installed", hint=hint) from None
        return Cloud(key, endpoints)

    # Looking for credentials may ask other services, too.
    done: SimpleQueue[Cloud | Exception] = SimpleQueue()
    _start(connect, done)
    cloud = _next(done, timer)
    if cloud is None:
        raise fail("looking for credentials for Alibaba Cloud took too long")
    return cloud


def _replies(
    questions: Sequence[Question], call: Call, timer: Timer
) -> Iterator[tuple[Reply, ...]]:
    """The replies to each question; those that are missing when time is up are failures."""
    left: SimpleQueue[Question] = SimpleQueue()
    done: SimpleQueue[tuple[Question, tuple[Reply, ...]] | Exception] = SimpleQueue()
    for question in questions:
        left.put(question)

    def work() -> None:
        with suppress(Empty):
            while True:
                question = left.get_nowait()
                done.put((question, ask_region(question, call)))

    for _ in range(min(THREADS, len(questions))):
        _start(work, done)
    waiting = dict.fromkeys(questions)
    while waiting and (found := _next(done, timer)):
        del waiting[found[0]]
        yield found[1]
    for question in waiting:
        yield ask_region(question, _too_late)


def _start(work: Callable[[], _Result | None], done: SimpleQueue[_Result | Exception]) -> None:
    """Do work in a thread that nobody waits for in the end: names and hosts may hang for long."""

    def run() -> None:
        try:
            if (result := work()) is not None:
                done.put(result)
        except Exception as error:
            done.put(error)

    Thread(target=run, name=ASKING, daemon=True).start()


def _next(done: SimpleQueue[_Result | Exception], timer: Timer) -> _Result | None:
    """The next result; None where there is none when time is up."""
    try:
        result = done.get(timeout=max(timer.left(), 0) + _GRACE)
    except Empty:
        return None
    if isinstance(result, Exception):
        raise result
    return result


def _too_late(*_: object) -> NoReturn:
    message = "no answer within the time limit of all calls"
    raise CallError(Failure("Timeout", message), Cause.CALLER)
