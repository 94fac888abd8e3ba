"""What `git diff` shows of a manifest: the files in its chart, and never a credential."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tracemalloc
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.chart import limits
from generator.show.textual import textual
from tests.support import manifests
from tests.support.command import run
from tests.support.manifests import CHART, HOSTILE_TEXTS, LINKS, SHAPES, blob, bombs, v1, v1beta1
from tests.support.tools import ROOT, need

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

OLD = {**CHART, "values.yaml": "a: 1\nb: 2\n", "templates/gone.yaml": "x: 1\n"}
NEW = {**CHART, "values.yaml": "a: 1\nb: 3\n", "templates/new.yaml": "y: 1\n"}


def shown(text: str) -> str:
    return textual(text.encode()).decode()


def test_textconv_shows_the_files_of_a_chart() -> None:
    text = shown(v1beta1(blob({**OLD, "crlf": "a\r\nb", "logo.png": b"\x89PNG\0"})))
    digest = r"sha256:[0-9a-f]{64}"
    expected = f"""\
apiVersion: core.gardener.cloud/v1beta1
kind: ControllerDeployment
metadata:
  name: extension-provider-alicloud
type: helm
providerConfig:
  chart: <chart c 1.2.3, appVersion v9, {digest}>
c/Chart.yaml
    apiVersion: v2
    name: c
    version: 1.2.3
    appVersion: v9
c/crlf
    a\\\\r
    b
    <no line break at the end>
c/logo.png
    <5 bytes, {digest}>
c/templates/gone.yaml
    x: 1
c/values.yaml
    a: 1
    b: 2
end of chart c
  values: {{}}
injectGardenKubeconfig: true
"""
    assert re.fullmatch(expected, text), text


@pytest.mark.parametrize("shape", SHAPES)
def test_textconv_unfolds_the_chart_of_every_shape(shape: Callable[[str], str]) -> None:
    text = shown(shape(blob(OLD)))
    assert "c/values.yaml\n    a: 1\n    b: 2\nend of chart c\n" in text
    assert "H4sI" not in text


def test_textconv_unfolds_charts_in_streams_lists_and_anchors() -> None:
    stream = f"# first\n---\n{v1(blob(OLD))}---\n{v1beta1(blob(NEW))}"
    assert shown(stream).count("<chart c ") == 2
    in_list = "kind: List\nitems:\n- helm:\n    rawChart: &c |\n      X\n- helm: {rawChart: *c}\n"
    assert shown(in_list.replace("X", blob(OLD))).count("<chart c ") == 1


def test_textconv_tells_of_the_wrong_indentation_of_the_guide() -> None:
    text = shown(manifests.guide(blob(OLD)))
    assert text.startswith("<not valid YAML: providerConfig is indented deeper than type>\n")


def test_charts_that_differ_in_compression_alone_look_equal() -> None:
    assert blob(OLD, 1) != blob(OLD, 9)
    assert shown(v1(blob(OLD, 1))) == shown(v1(blob(OLD, 9)))


def test_textconv_escapes_what_a_terminal_would_obey() -> None:
    text = shown(v1(blob({**CHART, "a\x1bb": "x\x1b[2Ky\u202e\r\n"})))
    assert "c/a\\x1bb\n    x\\x1b[2Ky\\u202e\\r\n" in text


def test_long_files_of_a_chart_are_one_line_each() -> None:
    files = {f"f{n:02}": "x\n" * limits.MIB for n in range(6)}
    text = shown(v1(blob({**CHART, **files, "g": "x" * (3 * limits.MIB)}, 1)))
    assert text.count("<2,097,152 bytes, sha256:") == 3
    assert text.count("<3,145,728 bytes, sha256:") == 1


@pytest.mark.parametrize("name", HOSTILE_TEXTS)
def test_a_broken_blob_is_one_line_and_the_rest_stays(name: str) -> None:
    tracemalloc.start()
    text = shown(v1beta1(HOSTILE_TEXTS[name]))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    whole = v1beta1("X").splitlines()
    (line,) = [line for line in text.splitlines() if line not in whole]
    assert re.fullmatch(r"  chart: <broken chart: [^\n]{10,200}>", line)
    assert [line for line in text.splitlines() if line in whole] == [*whole[:6], *whole[8:]]
    assert peak < 400 * limits.MIB


def test_links_and_devices_are_empty_files() -> None:
    text = shown(v1(LINKS))
    assert "c/device\nc/hard\nc/link\nend of chart c\n" in text


@pytest.mark.parametrize("name", bombs())
def test_yaml_made_to_hurt_is_shown(name: str) -> None:
    assert shown(bombs()[name])


@given(st.binary() | st.text().map(str.encode))
def test_what_is_no_manifest_is_shown_as_it_is(data: bytes) -> None:
    assert textual(data) == data or re.search(rb"(?i)key|secret|chart|\A\xff\xfe|\A\xfe\xff", data)


PIECES = [
    *"\n \t:-{}[]\"'|>&*!#%,?\\",
    *("kind: Secret\n", "data:", "accessKeyID", "providerConfig:", "chart", "helm: {rawChart: "),
    *("a", "---\n", "H4sI", "\x00", "\x85", "é", "\ufeff", "<<: *a\n", "&a "),
]


@given(st.lists(st.sampled_from(PIECES)).map("".join))
def test_textconv_fails_on_no_text(text: str) -> None:
    assert isinstance(textual(text.encode()), bytes)


@given(st.text(st.characters(codec="utf-8"), max_size=30))
def test_text_around_a_chart_stays(comment: str) -> None:
    # U+2028 and U+2029 would end the comment.
    line = "# é€🙂 " + re.sub(r"[^ -~\xa1-\u2027\u202a-\ud7ff]", "", comment).rstrip()
    text = v1beta1(blob(OLD))
    assert shown(f"{line}\n{text}{line}\n") == f"{line}\n{shown(text)}{line}\n"


def test_a_byte_order_mark_stays() -> None:
    text = f"# Secret\n{v1beta1(blob(OLD))}"
    for marks in ("\ufeff", "\ufeff" * 5000):
        assert shown(marks + text) == marks + shown(text)


def test_utf_16_is_shown_as_utf_8() -> None:
    assert textual(v1(blob(OLD)).encode("utf-16")).decode() == shown(v1(blob(OLD)))


def test_textconv_refuses_a_file_that_is_not_there(tmp_path: Path) -> None:
    process = run("textconv", "no.yaml", cwd=tmp_path)
    assert (process.returncode, process.stdout) == (1, "")
    assert "no.yaml: error: there is no such file" in process.stderr


def test_a_file_that_is_too_large_is_one_line(tmp_path: Path) -> None:
    with (tmp_path / "large").open("wb") as file:
        file.truncate(65 * limits.MIB)
    process = run("textconv", "large", cwd=tmp_path)
    assert process.stdout == "<68,157,440 bytes: too large to look into>\n"
    assert process.returncode == 0


class Repository:
    """A Git repository that is set up as the documentation says."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.git("init", "-q")
        for name, value in (("user.name", "a"), ("user.email", "a@example.com")):
            self.git("config", name, value)
        docs = (ROOT / "docs" / "inspect.md").read_text()
        (attributes,) = re.findall(r"^\$ echo '(.*)' >> .gitattributes$", docs, re.MULTILINE)
        (name, command) = re.findall(r"^\$ git config (\S+) '(.*)'$", docs, re.MULTILINE)[0]
        (folder / ".gitattributes").write_text(attributes + "\n")
        here = f"{sys.executable} -P -m generator"
        self.git("config", name, command.replace("alicloud-generator", here))

    def git(self, *arguments: str) -> str:
        environment = {
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_CONFIG_NOSYSTEM": "1",
        }
        command = [need("git"), "--no-pager", *arguments]
        return subprocess.run(
            command, cwd=self.folder, env=environment, capture_output=True, text=True, check=True
        ).stdout

    def commit(self, text: str) -> None:
        path = self.folder / "manifests" / "live" / "controllerdeployment.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        self.git("add", ".")
        self.git("commit", "-q", "--allow-empty-message", "-m", "")


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository(tmp_path)


def changes(diff: str) -> list[str]:
    return [line for line in diff.splitlines() if re.match(r"[-+](?![-+]{2} )", line)]


def test_git_shows_what_changed_inside(repository: Repository) -> None:
    repository.commit(v1beta1(blob(OLD), "{a: 1}"))
    repository.commit(v1beta1(blob(NEW), "{a: 2}"))
    for command in (["diff", "HEAD~"], ["log", "-p", "-1", "--format="], ["show", "--format="]):
        diff = repository.git(*command)
        removed, added, *others = changes(diff)
        assert "<chart c 1.2.3, " in removed
        assert "<chart c 1.2.3, " in added
        assert others == [
            "-c/templates/gone.yaml",
            "-    x: 1",
            "+c/templates/new.yaml",
            "+    y: 1",
            "-    b: 2",
            "+    b: 3",
            "-  values: {a: 1}",
            "+  values: {a: 2}",
        ]


def test_git_names_the_file_in_the_chart_above_a_change(repository: Repository) -> None:
    many = "".join(f"a{n}: 1\n" for n in range(20))
    repository.commit(v1beta1(blob({**CHART, "values.yaml": many})))
    repository.commit(v1beta1(blob({**CHART, "values.yaml": many.replace("a15: 1", "a15: 2")})))
    assert re.search(r"^@@ .* @@ c/values.yaml$", repository.git("show"), re.MULTILINE)


def test_git_shows_nothing_of_another_compression(repository: Repository) -> None:
    repository.commit(v1beta1(blob(OLD, 1)))
    repository.commit(v1beta1(blob(OLD, 9)))
    assert repository.git("diff", "--stat", "HEAD~")
    assert changes(repository.git("diff", "HEAD~")) == []
