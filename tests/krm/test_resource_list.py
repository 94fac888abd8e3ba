"""A ResourceList is read strictly, and grows without a change of what stands in it."""

from __future__ import annotations

import pytest
import yaml

from generator.krm.resource_list import read_resource_list, written
from generator.problems import ProblemsError

HEAD = "apiVersion: config.kubernetes.io/v1\nkind: ResourceList\n"
FOREIGN = """\
# by hand
apiVersion: v1
kind: ConfigMap   # with a comment
metadata: {name: "a", annotations: {x: 'y'}}
data:
  day: 2026-01-01
  yes: "no"
  n: 0o17
  text: |+
    two lines

    # no comment
"""
DOCUMENTS = [
    "# Generated\napiVersion: v1\nkind: A\nmetadata: {name: a}\ntext: |\n  one\n\n    two\n   \n",
    '---\nkind: B\nlist:\n- a\n--- # another\nkind: C\nquoted: "a\n  b\n\n  c"\n...\n',
    "# nothing but a comment\n---\n\n",
    "--- {kind: D, a: [1,\n 2]}\n---\nkind: E\nkeep: |2\n    deep\n  flat\nfolded: >-\n  a\n  b\n",
    "kind: F\nkeep: |+\n  a\n\n\n---\nkind: G\nkeep: >+\n\n  a\n\n",
]
NEW = [document for text in DOCUMENTS for document in yaml.safe_load_all(text) if document]


def items(text: str, pad: str = "") -> str:
    lines = "".join(f"{pad}  {line}\n" if line else "\n" for line in text.splitlines())
    return f"{pad}- {lines[len(pad) + 2 :]}"


LISTS = {
    "as kustomize writes it": HEAD + f"items:\n{items(FOREIGN)}functionConfig:\n  kind: x\n",
    "indented": HEAD
    + f"items:\n{items(FOREIGN, '  ')}{items('kind: z', '  ')}functionConfig: {{}}\n",
    "items last": HEAD + f"functionConfig: {{kind: x}}\nitems:\n{items(FOREIGN)}",
    "no line end": HEAD + "functionConfig: {kind: x}\nitems:\n- kind: a",
    "document ends": "---\n" + HEAD + f"items:\n{items(FOREIGN)}...\n",
    "comments behind": HEAD + "items:\n- kind: a\n# about the config\nfunctionConfig: {a: b}\n",
    "no items": HEAD + "functionConfig: {kind: x}\n",
    "empty": HEAD + "items: []\nfunctionConfig: {kind: x}\n",
    "null": HEAD + "items:\nfunctionConfig: {kind: x}\n",
    "flow": HEAD + "items: [{kind: a, b: 'yes'}]\n",
    "JSON": '{"kind":"ResourceList","apiVersion":"config.kubernetes.io/v1","items":[{"a":"1"}]}',
    "results": HEAD + "items:\n- kind: a\nresults:\n- message: old\n",
    "anchors": HEAD + "items:\n- &a {kind: a}\n- *a\nfunctionConfig: *a\n",
    "CRLF": HEAD.replace("\n", "\r\n") + "items:\r\n- kind: a\r\nfunctionConfig: {}\r\n",
}


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("documents", [[], DOCUMENTS], ids=["nothing", "documents"])
@pytest.mark.parametrize("results", [[], [{"message": "new: #1\n", "severity": "error"}]])
def test_a_list_grows_by_objects_and_results_alone(
    name: str, documents: list[str], results: list[dict[str, str]]
) -> None:
    text = LISTS[name]
    out = written(read_resource_list(text.encode(), "-"), documents, [*results])
    before, after = yaml.safe_load(text), yaml.safe_load(out)
    assert after["items"] == [*(before.get("items") or []), *(NEW if documents else [])]
    assert after.get("results", []) == [*before.get("results", []), *results]
    assert (after["apiVersion"], after["kind"]) == (before["apiVersion"], before["kind"])


@pytest.mark.parametrize("name", ["as kustomize writes it", "indented", "items last"])
def test_items_in_block_style_stay_as_they_are_written(name: str) -> None:
    text = LISTS[name]
    out = written(read_resource_list(text.encode(), "-"), DOCUMENTS, [{"message": "a"}])
    cut = text.index("functionConfig") if not name.endswith("last") else len(text)
    assert out.startswith(text[:cut])
    assert text[cut:] in out


def test_the_config_stands_where_it_stood() -> None:
    text = LISTS["as kustomize writes it"]
    config = read_resource_list(text.encode(), "-").config
    line = text.splitlines().index("  kind: x")
    assert config.splitlines()[line] == "  kind: x"
    assert config.split() == ["kind:", "x"]


REFUSED = {
    "": "found 0 documents",
    "- a\n": "found no mapping",
    "a\n": "found no mapping",
    f"{HEAD}---\n{HEAD}": "found 2 documents",
    "kind: List\napiVersion: v1\n": 'found "List" of "v1"',
    "kind: ResourceList\n": 'found "ResourceList" of ""',
    "kind: [ResourceList]\napiVersion: {}\n": "found",
    f"{HEAD}items: {{}}\nresults: 5\n": "items is not a list",
    f"{HEAD}items: text\n": "items is not a list",
    "a: [\n": "",
    f"{HEAD}items: {'[' * 200}{']' * 200}\n": "",
    f"{HEAD}items: [*a]\n": "",
    f"{HEAD}items: [&a [*a]]\n": "",
    f"{HEAD}items: [.inf]\n": "",
}


@pytest.mark.parametrize("text", REFUSED)
def test_what_is_no_list_is_refused(text: str) -> None:
    with pytest.raises(ProblemsError) as caught:
        read_resource_list(text.encode(), "-")
    assert all(each.file == "-" for each in caught.value.problems)
    assert REFUSED[text] in caught.value.problems[0].message


def test_aliases_cannot_expand_without_end() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 12)]
    with pytest.raises(ProblemsError):
        read_resource_list((HEAD + "\n".join(lines)).encode(), "-")


def test_it_is_text() -> None:
    for data in (b"\xff\xfe\x00a", b"\x80", HEAD.encode("utf-16")):
        with pytest.raises(ProblemsError):
            read_resource_list(data, "-")
