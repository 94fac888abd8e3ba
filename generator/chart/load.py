"""The files of a chart to a chart and back, as Helm v4.2.4 does when it packages.

`pkg/chart/v2/loader/load.go` reads, `pkg/chart/v2/util/save.go` writes, `action/package.go` checks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from generator.chart import limits, metadata, validate, values
from generator.chart.packed import Chart
from generator.problems import Problem, ProblemsError, fail, quoted
from generator.yamlio import goread, gowrite

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from generator.chart.folder import Files
    from generator.chart.limits import Budget

_V1: Final = "v1"
_V2: Final = "v2"


def load(files: Files, where: str, budget: Budget, depth: int = 0) -> Chart:
    """The chart that files make up; raises `ProblemsError`."""
    if depth > limits.MAX_DEPTH:
        raise fail(f"charts are nested more than {limits.MAX_DEPTH} levels deep", file=where)
    chart = Chart(where, dict(metadata.zero(metadata.METADATA)))
    _read_metadata(chart, files)
    inner: dict[str, Files] = {}
    for path, data in files:
        if path.startswith("charts/") and not path.endswith(".prov"):
            below = path.removeprefix("charts/")
            inner.setdefault(below.partition("/")[0], []).append((below, data))
        elif path != "Chart.yaml":
            _take(chart, path, data)
    _check(chart)
    chart.charts = [
        _inner_chart(name, found, chart.where, budget, depth + 1)
        for name, found in inner.items()
        if not name.startswith(("_", "."))
    ]
    return chart


def _read_metadata(chart: Chart, files: Files) -> None:
    found = [data for path, data in files if path == "Chart.yaml"]
    if not found:
        hint = (
            "every chart needs one, also in charts/: start the names of other files there with _ "
            "or ."
        )
        raise fail("Chart.yaml is missing", file=chart.where, hint=hint)
    for data in found:
        _fill(chart, "Chart.yaml", data)
        chart.metadata["apiVersion"] = chart.metadata["apiVersion"] or _V1


def _fill(chart: Chart, path: str, data: bytes) -> None:
    file = _file(chart, path)
    document = goread.read_first(data, file)
    chart.metadata = metadata.fill(chart.metadata, metadata.METADATA, document, file)


def _file(chart: Chart, path: str) -> str:
    return f"{chart.where}/{path}"


def _take(chart: Chart, path: str, data: bytes) -> None:
    """Read what Helm reads, keep what it keeps."""
    if path in ("Chart.lock", "requirements.lock"):
        file = _file(chart, path)
        document = goread.read_first(data, file)
        fields = metadata.zero(metadata.LOCK)
        filled = metadata.fill(fields, metadata.LOCK, document, file)
        chart.lock = None if document is None else filled
    elif path == "requirements.yaml":
        _fill(chart, path, data)
    elif path == "values.yaml":
        chart.values = values.read(data, _file(chart, path))
    elif path == "values.schema.json":
        values.check_schema(data, _file(chart, path))
        chart.schema = data
    is_old = path in ("requirements.yaml", "requirements.lock")
    if path != "Chart.lock" and (not is_old or chart.metadata["apiVersion"] == _V1):
        chart.files[path] = data


def _check(chart: Chart) -> None:
    chart.metadata = validate.cleaned(chart.metadata)
    problems = list(validate.problems(chart.metadata, _file(chart, "Chart.yaml")))
    if problems:
        raise ProblemsError(problems)


def _inner_chart(name: str, files: Files, where: str, budget: Budget, depth: int) -> Chart:
    place = f"{where}/charts/{name}"
    if not name.endswith(".tgz"):
        below = [(path.partition("/")[2], data) for path, data in files if "/" in path]
        return load(below, place, budget, depth)
    first, data = files[0]
    if first != name:
        raise fail("this folder is named like an archive", file=place)
    from generator.chart.archive import read_archive

    return load(read_archive(data, place, budget), place, budget, depth)


def contents(chart: Chart) -> dict[str, bytes]:
    """Every file of the packaged chart, below a folder of its name; raises `ProblemsError`.

    Missing dependencies are refused, and so is what no folder could hold.
    """
    file = _file(chart, "Chart.yaml")
    present = {inner.name for inner in chart.charts}
    declared = [dependency["name"] for dependency in chart.metadata["dependencies"]]
    problems = [
        Problem(file, 0, 0, f"the dependency {quoted(name)} is not in charts/", hint=_HOW_TO_GET)
        for name in declared
        if name not in present
    ]
    written = _written(chart, f"{chart.name}/", problems)
    problems += _clashes(written, chart.where)
    if problems:
        raise ProblemsError(problems)
    return written


_HOW_TO_GET: Final = "run `helm dependency build` to fetch it"


def _written(chart: Chart, prefix: str, problems: list[Problem]) -> dict[str, bytes]:
    own = {"Chart.yaml": metadata.written(chart.metadata)}
    if chart.lock is not None and chart.metadata["apiVersion"] == _V2:
        own["Chart.lock"] = metadata.written_lock(chart.lock)
    written = {prefix + path: data for path, data in chart.files.items()}
    for name, value in own.items():
        problems += validate.unwritable(value, _file(chart, name))
        written[prefix + name] = gowrite.document(value)
    return written | _written_below(chart, f"{prefix}charts/", problems)


def _written_below(chart: Chart, prefix: str, problems: list[Problem]) -> dict[str, bytes]:
    below: dict[str, bytes] = {}
    for inner in chart.charts:
        found = _written(inner, f"{prefix}{inner.name}/", problems)
        if any(below.get(path, data) != data for path, data in found.items()):
            message = f"two different charts in charts/ are named {quoted(inner.name)}"
            hint = "Helm would take one at random; remove one"
            problems.append(Problem(inner.where, 0, 0, message, hint=hint))
        below |= found
    return below


def _clashes(written: Mapping[str, bytes], where: str) -> Iterator[Problem]:
    """Paths that cannot be unpacked."""
    above = "/"
    # What lies below a path comes next to it in this order.
    for path in sorted(written, key=lambda path: path.replace("/", "\0")):
        longest = max(map(len, path.encode("utf-8", "surrogateescape").split(b"/")))
        if longest > limits.MAX_NAME:
            message = f"a name in {quoted(path)} is longer than {limits.MAX_NAME} bytes"
            yield Problem(where, 0, 0, message)
        if path.startswith(above):
            yield Problem(where, 0, 0, f"{quoted(path)} lies below a file, not a folder")
        else:
            above = f"{path}/"
