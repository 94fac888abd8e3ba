"""`explain`: the value, the line that decided it, and what that line overrode."""

from __future__ import annotations

from functools import reduce
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator import cli
from generator.decode.layers import read_layer
from generator.decode.paths import node_at, parse_path
from generator.explain.as_yaml import as_yaml
from generator.explain.explain import explain
from generator.merge import merge_trees
from generator.problems import dotted
from generator.yamlio.read import Plain, read_document

if TYPE_CHECKING:
    from pathlib import Path

    from generator.yamlio.read import Node

BASE = """\
images:
  gl:
    updateStrategy: minor
    versions:
      1.2.4: {cn-shanghai: m-uf6hvbrxclop1jtat17m, cn-hangzhou: m-bp1hvbrxclop1jtat17m}
      1.1.0: {cn-shanghai: m-uf6hvbrxclop1jtat17n}
      1.0.0:
        classification: deprecated
        released: 2026-01-01
        regions: {cn-shanghai: m-uf6hvbrxclop1jtat17o, cn-hangzhou: m-bp1hvbrxclop1jtat17o}
  sys:
    versions:
      1.0.0:
        "*": ubuntu_18_04_x64_20G_alibase_20210420.vhd
        cn-beijing: own_alibase_20210420.vhd
share: [m-a, m-b]
target: {extension: v1.70.0}
controllerDeployment:
  name: "deployment"
  values: {a: 2, c: "2", d: null, e: {f: 1}, l: [on, "no", {k: [~]}], t: "a\\nb\\n"}
"""
TOP = """\
extends: base.yaml
images:
  gl:
    versions:
      1.2.4:
        regions: {cn-hangzhou: m-bp1hvbrxclop1jtat17z}
      1.1.0: null
  sys: null
share: [m-c]
target: null
controllerDeployment: {values: {e: null}}
"""
RESTRICTED = """\
extends: base.yaml
regions: [cn-hangzhou]
images: {sys: {versions: {1.0.0: {cn-beijing: null}}}, gl: {versions: {1.1.0: null}}}
"""
HELD = """\
extends: base.yaml
holdBack: {versions: 1}
"""
NAMED = f"""\
{HELD}
images: {{gl: {{versions: {{2.0.0: {{cn-shanghai: m-uf6hvbrxclop1jtat17p}}}}}}, sys: null}}
namespacedCloudProfiles:
- {{name: team, namespace: garden-team, parent: alicloud, images: {{gl: [2.0.0]}}}}
"""
DAYS = """\
extends: base.yaml
holdBack: {days: 14}
images: {sys: null}
"""


@pytest.fixture
def _catalogs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    catalogs = {"base": BASE, "top": TOP, "r": RESTRICTED, "held": HELD, "named": NAMED}
    for name, text in {**catalogs, "days": DAYS}.items():
        (tmp_path / f"{name}.yaml").write_text(text)


V124, V110, V100 = (rf"images.gl.versions.1\.{minor}" for minor in (r"2\.4", r"1\.0", r"0\.0"))
SYS = r"images.sys.versions.1\.0\.0"
VHD = "ubuntu_18_04_x64_20G_alibase_20210420.vhd"
IN_HANGZHOU = """\
classification: deprecated
released: 2026-01-01
regions:
  cn-hangzhou: m-bp1hvbrxclop1jtat17o"""
NOT_IN_BEIJING = "removed by r.yaml:3\noverrides base.yaml:15\n  own_alibase_20210420.vhd"

NOT_OUT_YET = """\
held.yaml: error: there is no value at images.sys.updateStrategy
  hint: fix the errors that `alicloud-generator validate` lists: until then, defaults of this \
catalog are unknown"""


@pytest.mark.usefixtures("_catalogs")
@pytest.mark.parametrize(
    ("catalog", "path", "out", "err"),
    [
        # What a file says, and what it says it over, whichever form a version has.
        ("top", "images.gl.updateStrategy", "minor", "decided by base.yaml:3"),
        (
            "top",
            f"{V124}.cn-hangzhou",
            "m-bp1hvbrxclop1jtat17z",
            "decided by top.yaml:6\noverrides base.yaml:5\n  m-bp1hvbrxclop1jtat17m",
        ),
        ("top", f"{V124}.regions.cn-shanghai", "m-uf6hvbrxclop1jtat17m", "decided by base.yaml:5"),
        (
            "top",
            f"{V124}.regions",
            "cn-shanghai: m-uf6hvbrxclop1jtat17m\ncn-hangzhou: m-bp1hvbrxclop1jtat17z",
            "merged from top.yaml:6\nmerged from base.yaml:5",
        ),
        ("top", "share[0]", "m-c", "decided by top.yaml:9\noverrides base.yaml:16\n  m-a"),
        (
            "top",
            "share",
            "- m-c",
            "decided by top.yaml:9\noverrides base.yaml:16\n  - m-a\n  - m-b",
        ),
        ("top", "extends", "base.yaml", "decided by top.yaml:1"),
        # What a file took away, at the path or above it.
        (
            "top",
            f"{V110}.cn-shanghai",
            "",
            "removed by top.yaml:7\noverrides base.yaml:6\n  m-uf6hvbrxclop1jtat17n",
        ),
        (
            "top",
            f"{SYS}.cn-beijing",
            "",
            "removed by top.yaml:8\noverrides base.yaml:15\n  own_alibase_20210420.vhd",
        ),
        ("top", "share[1]", "", "replaced by top.yaml:9\noverrides base.yaml:16\n  m-b"),
        (
            "top",
            "controllerDeployment.values.e",
            "null",
            "decided by top.yaml:11\noverrides base.yaml:20\n  f: 1",
        ),
        (
            "top",
            "controllerDeployment.values.e.f",
            "",
            "removed by top.yaml:11\noverrides base.yaml:20\n  1",
        ),
        # What decoding fills in.
        ("top", "controllerDeployment.apiVersion", "v1beta1", "default"),
        ("top", "metadata.name", "top", "default: the file's name without extension"),
        (
            "top",
            "target.extension",
            "v1.72.0",
            "default\nremoved by top.yaml:10\noverrides base.yaml:17\n  v1.70.0",
        ),
        # What `regions` and "*" make of it.
        (
            "r",
            f"{V124}.cn-shanghai",
            "",
            "left out by `regions` at r.yaml:2\noverrides base.yaml:5\n  m-uf6hvbrxclop1jtat17m",
        ),
        (
            "r",
            V100,
            IN_HANGZHOU,
            "decided by base.yaml:7\nwithout the regions left out at r.yaml:2",
        ),
        ("r", f"{V124}.cn-hangzhou", "m-bp1hvbrxclop1jtat17m", "decided by base.yaml:5"),
        ("r", f"{SYS}.cn-hangzhou", VHD, 'from "*" at base.yaml:14'),
        ("r", f"{SYS}.*", VHD, "decided by base.yaml:14"),
        (
            "r",
            f"{SYS}.cn-beijing",
            "",
            NOT_IN_BEIJING,
        ),
        # What `holdBack` makes of it.
        (
            "held",
            f"{V124}.cn-hangzhou",
            "",
            "held back by held.yaml:2\noverrides base.yaml:5\n  m-bp1hvbrxclop1jtat17m",
        ),
        (
            "held",
            "images.sys.updateStrategy",
            None,
            NOT_OUT_YET,
        ),
        ("held", f"{V110}.cn-shanghai", "m-uf6hvbrxclop1jtat17n", "decided by base.yaml:6"),
        (
            "named",
            r"images.gl.versions.2\.0\.0.cn-shanghai",
            "m-uf6hvbrxclop1jtat17p",
            "decided by named.yaml:4\nheld back only from the CloudProfile by named.yaml:2",
        ),
    ],
)
def test_explain_says_what_stands_at_a_path_and_why(
    capfd: pytest.CaptureFixture[str],
    catalog: str,
    path: str,
    out: str | None,
    err: str,
) -> None:
    code = cli.run(["explain", f"{catalog}.yaml", path])
    found = capfd.readouterr()
    assert (found.out, found.err) == (f"{out}\n" if out else "", f"{err}\n")
    assert code == (1 if out is None else 0)


@pytest.mark.usefixtures("_catalogs")
def test_explain_shows_a_map_without_what_is_held_back(capfd: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["explain", "held.yaml", "images"]) == 0
    out, err = capfd.readouterr()
    assert "1.1.0:" in out
    assert "1.2.4:" not in out
    assert "sys" not in out
    assert err == "decided by base.yaml:1\nwithout the versions held back by held.yaml:2\n"


@pytest.mark.usefixtures("_catalogs")
def test_days_of_hold_back_are_counted_from_a_date(capfd: pytest.CaptureFixture[str]) -> None:
    arguments = ["explain", "days.yaml", f"{V100}.classification"]
    assert cli.run([*arguments, "--as-of", "2026-01-10"]) == 0
    assert capfd.readouterr() == (
        "",
        "held back by days.yaml:2\noverrides base.yaml:8\n  deprecated\n",
    )
    assert cli.run([*arguments, "--as-of", "2026-02-10"]) == 0
    assert capfd.readouterr() == ("deprecated\n", "decided by base.yaml:8\n")
    assert cli.run(arguments) == 1
    assert "days.yaml:2:18: error: days needs a date to count from" in capfd.readouterr().err
    assert cli.run(["explain", "days.yaml", "holdBack.days"]) == 0


@pytest.mark.usefixtures("_catalogs")
@pytest.mark.parametrize(
    ("path", "hint"),
    [
        (rf"{V124}.cn-shangai", 'did you mean "cn-shanghai"?'),
        (rf"{V124}.regions.cn-shangai", 'did you mean "cn-shanghai"?'),
        (rf"{V100}.clasification", 'did you mean "classification"?'),
        (r"images.gl.versions.1\.2\.5", r'did you mean "1\.2\.4"?'),
        ("images.gl.versions.1.2.4.cn-hangzou", 'did you mean "cn-hangzhou"?'),
        ("images.gl.versions.1.0.0.clasification", 'did you mean "classification"?'),
        ("images.gl.versions.1.2.5", r'did you mean "1\.2\.4"?'),
        # The version is there, and only the region is not.
        (r"images.gl.versions.1\.2\.4.us", ""),
        ("images.gl.versions.1.2.4.us", ""),
        ("rules.mising-region", 'did you mean "missing-region"?'),
        ("rules.image-id-fromat", 'did you mean "image-id-format"?'),
        ("target.extention", 'did you mean "extension"?'),
        ("share[7]", "the list has 2 items, [0] is the first"),
        ("share.0", "use the index of an item: share[0]"),
        ("csi.enableADController", "`true` or `false`. If absent, the values do not set it."),
        ("images.gl.versions[0]", ""),
        ("target.extension.x", ""),
    ],
)
def test_a_path_of_nothing_gets_a_hint_at_what_is_near(
    capfd: pytest.CaptureFixture[str], path: str, hint: str
) -> None:
    assert cli.run(["explain", "base.yaml", path]) == 1
    out, err = capfd.readouterr()
    first, *others = err.splitlines()
    assert (out, first) == ("", f"base.yaml: error: there is no value at {path}")
    hints = [line.removeprefix("  hint: ") for line in others if not line.startswith("  expected ")]
    assert hints == [hint] * bool(hint)


@pytest.mark.usefixtures("_catalogs")
def test_a_hint_offers_regions_that_an_id_of_every_region_stands_for(
    capfd: pytest.CaptureFixture[str],
) -> None:
    assert cli.run(["explain", "r.yaml", f"{SYS}.cn-hangzou"]) == 1
    assert 'hint: did you mean "cn-hangzhou"?' in capfd.readouterr().err


def test_explain_follows_several_bases_and_one_that_two_of_them_share(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    texts = {
        "root": "labels: {a: root}\nrules: {x: off}\n",
        "left": "extends: root.yaml\nlabels: {a: left}\nrules: null\n",
        "right": "extends: root.yaml\nlabels: null\n",
        "top": "extends: [left.yaml, right.yaml]\nlabels: {a: top}\nrules: {y: off}\n",
    }
    for name, text in texts.items():
        (tmp_path / f"{name}.yaml").write_text(text)
    said = {}
    for path in ("labels.a", "labels", "rules.x", "rules.y"):
        assert cli.run(["explain", "top.yaml", path]) == 0
        said[path] = "".join(capfd.readouterr())
    assert said == {
        "labels.a": "top\ndecided by top.yaml:2\noverrides right.yaml:2\n  null\n"
        "overrides left.yaml:2\n  left\noverrides root.yaml:1\n  root\n",
        "labels": "a: top\ndecided by top.yaml:2\noverrides right.yaml:2\n  null\n"
        "overrides left.yaml:2\n  a: left\noverrides root.yaml:1\n  a: root\n",
        "rules.x": "removed by left.yaml:3\noverrides root.yaml:2\n  off\n",
        "rules.y": "off\ndecided by top.yaml:3\n",
    }


def test_explain_finds_the_regions_of_flavors(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "c.yaml").write_text(FLAVORS)
    version, arm64 = r"images.g.versions.1\.0\.0", "m-uf6hvbrxclop1jtat17m"
    for path, out, err in (
        (".flavors[0].regions.cn-hangzhou", f"{VHD}\n", 'from "*" at c.yaml:6\n'),
        (".flavors[1].cn-shanghai", "", f"{LEFT_OUT}overrides c.yaml:7\n  {arm64}\n"),
        (".flavors[1].architecture", "arm64\n", "decided by c.yaml:7\n"),
        (".flavors[1].regions", "{}\n", f"decided by c.yaml:7\n{WITHOUT}"),
    ):
        assert cli.run(["explain", "c.yaml", version + path]) == 0
        assert capfd.readouterr() == (out, err)


FLAVORS = f"""\
regions: [cn-hangzhou]
images:
  g:
    versions:
      1.0.0: {{flavors: [
        {{architecture: amd64, regions: {{"*": {VHD}}}}},
        {{architecture: arm64, regions: {{cn-shanghai: m-uf6hvbrxclop1jtat17m}}}}]}}
"""
WITHOUT = "without the regions left out at c.yaml:1\n"
LEFT_OUT = "left out by `regions` at c.yaml:1\n"


KEY_ID, KEY_SECRET = "LTAI5tAbcdefghijklmnopqr", "0123456789abcdefghijABCDEFGHIJ"
SECRETS = f"""\
images: {{}}
ownerSecret:
  name: machine-image-owner
  resource: owner
  accessKeyID: {{env: OWNER_KEY_ID}}
  accessKeySecret: {{file: secrets/owner-access-key-secret}}
seeds:
- backup:
    secret:
      name: backup
      accessKeyID: {KEY_ID}
      accessKeySecret: {{{KEY_SECRET}: x}}
- backup:
    secret:
      acessKeyID: {KEY_ID}
      {KEY_SECRET}: x
      accessKeyID: {{env: {KEY_ID}}}
      accessKeySecret: {{env: A_B, file: {KEY_SECRET}}}
- backup: {{secret: {KEY_SECRET}}}
- {{accessKeyID:{KEY_ID}, name: "accessKeyID:{KEY_ID}"}}
controllerDeployment:
  values: {{x: {{accessKeySecret: [{KEY_SECRET}]}}, y: "{{{{ .resources.o.data.accessKeyID }}}}"}}
"""


@pytest.mark.parametrize(
    ("path", "out"),
    [
        ("ownerSecret.name", "machine-image-owner"),
        ("ownerSecret.resource", "owner"),
        ("ownerSecret.accessKeyID.env", "OWNER_KEY_ID"),
        ("ownerSecret.accessKeySecret", "file: secrets/owner-access-key-secret"),
        ("seeds[0].backup.secret.name", "backup"),
        ("controllerDeployment.values.y", '"{{ .resources.o.data.accessKeyID }}"'),
        ("seeds[0].backup.secret.accessKeyID", '"<redacted>"'),
        ("seeds[1].backup.secret.acessKeyID", '"<redacted>"'),
        ("seeds[1].backup.secret.accessKeyID.env", '"<redacted>"'),
        ("seeds[2].backup.secret", '"<redacted>"'),
        ("seeds[3].name", '"accessKeyID:<redacted>"'),
        ("controllerDeployment.values.x.accessKeySecret[0]", '"<redacted>"'),
    ],
)
def test_explain_hides_what_could_be_a_credential_and_nothing_else(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], path: str, out: str
) -> None:
    (tmp_path / "c.yaml").write_text(SECRETS)
    assert cli.run(["explain", str(tmp_path / "c.yaml"), path]) == 0
    assert capfd.readouterr().out == f"{out}\n"


def test_no_section_shows_a_credential(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "base.yaml").write_text(SECRETS)
    (tmp_path / "top.yaml").write_text("extends: base.yaml\nownerSecret: 1\nseeds: []\n")
    for catalog in ("base.yaml", "top.yaml"):
        for path in ("ownerSecret", "seeds", "seeds[1]", "controllerDeployment.values", "seed"):
            cli.run(["explain", str(tmp_path / catalog), path])
            shown = "".join(capfd.readouterr())
            assert KEY_ID not in shown
            assert KEY_SECRET not in shown


# Text as it stands in a catalog, quoted or not; the plain words are those that change their types.
plain = st.sampled_from("2 007 1.10 1e3 no on ~ null true 2026-01-01 -x a:b ?q x#y =".split())  # noqa: SIM905
scalars = plain.map(Plain) | st.text(max_size=8) | st.sampled_from(["2", "no", "a\nb\n", "#", ""])
keys = plain.map(Plain) | st.sampled_from(["", "2", "a b", "*", "x: y", "n"])
nodes = st.recursive(
    scalars,
    lambda below: st.lists(below, max_size=3) | st.dictionaries(keys, below, max_size=3),
    max_leaves=12,
)


def kinds(node: Node) -> object:
    """A node whose scalars say whether they are plain; a key that is a string need not."""
    if isinstance(node, dict):
        return {key: kinds(item) for key, item in node.items()}
    if isinstance(node, list):
        return [kinds(item) for item in node]
    return (str(node), type(node) is Plain)


@given(nodes)
def test_what_explain_shows_reads_back_as_it_is(node: Node) -> None:
    assert kinds(read_document(f"{as_yaml([node])}\n", "")) == kinds([node])


names = st.sampled_from(["a", "b", "a.b", "values"])
maps = st.dictionaries(
    names,
    st.recursive(
        plain.map(Plain),
        lambda below: st.lists(below, max_size=2) | st.dictionaries(names, below, max_size=3),
        max_leaves=6,
    ),
    min_size=1,
    max_size=3,
)


def paths(node: Node) -> list[tuple[str | int, ...]]:
    """The path of every node below one."""
    items = node.items() if isinstance(node, dict) else enumerate(node)
    below = [] if isinstance(node, str) else items
    return [path for step, item in below for path in [(step,), *((step, *p) for p in paths(item))]]


@given(st.lists(maps, min_size=1, max_size=3))
def test_every_path_of_every_file_is_explained(trees: list[dict[str, Node]]) -> None:
    layers = [read_layer(f"{as_yaml(tree)}\n", f"{i}.yaml") for i, tree in enumerate(trees)]
    merged = reduce(merge_trees, [layer.tree for layer in layers])
    for path in {path for tree in trees for path in paths(tree)}:
        assert parse_path(dotted(path)).steps == path
        found = explain(layers, parse_path(dotted(path)))
        value = node_at(merged, path)
        assert found is not None
        assert found.value == (None if value is None else as_yaml(value))
        gone = found.notes[0].what in {"removed by", "replaced by"}
        assert gone == (value is None)
        if isinstance(value, str):
            deciding = int(found.notes[0].place.partition(".")[0])
            assert node_at(layers[deciding].tree, path) == value
        places = [note.place for note in found.notes]
        assert places == sorted(places, reverse=True)
