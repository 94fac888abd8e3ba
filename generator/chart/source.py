"""A chart, packed as Gardener deploys it: from a folder, an archive, or base64 text."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Final

from generator import files
from generator.chart import blob, limits, tarball, validate
from generator.chart.folder import read_folder
from generator.chart.limits import Budget
from generator.chart.load import contents, load
from generator.chart.packed import Packed
from generator.problems import Severity, fail, quoted

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from generator.chart.folder import Files
    from generator.chart.packed import Chart

_GZIP: Final = b"\x1f\x8b"


def from_folder(
    path: Path,
    *,
    version: str = "",
    app_version: str = "",
    outside: Severity = Severity.WARNING,
) -> Packed:
    """The chart in a folder; raises `ProblemsError`.

    It becomes what `helm package` and Gardener's script make of it, with `version` and
    `app_version` as helm's flags of these names. `outside` says how much a symbolic link matters
    that leads out of the folder.
    """
    if not files.exists(path / "Chart.yaml"):
        message = "Chart.yaml is missing, so this is not a chart"
        raise fail(message, file=str(path), hint=_chart_nearby(path))
    budget = Budget()
    found, warnings = read_folder(path, budget, outside)
    packed = _packed(found, str(path), budget, version, app_version)
    return packed._replace(warnings=warnings)


def _chart_nearby(path: Path) -> str:
    """A hint at the only chart right above or below a folder that is none."""
    with suppress(OSError):
        around = (path.parent, *(path / name for name in files.names(path)))
        found = [str(each) for each in around if files.exists(each / "Chart.yaml")]
        return f"did you mean {quoted(found[0])}?" if len(found) == 1 else ""
    return ""


def from_archive(data: bytes, file: str, *, version: str = "", app_version: str = "") -> Packed:
    """The same of a chart's .tgz."""
    from generator.chart.archive import read_archive

    budget = Budget()
    packed = _packed(read_archive(data, file, budget), file, budget, version, app_version)
    return packed._replace(archive=data)


def is_archive(data: bytes) -> bool:
    """Whether a file is a .tgz, whatever its name."""
    return data.startswith(_GZIP)


def from_text(text: str, file: str) -> Packed:
    """The chart in a manifest's base64 text, checked as Helm checks it when it loads it."""
    from generator.chart.archive import read_tar

    archive = blob.decode(text, file)
    tar = blob.unzip(archive, file)
    found = read_tar(tar, file, Budget())
    packed = _result(load(found, file, Budget()), tar, dict(found))
    # The API server drops the line break that a block (`chart: |`) ends with.
    return packed._replace(text=text.strip(), archive=archive)


def with_versions(packed: Packed, file: str, version: str, app_version: str) -> Packed:
    """A chart packed again, with another version or appVersion where one is given."""
    return _packed(list(packed.files.items()), file, Budget(), version, app_version)


def _packed(found: Files, where: str, budget: Budget, version: str, app_version: str) -> Packed:
    chart = load(found, where, budget)
    _check_api_version(chart)
    _override(chart, version, app_version)
    _check_name(chart)
    written = contents(chart)
    tar = tarball.write(written)
    prefix = len(chart.name) + 1
    return _result(chart, tar, {path[prefix:]: data for path, data in written.items()})


def _result(chart: Chart, tar: bytes, inner: Mapping[str, bytes]) -> Packed:
    fields = chart.metadata
    versions = fields["version"], fields["appVersion"]
    return Packed(chart.name, *versions, tar, inner, chart, fields["annotations"] or {})


def _check_api_version(chart: Chart) -> None:
    found = chart.metadata["apiVersion"]
    if found not in ("v1", "v2"):
        message = f"charts of apiVersion {quoted(found)} cannot be packaged"
        raise fail(message, file=f"{chart.where}/Chart.yaml", expected="v2 or v1")


def _override(chart: Chart, version: str, app_version: str) -> None:
    if version and not validate.is_version(version):
        raise fail(f"the version {quoted(version)} is not SemVer", hint="write it like 1.2.3")
    chart.metadata["version"] = version or chart.metadata["version"]
    chart.metadata["appVersion"] = app_version or chart.metadata["appVersion"]
    chart.metadata = validate.cleaned(chart.metadata)


def _check_name(chart: Chart) -> None:
    """Names that Helm takes and that Gardener's script, or Helm itself later, stumbles over."""
    name, version = chart.name, chart.metadata["version"]
    if name.startswith((".", "-")) or "\\" in name:
        hint = "it must not start with . or -, or contain a backslash"
    elif len(f"{name}-{version}.tgz".encode()) > limits.MAX_NAME:
        hint = (
            f"together with the version and .tgz, it must not be longer than {limits.MAX_NAME} "
            "bytes"
        )
    else:
        return
    message = f"the chart's name {quoted(name)} cannot be packed"
    raise fail(message, file=f"{chart.where}/Chart.yaml", hint=hint)
