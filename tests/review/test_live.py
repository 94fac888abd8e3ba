"""`diff --live` and `check --live`: what kubectl is asked, what becomes of it, what goes wrong."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from generator import cli
from generator.app import kubectl
from generator.app.kubectl import Clusters
from generator.manifest.objects import Object, read_objects
from tests.support.fake_kubectl import fake_kubectl

if TYPE_CHECKING:
    from tests.support.fake_kubectl import FakeKubectl

CATALOG = """\
images:
  gardenlinux:
    versions: {1877.13.0: {cn-shanghai: m-uf6hvbrxclop1jtat17m}}
controllerDeployment: {apiVersion: v1}
cloudProfile:
  spec:
    kubernetes: {versions: [{version: 1.34.2}]}
    machineTypes: [{name: ecs.g7.large, cpu: "2", gpu: "0", memory: 8Gi}]
    regions: [{name: cn-shanghai, zones: [{name: cn-shanghai-a}]}]
extension: {}
ownerSecret: {resource: owner, accessKeyID: {env: ID}, accessKeySecret: {env: SECRET}}
seeds: [{name: a, backup: {region: cn-shanghai, secret: {
  name: backup, accessKeyID: {env: ID}, accessKeySecret: {env: SECRET}}}}]
rules: {owner-secret-actuator: off, apply-mode: off, client-side-apply: off}
"""
KEYS = {"ID": "LTAI5tFakeFakeFakeFake12", "SECRET": "s" * 30}
TOKEN = "eyJhbGciOiJSUzI1NiJ9.c2VjcmV0.c2lnbmF0dXJl"  # noqa: S105  of nobody
UNRECOGNIZED = 'unable to recognize "STDIN"'

Body = dict[str, Any]


@pytest.fixture(autouse=True)
def fake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FakeKubectl:
    monkeypatch.chdir(tmp_path)
    for name in KEYS:
        monkeypatch.delenv(name, raising=False)
    return fake_kubectl(tmp_path, monkeypatch)


@pytest.fixture
def objects(monkeypatch: pytest.MonkeyPatch) -> list[Body]:
    """What the catalog generates, as a server has it."""
    Path("live.yaml").write_text(CATALOG)
    with monkeypatch.context() as patch:
        for name, value in KEYS.items():
            patch.setenv(name, value)
        assert cli.run(["generate", "live.yaml", "--with-secrets", "-q"]) == 0
    found = []
    for path in sorted(Path("manifests/live").iterdir()):
        found += [item.body for item in read_objects(path.read_bytes(), path.name)]
    for each in found:
        each["metadata"] |= {"uid": "1", "generation": 2}
    return found


def of_kind(objects: list[Body], kind: str) -> Body:
    return next(each for each in objects if each["kind"] == kind)


def said(capfd: pytest.CaptureFixture[str], *options: str, code: int = 0) -> tuple[list[str], str]:
    """The sentences, and the messages."""
    capfd.readouterr()
    assert cli.run(["diff", "live.yaml", "--live", "--format", "json", *options]) == code
    out, err = capfd.readouterr()
    return [each["text"] for place in json.loads(out)["places"] for each in place["meaning"]], err


# What kubectl is asked.


def test_each_cluster_is_asked_once_for_exactly_the_objects_of_the_catalog(
    fake: FakeKubectl, objects: list[Body], capfd: pytest.CaptureFixture[str]
) -> None:
    fake.answer(*objects, {**objects[0], "metadata": {"name": "foreign"}})
    options = ("--context=garden", "--runtime-context=runtime", "--kubeconfig", "-k")
    assert said(capfd, *options) == ([], "")
    asked = {
        tuple(word for word in words if word.startswith("--context")): [
            (each["kind"], each["metadata"].get("namespace"), each["metadata"]["name"])
            for each in wanted
        ]
        for words, wanted in fake.calls
        if "--output=json" in words
    }
    assert asked == {
        ("--context=garden",): [
            ("CloudProfile", None, "alicloud"),
            ("ControllerDeployment", None, "extension-provider-alicloud"),
            ("Seed", None, "a"),
        ],
        ("--context=runtime",): [("Extension", None, "provider-alicloud")],
    }
    assert len(fake.calls) == 3
    for words, wanted in fake.calls:
        assert words[:3] == ["get", "--filename=-", "--ignore-not-found"]
        assert "--kubeconfig=-k" in words
        assert any(word.startswith("--request-timeout=") for word in words)
        assert all({*each} == {"apiVersion", "kind", "metadata"} for each in wanted)
        assert not [word for word in words if "alicloud" in word]


def test_one_cluster_is_asked_once_for_all_and_once_for_secrets(
    fake: FakeKubectl, objects: list[Body], capfd: pytest.CaptureFixture[str]
) -> None:
    fake.answer(*objects)
    assert said(capfd) == ([], "")
    assert [len(wanted) for _, wanted in fake.calls] == [4, 2]
    assert not any("--context" in word for words, _ in fake.calls for word in words)


def test_values_of_secrets_never_leave_kubectl(
    fake: FakeKubectl, objects: list[Body], capfd: pytest.CaptureFixture[str]
) -> None:
    secret = of_kind(objects, "Secret")
    secret["data"]["accessKeyID"] = "YW5vdGhlcg=="
    fake.answer(*objects)
    assert said(capfd) == ([], "")
    for words, wanted in fake.calls:
        is_for_secrets = "--output=json" not in words
        assert {each["kind"] == "Secret" for each in wanted} == {is_for_secrets}
        if is_for_secrets:
            (template,) = [word for word in words if word.startswith("--output=go-template=")]
            assert re.findall(r"\$\w+|\.data", template) == ["$key", "$_", ".data", "$key"]
    del secret["data"]["accessKeySecret"]
    fake.answer(*objects)
    name = secret["metadata"]["name"]
    assert said(capfd)[0] == [f"Secret {name}: data.accessKeySecret added: <redacted>"]


def test_a_secret_of_a_template_is_known_by_its_keys_in_either_form() -> None:
    body = {"kind": "Secret", "metadata": {"name": "a"}, "data": {"b": "Yg=="}}
    secret = Object("", "Secret", {**body, "stringData": {"c": TOKEN}})
    data = kubectl.without_values(secret).body["data"]
    assert data == {"b": "<redacted>", "c": "<redacted>"}


def test_an_extension_alone_looks_for_the_owners_secret_in_its_own_cluster(
    fake: FakeKubectl, objects: list[Body]
) -> None:
    others = [each for each in objects if each["kind"] != "ControllerDeployment"]
    wanted = [Object("", each["kind"], each) for each in others]
    kubectl.live_objects(wanted, Clusters("garden", "runtime"), needs_secrets=True)
    contexts = {
        each["metadata"]["name"]: next(word for word in words if word.startswith("--context"))
        for words, asked in fake.calls
        for each in asked
    }
    assert contexts == {
        "alicloud": "--context=garden",
        "a": "--context=garden",
        "backup": "--context=garden",
        "provider-alicloud": "--context=runtime",
        "owner": "--context=runtime",
    }


# What becomes of it.


def test_drift_is_told_and_checked(
    fake: FakeKubectl, objects: list[Body], capfd: pytest.CaptureFixture[str]
) -> None:
    fake.answer(*objects)
    assert cli.run(["check", "live.yaml", "--live"]) == 0
    profile = of_kind(objects, "CloudProfile")
    profile["spec"]["machineTypes"][0]["memory"] = "16Gi"
    fake.answer(*(each for each in objects if each["kind"] != "Extension"))
    sentences, err = said(capfd)
    assert sentences == [
        "CloudProfile alicloud: spec.machineTypes[ecs.g7.large].memory: 16Gi → 8Gi",
        "Extension provider-alicloud added (1 image version)",
    ]
    assert err == ""
    said(capfd, "--exit-code", code=1)
    capfd.readouterr()
    assert cli.run(["check", "live.yaml", "--live", "--context", "a b"]) == 1
    out, err = capfd.readouterr()
    assert out == "stale    CloudProfile alicloud\nmissing  Extension provider-alicloud\n"
    assert "error: 2 objects out of date\n" in err
    assert "`alicloud-generator diff live.yaml --live --context='a b'`" in err


@pytest.mark.parametrize("form", ["json", "github", "gitlab", "sarif"])
def test_a_pipeline_sees_which_objects_differ(
    form: str, fake: FakeKubectl, objects: list[Body], capfd: pytest.CaptureFixture[str]
) -> None:
    fake.answer(*(each for each in objects if each["kind"] != "Seed"))
    capfd.readouterr()
    assert cli.run(["check", "live.yaml", "--live", "--format", form]) == 1
    out = capfd.readouterr().out
    if form == "json":
        assert json.loads(out) == {"object": "Seed a", "state": "missing", "catalog": "live.yaml"}
    elif form != "github":
        assert "Seed a is missing" in json.dumps(json.loads(out))
    else:
        assert out.startswith("::error file=live.yaml,line=12::Seed a is missing%0Ahint: ")


def test_access_keys_in_values_are_compared_with_anything_without_credentials(
    fake: FakeKubectl, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    text = "images: {a: {versions: {1.0.0: {cn-shanghai: m-uf6hvbrxclop1jtat17m}}}}\n"
    text += "ownerSecret: {accessKeyID: {env: ID}, accessKeySecret: {env: SECRET}}\n"
    Path("live.yaml").write_text(text)
    with monkeypatch.context() as patch:
        for name, value in KEYS.items():
            patch.setenv(name, value)
        assert cli.run(["generate", "live.yaml", "-q"]) == 0
        data = Path("manifests/live/controllerdeployment.yaml").read_bytes()
        fake.answer(*(item.body for item in read_objects(data, "")))
        assert said(capfd, "--quiet") == ([], "")
        patch.setenv("SECRET", "t" * 30)
        (sentence,) = said(capfd, "--quiet")[0]
        assert sentence.endswith("accessKeySecret: <redacted, changed>")
    said(capfd, "--quiet", code=1)
    assert said(capfd, "--quiet", "--no-credentials") == ([], "")
    capfd.readouterr()
    assert cli.run(["check", "live.yaml", "--live", "--no-credentials"]) == 0
    assert "credentials were not compared" in capfd.readouterr().err


# What goes wrong.


FORBIDDEN = (
    'Error from server (Forbidden): cloudprofiles.core.gardener.cloud "alicloud" is forbidden: '
    'User "joe" cannot get resource "cloudprofiles" in API group "core.gardener.cloud" at the '
    "cluster scope\n"
)
NO_KIND = (
    'resource mapping not found for name: "provider-alicloud" namespace: "" from "STDIN": '
    'no matches for kind "Extension" in version "operator.gardener.cloud/v1alpha1"\n'
    "ensure CRDs are installed first\n"
)


NO_KUBECONFIG = (
    "E1130 08:08:26.960210 2927 memcache.go:265] couldn't get: connection refused\n"
    'error: unable to recognize "STDIN": Get "http://localhost:8080/api": dial tcp: refused\n'
)


@pytest.mark.parametrize(
    ("messages", "lost", "said_of_it", "hint"),
    [
        (
            FORBIDDEN,
            "CloudProfile",
            'CloudProfile "alicloud" cannot be read: joe may not get it',
            "the verb get for cloudprofiles.core.gardener.cloud",
        ),
        (
            NO_KIND,
            "Extension",
            "the cluster has no kind Extension of operator.gardener.cloud/v1alpha1",
            "--runtime-context",
        ),
    ],
)
def test_what_one_object_lacks_does_not_hide_the_others(
    messages: str,
    lost: str,
    said_of_it: str,
    hint: str,
    fake: FakeKubectl,
    objects: list[Body],
    capfd: pytest.CaptureFixture[str],
) -> None:
    of_kind(objects, "Seed")["spec"]["backup"]["region"] = "cn-beijing"
    fake.answer(*(each for each in objects if each["kind"] != lost), messages=messages)
    sentences, err = said(capfd, code=1)
    assert sentences == ["Seed a: spec.backup.region: cn-beijing → cn-shanghai"]
    assert err.count("error: ") == 1
    assert f"error: kubectl: {said_of_it}\n" in err
    assert hint in err
    capfd.readouterr()
    assert cli.run(["check", "live.yaml", "--live"]) == 1
    assert capfd.readouterr().out == "stale    Seed a\n"


def test_secrets_that_may_not_be_read_are_a_warning_unless_they_are_asked_for(
    fake: FakeKubectl, objects: list[Body], capfd: pytest.CaptureFixture[str]
) -> None:
    messages = "".join(
        f'Error from server (Forbidden): secrets "{name}" is forbidden: User "joe" cannot get '
        'resource "secrets" in API group "" in the namespace "garden"\n'
        for name in ("owner", "backup")
    )
    fake.answer(*(each for each in objects if each["kind"] != "Secret"), messages=messages)
    program = fake.folder / "kubectl"
    script = program.read_text()
    is_for_objects = 'if "--output=json" in sys.argv:\n    answer |= {"messages": "", "code": 0}\n'
    program.write_text(script.replace("if answer[", f"{is_for_objects}if answer[", 1))
    for options, code, word in (((), 0, "warning"), (("--with-secrets",), 1, "error")):
        sentences, err = said(capfd, *options, code=code)
        assert sentences == []
        assert f'{word}: kubectl: Secret "owner" in the namespace garden cannot be read' in err
        assert f'{word}: kubectl: Secret "backup"' in err


@pytest.mark.parametrize(
    ("messages", "words"),
    [
        (
            "Error in configuration: context was not found for specified context: x\n",
            "the kubeconfig has no such context",
        ),
        (
            'error: context "x" does not exist\n',
            "the kubeconfig has no such context",
        ),
        (
            f'error: error loading config file "c": yaml: cannot unmarshal `{TOKEN}` into string\n',
            "the kubeconfig cannot be used",
        ),
        ("error: stat c: no such file or directory\n", "the kubeconfig cannot be used"),
        (
            NO_KUBECONFIG,
            "no kubeconfig names a cluster",
        ),
        (
            "error: You must be logged in to the server (Unauthorized)\n",
            "the cluster does not accept the user's credentials",
        ),
        (
            f"Unable to connect to the server: getting credentials: exec: exit 1: token {TOKEN}\n",
            "the cluster does not accept the user's credentials",
        ),
        (
            "The connection to the server 10.0.0.1:443 was refused - did you specify it\n",
            "the API server cannot be reached",
        ),
        (
            "Unable to connect to the server: dial tcp: lookup api.example.org: no such host\n",
            "the API server cannot be reached",
        ),
        (
            "Unable to connect to the server: x509: certificate signed by unknown authority\n",
            "the API server's certificate is not the one",
        ),
        (
            "Unable to connect to the server: request canceled (Client.Timeout exceeded)\n",
            "the API server does not answer in time",
        ),
        (
            "Error from server (ServiceUnavailable): the server is currently unable to handle it\n",
            "the server is currently unable to handle it (ServiceUnavailable)",
        ),
        (
            "Unable to connect to the server: getting credentials: exec: executable a not found\n",
            "the program that the kubeconfig uses to log in is not installed",
        ),
        ("Please enter Username: EOF\n", "the cluster does not accept the user's credentials"),
        (
            "error: tls: failed to find any PEM data in certificate input\n",
            "the kubeconfig cannot be used",
        ),
        ("error: tls: private key does not match public key\n", "the kubeconfig cannot be used"),
        (f"{UNRECOGNIZED}: unknown\n", "the user may not list the kinds that the API server has"),
        (
            f"{UNRECOGNIZED}: the server is currently unable to handle the request\n",
            "the API server cannot answer now",
        ),
        (
            f'{UNRECOGNIZED}: an error on the server ("unknown") has prevented the request\n',
            "the API server cannot answer now",
        ),
        (
            f"{UNRECOGNIZED}: the server has received too many requests and has asked us to wait\n",
            "the API server cannot answer now",
        ),
        (
            f"{UNRECOGNIZED}: the server could not find the requested resource\n",
            "the server that answers is not a Kubernetes API server",
        ),
        (
            f"{UNRECOGNIZED}: invalid character '<' looking for beginning of value\n",
            "the server that answers is not a Kubernetes API server",
        ),
        (
            f"{UNRECOGNIZED}: the server responded with the status code 302\n",
            "the server that answers is not a",
        ),
        (f"a plugin prints {TOKEN}\n", "it failed"),
        ("", "it failed"),
    ],
)
def test_whatever_keeps_kubectl_from_reading_is_a_clear_problem(
    messages: str,
    words: str,
    fake: FakeKubectl,
    objects: list[Body],
    capfd: pytest.CaptureFixture[str],
) -> None:
    assert objects
    fake.answer(messages=messages, code=1)
    sentences, err = said(capfd, "--context=x", code=1)
    assert sentences == []
    assert f'error: kubectl, context "x": {words}' in err
    assert TOKEN not in err
    assert err.count("error: ") == 1
    assert len(fake.calls) == 1
    assert cli.run(["check", "live.yaml", "--live"]) == 1
    assert capfd.readouterr().out == ""


@pytest.mark.parametrize(
    "output",
    [
        "{",
        "\x00",
        "[1, 2]",
        "- a: [\n",
        "{}",
        "null",
        "You are in production!\n",
        '{"apiVersion": "v1", "kind": "Status", "metadata": {}, "status": "Failure"}',
        '{"apiVersion": "v1", "kind": "List", "items": [{"kind": "Seed", "metadata": null}]}',
    ],
)
def test_an_answer_that_is_none_is_a_clear_problem(
    output: str, fake: FakeKubectl, objects: list[Body], capfd: pytest.CaptureFixture[str]
) -> None:
    assert objects
    fake.answer(output=output)
    sentences, err = said(capfd, code=1)
    assert sentences == []
    assert "error: kubectl: its answer cannot be read" in err


def test_an_answer_that_is_too_large_is_not_read(
    fake: FakeKubectl,
    objects: list[Body],
    capfd: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(kubectl, "MOST_BYTES", len(json.dumps(objects)) // 2)
    fake.answer(*objects)
    sentences, err = said(capfd, code=1)
    assert sentences == []
    assert "error: kubectl: its answer cannot be read" in err


def test_a_slow_kubectl_is_ended_with_all_that_it_has_started(
    fake: FakeKubectl,
    objects: list[Body],
    capfd: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert objects
    monkeypatch.setattr(kubectl, "CALL_SECONDS", 1)
    fake.answer(*objects, child=True)
    sentences, err = said(capfd, code=1)
    assert sentences == []
    assert "error: kubectl: kubectl did not end within 1 seconds" in err
    assert "it may be waiting for a login" in err
    assert len(fake.calls) == 1


@pytest.mark.parametrize(("mode", "words"), [(None, "not installed"), (0o644, "cannot be started")])
def test_a_kubectl_that_is_not_there_is_a_clear_problem(
    mode: int | None,
    words: str,
    fake: FakeKubectl,
    objects: list[Body],
    capfd: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert objects
    program = fake.folder / "kubectl"
    if mode is None:
        program.unlink()
    else:
        program.chmod(mode)
    monkeypatch.setenv("PATH", str(fake.folder))
    sentences, err = said(capfd, code=1)
    assert sentences == []
    assert f"error: kubectl {words}" in err if mode else f"error: kubectl is {words}" in err


@pytest.mark.parametrize(
    "arguments",
    [
        ["diff", "live.yaml", "--context", "a"],
        ["diff", "live.yaml", "-o", "out", "--kubeconfig", "a"],
        ["check", "live.yaml", "--runtime-context", "a"],
        ["diff", "live.yaml", "--live", "-o", "out"],
        ["diff", "live.yaml", "--live", "--against", "out"],
        ["diff", "live.yaml", "--live", "--git", "HEAD"],
        ["check", "live.yaml", "--live", "-o", "out"],
        ["diff", "live.yaml", "-o", "out", "--no-credentials"],
    ],
    ids=" ".join,
)
def test_options_that_mean_nothing_are_wrong_usage(
    arguments: list[str], fake: FakeKubectl, objects: list[Body]
) -> None:
    assert objects
    assert cli.run(arguments) == 2
    assert fake.calls == []


def test_nobody_else_starts_a_program() -> None:
    import generator

    package = Path(generator.__file__).parent
    starting = {
        path.relative_to(package).as_posix()
        for path in package.rglob("*.py")
        if re.search(r"\b(subprocess|os\.(system|popen|exec\w*|spawn\w*))\b", path.read_text())
    }
    assert starting == {"app/processes.py"}
