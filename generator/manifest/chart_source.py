"""The chart at any place that holds one: a folder, an archive, or a manifest with a blob in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from generator import files
from generator.chart.source import from_archive, from_folder, from_text, is_archive, with_versions
from generator.manifest.recognize import is_catalog
from generator.problems import Severity, fail, quoted

if TYPE_CHECKING:
    from pathlib import Path

    from generator.chart.packed import Packed

_HINT: Final = "a chart is a folder, a .tgz, or part of a manifest"


def read_source(
    path: Path,
    *,
    version: str = "",
    app_version: str = "",
    outside: Severity = Severity.WARNING,
    is_argument: bool = False,
) -> Packed:
    """The chart at a path, for an argument of a command also in a stream; raises `ProblemsError`.

    A folder and an archive become what `helm package` and Gardener's script make of them, with
    `version` and `app_version` as helm's flags of these names; the chart in a manifest stays as it
    is, unless one of the two is given. `outside` says how much a symbolic link in a folder matters
    that leads out of it.
    """
    if files.is_folder(path):
        return from_folder(path, version=version, app_version=app_version, outside=outside)
    data, file = _read(path, is_argument=is_argument), str(path)
    if is_archive(data):
        return from_archive(data, file, version=version, app_version=app_version)
    _refuse_other(path, data)
    packed = from_text(chart_text(data, file), file)
    if not (version or app_version):
        return packed
    return with_versions(packed, file, version, app_version)


def chart_text(data: bytes, file: str) -> str:
    """The base64 text of the only chart in a manifest; raises `ProblemsError`."""
    from generator.manifest.objects import read_objects

    deployments = [
        (item.name, deployment)
        for item in read_objects(data, file)
        for deployment in item.deployments
    ]
    charts = [(name, each.chart) for name, each in deployments if each.chart]
    if not charts and any(each.repository for _, each in deployments):
        hint = "use its reference: oci://HOST/REPOSITORY:TAG"
        raise fail("the chart is in a registry, not in this manifest", file=file, hint=hint)
    if not charts:
        hint = "a ControllerDeployment has it in providerConfig.chart or in helm.rawChart"
        raise fail("there is no chart in it", file=file, hint=hint)
    (_, text), *others = charts
    if any(other != text for _, other in others):
        names = ", ".join(quoted(name) for name, _ in charts)
        raise fail(f"several objects hold different charts: {names}", file=file)
    return text


def _refuse_other(path: Path, data: bytes) -> None:
    """Raise `ProblemsError` for what people take for a chart, by its name or its contents."""
    if path.name == "Chart.yaml":
        hint = f"name the folder that it is in: {path.parent}"
        raise fail("this is a file of a chart, not the chart", file=str(path), hint=hint)
    if path.name.endswith((".tgz", ".tar.gz")):
        hint = "`helm package` and `helm pull` make one"
        raise fail(
            "this is not a gzip file", file=str(path), expected="a chart's archive", hint=hint
        )
    if is_catalog(data):
        raise fail("this is a catalog, not a chart", file=str(path), hint=_HINT)


def _read(path: Path, *, is_argument: bool) -> bytes:
    try:
        return files.read_argument(str(path)) if is_argument else files.read(path)
    except FileNotFoundError:
        raise fail("there is no such chart", file=str(path), hint=_HINT) from None
    except OSError as error:
        raise fail(files.reason(error), file=str(path), hint=_HINT) from None
