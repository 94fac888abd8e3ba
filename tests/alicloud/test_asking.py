"""The SDK of Alibaba Cloud asks a server on loopback: what is called, how often, what is kept."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from generator import cli
from generator.alicloud.asking import THREADS
from generator.audit.calls import STATUSES, Action, Question, Reply
from tests.support.asking import asked, failures, ids
from tests.support.ecs_server import Answer, Call, EcsServer, error, image, serving

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# The SDK asks for the time in a way that newer Pythons advise against.
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")

REGION = "cn-shanghai"
SYSTEM = "ubuntu_24_04_x64_20G_alibase_20260415.vhd"


def image_ids(count: int, start: int = 0) -> tuple[str, ...]:
    return tuple(f"m-uf6{number:017}" for number in range(start, start + count))


@pytest.fixture
def server() -> Iterator[EcsServer]:
    with serving(EcsServer()) as server:
        yield server


def test_thirty_regions_of_fifty_images_are_thirty_calls(server: EcsServer) -> None:
    regions = {f"cn-test-{number}": image_ids(50, number * 50) for number in range(30)}
    server.images = {region: [*map(image, found)] for region, found in regions.items()}
    server.latency = 0.02
    replies = asked(server, *(Question(region, found) for region, found in regions.items()))
    assert {region: tuple(ids(found)) for region, found in replies.items()} == regions
    assert len(server.calls) == 30
    assert 1 < server.most_in_flight <= THREADS
    # What has been answered leaves its connection to the next call.
    assert server.connections <= THREADS


def test_accounts_are_one_more_call_for_each_shared_image_and_page(server: EcsServer) -> None:
    found = image_ids(12)
    server.images[REGION] = [*map(image, found)]
    server.accounts = {found[0]: [f"{number:016}" for number in range(250)], found[1]: ["1" * 16]}
    (replies,) = asked(server, Question(REGION, found, found[:10])).values()
    assert len(server.calls) == 1 + 10 + 2
    accounts: dict[str, list[str]] = {}
    for reply in replies:
        if reply.action is Action.SHARES:
            assert not failures([reply])
            page = reply.body["Accounts"]["Account"]  # type: ignore[index]
            accounts.setdefault(reply.image_ids[0], []).extend(each["AliyunId"] for each in page)
    assert accounts == {each: server.accounts.get(each, []) for each in found[:10]}


def test_accounts_are_asked_of_own_images_alone(server: EcsServer) -> None:
    own, shared, gone = image_ids(3)
    server.images[REGION] = [image(own), image(shared, ImageOwnerAlias="others")]
    (replies,) = asked(server, Question(REGION, (own, shared, gone), (own, shared, gone))).values()
    assert failures(replies) == []
    shares = [call for call in server.calls if call.action == "DescribeImageSharePermission"]
    assert [call.parameters["ImageId"] for call in shares] == [own]


@pytest.mark.parametrize("count", [1, 100, 101, 250])
def test_ids_are_asked_in_batches_each_once(server: EcsServer, count: int) -> None:
    found = image_ids(count)
    server.images[REGION] = [*map(image, found)]
    (replies,) = asked(server, Question(REGION, found)).values()
    assert ids(replies) == [*found]
    assert [each for reply in replies for each in reply.image_ids] == [*found]
    assert len(server.calls) == -(-count // 100)


def test_nothing_is_called_for_nothing(server: EcsServer) -> None:
    server.images[REGION] = []
    assert asked(server) == {}
    assert server.calls == []


def test_an_id_with_a_comma_is_nobody_elses(server: EcsServer) -> None:
    first, second, third = image_ids(3)
    server.images[REGION] = [*map(image, (first, second, third))]
    (replies,) = asked(server, Question(REGION, (f"{first},{second}", third))).values()
    assert ids(replies) == [third]


def test_images_of_every_status_and_owner_are_found(server: EcsServer) -> None:
    statuses = STATUSES.split(",")
    found = image_ids(len(statuses))
    server.images[REGION] = [
        image(image_id, Status=status) for image_id, status in zip(found, statuses, strict=True)
    ]
    server.images[REGION].append(image(SYSTEM, ImageOwnerAlias="system", ImageOwnerId=0))
    (replies,) = asked(
        server, Question(REGION, (*found, SYSTEM, "gone_alibase_20200101.vhd"))
    ).values()
    assert ids(replies) == [*found, SYSTEM]


def test_images_of_the_community_and_for_sale_are_found(server: EcsServer) -> None:
    own, community, bought, gone = image_ids(4)
    server.images[REGION] = [
        image(own),
        image(community, ImageOwnerAlias="others", IsPublic=True),
        image(bought, ImageOwnerAlias="marketplace"),
    ]
    (replies,) = asked(server, Question(REGION, (own, community, bought, gone))).values()
    assert ids(replies) == [own, community, bought]
    assert [each.image_ids for each in replies] == [
        (own, community, bought, gone),
        (community, bought, gone),
        (bought, gone),
    ]


def test_what_may_be_of_the_community_is_not_missing(server: EcsServer) -> None:
    own, gone = image_ids(2)
    server.images[REGION] = [image(own)]

    def fault(_: int, call: Call, answer: Answer) -> Answer:
        return error(500, "InternalError", "") if "IsPublic" in call.parameters else answer

    server.fault = fault
    (replies,) = asked(server, Question(REGION, (own, gone))).values()
    assert [each.image_ids for each in replies] == [(own, gone), (gone,)]
    assert failures(replies[1:])


@pytest.mark.parametrize("most_entries", [1, 4, 100])
def test_all_pages_are_read(server: EcsServer, most_entries: int) -> None:
    found = image_ids(9)
    server.images[REGION] = [*map(image, found)]
    server.most_entries = most_entries
    (replies,) = asked(server, Question(REGION, found)).values()
    assert ids(replies) == [*found]
    assert len(server.calls) == -(-9 // most_entries)


def test_own_images_are_all_those_of_the_account(server: EcsServer) -> None:
    named, orphans = image_ids(2), image_ids(130, 2)
    server.images[REGION] = [*map(image, (*named, *orphans))]
    server.images[REGION].append(image("m-uf6shared", ImageOwnerAlias="others"))
    (replies,) = asked(server, Question(REGION, named, own_images=True)).values()
    listing = [reply for reply in replies if not reply.image_ids]
    assert ids(listing) == [*named, *orphans]
    assert len(server.calls) == 1 + 2


def test_two_operations_are_called_and_no_other(server: EcsServer) -> None:
    found = image_ids(3)
    server.images = {REGION: [*map(image, found)], "cn-beijing": []}
    server.accounts = {found[0]: ["1" * 16]}
    questions = [Question(each, found, found, own_images=True) for each in (REGION, "cn-beijing")]
    asked(server, *questions)
    assert {call.action for call in server.calls} == {
        "DescribeImages",
        "DescribeImageSharePermission",
    }


def test_answers_are_what_import_reads(
    server: EcsServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    found = image_ids(3)
    server.most_entries = 2
    server.images[REGION] = [
        image(image_id, ImageFamily="gardenlinux", ImageVersion=f"1877.{number}.0")
        for number, image_id in enumerate(found)
    ]
    (replies,) = asked(server, Question(REGION, found)).values()
    names = [answer_file(tmp_path, number, reply) for number, reply in enumerate(replies)]
    assert cli.run(["import", *names, "-o", "live.yaml"]) == 0
    text = (tmp_path / "live.yaml").read_text()
    assert all(image_id in text for image_id in found)


def answer_file(folder: Path, number: int, reply: Reply) -> str:
    (folder / f"{number}.json").write_text(json.dumps(reply.body))
    return f"{number}.json"
