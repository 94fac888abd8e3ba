"""One verdict for each key, value and place, whichever verb and format is asked."""

from __future__ import annotations

import base64
import contextlib
import io
import json
import stat
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from generator import assets, cli
from generator.chart.blob import encode
from generator.commands.options import REPORT_FORMATS
from generator.credentials.tree import private_leaves
from generator.manifest.chart_source import read_source
from generator.manifest.objects import read_objects
from tests.support.manifests import CHART, blob

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

KEY_ID = "LTAI5tFAKEfakeFAKEfake00"
STS_ID = "STS.NUgYrFAKEfakeFAKEfake"
SECRET = "Fk9FakeSecretFakeSecret0123456"  # noqa: S105  made up
WORDS = "correct-horse-battery-staple-0"
DIGITS = "7351902846"
JWT = "eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJrdWJlIn0.RkFLRXNpZ25hdHVyZQ"
PEM = "-----BEGIN RSA PRIVATE KEY-----\nRkFLRQ==\n-----END RSA PRIVATE KEY-----\n"

OLD_CATALOG = "images: {a: {versions: {1.0.0: {cn-shanghai: m-uf6hvbrxclop1jtat17m}}}}\n"


def encoded(text: str, times: int = 1) -> str:
    for _ in range(times):
        text = base64.b64encode(text.encode()).decode()
    return text


def q(text: str) -> str:
    """A scalar in quotes, as YAML and JSON have it."""
    return json.dumps(text)


PRIVATE_BY_KEY = {
    name: f"{{config: {{{name}: {q(SECRET)}}}}}"
    for name in (
        *("accessKeyID", "accessKeySecret", "accessKeyId", "access_key_secret", "access-key"),
        *("acess_key", "accesKeySecret", "accessKeySecert", "ACCESSKEYID", "alicloudAccessKey"),
        *("keyId", "key_id", "keySecret", "secretKey", "secret_access_key", "SECRET-KEY"),
        *("password", "dbPassword", "passwd", "passphrase", "authToken", "token", "api_key"),
        *("bearerTokenValue", "privateKey", "clientKey", "client-key-data", "clientSecret"),
        *("ak", "ALICLOUD_SK", "pwd", "DB_PASS", "userPwd", "hmacKey", "secretString"),
        *(
            "access.key.secret",
            "private_key_pem",
            "credentials",
            "authorization",
            ".dockerconfigjson",
            "machineImageOwnerSecret",
        ),
    )
}
PRIVATE_BY_PLACE = {
    "a variable": f"{{env: [{{name: ALICLOUD_ACCESS_KEY_SECRET, value: {q(SECRET)}}}]}}",
    "a parameter": f"{{parameters: [{{value: {q(SECRET)}, name: config.token}}]}}",
    "key and value": f"{{items: [{{key: password, value: {q(SECRET)}}}]}}",
    "a flag": f"{{args: [--access-key-secret, {q(SECRET)}]}}",
    "a flag with its value": f"{{args: [{q('--access-key-secret=' + SECRET)}]}}",
    "a flag in a command": f"{{command: {q('run --token ' + SECRET + ' --fast')}}}",
    "the owner": f"{{config: {{machineImageOwnerSecret: {{name: a, other: {q(SECRET)}}}}}}}",
    "a part of a secret": f"{{secret: {{name: a, value: {q(WORDS)}}}}}",
    "parts of secrets": f"{{secrets: [{{name: a}}, {{value: {q(WORDS)}}}]}}",
    "secrets by their names": f"{{secrets: {{db: {{value: {q(WORDS)}}}}}}}",
    "a mapping in a secret": f"{{credentials: {{stringData: {{a: {q(WORDS)}}}}}}}",
    "an item of a SecretList": f"{{x: {{kind: SecretList, items: [{{data: {{a: {q(WORDS)}}}}}]}}}}",
    "a SecretList in a text": "{x: " + q(f"kind: SecretList\ndata:\n  a: {WORDS}\n") + "}",
    "binary data": f"{{x: [{{kind: Secret, binaryData: {{a: {q(WORDS)}}}}}]}}",
    "digits": f"{{dbPassword: {DIGITS}, DB_PWD: {q(DIGITS)}}}",
    "digits of a variable": f"{{env: [{{name: DB_PASS, value: {q(DIGITS)}}}]}}",
    "a digit too many": f"{{token: {q(DIGITS + DIGITS)}}}",
    "what starts with a number": "{x: " + q(f"token: 100,{WORDS}\na: b\n") + "}",
    "images of a chart": f"{{images: {{password: {q(WORDS)}, token: {{a: {q(WORDS)}}}}}}}",
    "an access key below images": f"{{machineImages: {{accessKeySecret: {q(SECRET)}}}}}",
    "an access key as a label": f"{{labels: {{accessKeySecret: {q(SECRET)}}}}}",
    "what a runtime reads": f"{{machineImages: [{{providerConfig: {{token: {q(WORDS)}}}}}]}}",
    "a list": f"{{passwords: [{q(SECRET)}]}}",
    "a mapping": f"{{authToken: {{of: {{somebody: {q(SECRET)}}}}}}}",
    "a Secret": f"{{extra: [{{kind: Secret, data: {{a: {q(encoded(SECRET))}}}}}]}}",
    "a Secret without kind": f"{{extra: [{{type: Opaque, data: {{a: {q(encoded(SECRET))}}}}}]}}",
    "stringData alone": f"{{patch: {{stringData: {{a: {q(SECRET)}}}}}}}",
    "JSON in a text": "{x: " + q(json.dumps({"a": {"accessKeySecret": SECRET}})) + "}",
    "JSON in JSON in a text": "{x: " + q(json.dumps({"b": json.dumps({"token": SECRET})})) + "}",
    "YAML in a text": "{x: " + q(f"password: {SECRET}\na: b\n") + "}",
    "a Secret in a text": "{x: " + q(f"kind: Secret\ndata:\n  a: {SECRET}\n") + "}",
    "a variable in a text": "{x: " + q(f"- name: API_TOKEN\n  value: {SECRET}\n") + "}",
    "JSON in base64": "{x: " + encoded(json.dumps({"a": {"password": SECRET}})) + "}",
    "indented JSON in base64": "{x: " + encoded(json.dumps({"token": SECRET}, indent=1)) + "}",
    "a kubeconfig in base64": "{x: "
    + encoded(f"apiVersion: v1\nusers: [{{token: {SECRET}}}]")
    + "}",
    "a long kubeconfig in base64": "{x: "
    + encoded(f"apiVersion: v1\nusers: [{{x: {'a' * 3000}, token: {SECRET}}}]")
    + "}",
    "a JSON patch": f"{{patches: [{{op: add, path: /a/accessKeySecret, value: {q(SECRET)}}}]}}",
    "a patch in a text": "{x: " + q(f"- path: /data/token\n  value: {SECRET}\n") + "}",
    "a key with a colon": f"{{'password:': {q(SECRET)}}}",
    "a key with spaces": f"{{' token ': {q(SECRET)}}}",
    "an escaped key": f'{{"access\\u004beySecret": {q(SECRET)}}}',
    "a copy": f"{{config: {{accessKeySecret: {q(SECRET)}, copy: {q('is ' + SECRET)}}}}}",
    "an encoded copy": f"{{c: {{accessKeySecret: {q(SECRET)}, copy: {q(encoded(SECRET, 2))}}}}}",
    "an escaped copy": f'{{c: {{accessKeySecret: {q(SECRET)}, copy: "\\x46{SECRET[1:]}"}}}}',
    "an alias": f"{{copy: &a {q(SECRET)}, c: {{accessKeySecret: *a}}}}",
}
PRIVATE_BY_FORM = {
    "an ID": f"{{x: {KEY_ID}}}",
    "an ID in a text": f"{{x: {q('of ' + KEY_ID + ', or so')}}}",
    "an encoded ID": f"{{x: {encoded(KEY_ID)}}}",
    "an ID encoded twice": f"{{x: {encoded(KEY_ID, 2)}}}",
    "an ID as a key": f"{{{KEY_ID}: x}}",
    "an ID of STS": f"{{x: {STS_ID}}}",
    "a URL": f"{{x: {q('https://me:' + SECRET + '@mirror.example/x')}}}",
    "a URL without a user": f"{{x: {q('redis://:' + SECRET + '@cache.example')}}}",
    "a URL with a token": f"{{x: {q('https://' + SECRET + '@mirror.example/x')}}}",
    "a place in a registry": f"{{x: {q('me:' + SECRET + '@mirror.example:5000/x:1')}}}",
    "a place with a token": f"{{x: {q(SECRET + '@mirror.example/x:1')}}}",
    "a URL in capitals": f"{{x: {q('OCI://me:' + SECRET + '@mirror.example/x')}}}",
    "an ID with its secret": f"{{x: {q('keys ' + KEY_ID + ':' + SECRET)}}}",
    "a JWT": f"{{x: {JWT}}}",
    "a private key": f"{{x: {q(PEM)}}}",
}
RULES_OFF = ("--rule", "values-template=off", "--rule", "chart-values=off")
"""Rules about what charts and the API server take: these catalogs hold credentials anywhere."""

PRIVATE = {**PRIVATE_BY_KEY, **PRIVATE_BY_PLACE, **PRIVATE_BY_FORM}

PUBLIC = {
    "SOPS": ("{config: {accessKeySecret: %s}}", "ENC[AES256_GCM,data:p673w==,iv:YY=,type:str]"),
    "a vault": ("{config: {accessKeySecret: %s}}", "<path:secret/data/owner#id>"),
    "envsubst": ("{config: {password: %s}}", "${OWNER_KEY}"),
    "Kubernetes": ("{args: [--token, %s]}", "$(OWNER_KEY)"),
    "vals": ("{config: {token: %s}}", "ref+vault://secret/owner#/id"),
    "a template": ("{config: {accessKeyID: %s}}", "{{ .resources.owner.data.accessKeyID }}"),
    "a Secret's name": ("{secretName: %s}", "machine-image-owner-of-landscape-1"),
    "a Secret by its name": ("{existingSecret: %s}", "machine-image-owner"),
    "a reference": ("{tokenSecretRef: {name: %s}}", "machine-image-owner"),
    "a key's name": ("{remote: {secretKey: %s}}", "accessKeyID"),
    "a file": ("{tokenFile: %s}", "/var/run/secrets/token"),
    "a path": ("{passwordPath: %s}", "/etc/password"),
    "a switch": ("{a: {automountServiceAccountToken: false}, b: %s}", "cn-shanghai"),
    "a word": ("{tokenizer: %s}", "standard-tokenizer-of-a-kind-1"),
    "a key of a label": ("{tolerations: [{key: %s, value: a}]}", "node.example/dedicated-to-it"),
    "a key of KMS": ("{storage: {kmsKeyId: %s}}", "key-hzz62f1cb66fa42qo85xu"),
    "a volume": ("{sources: [{serviceAccountToken: {audience: %s}}]}", "sts-of-a-cloud"),
    "a user": ("{x: %s}", "ssh://git@mirror.example:22/a"),
    "an image by its digest": ("{x: %s}", "mirror.example:5000/a/b:v1@sha256:" + "0123" * 16),
    "a place in Git": ("{x: %s}", "git@mirror.example:a/b"),
    "base64": ("{x: %s}", encoded(json.dumps({"region": "cn-shanghai"}))),
    "a variable": ("{env: [{name: REGION, value: %s}]}", "cn-shanghai"),
    "a number": ("{model: {maxTokens: 100, keyIdleMinutes: 1.5}, x: %s}", "cn-shanghai"),
    "a number as a text": ("{maxTokens: %s}", "100"),
    "numbers": ("{authTokens: {soft: 10, hard: 1000}, x: %s}", "cn-shanghai"),
    "a number as a variable": ("{env: [{name: MAX_TOKENS, value: %s}]}", "4096"),
    "a number as a flag": ("{args: [--max-tokens, %s]}", "4096"),
    "a number in a text": ("{x: %s}", "run --max-tokens 4096 maxTokens: 100"),
    "a switch in words": ("{token: off, authorization: no, x: %s}", "cn-shanghai"),
    "a Secret's name beside": ("{secret: {name: %s, namespace: garden}}", "machine-image-owner"),
    "items of a ConfigMapList": (
        "{kind: ConfigMapList, items: [{metadata: {name: a}, data: {a: %s}}]}",
        "cn-shanghai",
    ),
    "a label": ("{labels: {token: %s}}", "standard-token-of-a-kind"),
    "a selector": ("{selector: {matchLabels: {password: %s}}}", "none"),
    "an image": (
        "{config: {machineImages: [{name: password, capabilities: {token: [a]}, keyid: %s}]}}",
        "m-uf6hvbrxclop1jtat17m",
    ),
}


def deployment(values: str, *, chart: str = blob(CHART)) -> str:
    return (
        "apiVersion: core.gardener.cloud/v1beta1\nkind: ControllerDeployment\n"
        "metadata: {name: extension-provider-alicloud}\ntype: helm\n"
        f"providerConfig:\n  chart: {chart}\n  values: {values}\n"
    )


def importable(text: str) -> str:
    """A manifest with the chart that needs no file beside the catalog."""
    built_in = encode(read_source(assets.EXTENSION_CHART).tar)
    return text.replace(blob(CHART), built_in)


def catalog(values: str) -> str:
    return f"{OLD_CATALOG}controllerDeployment: {{values: {values}}}\n"


def said(*arguments: str) -> str:
    """Everything that a command writes."""
    streams = [io.TextIOWrapper(io.BytesIO(), encoding="utf-8") for _ in range(2)]
    with contextlib.redirect_stdout(streams[0]), contextlib.redirect_stderr(streams[1]):
        code = cli.run(arguments)
        for stream in streams:
            stream.flush()
    text = "".join(stream.buffer.getvalue().decode() for stream in streams)  # type: ignore[attr-defined]
    assert code in (0, 1, 2), text
    return text


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def of_manifest(text: str) -> Iterator[str]:
    """What every verb that reads manifests says of one, in every format."""
    Path("m.yaml").write_text(text)
    Path("other.yaml").write_text(deployment("{a: 1}"))
    yield said("show", "m.yaml")
    yield said("show", "m.yaml", "--format", "json")
    yield said("textconv", "m.yaml")
    for form in ("text", "markdown", "json"):
        yield said("diff", "other.yaml", "m.yaml", "--format", form)
        yield said("diff", "m.yaml", "other.yaml", "--format", form)
    Path("i.yaml").write_text(importable(text))
    yield said("import", "i.yaml", "--name", "live")


def of_catalog(text: str) -> Iterator[str]:
    """The same of the verbs that read catalogs; what `generate` writes is no message."""
    Path("c.yaml").write_text(text)
    for form in REPORT_FORMATS:
        yield said("validate", "c.yaml", "--format", form)
        yield said("check", "c.yaml", "--no-credentials", "--format", form)
    for path in ("controllerDeployment", "controllerDeployment.values", "labels", "annotations"):
        yield said("explain", "c.yaml", path)
    yield said("matrix", "c.yaml", "--format", "json")
    yield said("generate", "c.yaml")
    for form in ("text", "markdown", "json"):
        yield said("diff", "c.yaml", "-o", "elsewhere", "--format", form)
    yield said("add", "c.yaml", "a", "2.0.0", "--region", f"cn-shanghai={KEY_ID}", "--dry-run")
    more = ("--region", "cn-shanghai=m-uf6hvbrxclop1jtat17n", "--dry-run")
    yield said("add", "c.yaml", "a", "2.0.0", *more)
    yield said("promote", "c.yaml", "a", "1.0.0", "--dry-run")
    yield said("retire", "c.yaml", "--as-of", "2030-01-01", "--dry-run")


def forms_of(credentials: Sequence[str]) -> set[str]:
    every = {encoded(text, times) for text in credentials for times in range(3)}
    return every | {json.dumps(text)[1:-1] for text in every}


CREDENTIALS = (KEY_ID, STS_ID, SECRET, WORDS, DIGITS, JWT, "RkFLRQ==")


def assert_hidden(text: str) -> None:
    assert [form for form in forms_of(CREDENTIALS) if form in text] == []


@pytest.mark.parametrize("values", PRIVATE.values(), ids=PRIVATE.keys())
def test_no_verb_shows_what_a_manifest_holds(values: str) -> None:
    for text in of_manifest(deployment(values)):
        assert_hidden(text)


@pytest.mark.parametrize("values", PRIVATE.values(), ids=PRIVATE.keys())
def test_import_leaves_it_out_and_says_so(values: str) -> None:
    Path("m.yaml").write_text(importable(f"{deployment(values)}---\n{PROFILE}"))
    found = said("import", "m.yaml", "--name", "live")
    assert_hidden(found)
    assert "it holds a credential" in found


PROFILE = """\
apiVersion: alicloud.provider.extensions.gardener.cloud/v1alpha1
kind: CloudProfileConfig
machineImages:
- name: coreos
  versions:
  - version: 2023.4.0
    regions: [{name: cn-shanghai, id: m-uf6hvbrxclop1jtat17m}]
"""


@pytest.mark.parametrize("values", PRIVATE.values(), ids=PRIVATE.keys())
def test_no_verb_shows_what_a_catalog_holds(values: str) -> None:
    for text in of_catalog(catalog(values)):
        assert_hidden(text)


@pytest.mark.parametrize("values", PRIVATE.values(), ids=PRIVATE.keys())
def test_a_stated_credential_is_warned_of_and_written_for_its_owner_alone(values: str) -> None:
    Path("c.yaml").write_text(catalog(values))
    assert "[plain-credential]" in said("generate", "c.yaml", *RULES_OFF)
    mode = Path("manifests/c/controllerdeployment.yaml").stat().st_mode
    assert stat.S_IMODE(mode) == 0o600


@pytest.mark.parametrize(("values", "text"), PUBLIC.values(), ids=PUBLIC.keys())
def test_what_only_refers_to_a_credential_is_shown(values: str, text: str) -> None:
    values %= q(text)
    show, show_json, textconv, *_ = of_manifest(f"{deployment(values)}---\n{PROFILE}")
    assert text in textconv
    assert "redacted" not in show + show_json + textconv
    assert text in said("import", "i.yaml", "--name", "live")
    Path("c.yaml").write_text(catalog(values))
    assert text in said("explain", "c.yaml", "controllerDeployment.values")
    generated = said("generate", "c.yaml", *RULES_OFF)
    assert "plain-credential" not in generated
    mode = Path("manifests/c/controllerdeployment.yaml").stat().st_mode
    assert mode & 0o044


NAMES = ("password", "token", "keyid", "accessKeySecret", "clientSecret", "auth", "ownerSecret")


@pytest.mark.parametrize("name", NAMES)
def test_images_versions_and_labels_may_have_any_name(name: str) -> None:
    ids = {region: f"m-uf6hvbrxclop1jtat17{region[-1]}" for region in ("cn-shanghai", name)}
    version = {"shared": True, "classification": "supported", "regions": ids}
    versions = {"1.0.0": version, name: {name: "m-a"}}
    image = {"updateStrategy": "minor", "encryptedSystemDisks": False, "versions": versions}
    profile = {"name": "a", "namespace": "b", "images": {name: ["1.0.0"]}}
    text = json.dumps(
        {
            "labels": {name: "of-a-kind"},
            "images": {name: image},
            "controllerDeployment": {"values": {}},
            "namespacedCloudProfiles": [{**profile, "expirations": {name: {name: "2030-01-01"}}}],
        }
    )
    more = ("--region", "cn-shanghai=m-uf6hvbrxclop1jtat17n", "--dry-run")
    # The access key that is added there is hidden, of course.
    of_verbs = [output for output in of_catalog(text) if "a 2.0.0" not in output]
    for output in [*of_verbs, said("add", "c.yaml", name, "2.0.0", *more)]:
        assert "redacted" not in output
        assert '"…"' not in output
    manifest = json.dumps({"kind": "CloudProfile", "spec": {"machineImages": [image]}})
    assert "redacted" not in said("explain", "c.yaml", "images", "labels")
    for output in of_manifest(manifest):
        assert "redacted" not in output
    assert not list(private_leaves(json.loads(text)))


@pytest.mark.parametrize("items", [None, "a", {}, [], [1], [None]])
def test_a_list_of_no_objects_is_no_bug(items: object) -> None:
    data = json.dumps({"kind": "SecretList", "items": items}).encode()
    assert len(read_objects(data, "m.yaml")) == (not isinstance(items, list))


def test_items_of_a_typed_list_are_secret_to_every_verb() -> None:
    items = [{"data": {"a": encoded(SECRET)}}]
    for text in of_manifest(json.dumps({"kind": "SecretList", "items": items})):
        assert_hidden(text)


def test_items_of_a_typed_list_have_its_kind() -> None:
    items = [{"metadata": {"name": "a"}}, {"kind": "Other"}]
    for kind, own in (("SecretList", "Secret"), ("CloudProfileList", "CloudProfile"), ("List", "")):
        data = json.dumps({"kind": kind, "items": items}).encode()
        assert [each.kind for each in read_objects(data, "m.yaml")] == [own, "Other"]


def test_items_of_a_typed_list_have_its_version() -> None:
    items = [{"metadata": {"name": "a"}}, {"apiVersion": "b/v1", "kind": "Other"}, {"kind": "C"}]
    for kind, own in (("SecretList", "a/v1"), ("List", "")):
        data = json.dumps({"apiVersion": "a/v1", "kind": kind, "items": items}).encode()
        assert [each.api_version for each in read_objects(data, "m.yaml")] == [own, "b/v1", ""]


SECTIONS = {
    "labels": f"labels: {{a: {KEY_ID}}}\n",
    "annotations": "annotations: {a: " + q(json.dumps({"accessKeySecret": SECRET})) + "}\n",
    "a section's labels": f"controllerRegistration: {{labels: {{a: {KEY_ID}}}}}\n",
    "a seed": f"seeds: [{{name: a, spec: {{settings: {{token: {SECRET}}}}}}}]\n",
    "a profile": f"cloudProfile: {{spec: {{providerName: x, password: {SECRET}}}}}\n",
    "target": f"target: {{extension: {KEY_ID}}}\n",
    "the owner's name": f"ownerSecret: {{name: {SECRET}, resource: owner}}\n",
    "the owner's resource": f"ownerSecret: {{resource: {SECRET}}}\n",
    "the owner as a text": f"ownerSecret: {SECRET}\n",
    "a key of the owner": f"ownerSecret: {{{SECRET}: , resource: owner}}\n",
    "another key of the owner": f"ownerSecret: {{secretKey: {SECRET}, other: {WORDS}}}\n",
    "a base": f"extends: https://me:{SECRET}@mirror.example/base.yaml\n",
    "a misspelt key": f"ownerSecret: {{acessKeySecrt: {SECRET}}}\n",
    "a variable's name": f"ownerSecret: {{accessKeyID: {{env: {SECRET}}}}}\n",
    "a file's name": f"ownerSecret: {{accessKeySecret: {{file: keys/{SECRET}}}}}\n",
    "labels of the owner": f"ownerSecret: {{labels: {{a: {WORDS}, b: {{c: {WORDS}}}}}}}\n",
    "images below a key": f"accessKeySecret: {{images: {{a: {{versions: {WORDS}}}}}}}\n",
    "a backup": f"seeds: [{{name: a, backup: {{secret: {{key_id: {SECRET}}}}}}}]\n",
    "a backup's name": f"seeds: [{{name: a, backup: {{secret: {{name: {SECRET}}}}}}}]\n",
    "a Secret without kind": f"extra: {{data: {{secretKey: {SECRET}}}}}\n",
    "key_id": f"key_id: {SECRET}\n",
    "no space": f"ownerSecret:\n  accessKeyID:{KEY_ID}\n  accessKeySecret:{SECRET}\n",
    "no YAML": f"ownerSecret:\n  accessKeySecret: {SECRET}\n x: [\n",
    "a repeated key": f"ownerSecret: {{accessKeySecret: {SECRET}}}\nlabels: {{a: {SECRET}}}\n",
    "an escaped repetition": (
        f"ownerSecret: {{accessKeySecret: {SECRET}}}\n"
        f'labels: {{"a b": "\\x46{SECRET[1:]}", "\\x46{SECRET[1:]}": a}}\n'
    ),
    "an alias": f"ownerSecret: {{accessKeySecret: &a {SECRET}}}\nlabels: {{'a b': *a}}\n",
    "a name": f"ownerSecret: {{accessKeySecret: {SECRET}}}\nmetadata: {{name: {SECRET}}}\n",
}


@pytest.mark.parametrize("section", SECTIONS.values(), ids=SECTIONS.keys())
def test_no_section_of_a_catalog_leaks(section: str) -> None:
    for text in of_catalog(OLD_CATALOG + section):
        assert_hidden(text)
        assert WORDS not in text
    for key in ("ownerSecret", "labels", "seeds", "metadata", "target"):
        assert_hidden(said("explain", "c.yaml", key))


@pytest.mark.parametrize("line_end", ["\r\n", "\r", "\x85", "\u2028", "\u2029"])
def test_excerpts_count_lines_as_yaml_does(line_end: str) -> None:
    section = f"ownerSecret:\n  bad: 1\n  accessKeySecret: {SECRET}\n"
    text = f"{OLD_CATALOG}{section}".replace("\n", line_end)
    Path("c.yaml").write_text(text, encoding="utf-8", newline="")
    assert_hidden(said("validate", "c.yaml"))


@pytest.mark.parametrize(
    "arguments",
    [
        ("retire", "c.yaml", "--as-of", KEY_ID),
        ("validate", "c.yaml", "--rule", f"{KEY_ID}=off"),
        ("validate", "c.yaml", "--format", KEY_ID),
        ("validate", "c.yaml", f"--{KEY_ID}"),
        (KEY_ID,),
    ],
)
def test_no_usage_error_leaks(arguments: tuple[str, ...]) -> None:
    Path("c.yaml").write_text(OLD_CATALOG)
    assert_hidden(said(*arguments))


@pytest.mark.parametrize(
    "setting",
    [
        f"target.extension={KEY_ID}",
        f"controllerDeployment.values.token={SECRET}",
        f"ownerSecret.accessKeySecret={SECRET}",
        f"ownerSecret.resource={SECRET}",
        f"labels.a b={KEY_ID}",
        f"{KEY_ID}.x=1",
        f"accessKeySecret{SECRET}",
        f"accessKeySecret={SECRET}",
    ],
)
def test_no_setting_leaks(setting: str) -> None:
    Path("c.yaml").write_text(OLD_CATALOG)
    for form in REPORT_FORMATS:
        assert_hidden(said("generate", "c.yaml", "--set", setting, "--format", form))


def test_a_crash_report_has_nothing_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TMPDIR", str(Path.cwd()))
    monkeypatch.setattr("tempfile.tempdir", None)

    def crash(*_: object) -> None:
        raise RuntimeError(SECRET)

    monkeypatch.setattr("generator.commands.validate.show_problems", crash)
    Path("c.yaml").write_text(OLD_CATALOG)
    streams = io.StringIO()
    with contextlib.redirect_stderr(streams):
        assert cli.run(["validate", "c.yaml"]) == 3
    (report,) = Path.cwd().glob("alicloud-generator-*.txt")
    assert_hidden(report.read_text() + streams.getvalue())


@pytest.mark.parametrize(
    "data",
    [
        {"region": encoded("cn-shanghai")},
        {"region": encoded("ap-northeast-1"), "bucket": encoded("gardener-extension-provider")},
        {"name": encoded("coreos"), "accessKeyID": encoded("machine-image-owner")},
        {"zone": encoded("cn-shanghai-a"), "password": encoded("coreos")},
    ],
)
def test_words_of_a_secret_are_looked_for_nowhere_else(data: dict[str, str]) -> None:
    secret = {"kind": "Secret", "apiVersion": "v1", "metadata": {"name": "coreos"}, "data": data}
    Path("m.yaml").write_text(f"{json.dumps(secret)}\n---\n{PROFILE}")
    found = said("import", "m.yaml", "--name", "live")
    assert "coreos:" in found
    assert "cn-shanghai: m-uf6hvbrxclop1jtat17m" in found


@pytest.mark.parametrize(
    "half",
    [
        f"{{ {SECRET}}}",
        f"{{{SECRET}: x}}",
        f"{{? {SECRET}}}",
        f"{{a: {{{SECRET}: }}}}",
        f"{{env: {{{SECRET}: x}}}}",
        f"{{env: {{a: {{{SECRET}: x}}}}}}",
        f"[{{{SECRET}: x}}]",
        f"[{SECRET}]",
        f"{{{SECRET}: {{env: A_B}}}}",
    ],
)
def test_a_key_in_the_place_of_a_reference_is_hidden(half: str) -> None:
    owner = f"{{accessKeyID: {{env: A_B}}, accessKeySecret: {half}}}"
    backup = f"[{{name: cn, backup: {{secret: {owner}}}}}]"
    for text in (f"ownerSecret: {owner}", f"seeds: {backup}"):
        Path("c.yaml").write_text(f"{OLD_CATALOG}{text}\n")
        assert_hidden(said("validate", "c.yaml") + said("explain", "c.yaml", text.split(":")[0]))


@pytest.mark.parametrize("text", ["ENC[AES256_GCM,data:p673w==,type:str]", "<path:a/b#c>", "${ID}"])
def test_a_reference_in_the_place_of_a_key_is_called_one(text: str) -> None:
    owner = f"{{accessKeyID: {q(text)}, accessKeySecret: {q(text)}}}"
    Path("c.yaml").write_text(f"{OLD_CATALOG}ownerSecret: {owner}\n")
    found = said("validate", "c.yaml")
    assert "another tool fills in" in found
    assert "plain text" not in found
    Path("m.yaml").write_text(deployment(f"{{config: {{machineImageOwnerSecret: {owner}}}}}"))
    assert "plain text" not in said("show", "m.yaml")
