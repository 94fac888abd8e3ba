"""Rules of `audit`: what they cost others, and what they make of answers in pieces."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings

from generator import cli
from generator.checks.answers import MOST_ACCOUNTS
from generator.commands.options import REPORT_FORMATS
from tests.test_robust import edits

if TYPE_CHECKING:
    from collections.abc import Callable

    Judge = Callable[..., list[tuple[str, str]]]

REGION = "cn-shanghai"
ID, OTHER = "m-uf6hvbrxclop1jtat17m", "m-uf6hvbrxclop1jtat17n"
NOT_FOUND = ("error", "image-not-found")
NOT_ASKED = ("warning", "image-not-asked")
NOT_SHARED = ("warning", "image-not-shared")
NOTHING = ("error", "Alibaba Cloud gave no answer about any image of these catalogs")


def catalog(*ids: str, **more: Any) -> dict[str, Any]:
    versions = {f"{number}.0.0": {REGION: each} for number, each in enumerate(ids or [ID])}
    return {"images": {"gardenlinux": {"shared": True, "versions": versions}}, **more}


def images(*ids: str, **fields: str | int) -> dict[str, Any]:
    """As `aliyun ecs DescribeImages` prints it."""
    return {"RegionId": REGION, "Images": {"Image": [{"ImageId": each, **fields} for each in ids]}}


def asked(*ids: str, found: tuple[str, ...] = (), **more: Any) -> dict[str, Any]:
    request = {"Action": "DescribeImages", "RegionId": REGION, "ImageId": ",".join(ids)}
    return {"Request": request, "TotalCount": len(found), **images(*found), **more}


def failed(*ids: str) -> dict[str, Any]:
    return {"Request": asked(*ids)["Request"], "Code": "Throttling"}


def shares(*accounts: str, **more: Any) -> dict[str, Any]:
    listed = {"Account": [{"AliyunId": each} for each in accounts]}
    return {"RegionId": REGION, "ImageId": ID, "Accounts": listed, **more}


def accounts(count: int, start: int = 0) -> list[str]:
    return [str(10**15 + number) for number in range(start, start + count)]


@pytest.fixture
def judged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> Judge:
    """Severity and rule of all that `audit` finds; the message of what no rule finds."""
    monkeypatch.chdir(tmp_path)

    def judge(tree: dict[str, Any], *answers: Any) -> list[tuple[str, str]]:
        Path("live.yaml").write_text(json.dumps(tree))
        Path("answers.json").write_text(json.dumps(answers))
        code = cli.run(["audit", "live.yaml", "--from", "answers.json", "--format", "json"])
        found = [json.loads(line) for line in capfd.readouterr().err.splitlines()]
        assert code == any(each["severity"] == "error" for each in found)
        return [(each["severity"], each["rule"] or each["message"]) for each in found]

    return judge


def test_others_do_not_pay_for_them(tmp_path: Path) -> None:
    (tmp_path / "live.yaml").write_text(json.dumps(catalog(rules={"image-version": "off"})))
    (tmp_path / "alicloud-generator.yaml").write_text(
        "catalogs: [live.yaml]\nrules: {image-id-region: error}\n"
    )
    script = """
import sys
from generator import cli
for call in (["validate"], ["generate"], ["check"], ["import", "live.yaml"]):
    cli.run(call)
    print(*(name for name in sys.modules if name.startswith("generator.") and "audit" in name))
"""
    process = subprocess.run(
        [sys.executable, "-P", "-c", script],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (process.returncode, process.stdout.split()) == (0, []), process.stderr


@pytest.mark.parametrize(
    ("answers", "found"),
    [
        ((asked(ID, found=(ID,)),), []),
        ((asked(ID),), [NOT_FOUND]),
        ((images(ID),), []),
        ((images(OTHER),), [NOTHING, NOT_ASKED]),
        ((images(),), [NOTHING, NOT_ASKED]),
        ((failed(ID),), [NOTHING, NOT_ASKED]),
        ((asked(OTHER),), [NOTHING, NOT_ASKED]),
        # Somebody else knows it, before or after.
        ((failed(ID), asked(ID, found=(ID,))), []),
        ((asked(ID, found=(ID,)), failed(ID)), []),
        ((asked(ID), images(ID)), []),
        # Of two answers about one image, the last.
        ((images(ID, Status="Creating"), images(ID, Status="Available")), []),
        ((images(ID), images(ID, Status="Creating")), [("error", "image-not-available")]),
        # What is missing of an answer may be there.
        ((asked(ID, OTHER, found=(OTHER,), TotalCount=2),), [NOTHING, NOT_ASKED]),
        ((asked(ID, OTHER, found=(OTHER,), TotalCount=2, PageNumber=1),
          asked(ID, OTHER, found=(ID,), TotalCount=2, PageNumber=2)), []),
        ((asked(ID, OTHER, NextToken="x"),), [NOTHING, NOT_ASKED]),
        # Nobody says whose it is, or for which machines.
        ((images(ID, ImageOwnerAlias="", Architecture=""),), []),
        ((images(ID, Architecture="x86_64", ImageOwnerAlias="self"),), []),
    ],
)  # fmt: skip
def test_what_is_not_known_is_no_mistake(
    judged: Judge, answers: tuple[Any, ...], found: list[tuple[str, str]]
) -> None:
    assert judged(catalog(), *answers) == found


@pytest.mark.parametrize(
    ("has", "wanted", "found"),
    [
        (accounts(1), accounts(1), []),
        (accounts(0), accounts(1), [NOT_SHARED]),
        (accounts(MOST_ACCOUNTS - 1), accounts(1, 60), [NOT_SHARED]),
        (accounts(MOST_ACCOUNTS), accounts(1, 60), [("error", "image-share-limit"), NOT_SHARED]),
        (accounts(MOST_ACCOUNTS), accounts(MOST_ACCOUNTS), []),
        # A quota that was raised.
        (accounts(MOST_ACCOUNTS + 9), accounts(9), []),
        ([], accounts(MOST_ACCOUNTS + 1), [("error", "image-share-limit"), NOT_SHARED]),
    ],
)
def test_an_image_has_room_for_so_many_accounts(
    judged: Judge, has: list[str], wanted: list[str], found: list[tuple[str, str]]
) -> None:
    own = images(ID, ImageOwnerAlias="self")
    assert judged(catalog(accounts=wanted), own, shares(*has)) == sorted(found, reverse=True)
    # Whoever may use an image because it is public needs no room.
    public = shares(*has, ShareGroups={"ShareGroup": [{"Group": "all"}]})
    assert judged(catalog(accounts=wanted), own, public) == []
    assert judged(catalog(), own, shares(*has)) == []


def test_the_owner_of_an_image_may_use_it_and_needs_no_room(judged: Judge) -> None:
    owner, *others = accounts(MOST_ACCOUNTS + 1)
    own = images(ID, ImageOwnerAlias="self", ImageOwnerId=owner)
    assert judged(catalog(accounts=[owner]), own, shares()) == []
    assert judged(catalog(accounts=[owner, *others]), own, shares()) == [NOT_SHARED]
    assert judged(catalog(accounts=[owner, *others]), own, shares(*others)) == []
    numbered = images(ID, ImageOwnerAlias="self", ImageOwnerId=int(owner))
    assert judged(catalog(accounts=[owner]), numbered, shares()) == []


def test_accounts_come_in_pages(judged: Judge) -> None:
    own, wanted = images(ID, ImageOwnerAlias="self"), catalog(accounts=accounts(30))
    pages = [shares(*accounts(15, start), TotalCount=30) for start in (0, 15)]
    assert judged(wanted, own, *pages) == []
    assert judged(wanted, own, pages[1]) == [NOT_ASKED]
    assert judged(wanted, own, {**pages[0], "TotalCount": "many"}) == [NOT_SHARED]


def test_a_flavor_without_architecture_has_that_of_the_profile(judged: Judge) -> None:
    spec = {
        "kubernetes": {"versions": [{"version": "1.34.2"}]},
        "machineTypes": [{"name": "e", "cpu": "2", "gpu": "0", "memory": "8Gi"}],
        "regions": [{"name": REGION}],
        "machineCapabilities": [
            {"name": "architecture", "values": ["arm64"]},
            {"name": "boot", "values": ["uefi"]},
        ],
    }
    flavor = {"capabilities": {"boot": ["uefi"]}, "regions": {REGION: ID}}
    versions = {"1.0.0": {"flavors": [flavor]}}
    tree = {"images": {"a": {"versions": versions}}, "cloudProfile": {"name": "a", "spec": spec}}
    assert judged(tree, images(ID, Architecture="arm64")) == []
    assert judged(tree, images(ID, Architecture="x86_64")) == [("error", "image-architecture")]


def test_shared_ids_without_a_version_are_judged(judged: Judge) -> None:
    tree = catalog(share=[OTHER], accounts=accounts(1))
    others = images(OTHER, ImageOwnerAlias="others")
    assert judged(tree, images(ID, ImageOwnerAlias="others"), others) == [
        ("error", "image-not-owned"),
        ("error", "image-not-owned"),
    ]
    assert judged(catalog(share=[ID]), images(ID)) == []


ANSWERS = json.dumps(
    [
        asked(ID, OTHER, found=(ID,), RequestId="1-2"),
        images(OTHER, Status="Creating", Architecture="arm64", ImageOwnerAlias="self"),
        failed("m-2zehvbrxclop1jtat17m"),
        shares(*accounts(2), TotalCount=3, ShareGroups={"ShareGroup": [{"Group": "none"}]}),
    ],
    indent=1,
)


@settings(
    deadline=None,
    max_examples=200,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(edits(ANSWERS))
def test_any_file_is_read_or_refused_with_words(
    tmp_path_factory: pytest.TempPathFactory, capfd: pytest.CaptureFixture[str], text: str
) -> None:
    folder = tmp_path_factory.getbasetemp()
    (folder / "live.yaml").write_text(json.dumps(catalog(ID, OTHER, accounts=accounts(2))))
    (folder / "answers.json").write_text(text, encoding="utf-8")
    call = [str(folder / "live.yaml"), "--from", str(folder / "answers.json"), "--orphans", "*"]
    code = cli.run(["audit", *call])
    err = capfd.readouterr().err
    assert code in {0, 1}, err
    assert code == 0 or "error: " in err


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("", "accounts.txt: error: the file has no account IDs"),
        ("# none\n\n", "accounts.txt: error: the file has no account IDs"),
        ("1234567890123456\n  12345\n", "accounts.txt:2:3: error: "),
        ("- 1234567890123456\n", "accounts.txt:1:1: error: "),
        ("1234567890123456, 1234567890123457\n", "accounts.txt:1:1: error: "),
        ("user@1234567890123456\n", "accounts.txt: error: line 1 is not an account ID"),
        ("0234567890123456\n", "accounts.txt:1:1: error: "),
        ("\u0661234567890123456\n", "accounts.txt: error: line 1 is not an account ID"),
        ("\x00\xff", "accounts.txt: error: "),
    ],
)
def test_accounts_are_ids_one_on_a_line(
    judged: Judge, capfd: pytest.CaptureFixture[str], text: str, place: str
) -> None:
    judged(catalog(), images(ID))
    Path("accounts.txt").write_text(text, encoding="utf-8")
    call = ["audit", "live.yaml", "--from", "answers.json", "--accounts", "accounts.txt"]
    assert cli.run(call) == 1
    assert place in capfd.readouterr().err


def test_orphans_are_told_wherever_they_are_and_once(
    judged: Judge, capfd: pytest.CaptureFixture[str]
) -> None:
    own = {"Request": {"Action": "DescribeImages", "RegionId": REGION}, "TotalCount": 1}
    orphan = {**images(OTHER, ImageOwnerAlias="self"), **own}
    elsewhere = json.loads(
        json.dumps(orphan).replace(REGION, "cn-beijing").replace(OTHER, "m-2ze1")
    )
    judged(catalog(), images(ID), orphan, elsewhere)
    Path("empty.yaml").write_text("images: {}\n")
    for named in (["live.yaml"], ["live.yaml", "empty.yaml"], ["empty.yaml"]):
        call = ["audit", *named, "--from", "answers.json", "--orphans", "*"]
        assert cli.run(call) == 0
        err = capfd.readouterr().err
        assert err.count("no catalog names m-2ze1 in cn-beijing") == 1
        assert err.count(f"no catalog names {OTHER} in {REGION}") == 1


SECRETS = ("LTAI5tFakeFakeFakeFake12", "Zq8WexampleSecretOfTheTests0123", "hunter2hunter2")


@pytest.mark.parametrize("form", REPORT_FORMATS)
@pytest.mark.parametrize("option", ["--accounts", "--from"])
@pytest.mark.parametrize(
    "text",
    [
        "\n".join(SECRETS),
        json.dumps({"access_key_id": SECRETS[0], "access_key_secret": SECRETS[1]}, indent=1),
        json.dumps([{"sts": SECRETS[1], "password": SECRETS[2]}]),
        f"[default]\naliyun_access_key_secret = {SECRETS[1]}\npassword={SECRETS[2]}\n",
    ],
)
def test_a_file_of_another_kind_is_not_shown(
    judged: Judge, capfd: pytest.CaptureFixture[str], text: str, option: str, form: str
) -> None:
    judged(catalog(), images(ID))
    Path("other.txt").write_text(text)
    call = ["audit", "live.yaml", "--from", "answers.json", option, "other.txt", "--format", form]
    assert cli.run(call) == 1
    out, err = capfd.readouterr()
    assert "other.txt" in err
    assert not [each for each in SECRETS if each in out + err]


@pytest.mark.parametrize("text", ["x", "1234567890123456x", "[1]", "{a: b}", "0x12", "[~]", '[""]'])
def test_accounts_of_a_catalog_are_ids(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], text: str
) -> None:
    file = tmp_path / "live.yaml"
    file.write_text(
        f"images: {{a: {{versions: {{1.0.0: {{{REGION}: {ID}}}}}}}}}\naccounts: {text}\n"
    )
    assert cli.run(["validate", str(file)]) == 1
    assert f"{file}:2:" in capfd.readouterr().err
