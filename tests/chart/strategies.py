"""Chart folders out of thin air."""

from __future__ import annotations

import tarfile
from typing import TYPE_CHECKING

from hypothesis import strategies as st

from tests.chart.charts import Folder, Link, Pipe, archive
from tests.chart.metadata import chart_yaml, dependencies, locks, mostly, schemas, values

if TYPE_CHECKING:
    from tests.chart.charts import Tree

_names_of_files = st.sampled_from((
    b"README.md", b"templates/a.yaml", b"templates/.hidden", b"templates/_helpers.tpl",
    b"templates/sub/.b", b"templates/sub/b.yaml", b".dotfile", b".git/config", b"crds/c.yaml",
    b"files/a", b"files/a b.txt", b"files/\xc3\xa9.txt", b"files/\xff", b"files/[x].txt",
    b"files/a*",
    b"files/" + b"l" * 90, b"files/" + b"l" * 93, b"files/" + b"l" * 120,
    b"files/" + b"d" * 100 + b"/x",
    b"files/" + b"d" * 91 + b"/x", b"files/" + b"d" * 92 + b"/x", b"a", b"a.b", b"a/b", b"a/c/d",
    b"LICENSE", b"files/-dash", b"files/new\nline", b"files/back\\slash", b"docs/x.md", b"x.bak",
    b"charts.txt",
    b"\xf0\x9f\x98\x80", b"templatesX/.y", b"Chart.yml",
))  # fmt: skip
_contents = st.sampled_from(
    (b"", b"text\n", b"\xef\xbb\xbfmarked", b"a\r\nb\r\n", b"\0" * 600, b"x" * 512)
)
_specials = mostly(
    st.sampled_from((
        Link(b"README.md"), Link(b"../README.md"), Link(b"templates"), Link(b"../templates"),
        Folder(),
        Link(b"Chart.yaml"), Link(b"../a"),
    )),
    st.sampled_from((Link(b"."), Link(b"nowhere"), Link(b".."), Pipe(), Link(b"link"))),
)  # fmt: skip
_rules = mostly(
    st.sampled_from((
        "# comment", "", "*.md", "README.md", "/README.md", "templates/", "templates", "/files",
        "files/*", "files/?*", "a", "a/", "a/b", "/a/b", ".*", ".?*", "[xa]*", "x[", "*.md[", "\\*",
        "files/a\\*", "[\\]]", "charts/sub/", "*.tgz", "/", "//", " README.md ", "files/\u00e9*",
        "*\u00e9*", "files/[^a-z]", "charts/*/templates", ".helmignore", "\ufeff*.bak", "*.bak\r",
        "templates/*.tpl", "d*/x*", "docs/", "*/*/*", "lll*", "\u00a0x.bak\u2003", "*[^\u00e9].txt",
        "a.?", "files/[a-f]", "[!x]*", "!*[a-zA-Z]*", "charts",
    )),
    st.sampled_from((
        "*", "*/", "!*.yaml", "!templates", "**", "a/**", "[", "[a", "a[]", "*[", "b\\", "[a-]",
        "!a/",
        "?", "Chart.*", "!", "!/", "[^a-l]*",
    )),
    8,
)  # fmt: skip


def _subchart_files(draw: st.DrawFn, depth: int) -> dict[bytes, bytes]:
    text = draw(chart_yaml(mostly(st.sampled_from(("sub", "sub", "other")), st.just("''"))))
    files: dict[bytes, bytes] = {b"Chart.yaml": text}
    for name in draw(st.lists(_names_of_files, max_size=2)):
        files[name] = draw(_contents)
    if draw(st.integers(0, 3)) == 0:
        files[b"values.yaml"] = draw(values)
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
    for extra in draw(st.lists(mostly(st.sampled_from(KEPT), st.sampled_from(LOOSE)), max_size=1)):
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
        b"values.yaml": values,
        b"values.schema.json": schemas,
        b"Chart.lock": locks,
        b"requirements.lock": locks,
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
        tree[name] = before.rstrip() + f"\ndependencies:{draw(dependencies)}\n".encode()
    tree |= charts
    if draw(st.integers(0, 3)) == 0:
        where = draw(
            st.sampled_from(
                (b"link", b"files/link", b"templates/link", b"charts/sub", b"charts/link")
            )
        )
        tree.setdefault(where, draw(_specials))
    return tree
