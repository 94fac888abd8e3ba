"""The versions of Kubernetes in the spec of a profile.

The rules are Gardener's: `pkg/api/core/validation`, and for a NamespacedCloudProfile, which can
only let versions of its parent expire at another time, its admission plugin as well.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from generator.gardener.choices import CLASSIFICATION
from generator.gardener.spec_values import found_no_text, items_of
from generator.problems import quoted
from generator.reading.dates import MOMENT, no_such_day, to_rfc3339
from generator.reading.text_formats import Format

if TYPE_CHECKING:
    from generator.catalog.values import Value
    from generator.problems import Path
    from generator.reading.section import Section

DATE: Final = "expirationDate"

KUBERNETES_VERSION: Final = Format(
    r"([0-9]{1,9}\.){2}[0-9]{1,9}", "a version of three numbers, such as 1.34.2"
)
_PLACE: Final = ("spec", "kubernetes", "versions")


def read_kubernetes(section: Section, spec: dict[str, Value]) -> dict[str, Value]:
    """The spec of a CloudProfile with the dates of its Kubernetes versions as times."""
    kubernetes = spec.get("kubernetes")
    if not items_of(kubernetes, "versions"):
        message = "must provide at least one Kubernetes version"
        section.wrong(_PLACE, message, "kubernetes: {versions: […]}")
        return spec
    spec = _with_times(section, spec)
    _check_versions(section, spec)
    for index, item in enumerate(items_of(spec["kubernetes"], "versions")):
        named = item.get("classification") if isinstance(item, dict) else None
        if isinstance(named, str) and named not in CLASSIFICATION.choices:
            refusal = CLASSIFICATION.refusal(named, quoted(named))
            section.wrong((*_PLACE, index, "classification"), *refusal)
    return spec


def read_overrides(section: Section, spec: dict[str, Value]) -> dict[str, Value]:
    """The same for a NamespacedCloudProfile, whose versions have only an expiration date."""
    spec = _with_times(section, spec)
    _check_versions(section, spec)
    for index, item in enumerate(items_of(spec.get("kubernetes"), "versions")):
        if not isinstance(item, dict):
            continue
        if item.get("classification") is not None:
            message = "must not provide a classification to a Kubernetes version in"
            place = (*_PLACE, index, "classification")
            section.wrong(place, f"{message} NamespacedCloudProfile", "only an expirationDate")
        if item.get(DATE) is None:
            message = f"specified version {quoted(str(item.get('version')))} does not set"
            section.wrong((*_PLACE, index), f"{message} expiration date", f"{DATE}: …")
    return spec


def _check_versions(section: Section, spec: dict[str, Value]) -> None:
    known: set[str] = set()
    for index, item in enumerate(items_of(spec.get("kubernetes"), "versions")):
        if not isinstance(item, (dict, type(None))):
            continue
        version = item.get("version") if item else None
        place: Path = (*_PLACE, index, "version")
        if not isinstance(version, str) or not KUBERNETES_VERSION.pattern.fullmatch(version):
            expected, is_unread = KUBERNETES_VERSION.expected, not isinstance(version, str)
            section.wrong(
                place, found_no_text(version, section, place), expected, is_unread=is_unread
            )
        elif version in known:
            section.wrong(place, f"{quoted(version)} is listed twice")
        else:
            known.add(version)


def _with_times(section: Section, spec: dict[str, Value]) -> dict[str, Value]:
    """A date alone means its last second here as elsewhere; the API server wants a time."""
    kubernetes = spec.get("kubernetes")
    if not isinstance(kubernetes, dict) or not isinstance(kubernetes.get("versions"), list):
        return spec
    versions: list[Value] = [
        {**item, DATE: _time(section, item[DATE], index)}
        if isinstance(item, dict) and isinstance(item.get(DATE), str)
        else item
        for index, item in enumerate(items_of(kubernetes, "versions"))
    ]
    return {**spec, "kubernetes": {**kubernetes, "versions": versions}}


def _time(section: Section, date: Value, index: int) -> Value:
    try:
        return to_rfc3339(str(date))
    except ValueError:
        found, hint = f"found {quoted(str(date))}", no_such_day(str(date))
        section.wrong((*_PLACE, index, DATE), found, MOMENT.expected, hint)
        return date
