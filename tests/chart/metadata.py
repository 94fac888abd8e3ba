"""What may stand in the files that Helm reads: Chart.yaml, its lock, values. Good and bad."""

from __future__ import annotations

from typing import TypeVar

from hypothesis import strategies as st

_Value = TypeVar("_Value")


def mostly(
    good: st.SearchStrategy[_Value], bad: st.SearchStrategy[_Value], one_in: int = 25
) -> st.SearchStrategy[_Value]:
    """Bad input, but so seldom that most charts, with many such draws, are good."""
    return st.integers(1, one_in).flatmap(lambda n: bad if n == one_in else good)


SCALARS = (
    "app", '"quoted"', "'single'", "1.10", "1", "010", "0x1F", "0o17", "1_000", "1e3", "12:30:45",
    "2026-01-01", "2026-01-01T00:00:00Z", "true", "no", "y", "~", "null", '""', ".5", "08", "1.0",
    '"1.0"', "'1e3'", '"null"', '"~"', '"on"', "v1.2.3", '"#x"', "é", "中文", '"[a]"', r'"\e\t"',
    r'"\u00e9"', r'"a\nb"', r'"a\nb\n"', r'"\n lead\n\n"', r'"\u200b"', r'"\U0001F600"', '"!"',
    '"%"', '"`"', "1.123456789", "123456789.5", "1e21", "99999999999999999999", "-0", '"="', "<<",
    "!!str 12", "!x 1", "&a 1",  '"a: b"', '"a #b"', '"- a"', '"a  b"', '" lead"', '"trail "',
    r'"a\r\nb"', r'"\_nbsp"', '"it\'s"', "'say \"hi\"'", r'"\\back"',
    "|\n  folded\n  text\n", ">\n  folded\n  text\n", "a b c " * 30, '"é ü ö"',
    '"' + "0123456789 " * 20 + '"', '"' + "'x' " * 40 + '"', '"' + r"\t x  " * 30 + '"',
)  # fmt: skip
"""What may stand behind a key of Chart.yaml that wants text."""

_scalars = mostly(
    st.sampled_from(SCALARS),
    st.sampled_from(("[a]", "{a: b}", "{{ x }}", "*a", "[", '"', "@x", ".nan", r'"\x7f"', "a: b")),
    50,
)
_lists = st.lists(_scalars.filter(lambda text: "\n" not in text), max_size=3).map(
    lambda items: "".join(f"\n- {item}" for item in items) or " []"
)
_maintainers = mostly(
    st.sampled_from((
        "\n- name: a\n  email: a@b.c",
        "\n- name: 1\n  url: https://x.y\n  other: z\n- email: null",
        "\n- {}",
        ' [{Name: "a\\tb"}]',
        " null",
    )),
    st.sampled_from(("\n-\n", " a", "\n- a", " {}")),
)  # fmt: skip
_annotations = st.dictionaries(
    st.text("ab.-/", min_size=1, max_size=4).map(lambda text: text + "1")
    | st.sampled_from(("x2", "x10", "é", "k" * 130, '"a b"', "true", "1.5")),
    _scalars.filter(lambda text: "\n" not in text),
    max_size=4,
).map(lambda entries: "".join(f"\n  {key}: {value}" for key, value in entries.items()) or " {}")
dependencies = mostly(
    st.sampled_from((
        "\n- name: sub\n  version: 1.x\n  repository: https://r",
        "\n- name: sub\n- name: sub\n  alias: other\n  tags: [a, 1]\n  enabled: true",
        "\n- name: sub\n  import-values: [a, {child: x, p: 1.50}, [1, 2e30, 12345678901234567890]]",
        " []",
    )),
    st.sampled_from((
        "\n- name: sub\n  alias: a b",
        "\n- name: sub\n- name: sub",
        "\n- name: absent",
        "\n- null",
        " a",
    )),
)  # fmt: skip

_TEXT_FIELDS = (
    "description", "home", "icon", "condition", "appVersion", "kubeVersion", "tags",
    "Description", "DESCRIPTION", "unknown",
)  # fmt: skip
_fields = st.one_of(
    st.tuples(st.sampled_from(_TEXT_FIELDS), _scalars.map(" {}".format)),
    st.tuples(st.sampled_from(("keywords", "sources", "unknown")), _lists),
    st.tuples(st.just("maintainers"), _maintainers),
    st.tuples(st.just("annotations"), _annotations),
    st.tuples(
        st.just("type"),
        mostly(st.sampled_from((" application", " library", " ")), st.just(" other")),
    ),
    st.tuples(
        st.just("deprecated"),
        mostly(st.sampled_from((" true", " yes", " off", " ~")), st.just(' "true"')),
    ),
)

_names = mostly(
    st.sampled_from(("chart", "a b", "Ünder", "n" * 60, "12")),
    st.sampled_from(("x/y", ".hid", "-dash", "''", "..", "a\\b", "n" * 250)),
)
_versions = mostly(
    st.sampled_from(("1.2.3", "0.1.0-rc.1+build", "1", "1.10", "v2.0", "01.2.3")),
    st.sampled_from(("1.2.3.4", "x", "'1.2.3 '", "1.0.0-01", "''", "99999999999999999999")),
)
_api_versions = mostly(st.sampled_from(("v2", "v2", "v1", "")), st.sampled_from(("v3", "v9", "1")))


@st.composite
def chart_yaml(draw: st.DrawFn, name: st.SearchStrategy[str] = _names) -> bytes:
    """The text of a Chart.yaml."""
    fields = {
        "apiVersion": f" {draw(_api_versions)}",
        "name": f" {draw(name)}",
        "version": f" {draw(_versions)}",
        **dict(draw(st.lists(_fields, max_size=5))),
    }
    order = draw(st.permutations(sorted(fields)))
    text = "".join(f"{key}:{fields[key]}\n" for key in order)
    shape = draw(
        st.sampled_from(("plain",) * 8 + ("crlf", "bom", "documents", "comments", "twice"))
    )
    return {
        "plain": text,
        "crlf": text.replace("\n", "\r\n"),
        "bom": "\ufeff" + text,
        "documents": f"---\n{text}---\nname: [\n",
        "comments": f"# one\n{text}# two\n",
        "twice": f"{text}description: last\n",
    }[shape].encode()


values = mostly(
    st.sampled_from((
        b"a: 1\n", b"", b"# only a comment\n", b"a: 1\r\nb:\r\n- x\r\n", b"\xef\xbb\xbfa: 1\n",
        b"a: 1\n---\nb: 2\n", b"a: 1\n--- # more\n", b"a: &x [1]\nb: *x\n", b"a: 1\na: 2\n",
        b"<<: {a: 1}\n", b"{a: b}\n", b"a: |\n  x\n...\n{\n",
    )),
    st.sampled_from((
        b"--- {a: 1}\n", b"- a\n", b"a: [\n", b"text\n", b"a: .nan\n", b"? {a: b}\n: c\n",
        b"null: 1\n", b"a: *x\n", b"a: &x [*x]\n", b"a: |\n  x\n---\n  y\n", b"a: \xff\n",
        b"<<: [1]\n", b"\ta: 1\n", b"a: !!int x\n", b"{a: b}\n{c\n", b"a: 'x\n---\n'\n",
    )),
)  # fmt: skip
schemas = mostly(
    st.sampled_from((
        b"{}", b'{"a": [1, 2.5e3, "\\u12aB", true, null]}', b"\xef\xbb\xbf{}", b'"\xff"',
        b"1" * 5000,
    )),
    st.sampled_from((b"", b"{", b"[NaN]", b"{} x", b'"\t"', b"01", b"nul", b"{'a': 1}")),
)  # fmt: skip
locks = mostly(
    st.sampled_from((
        b"dependencies: []\ndigest: sha256:0\ngenerated: 2026-01-02T03:04:05.123456789+02:00\n",
        b'dependencies:\n- name: sub\n  version: 1.0\ngenerated: "2026-01-02T03:04:05Z"\n',
        b"", b"null\n", b"{}\n", b"generated: 2026-01-02T3:04:05,50+00:00\n",
        b"dependencies: [null]\n",
    )),
    st.sampled_from((
        b"generated: 2026-02-30T00:00:00Z\n", b"generated: 5\n", b"digest: [\n", b"digest: []\n",
        b"generated: 2026-01-02T03:04:05\n",
    )),
)  # fmt: skip
