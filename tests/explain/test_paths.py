"""Paths as people write them: dots of names need no backslash where the catalog leaves no doubt."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator import cli
from generator.decode.paths import node_at, parse_path
from generator.decode.readings import as_meant
from generator.problems import ProblemsError, dotted

if TYPE_CHECKING:
    from pathlib import Path

    from generator.yamlio.read import Node

CATALOG = """\
regions: [cn-shanghai, cn-hangzhou]
annotations: {security.gardener.cloud/pod-security-enforce: privileged, a.b: one}
images:
  gardenlinux:
    versions:
      1877.3.0: {cn-shanghai: m-uf6hvbrxclop1jtat17m}
      1877.3.0-foo.1+bar: {cn-shanghai: m-uf6hvbrxclop1jtat17n}
      1877.3: {cn-shanghai: m-uf6hvbrxclop1jtat17o}
      "1877": {"*": all.vhd}
      2000.1.0:
        flavors:
        - {architecture: amd64, regions: {cn-shanghai: m-uf6hvbrxclop1jtat17p}}
controllerDeployment:
  values:
    a.b: {c: joined first}
    a: {b.c: joined last, b: {d: nested}, b.d: joined}
    x.y: {z: 1}
    odd: {"[0]": bracket, 'it''s "q"': quoted, 'back\\slash': back, k=v: equals, 1.5: number,
      true: flag, "*": star, " ": space}
    list: [{kubernetes.io/os: linux}]
"""


@pytest.fixture
def _catalog(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "live.yaml").write_text(CATALOG)


@pytest.mark.usefixtures("_catalog")
@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("images.gardenlinux.versions.1877.3.0.cn-shanghai", "m-uf6hvbrxclop1jtat17m"),
        ("images.gardenlinux.versions.1877.3.0.regions.cn-shanghai", "m-uf6hvbrxclop1jtat17m"),
        ("images.gardenlinux.versions.1877.3.0-foo.1+bar.cn-shanghai", "m-uf6hvbrxclop1jtat17n"),
        ("images.gardenlinux.versions.1877.3.cn-shanghai", "m-uf6hvbrxclop1jtat17o"),
        ("images.gardenlinux.versions.1877.cn-hangzhou", "all.vhd"),
        ("images.gardenlinux.versions.2000.1.0.flavors[0].cn-shanghai", "m-uf6hvbrxclop1jtat17p"),
        ("annotations.security.gardener.cloud/pod-security-enforce", "privileged"),
        ("annotations.a.b", "one"),
        ("controllerDeployment.values.x.y.z", "1"),
        ("controllerDeployment.values.list[0].kubernetes.io/os", "linux"),
        # All of the backslashes are never wrong.
        (r"images.gardenlinux.versions.1877\.3\.0.cn-shanghai", "m-uf6hvbrxclop1jtat17m"),
        # As it stands, where both stand.
        ("controllerDeployment.values.a.b.d", "nested"),
        (r"controllerDeployment.values.a.b\.d", "joined"),
        (r"controllerDeployment.values.a\.b.c", "joined first"),
        # Keys of any characters, and those that are no text in YAML.
        (r"controllerDeployment.values.odd.\[0\]", "bracket"),
        ("""controllerDeployment.values.odd.it's "q\"""", "quoted"),
        (r"controllerDeployment.values.odd.back\\slash", "back"),
        ("controllerDeployment.values.odd.k=v", "equals"),
        ("controllerDeployment.values.odd.1.5", "number"),
        ("controllerDeployment.values.odd.true", "flag"),
        ("controllerDeployment.values.odd.*", "star"),
        ("controllerDeployment.values.odd. ", "space"),
    ],
)
def test_dots_of_names_need_no_backslash(
    path: str, value: str, capfd: pytest.CaptureFixture[str]
) -> None:
    assert cli.run(["explain", "live.yaml", path]) == 0
    assert capfd.readouterr().out == f"{value}\n"


@pytest.mark.usefixtures("_catalog")
def test_a_path_that_can_mean_two_names_both(capfd: pytest.CaptureFixture[str]) -> None:
    paths = [r"controllerDeployment.values.a.b\.c", r"controllerDeployment.values.a\.b.c"]
    for call in (
        ["explain", "live.yaml", "controllerDeployment.values.a.b.c"],
        ["generate", "live.yaml", "-o", "-", "--set", "controllerDeployment.values.a.b.c=1"],
    ):
        assert cli.run(call) == 1
        out, err = capfd.readouterr()
        assert (out, err.splitlines()) == (
            "",
            [
                "live.yaml: error: controllerDeployment.values.a.b.c can mean 2 paths",
                f"  expected one of {', '.join(sorted(paths, key=len))}",
            ],
        )


@pytest.mark.usefixtures("_catalog")
@pytest.mark.parametrize(
    ("path", "expected", "hint"),
    [
        (
            "images.gardenlinux.versions.1877.3.1",
            r"one of cn-shanghai, regions",
            r'did you mean "1877\.3\.0"?',
        ),
        (
            "images.gardenlinux.versions.1978.4.0",
            r"one of 1877\.3\.0, 1877\.3\.0-foo\.1+bar, 1877\.3, 1877, 2000\.1\.0 in images.gard",
            r'did you mean "1877\.3\.0"?',
        ),
        (
            "images.gardenlinux.versions.1877.3.0.cn-shangai",
            "one of cn-shanghai, regions, flavors, shared, released and 7 more in images.gardenlin",
            'did you mean "cn-shanghai"?',
        ),
        (
            # Whoever writes a backslash has to write all of them.
            r"images.gardenlinux.versions.2000\.1.0.flavors",
            r"one of 1877\.3\.0, ",
            r'did you mean "2000\.1\.0"?',
        ),
        ("images.gardenlinx.shared", "one of gardenlinux in images", 'did you mean "gardenlinux"?'),
        (
            "images.gardenlinux.versions.1877.3.0.eu-central-1",
            "one of cn-shanghai, regions",
            "",
        ),
        # The end of a path, as a manifest has it.
        (
            "values.x.y.z",
            "one of regions",
            r"did you mean controllerDeployment.values.x\.y.z?",
        ),
        (
            "versions.1877",
            "one of regions",
            "did you mean images.gardenlinux.versions.1877?",
        ),
        (
            "image",
            "one of regions, annotations, images, controllerDeployment, apiVersion and 2",
            'did you mean "images"?',
        ),
    ],
)
def test_where_nothing_stands_it_is_said_what_does(
    path: str, expected: str, hint: str, capfd: pytest.CaptureFixture[str]
) -> None:
    assert cli.run(["explain", "live.yaml", path]) == 1
    first, shown, *said = capfd.readouterr().err.splitlines()
    assert first == f"live.yaml: error: there is no value at {path}"
    assert shown.startswith(f"  expected {expected}")
    assert len(said) == bool(hint)
    assert "".join(said).startswith(f"  hint: {hint}" if hint else "")


def test_a_default_of_the_chart_by_the_end_of_its_path(capfd: pytest.CaptureFixture[str]) -> None:
    path = "values.resources.requests.memory"
    assert cli.run(["explain", "examples/landscapes/live.yaml", path]) == 1
    assert f"hint: did you mean controllerDeployment.{path}?" in capfd.readouterr().err


names = st.sampled_from(["a", "b", "c", "a.b", "b.c", "a.b.c", "[", "=", "\\", "1.2.3-x+y", " "])
trees = st.dictionaries(
    names,
    st.recursive(
        st.just("x"),
        lambda below: st.lists(below, max_size=2) | st.dictionaries(names, below, max_size=3),
        max_leaves=8,
    ),
    min_size=1,
)


def paths(node: Node) -> list[tuple[str | int, ...]]:
    """The path of every node below one."""
    items = node.items() if isinstance(node, dict) else enumerate(node)
    below = [] if isinstance(node, str) else items
    return [path for step, item in below for path in [(step,), *((step, *p) for p in paths(item))]]


@given(trees)
def test_a_path_is_read_back_and_without_its_backslashes_means_no_other(
    tree: dict[str, Node],
) -> None:
    for path in paths(tree):
        text = dotted(path)
        assert as_meant(parse_path(text), [tree], "") == path
        short = text.replace("\\.", ".")
        if "\\" in short:
            # Another character has one: then it is exact.
            continue
        try:
            meant = as_meant(parse_path(short), [tree], "")
        except ProblemsError as error:
            assert text in error.problems[0].expected  # noqa: PT017
        else:
            # As it stands, or the only one.
            assert meant in (path, parse_path(short).steps)
            assert node_at(tree, meant) is not None
