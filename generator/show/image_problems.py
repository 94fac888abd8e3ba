"""What is wrong with the images of an object: repetitions, gaps, and IDs that cannot be right."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from generator.gardener.regions import PREFIX_OF_REGION, REGION_OF_PREFIX, is_system_image
from generator.manifest.field_findings import unknown
from generator.problems import Problem, Severity, quoted
from generator.reading.text_formats import IMAGE_ID

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from generator.manifest.images import ImageIDs
    from generator.manifest.objects import Object


def image_problems(item: Object) -> Iterator[Problem]:
    """Everything that is wrong with the images of an object, and with what it shares."""
    for message in _errors(item):
        yield Problem(item.file, 0, 0, message)
    for message in _warnings(item):
        yield Problem(item.file, 0, 0, message, Severity.WARNING)


def _errors(item: Object) -> Iterator[str]:
    for place in _repeated(map(_place, item.image_ids)):
        yield f"{place} is listed twice"
    for place in _repeated(f"{quoted(v.image)} {quoted(v.version)}" for v in item.profile_versions):
        yield f"{place} is offered twice"
    gaps = [*_unusable(item), *_gaps(item)]
    if gaps and not _is_misread(item):
        yield from gaps


def _is_misread(item: Object) -> bool:
    """Whether the extension does not know a field: IDs may then stand where nobody finds them."""
    return any(each.severity is Severity.ERROR for each in unknown(item.kind, item.body))


def _unusable(item: Object) -> Iterator[str]:
    for version in item.image_ids:
        for region, image_id in version.ids:
            if not region or not image_id or "*" in image_id:
                where = f" in {quoted(region)}" if region else ""
                yield f"{_place(version)} has no usable ID{where}"


def _gaps(item: Object) -> Iterator[str]:
    """Versions that the profile offers, but that the provider cannot find."""
    mapped = {(version.image, version.version) for version in item.image_ids}
    for offered in item.profile_versions:
        # A version of the parent, given another date, needs no IDs.
        only_dated = item.kind == "NamespacedCloudProfile" and "cri" not in offered.fields
        if (offered.image, offered.version) not in mapped and not only_dated:
            yield f"{quoted(offered.image)} {quoted(offered.version)} is offered, but has no IDs"


def _warnings(item: Object) -> Iterator[str]:
    for version in item.image_ids:
        for region in _repeated(region for region, _ in version.ids):
            yield f"{_place(version)} has several IDs in {quoted(region)}"
        for region, image_id in version.ids:
            if image_id and "*" not in image_id and not IMAGE_ID.pattern.fullmatch(image_id):
                where = f"of {_place(version)} in {quoted(region)}"
                yield f"the ID {quoted(image_id)} {where} has characters that no ID has"
            owner = REGION_OF_PREFIX.get(image_id[2:5]) if image_id.startswith("m-") else None
            if owner and region in PREFIX_OF_REGION and owner != region:
                where = f"of {_place(version)} in {quoted(region)}"
                yield f"the ID {quoted(image_id)} {where} looks like one of {owner}"
    ids = (image_id for version in item.image_ids for _, image_id in version.ids)
    for image_id in _repeated(image_id for image_id in ids if image_id.startswith("m-")):
        yield f"the ID {quoted(image_id)} is in several places"
    for image_id in _repeated(item.shared_ids):
        yield f"the ID {quoted(image_id)} is shared twice"
    for image_id in item.shared_ids:
        if is_system_image(image_id):
            yield f"the system image {quoted(image_id)} is shared, which only its owner can do"


def _place(version: ImageIDs) -> str:
    flavor = f" ({version.flavor})" if version.flavor else ""
    return f"{quoted(version.image)} {quoted(version.version)}{flavor}"


def _repeated(names: Iterable[str]) -> list[str]:
    return [name for name, count in Counter(names).items() if count > 1]
