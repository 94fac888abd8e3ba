"""Nothing that somebody wrote acts: every place of every input, through every verb and format."""

from __future__ import annotations

import contextlib
import json
import os
import re
import subprocess
import unicodedata
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import pytest

from generator import cli
from generator.commands.options import REPORT_FORMATS
from generator.problems import Problem
from generator.report.render import render_problems
from tests.support.fake_kubectl import fake_kubectl
from tests.support.krm import config, resource_list, standard_input
from tests.support.manifests import CHART, blob
from tests.support.terminal import Stream, answer
from tests.support.tools import need

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from tests.support.fake_kubectl import FakeKubectl

MARKERS = (
    "::error file=README.md::x\n::error file=README.md::y\x1b[31m\x9b2J",
    "\u202e\u2066\u2028\x85\ufeff\r ::error file=README.md::x\nforged: error: y",
    "##[error]y|`</script><b>\n\n# forged\n- [a](b)",
)
"""Short enough for a message to show all of it."""

NOT_UTF_8 = "\udcff\udc9b"
"""Bytes of a file name, or of an argument."""


def catalog() -> dict[str, Any]:
    ids = {"cn-shanghai": "m-uf6aaaaaaaaaaaaaaaa1", "eu-central-1": "m-gw8aaaaaaaaaaaaaaaa1"}
    old = {"classification": "deprecated", "expirationDate": "2026-03-31", "regions": {**ids}}
    spec = {
        "kubernetes": {"versions": [{"version": "1.34.2", "classification": "supported"}]},
        "machineTypes": [{"name": "ecs.g7.large", "cpu": "2", "gpu": "0", "memory": "8Gi"}],
        "regions": [{"name": "cn-shanghai", "zones": [{"name": "cn-shanghai-g"}]}],
    }
    return {
        "metadata": {"name": "live"},
        "target": {"gardener": "v1.150.0"},
        "labels": {"team": "a"},
        "annotations": {"example.com/note": "by hand"},
        "images": {
            "gardenlinux": {
                "updateStrategy": "minor",
                "versions": {
                    "1877.2.0": {"classification": "supported", "regions": {**ids}},
                    "1877.1.0": {"classification": "supported", "regions": {**ids}},
                    "1592.9.0": old,
                },
            },
        },
        "controllerDeployment": {
            "values": {"global": {"nodeSelector": {"zone": "a"}, "args": ["a"]}}
        },
        "cloudProfile": {"name": "alicloud", "spec": spec},
        "namespacedCloudProfiles": [{"name": "own", "namespace": "garden-a", "parent": "alicloud"}],
    }


def manifests(files: dict[str, str] | None = None) -> list[Any]:
    """A ControllerDeployment and a CloudProfile."""
    version = {"version": "1.0.0", "regions": [{"name": "cn-shanghai", "id": "m-uf6a"}]}
    deployment = {
        "apiVersion": "core.gardener.cloud/v1",
        "kind": "ControllerDeployment",
        "metadata": {"name": "extension-provider-alicloud"},
        "helm": {"rawChart": blob({**CHART, **(files or {})}), "values": {"config": {"a": "b"}}},
    }
    profile = {
        "apiVersion": "core.gardener.cloud/v1beta1",
        "kind": "CloudProfile",
        "metadata": {"name": "alicloud", "annotations": {"a": "b"}},
        "spec": {
            "type": "alicloud",
            "machineImages": [
                {"name": "coreos", "versions": [{"version": "1.0.0", "classification": "preview"}]}
            ],
            "regions": [{"name": "cn-shanghai"}],
            "providerConfig": {
                "apiVersion": "alicloud.provider.extensions.gardener.cloud/v1alpha1",
                "kind": "CloudProfileConfig",
                "machineImages": [{"name": "coreos", "versions": [version]}],
            },
        },
    }
    return [deployment, profile]


def stream(objects: Sequence[Any]) -> str:
    return "".join(f"---\n{json.dumps(each, indent=1)}\n" for each in objects)


def answers() -> list[Any]:
    """What Alibaba Cloud answers to `audit`, and that it does not."""
    images = [
        {
            "ImageId": "m-uf6aaaaaaaaaaaaaaaa1",
            "ImageName": "gardenlinux-1877.2.0",
            "Status": "Creating",
            "Architecture": "arm64",
            "ImageOwnerAlias": "others",
            "ImageOwnerId": "1234567890123456",
            "CreationTime": "2026-01-01T00:00:00Z",
        },
        {
            "ImageId": "m-uf6aaaaaaaaaaaaaaaa9",
            "ImageName": "gardenlinux-1.0.0",
            "ImageOwnerAlias": "self",
            "CreationTime": "2026-01-01T00:00:00Z",
        },
    ]
    shanghai = {"Action": "DescribeImages", "RegionId": "cn-shanghai", "ImageOwnerAlias": "self"}
    central = {"Action": "DescribeImages", "RegionId": "eu-central-1"}
    shared = {"Action": "DescribeImageSharePermission", "RegionId": "cn-shanghai"}
    return [
        {
            "Request": shanghai,
            "RegionId": "cn-shanghai",
            "TotalCount": "7",
            "Images": {"Image": images},
        },
        {
            "Request": {**central, "ImageId": "m-gw8aaaaaaaaaaaaaaaa1"},
            "Code": "Forbidden.RAM",
            "Message": "User not authorized.",
            "RequestId": "1-2-3",
        },
        {
            "Request": {**shared, "ImageId": "m-uf6aaaaaaaaaaaaaaaa1"},
            "ImageId": "m-uf6aaaaaaaaaaaaaaaa1",
            "Accounts": {"Account": [{"AliyunId": "1234567890123456"}]},
            "ShareGroups": {"ShareGroup": [{"Group": "none"}]},
        },
    ]


FILES = (
    *("live.yaml", "m.yaml", "other.yaml", "out", "chart", "own", "in-use.json", "release.json"),
    *("answers.json", "accounts.txt"),
)
CATALOG, MANIFEST, OTHER, OUT, CHARTED, TEMPLATES, IN_USE, RELEASE, ANSWERS, ACCOUNTS = FILES

LIST = resource_list(config(catalogs=[CATALOG]))
"""What stands on standard input."""

CALLS: dict[str, list[list[str]]] = {
    # No project may come to be here: it would have a say in all other calls.
    "init": [
        ["init", "--ci", "none", "--install", "x.whl", "--image", "a b=1", "--region", "a=b"],
    ],
    "generate": [
        ["generate", CATALOG, "-o", OUT, "--templates", TEMPLATES],
        ["generate", CATALOG, "-o", "-", "--set", "labels.team=b", "--rule", "apply-size=off"],
        ["generate", CATALOG, "-o", "-", "--only", "values"],
    ],
    "import": [["import", MANIFEST], ["import", MANIFEST, "-o", "new.yaml", "--name", "new"]],
    "add": [
        ["add", CATALOG, "gardenlinux", "1900.1.0", "--region", "cn-shanghai=m-uf6a", "--dry-run"],
        ["add", CATALOG, "gardenlinux", "1900.1.0", "--region", "a=b", "--summary", "summary"],
        ["add", CATALOG, "gardenlinux", "1877.2.0", "--remove-region", "cn-shanghai", "--dry-run"],
        [
            "add",
            CATALOG,
            "--from",
            RELEASE,
            "--expires",
            "2027-01-01",
            "--classification",
            "preview",
        ],
    ],
    "promote": [
        ["promote", CATALOG, "gardenlinux", "1877.2.0", "--in", CATALOG, "--dry-run"],
        ["promote", CATALOG, "gardenlinux", "1877.2.0", "--keep", "1", "--summary", "summary"],
    ],
    "retire": [
        ["retire", CATALOG, "--as-of", "2026-11-22", "--in-use", IN_USE, "--dry-run"],
        ["retire", CATALOG, "gardenlinux", "1592.9.0", "--as-of", "today", "--summary", "summary"],
    ],
    "validate": [["validate", CATALOG, "--as-of", "2026-11-22"]],
    "audit": [
        [
            *("audit", CATALOG, "--from", ANSWERS, "--accounts", ACCOUNTS),
            *("--orphans", "gardenlinux*", "--as-of", "2026-11-30"),
        ],
        ["audit", CATALOG, "--from", ANSWERS, "--save", "saved", "--endpoint", "localhost:1"],
    ],
    "check": [["check", CATALOG, "-o", OUT, "--templates", TEMPLATES, "--no-credentials"]],
    "diff": [
        ["diff", MANIFEST, OTHER],
        ["diff", OTHER, MANIFEST],
        ["diff", CATALOG, "-o", OUT, "--templates", TEMPLATES],
        ["diff", CATALOG, "--against", MANIFEST, "--full"],
        [
            *("diff", CATALOG, "--live", "--context", "a", "--runtime-context", "b"),
            *("--kubeconfig", "c"),
        ],
        ["diff", CATALOG, "--against", OUT, "--stat"],
        ["diff", "--git", "HEAD..", OUT],
    ],
    "calendar": [
        ["calendar", CATALOG, "--as-of", "2026-01-01", "--until", "2027-01-01", "--grace", "9d"]
    ],
    "matrix": [["matrix", CATALOG, "--as-of", "2026-01-01"]],
    "show": [["show", MANIFEST, OTHER]],
    "textconv": [["textconv", MANIFEST]],
    "explain": [["explain", CATALOG, "images"], ["explain", CATALOG, "annotations"]],
    "catalogs": [["catalogs", CATALOG]],
    "krm": [["krm"]],
    "rules": [["rules"], ["rules", "image-id-region"]],
    "schema": [["schema"]],
    "completion": [["completion", "zsh"]],
    "chart": [
        ["chart", "digest", MANIFEST],
        ["chart", "pack", CHARTED, "--version", "1.0.0"],
        ["chart", "pack", CHARTED, "-o", "packed.tgz"],
        ["chart", "push", MANIFEST, "oci://127.0.0.1:1/c"],
        ["chart", "unpack", MANIFEST, "-o", "unpacked"],
        ["chart", "verify", MANIFEST, "--against", OTHER],
        ["chart", "verify", OTHER, "--against", MANIFEST],
    ],
}
"""What is called of each verb; what a verb can be told is told in some of its calls."""


EVERY_CALL = [call for calls in CALLS.values() for call in calls]
OF_CATALOG = [call for call in EVERY_CALL if CATALOG in call or call == ["krm"]]
OF_MANIFEST = [call for call in EVERY_CALL if MANIFEST in call]


def test_every_verb_is_called() -> None:
    assert CALLS.keys() == {*cli.VERBS}


def formats(verb: str) -> list[str]:
    command = cli.cli.get_command(click.Context(cli.cli), verb)
    params = command.params if command else []
    return next((p.type.choices for p in params if p.name == "form"), [""])  # type: ignore[attr-defined]


def test_every_option_that_takes_a_text_is_in_some_call() -> None:
    """Every option that takes a text, in some call: verbs share most of them."""
    told = {word for call in EVERY_CALL for word in call}
    for verb in CALLS:
        command = cli.cli.get_command(click.Context(cli.cli), verb)
        for param in command.params if command else []:
            is_choice = isinstance(param.type, click.Choice)
            if isinstance(param, click.Option) and not param.is_flag and not is_choice:
                assert told.intersection(param.opts), param


def write(objects: dict[str, Any] | None = None, files: Sequence[Any] | None = None) -> None:
    """All that the calls refer to; of each file what is given, else what is good."""
    Path(CATALOG).write_text(json.dumps(catalog() if objects is None else objects, indent=1))
    Path(MANIFEST).write_text(stream(manifests() if files is None else files))
    Path(OTHER).write_text(stream(manifests({"a": "b\n"})))
    Path(CHARTED, "templates").mkdir(parents=True, exist_ok=True)
    Path(CHARTED, "Chart.yaml").write_text(CHART["Chart.yaml"])
    Path(TEMPLATES).mkdir(exist_ok=True)
    Path(IN_USE).write_text(json.dumps({"kind": "List", "apiVersion": "v1", "items": []}))
    Path(RELEASE).write_text(json.dumps({"a": "b"}))
    Path(ANSWERS).write_text(json.dumps(answers(), indent=1))
    Path(ACCOUNTS).write_text("1234567890123457\n")


def said(call: Sequence[str], *, terminal: bool = False) -> tuple[str, str]:
    """What a call writes to standard output and error, which never ends in a crash."""
    with standard_input(LIST):
        code, out, err = answer(call, terminal=terminal)
    assert code in (0, 1, 2), (call, err)
    return out, err


HIDDEN = ("Cc", "Cf", "Cs", "Zl", "Zp")
OUR_COLOR = re.compile(r"\x1b\[(?:1|2|31|32|33)m([^\x1b]*)\x1b\[0m")
FORGED = re.compile(r"^(?:# )?forged", re.MULTILINE)
"""A line that says what it likes, where a name stood."""

ANNOTATION = re.compile(r"::(?:error|warning) (?!file=README)[^:]*::[^\n]*")


def acting(text: str, form: str) -> list[str]:
    """The lines in which something acts that is not ours."""
    text = text.replace("\r\n", "\n") if form == "ics" else text
    found = [
        line
        for line in OUR_COLOR.sub(r"\1", text).split("\n")
        if any(c != "\t" and unicodedata.category(c) in HIDDEN for c in line)
        or re.search(r"##\w*\[", line)
        or (line.lstrip().startswith("::") and not (form == "github" and ANNOTATION.match(line)))
    ]
    more = {"html": _elements, "markdown": _markup}.get(form)
    return [*found, *(more(text) if more else ())]


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []

    def handle_starttag(self, tag: str, attrs: Any) -> None:  # noqa: ARG002
        self.tags.append(tag)


def _elements(page: str) -> Iterator[str]:
    parser = _Page()
    parser.feed(page)
    yield from (tag for tag in parser.tags if tag == "b" or parser.tags.count("script") > 1)


def _markup(text: str) -> Iterator[str]:
    """What GitHub takes for markup outside of code, and rows of another width than their table."""
    text = re.sub(r"(?ms)^(`{3,})diff\n.*?\n\1$", "", text)
    width = 0
    for line in text.split("\n"):
        pipes = len(re.findall(r"(?<!\\)\|", line)) if line.startswith("|") else 0
        if width and pipes and pipes != width:
            yield line
        width = pipes
        words = re.sub(r"(?<!\\)`[^`]*`", "", line)
        if re.search(r"(?<!\\)<(?!/?(?:details|summary|br)\b)|(?<!\\)[`]|(?<!\\)\[", words):
            yield line


def check(calls: Sequence[Sequence[str]], *, terminal: bool = False, by_hand: bool = False) -> None:
    """Call verbs in every format; `by_hand`: lines of the manifest say what they like."""
    for call in calls:
        for form in formats(call[0]):
            full = [call[0], "--format", form, *call[1:]] if form else call
            out, err = said(full, terminal=terminal)
            assert acting(out, form) == [], full
            assert acting(err, form if form == "github" else "text") == [], full
            is_own_line = by_hand and call[0] == "textconv"
            assert is_own_line or not FORGED.search(out + err), full
    for path in (Path("summary"), Path("new.yaml")):
        if path.exists():
            assert acting(path.read_text(), "markdown" if path.name == "summary" else "") == []
            assert not FORGED.search(path.read_text())
            path.unlink()


@pytest.fixture(autouse=True)
def fake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FakeKubectl:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "120")
    # A bar is drawn by escape sequences of ours, on a machine that is slow enough.
    monkeypatch.setattr("generator.commands.progress._PATIENCE", float("inf"))
    return fake_kubectl(tmp_path, monkeypatch)


def places(tree: Any) -> Iterator[tuple[Callable[[str], None], str]]:
    """For each key and each value what puts a text in its place, in `tree` itself, and its path."""
    items = tree.items() if isinstance(tree, dict) else enumerate(tree)
    for key, value in [*items]:
        if isinstance(tree, dict):
            yield (lambda text, key=key: tree.update({text: tree.pop(key)})), f"{key} (key)"
        if isinstance(value, (dict, list)):
            yield from ((put, f"{key}.{path}") for put, path in places(value))
        yield (lambda text, key=key: tree.__setitem__(key, text)), str(key)


CATALOG_PLACES = [path for _, path in places(catalog())]
ANSWER_PLACES = [path for _, path in places(answers())]
MANIFEST_PLACES = [path for _, path in places(manifests())]


@pytest.mark.parametrize("number", range(len(CATALOG_PLACES)), ids=CATALOG_PLACES.__getitem__)
def test_no_key_or_value_of_a_catalog_acts(number: int) -> None:
    for marker in MARKERS:
        tree = catalog()
        [*places(tree)][number][0](marker)
        write(tree)
        check([CALLS[verb][0] for verb in ("validate", "matrix", "explain")])
        check([["generate", CATALOG, "-o", "-"]])


@pytest.mark.parametrize("number", range(len(MANIFEST_PLACES)), ids=MANIFEST_PLACES.__getitem__)
def test_no_key_or_value_of_a_manifest_acts(number: int) -> None:
    for marker in MARKERS:
        objects = manifests()
        [*places(objects)][number][0](marker)
        write(files=objects)
        check(OF_MANIFEST[:1] + CALLS["show"] + CALLS["diff"][:1] + CALLS["textconv"])


@pytest.mark.parametrize("number", range(len(ANSWER_PLACES)), ids=ANSWER_PLACES.__getitem__)
def test_no_key_or_value_of_an_answer_acts(number: int) -> None:
    write()
    for marker in MARKERS:
        found = answers()
        [*places(found)][number][0](marker)
        Path(ANSWERS).write_text(json.dumps(found, indent=1))
        check(CALLS["audit"][:1])


def test_no_line_of_accounts_acts() -> None:
    write()
    for marker in MARKERS:
        Path(ACCOUNTS).write_text(marker)
        check(CALLS["audit"][:1])


def test_no_free_text_of_a_catalog_acts() -> None:
    """Where any text is accepted, so that it comes as far as documents, calendars and summaries."""
    for marker in MARKERS:
        word = re.sub(r"[^!-~]", "", marker).replace("*", "")
        tree = catalog()
        tree["annotations"]["example.com/note"] = marker
        values = tree["controllerDeployment"]["values"]["global"]
        values |= {marker: marker, "list": [{marker: [marker]}]}
        ids = tree["images"]["gardenlinux"]["versions"]["1592.9.0"]["regions"]
        ids["cn-shanghai"] = f"image-{word}"
        write(tree)
        out, _ = said(["generate", CATALOG, "-o", "-"])
        assert word.lstrip("#") in out
        said(["generate", CATALOG, "-o", OUT])
        check(OF_CATALOG)
        check(OF_CATALOG, terminal=True)
        for path in ("images", "annotations", "controllerDeployment.values"):
            check([["explain", CATALOG, path]])


def test_no_image_name_that_was_wrong_before_acts_in_an_edit() -> None:
    """An edit only reports what it makes wrong itself, so it goes on."""
    for marker in MARKERS:
        tree = catalog()
        versions = tree["images"]["gardenlinux"]["versions"]
        tree["images"] = {marker: {"versions": {**versions, marker: versions["1592.9.0"]}}}
        write(tree)
        calls = [
            ["promote", CATALOG, marker, "1877.2.0"],
            ["promote", CATALOG, marker, "1877.1.0"],
            ["add", CATALOG, marker, "1900.1.0", "--region", "cn-shanghai=m-uf6aaaaaaaaaaaaaaaa1"],
            ["retire", CATALOG, marker, marker, "--as-of", "2026-11-22"],
        ]
        for call in calls:
            for more in (["--dry-run"], ["--summary", "summary"]):
                assert "nothing is written" not in said([*call, *more])[1]
                write(tree)
                check([[*call, *more]])
                write(tree)


@pytest.mark.parametrize("field", ["file", "message", "rule", "expected", "hint", "lines"])
def test_no_field_of_a_problem_acts(field: str) -> None:
    for marker in MARKERS:
        value: Any = (f"  {marker}",) if field == "lines" else marker
        problem = Problem("a.yaml", 1, 2, "wrong")._replace(**{field: value})
        for form in REPORT_FORMATS:
            for color in (False, True):
                text = render_problems([problem], form, lambda file: f"a: {file}\n", color=color)
                # What starts a line, the last line of defence sees to.
                shown = f"- {text}" if form == "text" else text
                assert acting(shown, form) == []
                assert not FORGED.search(text)


def test_no_catalog_that_cannot_be_read_acts() -> None:
    for marker in MARKERS:
        texts = [f"images: {{{marker}", f"# {marker}\nextends: {json.dumps(marker)}\n"]
        texts += [f"chart: {json.dumps(marker)}\n{marker}: [\n", f"images: !{marker} x\n"]
        texts += [
            f"controllerDeployment: {{{key}: {json.dumps(marker)}}}" for key in ("chart", "x")
        ]
        texts += [f"ownerSecret: {{accessKeyID: {{file: {json.dumps(marker)}}}}}\n"]
        for text in texts:
            write()
            Path(CATALOG).write_text(text)
            check([calls[0] for verb, calls in CALLS.items() if CATALOG in calls[0]])


def test_no_file_of_a_chart_acts() -> None:
    """Their names and what they hold, before and after, and inside of a chart that is packed."""
    names = [*MARKERS, NOT_UTF_8, "templates/\n::error file=README.md::x"]
    lines = "".join(f"{marker}\n" for marker in MARKERS)
    for name in names:
        path = name.replace("</", "<")
        write(files=manifests({path: lines, "values.yaml": lines, "a": f" ::error::x\n\t{lines}"}))
        check(OF_MANIFEST)
        said(["chart", "unpack", MANIFEST, "-o", "unpacked"])
    for field in ("name", "version", "appVersion", "description", "type"):
        for marker in MARKERS:
            chart = {"apiVersion": "v2", "name": "c", "version": "1.0.0", field: marker}
            write(files=manifests({"Chart.yaml": json.dumps(chart)}))
            Path(CHARTED, "Chart.yaml").write_text(json.dumps(chart))
            check([*OF_MANIFEST, ["chart", "pack", CHARTED], ["chart", "digest", CHARTED]])


def test_no_manifest_that_is_written_by_hand_acts() -> None:
    """Raw characters, comments, and what is no YAML, no UTF-8 or no manifest."""
    for marker in MARKERS:
        for text in (f"# {marker}\nkind: X\n", f"kind: {marker}\n", f"a: |\n  {marker}\n", marker):
            for encoding in ("utf-8", "utf-16"):
                write()
                Path(MANIFEST).write_bytes(text.encode(encoding))
                check(OF_MANIFEST, by_hand=True)
    write()
    data = b"kind: \xe9\x9b\x1b[2J\n ::error::x\n"
    Path(MANIFEST).write_bytes(data)
    with contextlib.redirect_stdout(Stream(terminal=False)) as out:
        assert cli.run(["textconv", MANIFEST]) == 0
        assert out.data() == b"kind: \xe9\\x9b\\x1b[2J\n \\x3a:error::x\n"


@pytest.mark.parametrize("name", FILES)
def test_no_name_of_a_file_acts(name: str) -> None:
    for marker in (*MARKERS, NOT_UTF_8):
        write()
        said(["generate", CATALOG, "-o", OUT])
        other = marker.replace("/", "") + Path(name).suffix
        Path(name).rename(other)
        calls = [[other if word == name else word for word in call] for call in EVERY_CALL]
        concerned = [call for call in calls if other in call]
        check(concerned)
        check(concerned, terminal=True)


@pytest.mark.parametrize("call", EVERY_CALL, ids=" ".join)
def test_no_word_of_a_command_line_acts(call: list[str]) -> None:
    write()
    for at in range(len(call)):
        for marker in (*MARKERS, NOT_UTF_8):
            words = (f"{call[at]}{marker}", marker)
            check_words([[*call[:at], word, *call[at + 1 :]] for word in words])
    check_words([[*call, more] for marker in MARKERS for more in (marker, f"--{marker}")])


def check_words(calls: Sequence[Sequence[str]]) -> None:
    for call in calls:
        for text in said(call):
            assert acting(text, "text") == [], call
            assert not FORGED.search(text), call


def test_no_template_acts() -> None:
    """Their names, and what is wrong with them."""
    for marker in MARKERS:
        write()
        name = marker.replace("/", "")
        Path(TEMPLATES, f"{name}.yaml.j2").write_text("a: {{ catalog.name }}\n")
        check([call for call in EVERY_CALL if TEMPLATES in call])
        said([*CALLS["generate"][0]])
        check([CALLS["check"][0]])
        for text in (
            f"{{{{ '{marker}' }}",
            f"{{{{ x[{marker!r}] }}}}",
            f"a: {{% {marker} %}}",
            marker,
        ):
            Path(TEMPLATES, f"{name}.yaml.j2").write_text(text)
            check([call for call in EVERY_CALL if TEMPLATES in call])


FORBIDDEN = (
    'Error from server (Forbidden): cloudprofiles.core.gardener.cloud "alicloud" is forbidden: '
    'User "{}" cannot get resource "cloudprofiles"'
)


def test_no_answer_of_a_cluster_acts(fake: FakeKubectl) -> None:
    calls = [
        ["diff", CATALOG, "--live"],
        ["check", CATALOG, "--live", "--context", MARKERS[0]],
    ]
    for marker in MARKERS:
        for words in (
            f"Error from server (Invalid): {marker}",
            FORBIDDEN.format(marker),
            f'no matches for kind "CloudProfile" in version "{marker}"',
            marker,
        ):
            write()
            fake.answer(messages=words)
            check(calls)
        deployed = manifests()
        deployed[1]["metadata"] |= {"labels": {"a": marker}, "annotations": {"b": marker}}
        deployed[1]["spec"]["machineImages"][0]["name"] = marker
        fake.answer(*deployed, code=0)
        check(calls)


def git(*arguments: str) -> None:
    names = ("GIT_AUTHOR_NAME", "GIT_AUTHOR_EMAIL", "GIT_COMMITTER_NAME", "GIT_COMMITTER_EMAIL")
    environment = {**os.environ, **dict.fromkeys(names, "a"), "GIT_CONFIG_GLOBAL": os.devnull}
    subprocess.run([need("git"), *arguments], env=environment, check=True, capture_output=True)


def test_no_file_or_revision_of_git_acts() -> None:
    git("init", "-q")
    for marker in (*MARKERS, NOT_UTF_8):
        path = Path(marker.replace("/", ""), f"{marker.replace('/', '')}.yaml")
        path.parent.mkdir()
        path.write_text(stream(manifests()))
        git("add", "-A")
        git("commit", "-q", "-m", "x")
        changed = manifests()
        changed[0]["metadata"]["name"] = marker.replace(NOT_UTF_8, "x")
        path.write_text(stream(changed))
        check([["diff", "--git", "HEAD"], ["diff", "--git", f"HEAD..{marker}"]])
        git("commit", "-q", "-a", "-m", "x")
        check([["diff", "--git", "HEAD~1..HEAD"], ["diff", "--git", "HEAD~1...HEAD", "--", marker]])


def test_no_unknown_verb_or_format_acts() -> None:
    for marker in (*MARKERS, NOT_UTF_8):
        check_words([[marker], [f"--{marker}"], ["--help", marker], ["chart", marker]])
        check_words([[verb, "--format", marker] for verb in cli.VERBS])
