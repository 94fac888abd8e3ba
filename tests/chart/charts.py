"""Chart folders out of thin air: strategies, and the way from a description to the disk."""

from __future__ import annotations

import io
import os
import tarfile
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias, TypeVar

from hypothesis import strategies as st

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True)
class Link:
    """A symbolic link."""

    target: bytes


@dataclass(frozen=True)
class Pipe:
    """A named pipe: something that is neither a file nor a folder."""


@dataclass(frozen=True)
class Folder:
    """A folder, which may stay empty."""


Tree: TypeAlias = "dict[bytes, bytes | Link | Pipe | Folder]"
"""What stands where in a chart's folder."""


def build(tree: Tree, top: Path) -> None:
    """Write a tree; entries that cannot stand beside earlier ones are left out."""
    top.mkdir(parents=True)
    root = os.fsencode(top)
    for path, what in tree.items():
        place = os.path.join(root, path)
        try:
            os.makedirs(os.path.dirname(place), exist_ok=True)
            _put(place, what)
        except (FileExistsError, NotADirectoryError, IsADirectoryError):
            continue


def _put(place: bytes, what: bytes | Link | Pipe | Folder) -> None:
    if isinstance(what, Link):
        os.symlink(what.target, place)
    elif isinstance(what, Pipe):
        os.mkfifo(place)
    elif isinstance(what, Folder):
        os.makedirs(place, exist_ok=True)
    elif not os.path.lexists(place):
        with open(place, "wb") as file:
            file.write(what)


def archive(files: dict[bytes, bytes], folder: bytes, form: int = tarfile.GNU_FORMAT) -> bytes:
    """A `.tgz` of files below a folder."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz", format=form) as tar:
        for path, data in files.items():
            info = tarfile.TarInfo((folder + b"/" + path).decode("utf-8", "surrogateescape"))
            info.size = len(data)
            tar.addfile(info, io.BytesIO(data))
    return out.getvalue()


_Value = TypeVar("_Value")


def _mostly(
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
    "|\n  folded\n  text\n", ">\n  folded\n  text\n", "a b c " * 30, '"a: b c " ' , '"é ü ' * 1 + 'ö"',
    '"' + "0123456789 " * 20 + '"', '"' + "'x' " * 40 + '"', '"' + r"\t x  " * 30 + '"',
)  # fmt: skip
"""What may stand behind a key of Chart.yaml that wants text."""

_scalars = _mostly(
    st.sampled_from(SCALARS),
    st.sampled_from(("[a]", "{a: b}", "{{ x }}", "*a", "[", '"', "@x", ".nan", r'"\x7f"', "a: b")),
    50,
)
_lists = st.lists(_scalars.filter(lambda text: "\n" not in text), max_size=3).map(
    lambda items: "".join(f"\n- {item}" for item in items) or " []"
)
_maintainers = _mostly(
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
_dependencies = _mostly(
    st.sampled_from((
        "\n- name: sub\n  version: 1.x\n  repository: https://r",
        "\n- name: sub\n- name: sub\n  alias: other\n  tags: [a, 1]\n  enabled: true",
        "\n- name: sub\n  import-values: [a, {child: x, parent: 1.50}, [1, 2e30, 12345678901234567890]]",
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
        _mostly(st.sampled_from((" application", " library", " ")), st.just(" other")),
    ),
    st.tuples(
        st.just("deprecated"),
        _mostly(st.sampled_from((" true", " yes", " off", " ~")), st.just(' "true"')),
    ),
)

_names = _mostly(
    st.sampled_from(("chart", "a b", "Ünder", "n" * 60, "12")),
    st.sampled_from(("x/y", ".hid", "-dash", "''", "..", "a\\b", "n" * 250)),
)
_versions = _mostly(
    st.sampled_from(("1.2.3", "0.1.0-rc.1+build", "1", "1.10", "v2.0", "01.2.3")),
    st.sampled_from(("1.2.3.4", "x", "'1.2.3 '", "1.0.0-01", "''", "99999999999999999999")),
)
_api_versions = _mostly(st.sampled_from(("v2", "v2", "v1", "")), st.sampled_from(("v3", "v9", "1")))


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


_values = _mostly(
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
_schemas = _mostly(
    st.sampled_from((
        b"{}", b'{"a": [1, 2.5e3, "\\u12aB", true, null]}', b"\xef\xbb\xbf{}", b'"\xff"', b"1" * 5000,
    )),
    st.sampled_from((b"", b"{", b"[NaN]", b"{} x", b'"\t"', b"01", b"nul", b"{'a': 1}")),
)  # fmt: skip
_locks = _mostly(
    st.sampled_from((
        b"dependencies: []\ndigest: sha256:0\ngenerated: 2026-01-02T03:04:05.123456789+02:00\n",
        b'dependencies:\n- name: sub\n  repository: ""\n  version: 1.0\n'
        b'digest: a\ngenerated: "2026-01-02T03:04:05Z"\n',
        b"", b"null\n", b"{}\n", b"generated: 2026-01-02T3:04:05,50+00:00\n",
        b"dependencies: [null]\n",
    )),
    st.sampled_from((
        b"generated: 2026-02-30T00:00:00Z\n", b"generated: 5\n", b"digest: [\n", b"digest: []\n",
        b"generated: 2026-01-02T03:04:05\n",
    )),
)  # fmt: skip
_names_of_files = st.sampled_from((
    b"README.md", b"templates/a.yaml", b"templates/.hidden", b"templates/_helpers.tpl",
    b"templates/sub/.b", b"templates/sub/b.yaml", b".dotfile", b".git/config", b"crds/c.yaml",
    b"files/a", b"files/a b.txt", b"files/\xc3\xa9.txt", b"files/\xff", b"files/[x].txt", b"files/a*",
    b"files/" + b"l" * 90, b"files/" + b"l" * 93, b"files/" + b"l" * 120, b"files/" + b"d" * 100 + b"/x",
    b"files/" + b"d" * 91 + b"/x", b"files/" + b"d" * 92 + b"/x", b"a", b"a.b", b"a/b", b"a/c/d",
    b"LICENSE", b"files/-dash", b"files/new\nline", b"files/back\\slash", b"docs/x.md", b"x.bak", b"charts.txt",
    b"\xf0\x9f\x98\x80", b"templatesX/.y", b"Chart.yml",
))  # fmt: skip
_contents = st.sampled_from(
    (b"", b"text\n", b"\xef\xbb\xbfmarked", b"a\r\nb\r\n", b"\0" * 600, b"x" * 512)
)
_specials = _mostly(
    st.sampled_from((
        Link(b"README.md"), Link(b"../README.md"), Link(b"templates"), Link(b"../templates"), Folder(),
        Link(b"Chart.yaml"), Link(b"../a"),
    )),
    st.sampled_from((Link(b"."), Link(b"nowhere"), Link(b".."), Pipe(), Link(b"link"))),
)  # fmt: skip
_rules = _mostly(
    st.sampled_from((
        "# comment", "", "*.md", "README.md", "/README.md", "templates/", "templates", "/files",
        "files/*", "files/?*", "a", "a/", "a/b", "/a/b", ".*", ".?*", "[xa]*", "x[", "*.md[", "\\*",
        "files/a\\*", "[\\]]", "charts/sub/", "*.tgz", "/", "//", " README.md ", "files/\u00e9*",
        "*\u00e9*", "files/[^a-z]", "charts/*/templates", ".helmignore", "\ufeff*.bak", "*.bak\r",
        "templates/*.tpl", "d*/x*", "docs/", "*/*/*", "lll*", "\u00a0x.bak\u2003", "*[^\u00e9].txt",
        "a.?", "files/[a-f]", "[!x]*", "!*[a-zA-Z]*", "charts",
    )),
    st.sampled_from((
        "*", "*/", "!*.yaml", "!templates", "**", "a/**", "[", "[a", "a[]", "*[", "b\\", "[a-]", "!a/",
        "?", "Chart.*", "!", "!/", "[^a-l]*",
    )),
    8,
)  # fmt: skip


def _subchart_files(draw: st.DrawFn, depth: int) -> dict[bytes, bytes]:
    text = draw(chart_yaml(_mostly(st.sampled_from(("sub", "sub", "other")), st.just("''"))))
    files: dict[bytes, bytes] = {b"Chart.yaml": text}
    for name in draw(st.lists(_names_of_files, max_size=2)):
        files[name] = draw(_contents)
    if draw(st.integers(0, 3)) == 0:
        files[b"values.yaml"] = draw(_values)
    if depth and draw(st.integers(0, 2)) == 0:
        inner = _subchart_files(draw, depth - 1)
        files |= {b"charts/sub/" + path: data for path, data in inner.items()}
    return files


def _charts(draw: st.DrawFn) -> Tree:
    tree: Tree = {}
    for place in draw(st.lists(st.sampled_from(PLACES), max_size=2, unique=True)):
        files = _subchart_files(draw, 1)
        if place.endswith(b".tgz"):
            form = draw(
                st.sampled_from((tarfile.GNU_FORMAT, tarfile.PAX_FORMAT, tarfile.USTAR_FORMAT))
            )
            try:
                tree[b"charts/" + place] = archive(files, b"sub", form)
            except ValueError:  # names too long for ustar
                tree[b"charts/" + place] = archive(files, b"sub")
        else:
            tree |= {b"charts/" + place + b"/" + path: data for path, data in files.items()}
    for extra in draw(st.lists(_mostly(st.sampled_from(KEPT), st.sampled_from(LOOSE)), max_size=1)):
        tree[b"charts/" + extra] = b"loose"
    return tree


PLACES = (b"sub", b"elsewhere", b"sub-1.2.3.tgz", b"_off", b".off", b"x.tgz")
KEPT = (b".gitkeep", b"_note", b"sub.tgz.prov", b"sub/x.prov", b"a.prov/x.prov")
LOOSE = (b"README.md", b"bad.tgz", b"d.tgz/x", b"a.prov/x", b"sub/charts")


@st.composite
def trees(draw: st.DrawFn) -> Tree:
    """A chart's folder: mostly good, every part of it bad at times."""
    tree: Tree = {b"Chart.yaml": draw(chart_yaml())}
    optional = {
        b"values.yaml": _values,
        b"values.schema.json": _schemas,
        b"Chart.lock": _locks,
        b"requirements.lock": _locks,
        b".helmignore": st.lists(_rules, min_size=1, max_size=4).map(
            lambda rules: "\n".join(rules).encode()
        ),
    }
    for name in draw(st.lists(st.sampled_from(sorted(optional)), max_size=3, unique=True)):
        tree[name] = draw(optional[name])
    for name in draw(st.lists(_names_of_files, max_size=5)):
        tree[name] = draw(_contents)
    charts = _charts(draw) if draw(st.booleans()) else {}
    if any(path.startswith(b"charts/sub") for path in charts) and draw(st.booleans()):
        name = b"Chart.yaml" if draw(st.booleans()) else b"requirements.yaml"
        before = tree.get(name, b"")
        assert isinstance(before, bytes)
        tree[name] = before.rstrip() + f"\ndependencies:{draw(_dependencies)}\n".encode()
    tree |= charts
    if draw(st.integers(0, 3)) == 0:
        where = draw(
            st.sampled_from(
                (b"link", b"files/link", b"templates/link", b"charts/sub", b"charts/link")
            )
        )
        tree.setdefault(where, draw(_specials))
    return tree
