"""The whole verb, with the SDK and a server on loopback: asked, judged, kept, and judged anew."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from generator import cli
from generator.credentials.access_key import encoded
from tests.support.ecs_server import KEY_ID, KEY_SECRET, Answer, Call, EcsServer, image, serving
from tests.support.ecs_server import error as api_error

if TYPE_CHECKING:
    from collections.abc import Iterator

# The SDK asks for the time in a way that newer Pythons advise against.
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")

A, B, C = (f"m-uf6hvbrxclop1jtat17{each}" for each in "abc")
BEIJING = "m-2zehvbrxclop1jtat17a"
CATALOG = f"""\
accounts: [1234567890123456, 1234567890123457]
images:
  gardenlinux:
    shared: true
    versions:
      1.0.0: {{cn-shanghai: {A}, cn-beijing: {BEIJING}}}
      2.0.0: {{cn-shanghai: {B}}}
"""
OWNER = "ownerSecret: {accessKeyID: {env: OWNER_ID}, accessKeySecret: {env: OWNER_SECRET}}\n"
FOUND = {
    (f"live.yaml:6:{column}", severity, rule)
    for column, severity, rule in (
        (28, "warning", "image-not-shared"),
        (64, "error", "image-not-found"),
    )
} | {("live.yaml:7:28", "error", "image-not-available")}


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("ALIBABA_CLOUD_ECS_METADATA_DISABLED", "true")
    # The SDK looks at the environment once, when it is imported.
    monkeypatch.setenv("OWNER_ID", KEY_ID)
    monkeypatch.setenv("OWNER_SECRET", KEY_SECRET)
    Path("live.yaml").write_text(CATALOG + OWNER)


@pytest.fixture
def server() -> Iterator[EcsServer]:
    here = EcsServer(
        {
            "cn-shanghai": [
                image(A, ImageName="gardenlinux-1.0.0"),
                image(B, ImageName="gardenlinux-2.0.0", Status="Creating"),
                image(C, ImageName="gardenlinux-0.9.0"),
            ],
            "cn-beijing": [],
        },
        {A: ["1234567890123456"], B: ["1234567890123456", "1234567890123457"]},
    )
    with serving(here) as server:
        yield server


def audit(*arguments: str, catalogs: tuple[str, ...] = ("live.yaml",)) -> int:
    asks = "--endpoint" in arguments
    return cli.run(["audit", *catalogs, *(["--owner"] if asks else []), *arguments])


def found(err: str) -> set[tuple[str, str, str]]:
    lines = [json.loads(line) for line in err.splitlines() if line.startswith("{")]
    return {
        (f"{each['file']}:{each['line']}:{each['column']}", each["severity"], each["rule"])
        for each in lines
    }


def test_what_is_kept_is_judged_like_what_is_asked(
    server: EcsServer, capfd: pytest.CaptureFixture[str]
) -> None:
    code = audit("--endpoint", server.endpoint, "--save", "answers.json", "--format", "json")
    first = capfd.readouterr().err
    assert (code, found(first)) == (1, FOUND)
    assert {call.action for call in server.calls} == {
        "DescribeImages",
        "DescribeImageSharePermission",
    }
    assert "wrote answers.json\n" in first
    count = len(server.calls)
    assert audit("--from", "answers.json", "--format", "json") == 1
    assert capfd.readouterr().err == first.replace("wrote answers.json\n", "")
    assert len(server.calls) == count


def test_import_reads_what_is_kept(server: EcsServer, capfd: pytest.CaptureFixture[str]) -> None:
    audit("--endpoint", server.endpoint, "--save", "answers.json")
    kept = json.loads(Path("answers.json").read_text())
    images = [each for each in kept if each["Request"]["Action"] == "DescribeImages"]
    Path("images.json").write_text(json.dumps(images))
    assert cli.run(["import", "images.json"]) == 0
    assert f"cn-shanghai: {A}" in capfd.readouterr().out


def test_own_answers_are_replaced_and_nothing_else(
    server: EcsServer, capfd: pytest.CaptureFixture[str]
) -> None:
    for _ in range(2):
        audit("--endpoint", server.endpoint, "--save", "answers.json")
    assert capfd.readouterr().err.count("wrote answers.json") == 2
    count = len(server.calls)
    for other in ("live.yaml", "empty.json", ".", "folder/answers.json", "live.yaml/answers.json"):
        Path("empty.json").write_text("[]\n")
        before = Path("live.yaml").read_text()
        assert audit("--endpoint", server.endpoint, "--save", other) in (1, 2)
        assert Path("live.yaml").read_text() == before
    err = capfd.readouterr().err
    assert "live.yaml: error: there is already another file" in err
    assert "folder/answers.json: error: cannot be written: there is no such folder" in err
    # Who cannot keep the answers need not wait for them.
    assert len(server.calls) == count


def test_answers_that_cannot_be_kept_are_judged(
    server: EcsServer, capfd: pytest.CaptureFixture[str]
) -> None:
    Path("folder").mkdir()

    def fault(_: int, __: Call, answer: Answer) -> Answer:
        if Path("folder").exists():
            Path("folder").rmdir()
        return answer

    server.fault = fault
    arguments = ("--endpoint", server.endpoint, "--save", "folder/answers.json")
    assert audit(*arguments, "--format", "json") == 1
    place = ("folder/answers.json:0:0", "error", "")
    assert found(capfd.readouterr().err) == FOUND | {place}


def test_where_nothing_is_answered_nothing_is_kept(
    server: EcsServer, capfd: pytest.CaptureFixture[str]
) -> None:
    audit("--endpoint", server.endpoint, "--save", "answers.json")
    before = Path("answers.json").read_bytes()
    server.fault = lambda *_: api_error(403, "Forbidden.RAM", "User not authorized.")
    capfd.readouterr()
    assert audit("--endpoint", server.endpoint, "--save", "answers.json") == 1
    err = capfd.readouterr().err
    assert err.startswith("error: Alibaba Cloud gave no answer about any image of these catalogs\n")
    assert "Forbidden.RAM: User not authorized. (request ID 473469C7-" in err
    assert Path("answers.json").read_bytes() == before


def test_a_region_that_cannot_be_asked_is_a_warning_beside_others(
    server: EcsServer, capfd: pytest.CaptureFixture[str]
) -> None:
    def fault(_: int, call: Call, answer: Answer) -> Answer:
        is_it = call.region == "cn-beijing"
        return api_error(403, "Forbidden.RAM", "Not authorized.") if is_it else answer

    server.fault = fault
    server.images["cn-shanghai"] = [image(A), image(B)]
    arguments = ("--endpoint", server.endpoint, "--rule", "image-not-shared=off")
    assert audit(*arguments) == 0
    assert "live.yaml:6:64: warning: whether" in capfd.readouterr().err
    assert audit(*arguments, "--strict") == 1
    assert "live.yaml:6:64: error: whether" in capfd.readouterr().err


def test_each_region_has_its_own_endpoint(server: EcsServer) -> None:
    with serving(EcsServer({"cn-beijing": [image(BEIJING)]})) as other:
        audit("--endpoint", server.endpoint, "--endpoint", f"cn-beijing={other.endpoint}")
        assert {call.region for call in server.calls} == {"cn-shanghai"}
        assert {call.region for call in other.calls} == {"cn-beijing"}


def test_an_endpoint_that_no_region_needs_is_told(
    server: EcsServer, capfd: pytest.CaptureFixture[str]
) -> None:
    server.images = {"cn-shanghai": [image(A), image(B)], "cn-beijing": [image(BEIJING)]}
    used = ("--endpoint", server.endpoint, "--endpoint", f"cn-beijing={server.endpoint}")
    rules = ("--rule", "image-not-shared=off")
    assert audit(*used, *rules) == 0
    assert capfd.readouterr().err == ""
    unused = (*used, "--endpoint", f"cn-bejing={server.endpoint}", *rules)
    assert audit(*unused) == 0
    message = "--endpoint cn-bejing=…: the catalogs have no image in cn-bejing\n"
    assert capfd.readouterr().err == f"warning: {message}"
    assert audit(*unused, "--strict") == 1
    assert capfd.readouterr().err == f"error: {message}"


def test_orphans_are_those_that_no_catalog_of_the_project_names(
    server: EcsServer, capfd: pytest.CaptureFixture[str]
) -> None:
    arguments = ("--endpoint", server.endpoint, "--orphans", "gardenlinux-*")
    audit(*arguments, "--as-of", "2026-05-05")
    message = f'no catalog names {C} in cn-shanghai, "gardenlinux-0.9.0", created on 2026-05-04'
    assert f"live.yaml: warning: {message}, 1 day ago [orphaned-image]" in capfd.readouterr().err
    audit("--endpoint", server.endpoint, "--orphans", "suse-*")
    assert "orphaned-image" not in capfd.readouterr().err
    Path("other.yaml").write_text((CATALOG + OWNER).replace(A, C))
    audit(*arguments)
    assert "orphaned-image" in capfd.readouterr().err
    Path("alicloud-generator.yaml").write_text("catalogs: [live.yaml, other.yaml]\n")
    audit(*arguments)
    assert "orphaned-image" not in capfd.readouterr().err
    Path("other.yaml").write_text("images: [\n")
    assert audit(*arguments) == 1
    assert "orphaned-image" not in capfd.readouterr().err


@pytest.mark.parametrize(
    "section",
    [
        OWNER,
        OWNER.replace("{env: OWNER_SECRET}", "{file: secret}"),
        OWNER.replace("{env: OWNER_ID}", encoded(KEY_ID)),
        "controllerDeployment: {apiVersion: v1}\n" + OWNER.replace("{acc", "{resource: own, acc"),
    ],
)
def test_the_owner_asks(section: str, server: EcsServer, capfd: pytest.CaptureFixture[str]) -> None:
    Path("secret").write_text(KEY_SECRET + "\n")
    Path("live.yaml").write_text(CATALOG + section)
    assert audit("--endpoint", server.endpoint, "--format", "json") == 1
    assert found(capfd.readouterr().err) == FOUND


@pytest.mark.parametrize(
    ("section", "message"),
    [
        ("", "live.yaml: error: the catalog has no access key of the owner"),
        ("ownerSecret: {resource: x}\n", "live.yaml:8:14: error: the catalog has no access key"),
        (
            OWNER.replace("env: OWNER_ID", "placeholder: '${A}'").replace(
                "env: OWNER_SECRET", "placeholder: '${B}'"
            ),
            "live.yaml:8:14: error: the catalog has no access key",
        ),
        (OWNER.replace("OWNER_ID", "NO_ID"), "the environment variable NO_ID: not set"),
    ],
)
def test_without_the_owners_key_nobody_is_asked(
    section: str, message: str, server: EcsServer, capfd: pytest.CaptureFixture[str]
) -> None:
    Path("live.yaml").write_text(CATALOG + section)
    assert audit("--endpoint", server.endpoint) == 1
    assert message in capfd.readouterr().err
    assert server.calls == []


def test_one_call_has_one_owner(
    server: EcsServer, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    Path("live.yaml").write_text(CATALOG + OWNER)
    Path("other.yaml").write_text(CATALOG + OWNER.replace("OWNER", "OTHER"))
    monkeypatch.setenv("OTHER_ID", KEY_ID)
    monkeypatch.setenv("OTHER_SECRET", KEY_SECRET)
    arguments = ("--endpoint", server.endpoint, "--format", "json")
    catalogs = ("live.yaml", "other.yaml")
    audit(*arguments, catalogs=catalogs)
    assert found(capfd.readouterr().err) >= FOUND
    count = len(server.calls)
    monkeypatch.setenv("OTHER_SECRET", "AnotherSecretAnotherSecret1234")
    assert audit(*arguments, catalogs=catalogs) == 1
    assert found(capfd.readouterr().err) == {("other.yaml:8:14", "error", "catalog-format")}
    assert len(server.calls) == count


@pytest.mark.parametrize(
    "arguments",
    [
        ("--from", "a.json", "--save", "b.json"),
        ("--from", "a.json", "--owner"),
        ("--from", "a.json", "--endpoint", "localhost"),
        ("--from", "-", "--accounts", "-"),
        ("--from", "a.json", "--orphans", ""),
        *(
            ("--endpoint", value)
            for value in (
                *("", "=", ":80", "=localhost", "cn-a=", "CN-A=localhost", "a b=localhost"),
                *("https://localhost", "localhost/", "user:password@localhost", "Localhost"),
                *("localhost:", "localhost:0", "localhost:080", "localhost:65536", "localhost:x"),
                *("[::1]", "::1", "a..b", "-a", "localhost:1:2", "cn-a=cn-b=localhost"),
            )
        ),
        ("--endpoint", "localhost:1", "--endpoint", "localhost:2"),
        ("--endpoint", "cn-a=localhost:1", "--endpoint", "cn-a=localhost:2"),
    ],
    ids=" ".join,
)
def test_wrong_usage(arguments: tuple[str, ...], capfd: pytest.CaptureFixture[str]) -> None:
    assert audit(*arguments) == 2
    assert "password" not in capfd.readouterr().err


def test_an_id_that_is_no_id_is_not_known(
    server: EcsServer, capfd: pytest.CaptureFixture[str]
) -> None:
    Path("live.yaml").write_text((CATALOG + OWNER).replace(BEIJING, '"m-a,m-b"'))
    audit("--endpoint", server.endpoint)
    assert "live.yaml:6:64: warning: whether m-a,m-b exists" in capfd.readouterr().err


def test_without_catalogs_nobody_is_asked(
    server: EcsServer, capfd: pytest.CaptureFixture[str]
) -> None:
    Path("live.yaml").write_text("images: [\n")
    assert audit("--endpoint", server.endpoint, "--save", "answers.json") == 1
    assert "live.yaml:" in capfd.readouterr().err
    assert server.calls == []
    assert not Path("answers.json").exists()


@pytest.mark.parametrize("option", [("--from", "answers.json"), ("--save", "more.json"), ()])
def test_catalogs_without_images_are_told(
    option: tuple[str, ...], server: EcsServer, capfd: pytest.CaptureFixture[str]
) -> None:
    """Silence would read as if Alibaba Cloud had agreed to something."""
    audit("--endpoint", server.endpoint, "--save", "answers.json")
    asked = len(server.calls)
    Path("live.yaml").write_text("controllerDeployment: {values: {replicaCount: 2}}\n")
    capfd.readouterr()
    said = "warning: the catalogs have no images to ask about\n"
    assert (audit(*option), capfd.readouterr().err) == (0, said)
    assert audit(*option, "--strict") == 1
    assert len(server.calls) == asked
    assert not Path("more.json").exists()
