"""Of which release the extension is that an object deploys: by its image, else by its chart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator.chart import blob
from generator.gardener.chart_releases import named_release, published_release, upstream_releases
from generator.importing.deployed import stated_image
from generator.problems import ProblemsError
from generator.reading.text_formats import RELEASE

if TYPE_CHECKING:
    from generator.gardener.chart_releases import ChartReleases
    from generator.importing.deployed import Deployed
    from generator.problems import Path


@dataclass(frozen=True, slots=True)
class DeployedRelease:
    """A release, such as `v1.72.0`, and what says so; `doubt` is why it may be another one."""

    release: str
    path: Path
    doubt: str = ""


def deployed_release(deployed: Deployed) -> DeployedRelease | None:
    """The release that is deployed; None where nothing tells it."""
    place, tag = deployed.place, stated_image(deployed, "tag")
    named = tag if RELEASE.pattern.fullmatch(tag) else named_release(tag)
    if named:
        return DeployedRelease(named, (*place.values, "image", "tag"))
    if published := published_release(deployed.repository):
        return DeployedRelease(published, place.repository)
    if releases := blob_releases(deployed):
        last = releases.last
        doubt = f"this is {releases}: the target {last} is a guess"
        return DeployedRelease(last, place.chart, doubt if releases.first != last else "")
    return None


def blob_releases(deployed: Deployed) -> ChartReleases | None:
    """The releases that have the chart which a manifest holds; None for no chart of upstream."""
    if not deployed.chart:
        return None
    try:
        tar = blob.unzip(blob.decode(deployed.chart, ""), "")
    except ProblemsError:
        return None
    return upstream_releases(blob.digest(tar))
