"""References to charts in registries: the library that Gardener parses them with judges ours."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from generator.gardener.oci_reference import refusals

if TYPE_CHECKING:
    from tests.conformance.judges import Judge

reproducible = settings(max_examples=3000, derandomize=True, database=None, deadline=None)

HEX = "0123456789abcdef" * 4
HOSTS = [
    *["reg.example", "Reg.Example", "localhost", "localhost:5000", "reg.example:443", "reg:5000"],
    *["reg", "docker.io", "index.docker.io", "127.0.0.1:5000", "[::1]:5000", "reg.example:", ""],
    *["reg.example:port", "reg_x.example", "reg.example:1:2", "re g.example", "-.x", "a.b!", "[.:"],
]
PATHS = [
    "a",
    "a/b",
    "library/a",
    "A",
    "a_b.c-d",
    "a//b",
    "/a",
    "a/",
    "",
    "a b",
    "a+b",
    "x" * 256,
    ".",
]
ENDS = [
    *["", ":v1", ":1.0_x", ":1.0+x", ":", ":" + "t" * 128, ":" + "t" * 129, ":a/b", ":1:2", ": "],
    *[f"@sha256:{HEX}", f":v1@sha256:{HEX}", f"@sha256:{HEX[1:]}", f"@sha256:{HEX.upper()}"],
    *["@md5:0123", "@", f"@sha256:{HEX}@sha256:{HEX}", f":x+y@sha256:{HEX}", f"@sha512:{HEX * 2}"],
]
pieces = st.lists(
    st.sampled_from([*HOSTS, *PATHS, *ENDS, "/", ":", "@", ".", "%41", "é"]), max_size=5
)
built = st.tuples(st.sampled_from(HOSTS), st.sampled_from(PATHS), st.sampled_from(ENDS))
references = built.map(lambda parts: f"{parts[0]}/{parts[1]}{parts[2]}") | pieces.map("".join)


def is_ours_alone(reference: str) -> bool:
    """What the library takes, and nobody means: a URL, and a host with letters beyond ASCII."""
    host = reference.partition("/")[0]
    return "://" in reference or not host.isascii() or "%" in host


@reproducible
@given(references)
@example("europe-docker.pkg.dev/gardener-project/charts/gardener/extensions/provider-alicloud:v1")
@example("docker.io/a:1")
def test_we_refuse_what_gardener_cannot_parse_and_nothing_else(
    gardener: Judge, reference: str
) -> None:
    assume(not is_ours_alone(reference))
    verdict = gardener.ask("reference", reference=reference)
    assert verdict.accepted == (not [*refusals(reference)]), (reference, verdict)
