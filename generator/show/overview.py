"""A description of an object (see `describe`) as text for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.ansi import BOLD, SEVERITIES, paint
from generator.gardener.chart_releases import ChartReleases
from generator.manifest.parts import mapping_at, mappings, text
from generator.visible import columns, padded, visible
from generator.yamlio import emit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.catalog.values import Value


def overview(description: dict[str, Value], *, color: bool = False) -> str:
    """The lines about one object."""
    title, *lines = map(visible, _lines(description))
    shown = (paint(title, BOLD, color=color), *(_painted(line, color=color) for line in lines))
    return "".join(f"{line}\n" for line in shown)


def _painted(line: str, *, color: bool) -> str:
    """A line, of which one about a problem begins with its severity."""
    severity = line.partition(":")[0].removeprefix("  ")
    style = SEVERITIES.get(severity, "")
    return f"  {paint(severity, style, color=color)}{line[2 + len(severity) :]}" if style else line


def _lines(found: dict[str, Value]) -> Iterator[str]:
    if "encrypted" in found:
        yield f"{text(found['file'])}: {_encrypted(mapping_at(found, 'encrypted'))}"
        return
    if "pinned" in found:
        yield f"{text(found['file'])}: pinned by {text(found['pinned'])}"
        yield from _chart(mapping_at(found, "chart"))
        return
    yield f"{text(found['file'])}: {_title(found)}"
    for name, fact in mapping_at(found, "facts").items():
        yield f"  {name}: {text(fact)}"
    for chart in mappings(found["charts"]):
        yield from _chart(chart)
    yield from _images(found)
    yield from _shared(found)
    yield f"  size in etcd by server-side apply: {_size(found, 'etcd')}"
    yield f"  annotations by client-side apply: {_size(found, 'lastApplied')}"
    yield from _problems(found)


def _title(found: dict[str, Value]) -> str:
    name = "/".join(filter(None, (text(found["namespace"]), text(found["name"]))))
    words = (text(found["kind"]) or "something", name or "without a name")
    version = text(found["apiVersion"])
    return " ".join(words) + (f" ({version})" if version else "")


def _encrypted(details: dict[str, Value]) -> str:
    recipients = details["for"]
    names = ", ".join(map(text, recipients)) if isinstance(recipients, list) else ""
    documents, plain = (int(text(details[key])) for key in ("documents", "plain"))
    title = f"encrypted by {text(details['by'])}" + (f" for {names}" if names else "")
    title += f"; {_count(documents, 'document')}" if documents else ""
    return title + (f", and {plain} not encrypted" if plain else "")


def _chart(chart: dict[str, Value]) -> Iterator[str]:
    role = text(chart["role"])
    label = f"{role} chart" if role else "chart"
    if "name" in chart:
        app = text(chart["appVersion"])
        version = text(chart["version"]) + (f", appVersion {app}" if app else "")
        yield f"  {label}: {text(chart['name'])} {version}"
        yield f"    digest: {text(chart['digest'])}{_releases(mapping_at(chart, 'releases'))}"
        yield from _files(chart)
    elif "ociRepository" in chart:
        yield f"  {label}: {emit.flow(chart['ociRepository'])}"
    else:
        yield f"  {label}: none that can be read"
    if values := mapping_at(chart, "values"):
        yield f"  {f'{role} values' if role else 'values'}:"
        yield from emit.block(values, 4).lstrip("\n").split("\n")


def _releases(fits: dict[str, Value]) -> str:
    if not fits:
        return ""
    return f", {ChartReleases(text(fits['first']), text(fits['last']), bool(fits['upstream']))}"


def _files(chart: dict[str, Value]) -> Iterator[str]:
    files = [(text(file["path"]), int(text(file["size"]))) for file in mappings(chart["files"])]
    yield f"    files: {len(files)}, {sum(size for _, size in files):,} bytes"
    for path, size in files:
        yield f"      {size:>9,}  {path}"


def _images(found: dict[str, Value]) -> Iterator[str]:
    offered = {
        (text(offer["image"]), text(offer["version"])): text(offer.get("classification"))
        for offer in mappings(found["offers"])
    }
    images = [*mappings(found["images"])]
    for image in images:
        name, version = text(image["image"]), text(image["version"])
        regions = [*mappings(image["regions"])]
        details = (text(image["flavor"]), offered.get((name, version), ""))
        detail = "".join(f", {each}" for each in details if each)
        yield f"  image: {name} {version}{detail}, {_count(len(regions), 'region')}"
        names = [visible(text(region["region"])) for region in regions]
        width = max(map(columns, names), default=0)
        for region_name, region in zip(names, regions, strict=True):
            yield f"    {padded(region_name, width)}  {text(region['id'])}"


def _shared(found: dict[str, Value]) -> Iterator[str]:
    shared = found["shared"]
    if isinstance(shared, list) and shared:
        yield f"  shared: {_count(len(shared), 'ID')}"
        for image_id in shared:
            yield f"    {text(image_id)}"


def _count(count: int, what: str) -> str:
    return f"{count} {what}" + ("" if count == 1 else "s")


def _size(found: dict[str, Value], where: str) -> str:
    size = mapping_at(found, "size", where)
    return f"{int(text(size['bytes'])):,} of {int(text(size['limit'])):,} bytes"


def _problems(found: dict[str, Value]) -> Iterator[str]:
    for problem in mappings(found["problems"]):
        yield f"  {text(problem['severity'])}: {text(problem['message'])}"
        if problem["line"]:
            place = f"{text(problem['line'])}:{text(problem['column'])}"
            yield f"    at {text(found['file'])}:{place}"
        if expected := text(problem["expected"]):
            yield f"    expected {expected}"
        if hint := text(problem["hint"]):
            yield f"    hint: {hint}"
