"""The chart and the image that it starts are of different releases.

A chart starts the extension with the flags, and grants the permissions, of the releases that it was
made for. An image of another release may not know a flag, or lack a permission: an image before
v1.69.0 fails with the built-in chart in the garden's runtime cluster, because it does not know
`--extension-classes`.

The releases are known of the built-in chart, which states them in its Chart.yaml (the annotations
`provider-alicloud/first-release` and `provider-alicloud/last-release`, which your own chart may
have, too), and of upstream's charts: in the manifest of a release, a folder, an archive (also that
of a chart in a registry) or the public registry. Other charts are not checked. The release of the
image is its tag; if the tag is not a release, or there is only a digest, it is `target.extension`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from generator.catalog.deployment import OCIRepository
from generator.gardener.releases import DEFAULT_EXTENSION
from generator.problems import Finding, Severity, quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.catalog import Catalog
    from generator.catalog.values import Value
    from generator.chart.packed import Packed
    from generator.checks.deployed_chart import DeployedChart
    from generator.gardener.chart_releases import ChartReleases
    from generator.problems import Path

ID = "chart-release"
SEVERITY = Severity.WARNING

_DEPLOYMENT: Path = ("controllerDeployment", "chart")
_EXTENSION: Path = ("extension", "chart")


_Image: TypeAlias = "tuple[str, Path]"
"""The tag of the extension's image, or its release, and where it stands."""


def check_chart(catalog: Catalog, chart: DeployedChart) -> Iterator[Finding]:
    """Hold the image against the releases of the chart, in every object that deploys both."""
    found = [*_deployment(catalog, chart), *_extension(catalog, chart)]
    # Several objects may deploy the same two.
    yield from {finding.message: finding for finding in reversed(found)}.values()


def _deployment(catalog: Catalog, chart: DeployedChart) -> Iterator[Finding]:
    deployment = catalog.controller_deployment
    if not deployment.is_written:
        return
    image = _image(catalog, (("controllerDeployment", "values"), deployment.values))
    if isinstance(deployment.chart, OCIRepository):
        yield from _in_registry(catalog, image, deployment.chart, _DEPLOYMENT, chart)
    elif deployment.chart is not None:
        yield from _misfit(catalog, image, _known(chart.packed), _DEPLOYMENT)
    # The default fits, as a test knows: for most catalogs, nothing is read.
    elif image and image[0] != DEFAULT_EXTENSION and (releases := _known(chart.packed)):
        built_in = f"the built-in chart, made for {releases.span}"
        # Of the two, it is the image that the catalog states.
        yield from _misfit(catalog, image, releases, image[1], built_in)


def _extension(catalog: Catalog, chart: DeployedChart) -> Iterator[Finding]:
    extension = catalog.extension
    if extension is None or extension.chart is None:
        return
    deployed = (("controllerDeployment", "values"), catalog.controller_deployment.values)
    own = (("extension", "values"), extension.values)
    runtime = (("extension", "runtimeClusterValues"), extension.runtime_cluster_values)
    for image in (_image(catalog, own, deployed), _image(catalog, runtime)):
        place = _EXTENSION if image is None or catalog.states(_EXTENSION) else image[1]
        yield from _in_registry(catalog, image, extension.chart, place, chart)


def _in_registry(
    catalog: Catalog,
    image: _Image | None,
    chart: OCIRepository,
    path: Path,
    deployed: DeployedChart,
) -> Iterator[Finding]:
    if chart.archive:
        yield from _misfit(catalog, image, _known(deployed.read(chart)), path)
        return
    # One tag for both is the default, and needs no look at releases.
    if image is None or image[0] == chart.tag:
        return
    from generator.documents.oci import oci_repository
    from generator.gardener.chart_releases import published_releases

    yield from _misfit(catalog, image, published_releases(oci_repository(chart)), path)


def _misfit(
    catalog: Catalog,
    image: _Image | None,
    releases: ChartReleases | None,
    path: Path,
    chart: str = "",
) -> Iterator[Finding]:
    if image is None or releases is None:
        return
    from generator.gardener.chart_releases import named_release

    tag, _ = image
    named = named_release(tag)
    if misfit := releases.misfit(named or catalog.target.extension, chart):
        hint = f"set `target.extension` to the release of {quoted(tag)}"
        yield Finding(path, misfit.message, hint=misfit.hint if named else hint)


def _image(catalog: Catalog, *values: tuple[Path, dict[str, Value]]) -> _Image | None:
    """The image by the first values that say it, or by the keys of the catalog.

    None where values take it away: then it is the chart's own.
    """
    for place, stated in values:
        image = stated.get("image", {})
        tag = image.get("tag", "") if isinstance(image, dict) else None
        if not isinstance(tag, str):
            return None
        if tag:
            return (tag, (*place, "image", "tag"))
    if tag := catalog.controller_deployment.image_tag:
        return (tag, ("controllerDeployment", "image", "tag"))
    return (catalog.target.extension, ("target", "extension"))


def _known(packed: Packed | None) -> ChartReleases | None:
    from generator.gardener.chart_releases import chart_releases

    return chart_releases(packed) if packed else None
