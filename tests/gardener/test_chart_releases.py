"""Which releases a chart fits, by the figures of upstream and by what the chart says itself."""

from __future__ import annotations

from itertools import pairwise

import pytest

from generator import assets
from generator.gardener.chart_releases import (
    ChartReleases,
    chart_releases,
    known_releases,
    named_release,
    published_releases,
    upstream_releases,
)
from generator.gardener.releases import DEFAULT_EXTENSION
from generator.gardener.version_order import release_numbers
from generator.manifest.chart_source import read_source
from generator.reading.text_formats import DIGEST, RELEASE

BUILT_IN = ChartReleases("v1.69.0", "v1.72.0", is_upstream=False)
OLDER = ChartReleases("v1.68.0", "v1.68.2", is_upstream=True)
TWO = ChartReleases("v1.69.0", "v1.70.0", is_upstream=True)
PUBLIC = "europe-docker.pkg.dev/gardener-project/public/charts/gardener/extensions"


def test_every_row_is_a_release_with_two_digests_in_the_order_of_releases() -> None:
    rows = known_releases()
    assert len(rows) == 119
    for row in rows:
        assert RELEASE.pattern.fullmatch(row.release)
        assert all(DIGEST.pattern.fullmatch(digest) for digest in (row.folder, row.manifest))
    numbers = [release_numbers(row.release) for row in rows]
    assert all(older < newer for older, newer in pairwise(numbers))


def test_releases_of_one_chart_follow_each_other() -> None:
    rows = known_releases()
    for digest in {digest for row in rows for digest in (row.folder, row.manifest)}:
        having = [i for i, row in enumerate(rows) if digest in (row.folder, row.manifest)]
        assert having == list(range(having[0], having[-1] + 1))
        expected = ChartReleases(
            rows[having[0]].release, rows[having[-1]].release, is_upstream=True
        )
        assert upstream_releases(digest) == expected


@pytest.mark.parametrize(
    ("release", "kind", "words"),
    [
        ("v1.3.0", "folder", "upstream's chart of v1.3.0 to v1.6.1"),
        ("v1.3.0", "manifest", "upstream's chart of v1.3.0"),
        ("v1.60.0", "folder", "upstream's chart of v1.60.0"),
        ("v1.70.0", "manifest", "upstream's chart of v1.69.0 or v1.70.0"),
        ("v1.68.1", "folder", "upstream's chart of v1.68.0 to v1.68.2"),
    ],
)
def test_a_digest_tells_the_releases(release: str, kind: str, words: str) -> None:
    (row,) = (row for row in known_releases() if row.release == release)
    assert str(upstream_releases(getattr(row, kind))) == words


def test_other_digests_tell_nothing() -> None:
    assert upstream_releases(f"sha256:{'0' * 64}") is None
    assert upstream_releases("") is None
    assert upstream_releases("sha256") is None


def test_the_built_in_chart_says_which_releases_it_fits() -> None:
    found = chart_releases(read_source(assets.EXTENSION_CHART))
    assert found == BUILT_IN
    readme = (assets.EXTENSION_CHART / "README.md").read_text()
    assert f"The chart fits {BUILT_IN.span}, as " in readme


def test_the_default_release_fits_the_built_in_chart() -> None:
    assert BUILT_IN.misfit(DEFAULT_EXTENSION) is None


@pytest.mark.parametrize(
    ("tag", "release"),
    [
        ("v1.72.0", "v1.72.0"),
        ("1.72.0", "v1.72.0"),
        ("v1.73.0-dev", "v1.73.0"),
        ("v1.71.0-mirror.1", "v1.71.0"),
        (f"v1.71.0@sha256:{'0' * 64}", "v1.71.0"),
        (f"sha256:{'1' * 64}", None),
        ("latest", None),
        ("v1.72", None),
        ("v1.72.0.1", None),
        ("v01.72.0", None),
        ("release-v1.72.0", None),
        ("", None),
    ],
)
def test_what_release_a_tag_names(tag: str, release: str | None) -> None:
    assert named_release(tag) == release


@pytest.mark.parametrize(
    ("reference", "found"),
    [
        (f"{PUBLIC}/provider-alicloud:v1.70.0", TWO),
        (f"oci://{PUBLIC}/provider-alicloud:v1.69.0", TWO),
        (f"{PUBLIC}/provider-alicloud:v1.68.1@sha256:{'0' * 64}", OLDER),
        ("mirror.example:5000/x/charts/gardener/extensions/provider-alicloud:v1.70.0", TWO),
        (f"{PUBLIC}/provider-alicloud:v1.99.0", ChartReleases("v1.99.0", "v1.99.0", True)),
        (f"{PUBLIC}/provider-alicloud@sha256:{'0' * 64}", None),
        (f"{PUBLIC}/provider-alicloud:latest", None),
        (f"{PUBLIC}/provider-alicloud", None),
        (f"{PUBLIC}/admission-alicloud-runtime:v1.70.0", None),
        ("registry.example/charts/provider-alicloud:v1.70.0", None),
        ("registry.example:5000/provider-alicloud:v1.70.0", None),
    ],
)
def test_what_releases_a_published_chart_is_of(reference: str, found: ChartReleases | None) -> None:
    assert published_releases({"ref": reference}) == found
    repository, colon, tag = reference.rpartition(":")
    if colon and "@" not in reference:
        assert published_releases({"repository": repository, "tag": tag}) == found


@pytest.mark.parametrize(
    ("chart", "release", "words"),
    [
        (BUILT_IN, "v1.69.0", ""),
        (BUILT_IN, "v1.70.7", ""),
        (BUILT_IN, "v1.72.0-dev", ""),
        (TWO, "v1.69.3", ""),
        (BUILT_IN, "v1.68.3", "deployed by a chart made for v1.69.0 to v1.72.0"),
        (BUILT_IN, "v1.68.9", "deployed by a chart made for v1.69.0 to v1.72.0"),
        (BUILT_IN, "v1.9.0", "deployed by a chart made for v1.69.0 to v1.72.0"),
        (TWO, "v1.71.0", "deployed by upstream's chart of v1.69.0 or v1.70.0"),
        (TWO, "v1.99.0", "deployed by upstream's chart of v1.69.0 or v1.70.0"),
        (OLDER, "v1.68.3", "deployed by upstream's chart of v1.68.0 to v1.68.2"),
        (BUILT_IN, "v1.72.1", "newer than v1.72.0, the newest that this version"),
        (BUILT_IN, "v2.0.0", "newer than v1.72.0, the newest that this version"),
        (TWO, "v1.70.1", "not among those that this version"),
        (ChartReleases("v1.99.0", "v1.99.0", True), "v1.72.0", "upstream's chart of v1.99.0"),
        (ChartReleases("v1.1.0", "v1.1.0", True), "v1.72.0", "upstream's chart of v1.1.0"),
    ],
)
def test_what_is_said_of_an_image_beside_a_chart(
    chart: ChartReleases, release: str, words: str
) -> None:
    misfit = chart.misfit(release)
    assert bool(misfit) == bool(words)
    if misfit:
        assert words in misfit.message
        assert f"provider-alicloud {release}" in misfit.message
        assert misfit.hint
