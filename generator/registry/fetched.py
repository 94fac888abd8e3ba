"""Charts that Gardener's objects refer to by `ociRepository`, for `--fetch`: each is read once."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

from generator.chart.source import from_archive
from generator.gardener.oci_reference import SCHEME
from generator.problems import Problem, ProblemsError, quoted
from generator.registry.charts import digest, pull, read_reference

if TYPE_CHECKING:
    from collections.abc import Mapping

    from generator.catalog.values import Value
    from generator.chart.packed import Packed
    from generator.registry.transfer import Watch

_OTHER_DIGEST: Final = (
    "the tag was moved, or Helm pushed the file; `chart push` gives it the digest that `from` pins"
)


class FetchedCharts:
    """Reads charts in registries; what is wrong with one is added to `problems`, once."""

    def __init__(self, problems: list[Problem], watch: Watch) -> None:
        self._problems, self._watch = problems, watch
        self._packed = cache(self._pulled)
        self._digest = cache(digest)

    def chart(self, oci_repository: Mapping[str, Value]) -> Packed | None:
        """The chart at a place, which is Gardener's field; None where it cannot be read."""
        return self._packed(_place(oci_repository))

    def check_pin(self, oci_repository: Mapping[str, Value], file: str) -> None:
        """Add a problem of a file where a tag does not lead to the digest beside it."""
        place = _place(oci_repository)
        try:
            reference = read_reference(place)
            found = self._digest(reference._replace(digest="") if reference.tag else reference)
        except ProblemsError as error:
            self._problems += error.problems
            return
        if reference.digest and found != reference.digest:
            tag = quoted(str(reference._replace(digest="")))
            message = f"{tag} is no longer the pinned chart, but {found}"
            self._problems.append(
                Problem(file, 0, 0, message, expected=reference.digest, hint=_OTHER_DIGEST)
            )

    def _pulled(self, place: str) -> Packed | None:
        try:
            return from_archive(pull(read_reference(place), self._watch).tgz, place)
        except ProblemsError as error:
            self._problems += error.problems
            return None


def _place(oci_repository: Mapping[str, Value]) -> str:
    """The place as a URL, with tag and digest where both are stated."""
    ref, repository, tag, digest = (
        str(oci_repository.get(key) or "") for key in ("ref", "repository", "tag", "digest")
    )
    version = (f":{tag}" if tag else "") + (f"@{digest}" if digest else "")
    return SCHEME + (ref or f"{repository}{version}").removeprefix(SCHEME)
