"""Which releases of provider-alicloud a chart fits: it says so itself, or it is upstream's.

A chart says so by two annotations in its Chart.yaml, as the built-in one does. Upstream's chart is
known by its digest: `upstream_charts.tsv` has those of each release up to the newest that is known.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from generator import files
from generator.chart import blob
from generator.gardener.provider import EXTENSION_CHART
from generator.gardener.version_order import release_numbers
from generator.record import Record

if TYPE_CHECKING:
    from collections.abc import Mapping

    from generator.catalog.values import Value
    from generator.chart.packed import Packed

FIRST_RELEASE: Final = "provider-alicloud/first-release"
LAST_RELEASE: Final = "provider-alicloud/last-release"
"""The annotations of a chart that says which releases it fits."""

_UPSTREAM_CHARTS: Final = Path(__file__).with_name("upstream_charts.tsv")
_NUMBER: Final = "(?:0|[1-9][0-9]{0,8})"
_RELEASE: Final = rf"v?({_NUMBER}\.{_NUMBER}\.{_NUMBER})(?![0-9.])"


class UpstreamRelease(Record):
    """A release, and the digests of its chart: of the folder, and in its example manifest."""

    release: str
    folder: str
    manifest: str


class Misfit(Record):
    """What is wrong with an image beside a chart, and what to do about it."""

    message: str
    hint: str


@dataclass(frozen=True, slots=True)
class ChartReleases:
    """The releases that a chart fits, such as `v1.72.0`, from the first to the last.

    `is_upstream`: it is the chart that these releases come with.
    """

    first: str
    last: str
    is_upstream: bool

    def __str__(self) -> str:
        """The chart in words: `upstream's chart of v1.69.0 or v1.70.0`."""
        what = "upstream's chart of" if self.is_upstream else "a chart made for"
        return f"{what} {self.span}"

    @property
    def span(self) -> str:
        """The releases in words."""
        if self.first == self.last:
            return self.first
        between = [each for each in known_releases() if self._fits(each.release)]
        return f"{self.first} {'or' if len(between) == 2 else 'to'} {self.last}"

    def misfit(self, release: str, chart: str = "") -> Misfit | None:
        """Why the image of a release may not work with this chart; None where it fits.

        `chart` is what to call the chart. A release that is not known, and follows the last one
        that fits, may have the same chart: of it, that much is said.
        """
        if self._fits(release):
            return None
        chart = chart or str(self)
        image = f"the image is of provider-alicloud {release}"
        if not self._may_fit(release):
            hint = f"take upstream's chart of {release}, or an image of {self.span}"
            return Misfit(f"{image}, but it is deployed by {chart}", hint)
        newest = known_releases()[-1].release
        is_newer = release_numbers(release) > release_numbers(newest)
        unknown = f"is newer than {newest}, the newest" if is_newer else "is not among those"
        known = f"{unknown} that this version of alicloud-generator knows"
        message = f"{image}, which {known}: whether it fits {chart} is not known"
        return Misfit(message, "compare upstream's charts of the two releases")

    def _may_fit(self, release: str) -> bool:
        """Whether no known release stands between the last that fits and this later one."""
        last, found = release_numbers(self.last), release_numbers(release)
        between = (release_numbers(each.release) for each in known_releases())
        return found > last and not any(last < each <= found for each in between)

    def _fits(self, release: str) -> bool:
        first, last = release_numbers(self.first), release_numbers(self.last)
        return first <= release_numbers(release) <= last


def chart_releases(packed: Packed) -> ChartReleases | None:
    """The releases that a chart fits; None where nobody knows."""
    first, last = (packed.annotations.get(key, "") for key in (FIRST_RELEASE, LAST_RELEASE))
    if is_release(first) and is_release(last):
        return ChartReleases(first, last, is_upstream=False)
    return upstream_releases(blob.digest(packed.tar))


def upstream_releases(digest: str) -> ChartReleases | None:
    """The releases whose chart has a digest; None for any other chart."""
    found = [each.release for each in known_releases() if digest in (each.folder, each.manifest)]
    # Releases of one chart always follow each other.
    return ChartReleases(found[0], found[-1], is_upstream=True) if found else None


def published_releases(oci_repository: Mapping[str, Value]) -> ChartReleases | None:
    """The releases of upstream's chart in a registry, by its tag; None for any other chart.

    `oci_repository` is Gardener's field.
    """
    release = published_release(oci_repository)
    if release is None:
        return None
    if row := release_charts(release):
        return upstream_releases(row.folder)
    return ChartReleases(release, release, is_upstream=True)


def published_release(oci_repository: Mapping[str, Value]) -> str | None:
    """The release that the tag of upstream's chart in a registry names; None for any other chart.

    A mirror has the chart below a path of its own.
    """
    ref, repository, stated = (oci_repository.get(key) for key in ("ref", "repository", "tag"))
    registry, _, tag = str(ref or f"{repository}:{stated}").rpartition(f"/{EXTENSION_CHART}:")
    return named_release(tag) if registry else None


def named_release(tag: str) -> str | None:
    """The release that the tag of an image or a chart names, as `v1.72.0@sha256:…` does.

    None for a digest, `latest` and their like; what stands behind the numbers does not count.
    """
    found = re.match(_RELEASE, tag)
    return f"v{found[1]}" if found else None


def is_release(text: str) -> bool:
    """Whether a text is a release and nothing else, known or not."""
    return re.fullmatch(_RELEASE, text) is not None


def release_charts(release: str) -> UpstreamRelease | None:
    """A release with the digests of its chart; None where it is not known."""
    named = named_release(release)
    return next((each for each in known_releases() if each.release == named), None)


@cache
def known_releases() -> tuple[UpstreamRelease, ...]:
    """All releases that are known, from the oldest to the newest."""
    lines = files.read(_UPSTREAM_CHARTS).decode().splitlines()
    rows = [line.split("\t") for line in lines if line.startswith("v")]
    return tuple(UpstreamRelease(*row) for row in rows)
