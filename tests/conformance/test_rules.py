"""Our rules about what profiles offer, and Gardener's validation, on the same catalogs.

The manifest that Gardener judges is written with those rules switched off.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.conformance.landscapes import generate

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conformance.judges import Judge

RULES = (
    "bastion-image",
    "container-runtime",
    "image-version",
    "kubelet-version-constraint",
    "latest-kubernetes-version",
    "lifecycle",
    "supported-version",
)
OFF = [option for rule in RULES for option in ("--rule", f"{rule}=off")]
PROFILE = "cloudprofile.yaml"
GATES = {"VersionClassificationLifecycle": True}
IDS = {"cn-shanghai": "m-uf6hvbrxclop1jtat17m"}
SPEC = {
    "machineTypes": [{"name": "ecs.g7.large", "cpu": "2", "gpu": "0", "memory": "8Gi"}],
    "regions": [{"name": "cn-shanghai"}],
}
Tree = dict[str, Any]
LIFECYCLES: list[list[Tree]] = [
    [{"classification": "supported"}],
    [
        {"classification": "supported"},
        {"classification": "expired", "startTime": "2099-01-01T00:00:00Z"},
    ],
]

judged = settings(max_examples=200, derandomize=True, database=None, deadline=None)
classifications = st.sampled_from(["supported", "supported", "deprecated", "preview", None])
moods = st.one_of(
    classifications.map(lambda name: {"classification": name} if name else {}),
    classifications.map(lambda name: {"lifecycle": [{"classification": name}]} if name else {}),
)


def with_ids(version: Tree) -> Tree:
    return version if "flavors" in version else {"regions": IDS, **version}


@pytest.fixture(scope="module")
def agree(gardener: Judge, tmp_path_factory: pytest.TempPathFactory) -> Callable[..., None]:
    """Compares the two verdicts on a catalog with these versions of an image and of Kubernetes."""
    folder = tmp_path_factory.mktemp("rules")
    count = iter(range(10**9))

    def compare(versions: Tree, kubernetes: list[Tree] | None = None, **more: Any) -> None:
        spec = {**SPEC, "kubernetes": {"versions": kubernetes or [{"version": "1.34.2"}]}, **more}
        catalog = {
            "images": {"a": {"versions": {v: with_ids(f) for v, f in versions.items()}}},
            "cloudProfile": {"spec": spec},
        }
        place = folder / str(next(count))
        manifest = generate(catalog, place / "off", *OFF)[PROFILE]
        refusals = gardener.ask("admission", manifest=manifest, featureGates=GATES).refusals
        ours = generate(catalog, place / "on")
        assert bool(refusals) == (ours.exit_code == 1), (catalog, refusals, ours.messages)

    return compare


numbers = st.integers(0, 2).map(str)
versions = st.one_of(
    st.tuples(numbers, numbers, numbers).map(".".join),
    st.tuples(numbers, numbers).map(".".join),
    st.tuples(numbers, numbers, numbers).map(lambda n: ".".join(n) + "-rc.1"),
    st.tuples(numbers, numbers, numbers).map(lambda n: "v" + ".".join(n) + "+b"),
)


@judged
@given(found=st.dictionaries(versions, moods, min_size=1, max_size=6))
def test_supported_versions(found: dict[str, Tree], agree: Callable[..., None]) -> None:
    agree(found)


@judged
@given(found=st.lists(st.tuples(numbers, moods), max_size=4, unique_by=lambda item: item[0]))
def test_supported_kubernetes(found: list[tuple[str, Tree]], agree: Callable[..., None]) -> None:
    kubernetes = [{"version": f"1.34.{number}", **mood} for number, mood in found]
    agree({"1.0.0": {}}, kubernetes)


@judged
@given(
    version=st.text("0123.-+vVrc ", min_size=1, max_size=8).filter(
        lambda text: text.split() == [text]
    )
)
def test_versions(version: str, agree: Callable[..., None]) -> None:
    agree({version: {}})
    agree({"1.0.0": {"inPlaceUpdates": {"supported": True, "minVersionForUpdate": version}}})


@pytest.mark.parametrize(
    "version", ["18446744073709551615", "18446744073709551616", "1.0.0-" + "a" * 250, "1" * 256]
)
def test_limits_of_versions(version: str, agree: Callable[..., None]) -> None:
    agree({version: {}})


pieces = [
    "1",
    "1.2",
    "1.2.3",
    "x",
    "1.x",
    "*",
    ">=",
    "<",
    "~",
    "^",
    "!=",
    "=",
    "||",
    ",",
    " ",
    " - ",
]


@judged
@given(constraint=st.lists(st.sampled_from(pieces), min_size=1, max_size=7).map("".join))
def test_constraints(constraint: str, agree: Callable[..., None]) -> None:
    agree({"1.0.0": {"kubeletVersionConstraint": constraint}})


times = [f"20{year}-01-01T00:00:00Z" for year in (20, 90, 91)]
stages = st.one_of(
    st.fixed_dictionaries(
        {"classification": st.sampled_from(["preview", "supported", "deprecated"])},
        optional={"startTime": st.sampled_from(times)},
    ),
    # What has expired today is dropped before anything is judged.
    st.fixed_dictionaries(
        {"classification": st.just("expired"), "startTime": st.sampled_from(times[1:])}
    ),
)


@judged
@given(
    lifecycle=st.lists(stages, min_size=1, max_size=4),
    classified=st.booleans(),
    expires=st.booleans(),
)
def test_lifecycles(
    lifecycle: list[Tree],
    classified: bool,
    expires: bool,
    agree: Callable[..., None],
) -> None:
    beside: Tree = {"classification": "supported"} if classified else {}
    beside |= {"expirationDate": "2099-01-01"} if expires else {}
    agree({"1.0.0": {"lifecycle": lifecycle, **beside}})


@judged
@given(names=st.lists(st.sampled_from(["containerd", "docker"]), min_size=1, max_size=3))
def test_container_runtimes(names: list[str], agree: Callable[..., None]) -> None:
    agree({"1.0.0": {"cri": [{"name": name} for name in names]}})


minors = st.sampled_from(["1.9.9", "1.33.6", "1.34.2", "1.34.10"])
ends = st.sampled_from(
    [
        {},
        {"expirationDate": "2099-01-01"},
        {"lifecycle": LIFECYCLES[0]},
        {"lifecycle": LIFECYCLES[1]},
    ]
)


@judged
@given(found=st.dictionaries(minors, ends, min_size=1))
def test_the_latest_kubernetes(found: dict[str, Tree], agree: Callable[..., None]) -> None:
    agree({"1.0.0": {}}, [{"version": version, **end} for version, end in found.items()])


architectures = st.sampled_from([["amd64"], ["arm64"], ["amd64", "arm64"]])
some = st.sampled_from(
    [
        {},
        {"classification": "supported"},
        {"classification": "preview"},
        {"lifecycle": LIFECYCLES[0]},
    ]
)
MACHINES = [{"name": "any"}, {"name": "arm64", "architecture": "arm64"}]


@judged
@given(
    found=st.lists(st.tuples(some, architectures), min_size=1, max_size=3),
    machine=st.sampled_from([None, *(machine["name"] for machine in MACHINES)]),
    named=st.booleans(),
)
def test_bastions(
    found: list[tuple[Tree, list[str]]],
    machine: str | None,
    named: bool,
    agree: Callable[..., None],
) -> None:
    versions = {
        f"{number}.0.0": {"architectures": names, **mood}
        for number, (mood, names) in enumerate(found)
    }
    bastion: Tree = {"machineImage": {"name": "a", **({"version": "0.0.0"} if named else {})}}
    if machine is not None:
        bastion["machineType"] = {"name": machine}
    agree(versions, bastion=bastion, machineTypes=MACHINES)


@judged
@given(
    flavors=st.lists(architectures.filter(lambda names: len(names) == 1), min_size=1, max_size=2),
    offered=architectures,
    own=st.sampled_from([None, {"architecture": ["arm64"]}, {"architecture": ["amd64"]}]),
    mood=some,
)
def test_bastions_of_capabilities(
    flavors: list[list[str]],
    offered: list[str],
    own: Tree | None,
    mood: Tree,
    agree: Callable[..., None],
) -> None:
    # Gardener takes two flavors that are the same; we do not, because the extension cannot.
    assume(flavors[1:] != flavors[:1])
    assume({name for names in flavors for name in names} <= {*offered})
    assume(own is None or {*own["architecture"]} <= {*offered})
    ids = [{"capabilities": {"architecture": names}, "regions": IDS} for names in flavors]
    agree(
        {"1.0.0": {"flavors": ids, **mood}},
        machineCapabilities=[{"name": "architecture", "values": offered}],
        machineTypes=[{"name": "any", **({"capabilities": own} if own else {})}],
        bastion={"machineImage": {"name": "a"}, "machineType": {"name": "any"}},
    )
