"""Whatever a server does, the region is told, the others are answered, and nothing hangs."""

from __future__ import annotations

import gzip
import json
import socket
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.alicloud.asking import ask
from generator.audit.calls import Action, Endpoints, Failure, Question
from tests.support.asking import HASTE, KEY, asked, failures, ids
from tests.support.asking_faults import any_fault
from tests.support.ecs_server import Answer, Call, EcsServer, documented, error, image, serving

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")

OK, BAD = "cn-shanghai", "cn-beijing"
ID = "m-2zexxxxxxxxxxxxxxxx1"
OTHER = "m-uf6xxxxxxxxxxxxxxxx1"
QUESTIONS = (Question(OK, (OTHER,), (OTHER,)), Question(BAD, (ID,), (ID,)))


@pytest.fixture
def server() -> Iterator[EcsServer]:
    with serving(new_server()) as server:
        yield server


def new_server() -> EcsServer:
    return EcsServer({OK: [image(OTHER)], BAD: [image(ID)]}, {ID: ["1" * 16]})


def changed(answer: Answer, **fields: Any) -> Answer:
    return documented({**json.loads(answer.body), **fields})


def listing(answer: Answer, entries: Any) -> Answer:
    """The same answer with other entries."""
    body = json.loads(answer.body)
    outer, inner = ("Images", "Image") if "Images" in body else ("Accounts", "Account")
    return changed(answer, **{outer: {inner: entries}})


def without_lists(answer: Answer) -> Answer:
    """Nothing where the lists are, and no entry counted either."""
    return changed(answer, TotalCount=0, Images=None, Accounts=None, ShareGroups=None)


def endless(answer: Answer) -> Answer:
    """One more page of many."""
    return changed(listing(answer, [{"ImageId": ID, "AliyunId": "1"}]), TotalCount=10**9)


def raw(body: bytes, answer: Answer, **fields: Any) -> Answer:
    return replace(answer, body=body, **fields)


GZIP = {"Content-Encoding": "gzip"}
CHUNKED = {"Transfer-Encoding": "chunked"}
ELSEWHERE = {"Location": "http://127.0.0.1:1/"}
CIRCLE = {"Location": "/"}
NESTED = b'{"Images":' * 100_000
FAULTS: dict[str, tuple[str, Callable[[Answer], Answer]]] = {
    "forbidden": ("Forbidden.RAM", lambda _: error(403, "Forbidden.RAM", "Not authorized.")),
    "no region": ("InvalidRegionId.NotFound", lambda _: error(404, "InvalidRegionId.NotFound", "")),
    "bad call": ("InvalidParameter", lambda _: error(400, "InvalidParameter", "It is wrong.")),
    "server": ("InternalError", lambda _: error(500, "InternalError", "It has failed.")),
    "unavailable": ("ServiceUnavailable", lambda _: error(503, "ServiceUnavailable", "Later.")),
    "bad text": ("Wrong", lambda _: error(400, "Wrong", "a\n::error::b\x1b[31m\u202e")),
    "busy": ("Throttling.User", lambda _: error(400, "Throttling.User", "Too many.")),
    "busy, by status": ("Slower", lambda _: error(429, "Slower", "Too many.")),
    "no code": ("HTTP 400", lambda _: documented({}, 400)),
    "strange code": ("HTTP 500", lambda _: documented({"Code": ["a\x1b["], "Message": 1}, 500)),
    "a page": ("InvalidAnswer", lambda a: raw(b"<html>Bad gateway</html>", a, status=502)),
    "a page, fine": ("InvalidAnswer", partial(raw, b"<html>Welcome</html>")),
    "half": ("NoConnection", lambda a: replace(a, cut=len(a.body) // 2)),
    "one byte": ("NoConnection", lambda a: replace(a, cut=1)),
    "head alone": ("NoConnection", lambda a: replace(a, cut=0)),
    "no HTTP": ("NoConnection", lambda a: replace(a, bare=True)),
    "half, closed": ("InvalidAnswer", lambda a: raw(a.body[:40], a)),
    "empty": ("InvalidAnswer", partial(raw, b"")),
    "no JSON": ("InvalidAnswer", partial(raw, b"{'a'}")),
    "a list": ("InvalidAnswer", partial(raw, b"[]")),
    "null": ("InvalidAnswer", partial(raw, b"null")),
    "not UTF-8": ("InvalidAnswer", partial(raw, b'{"a": "\xff"}')),
    "nested": ("InvalidAnswer", partial(raw, NESTED)),
    "large": ("InvalidAnswer", lambda a: raw(a.body + b" " * 5_000_000, a)),
    "compressed": ("InvalidAnswer", lambda a: raw(gzip.compress(a.body), a, headers=GZIP)),
    "nothing": ("InvalidAnswer", lambda _: documented({})),
    "other types": ("InvalidAnswer", lambda a: changed(a, Images=1, Accounts=1)),
    "no lists, none counted": ("InvalidAnswer", without_lists),
    "text": ("InvalidAnswer", lambda a: listing(a, "abc")),
    "a mapping": ("InvalidAnswer", lambda a: listing(a, {"a": 1})),
    "entries of other types": ("InvalidAnswer", lambda a: listing(a, [1])),
    "no entry": ("InvalidAnswer", lambda a: listing(a, [None])),
    "no IDs": ("InvalidAnswer", lambda a: listing(a, [{}])),
    "IDs of other types": (
        "InvalidAnswer",
        lambda a: listing(a, [{"ImageId": {"a": 1}, "AliyunId": 1}]),
    ),
    "other region": ("InvalidAnswer", lambda a: changed(a, RegionId="cn-hangzhou")),
    "no region said": ("InvalidAnswer", lambda a: changed(a, RegionId=None)),
    "other page": ("InvalidAnswer", lambda a: changed(a, PageNumber=2)),
    "no count": ("InvalidAnswer", lambda a: changed(a, TotalCount=None)),
    "text for a count": ("InvalidAnswer", lambda a: changed(a, TotalCount="1")),
    "negative count": ("InvalidAnswer", lambda a: changed(a, TotalCount=-1)),
    "endless count": ("InvalidAnswer", lambda a: changed(a, TotalCount=float("inf"))),
    "fewer than counted": ("InvalidAnswer", lambda a: listing(a, [])),
    "endless pages": ("InvalidAnswer", endless),
    "redirect": ("InvalidAnswer", lambda a: replace(a, status=302, headers=ELSEWHERE)),
    "redirect in circles": ("InvalidAnswer", lambda a: replace(a, status=307, headers=CIRCLE)),
}


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("action", Action)
def test_a_fault_is_told_and_the_other_region_is_answered(
    server: EcsServer, action: Action, fault: str
) -> None:
    code, broken = FAULTS[fault]

    def break_it(_: int, call: Call, answer: Answer) -> Answer:
        is_meant = call.region == BAD and call.action == action
        return broken(answer) if is_meant else answer

    server.fault = break_it
    replies = asked(server, *QUESTIONS)
    assert ids(replies[OK]) == [OTHER]
    assert failures(replies[OK]) == []
    told = [reply for reply in replies[BAD] if isinstance(reply.body, Failure)]
    assert [(each.action, each.image_ids) for each in told] == [(action, (ID,))]
    assert [each.code for each in failures(told)] == [code]
    assert all(each.message.isprintable() for each in failures(told))
    assert {*ids(replies[BAD])} <= {ID}
    assert action is Action.IMAGES or ids(replies[BAD]) == [ID]


@pytest.mark.parametrize(
    "form",
    [
        lambda answer: raw(chunked(answer.body), answer, headers=CHUNKED),
        lambda answer: replace(answer, headers={"Connection": "close"}),
        lambda answer: raw(b"\n " + answer.body + b"\n", answer),
        lambda answer: replace(answer, headers={"Content-Type": "text/plain"}),
    ],
    ids=["chunks", "closed", "white space", "of another type"],
)
def test_any_form_of_an_answer_is_read(server: EcsServer, form: Callable[[Answer], Answer]) -> None:
    server.fault = lambda _, __, answer: form(answer)
    (replies,) = asked(server, QUESTIONS[0]).values()
    assert (ids(replies), failures(replies)) == ([OTHER], [])
    assert len(server.calls) == 2


def chunked(body: bytes) -> bytes:
    pieces = [body[at : at + 50] for at in range(0, len(body), 50)]
    return b"".join(b"%x\r\n%s\r\n" % (len(each), each) for each in [*pieces, b""])


def test_a_host_that_takes_no_connection_is_told() -> None:
    with serving(EcsServer()) as gone:
        pass
    (replies,) = asked(gone, QUESTIONS[0]).values()
    assert [each.code for each in failures(replies)] == ["NoConnection"]


def test_a_host_that_nobody_knows_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_: object, **__: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    questions = [Question(region, (ID,)) for region in ("cn-nowhere", "a" * 100, "-")]
    for replies in ask(questions, KEY, Endpoints(), HASTE):
        (failure,) = failures(replies)
        assert failure.code == "NoConnection"
        assert replies[0].region == "a" * 100 or "the region may not exist" in failure.message


SLOW: dict[str, Callable[[Answer], Answer]] = {
    "silent": lambda answer: replace(answer, silent=True),
    "body": lambda answer: replace(answer, pause=0.1),
    "chunks": lambda answer: raw(b"1\r\n{\r\n" * 99, answer, pause=0.1, headers=CHUNKED),
}


@pytest.mark.parametrize("fault", SLOW)
def test_who_is_too_slow_is_told(server: EcsServer, fault: str) -> None:
    server.fault = lambda _, __, answer: SLOW[fault](answer)
    (replies,) = asked(server, QUESTIONS[0], pace=replace(HASTE, answer=0.3)).values()
    assert [each.code for each in failures(replies)] == ["Timeout"]
    assert len(server.calls) == 3


def test_a_head_that_never_ends_takes_no_longer_than_all_calls_may(server: EcsServer) -> None:
    def fault(_: int, call: Call, answer: Answer) -> Answer:
        return replace(answer, pause=0.1, slow_headers=True) if call.region == BAD else answer

    server.fault = fault
    replies = asked(server, *QUESTIONS, pace=replace(HASTE, total=2, answer=1))
    assert ids(replies[OK]) == [OTHER]
    assert [each.code for each in failures(replies[BAD])] == ["Timeout"]


MANY = tuple(f"m-2ze{number:017}" for number in range(250))


@pytest.mark.parametrize(
    ("status", "code", "calls"),
    [(403, "Forbidden.RAM", 1), (500, "InternalError", 3), (400, "InvalidParameter", 3)],
)
def test_who_is_refused_in_a_region_asks_no_more_there(
    server: EcsServer, status: int, code: str, calls: int
) -> None:
    """But where the call may be at fault: the next batch may do better."""
    server.fault = lambda _, __, ___: error(status, code, "")
    (replies,) = asked(server, Question(BAD, MANY, MANY, own_images=False)).values()
    assert [each.code for each in failures(replies)] == [code] * 3
    assert [len(each.image_ids) for each in replies] == [100, 100, 50]
    assert len(server.calls) == calls


def test_who_may_not_ask_for_accounts_has_images_and_one_refusal(server: EcsServer) -> None:
    def fault(_: int, call: Call, answer: Answer) -> Answer:
        return answer if call.action == Action.IMAGES else error(403, "Forbidden.RAM", "")

    server.fault = fault
    server.images[BAD] = [*map(image, MANY[:5])]
    (replies,) = asked(server, Question(BAD, MANY[:5], MANY[:5], own_images=True)).values()
    assert ids(replies) == [*MANY[:5], *MANY[:5]]
    shares = [each for each in replies if each.action is Action.SHARES]
    assert [each.image_ids for each in shares] == [(each,) for each in MANY[:5]]
    assert [each.code for each in failures(shares)] == ["Forbidden.RAM"] * 5
    assert len(server.calls) == 3


def test_an_image_that_is_refused_leaves_the_others(server: EcsServer) -> None:
    def fault(_: int, call: Call, answer: Answer) -> Answer:
        is_meant = call.action == Action.SHARES and call.parameters["ImageId"] == MANY[1]
        return error(404, "InvalidImageId.NotFound", "") if is_meant else answer

    server.fault = fault
    server.images[BAD] = [*map(image, MANY[:3])]
    (replies,) = asked(server, Question(BAD, MANY[:3], MANY[:3])).values()
    failed = [each.image_ids for each in replies if isinstance(each.body, Failure)]
    assert failed == [(MANY[1],)]


@settings(max_examples=100)
@given(fault=any_fault(), action=st.sampled_from(Action))
def test_any_fault_is_told_or_does_not_matter(
    fault: Callable[[Answer], Answer], action: Action
) -> None:
    with serving(new_server()) as server:

        def break_it(_: int, call: Call, answer: Answer) -> Answer:
            return fault(answer) if (call.region, call.action) == (BAD, action) else answer

        server.fault = break_it
        replies = asked(server, *QUESTIONS)
    assert ids(replies[OK]) == [OTHER]
    assert failures(replies[OK]) == []
    assert replies[BAD]
    assert {call.action for call in server.calls} <= {*map(str, Action)}
    for reply in replies[BAD]:
        if isinstance(reply.body, Failure):
            assert reply.body.code
            assert reply.body.message.isprintable()
        else:
            assert reply.body["RegionId"] == BAD
            assert all(isinstance(each, str) for each in ids([reply]))
