"""Our rules about what profiles offer, and Gardener's validation, on the same catalogs.

The manifest that Gardener judges is written with those rules switched off.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.conformance.landscapes import generate

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conformance.judges import Judge

RULES = (
    "container-runtime",
    "image-version",
    "kubelet-version-constraint",
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

judged = settings(max_examples=200, derandomize=True, database=None, deadline=None)
classifications = st.sampled_from(["supported", "supported", "deprecated", "preview", None])
moods = st.one_of(
    classifications.map(lambda name: {"classification": name} if name else {}),
    classifications.map(lambda name: {"lifecycle": [{"classification": name}]} if name else {}),
)


@pytest.fixture(scope="module")
def agree(gardener: Judge, tmp_path_factory: pytest.TempPathFactory) -> Callable[..., None]:
    """Compares the two verdicts on a catalog with these versions of an image and of Kubernetes."""
    folder = tmp_path_factory.mktemp("rules")
    count = iter(range(10**9))

    def compare(versions: Tree, kubernetes: list[Tree] | None = None, **more: Any) -> None:
        spec = {**SPEC, "kubernetes": {"versions": kubernetes or [{"version": "1.34.2"}]}}
        catalog = {
            "images": {"a": {"versions": {v: {"regions": IDS, **f} for v, f in versions.items()}}},
            "cloudProfile": {"spec": spec},
            **more,
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
@given(
    found=st.lists(st.tuples(numbers, classifications), max_size=4, unique_by=lambda item: item[0])
)
def test_supported_kubernetes(
    found: list[tuple[str, str | None]], agree: Callable[..., None]
) -> None:
    kubernetes = [
        {"version": f"1.34.{number}", **({"classification": c} if c else {})} for number, c in found
    ]
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
    "version", ["18446744073709551615", "18446744073709551616", "1.0.0-" + "a" * 251, "1" * 257]
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
