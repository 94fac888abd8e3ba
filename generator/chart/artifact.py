"""A chart as an artifact of an OCI registry: the one that Helm v4.2.4 pushes, but for a time.

Helm notes when a file was changed (`pkg/registry/chart.go`), so that it gives every copy another
digest. Here one .tgz has one digest.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from generator.chart import metadata
from generator.record import Record

if TYPE_CHECKING:
    from generator.catalog.values import Value
    from generator.chart.metadata import Fields
    from generator.chart.packed import Chart

MANIFEST_TYPE: Final = "application/vnd.oci.image.manifest.v1+json"
CONFIG_TYPE: Final = "application/vnd.cncf.helm.config.v1+json"
LAYER_TYPE: Final = "application/vnd.cncf.helm.chart.content.v1.tar+gzip"

_ANNOTATION: Final = "org.opencontainers.image."
_FIXED: Final = (f"{_ANNOTATION}title", f"{_ANNOTATION}version")
"""What an annotation of the chart does not replace."""

_MAPS: Final = ("annotations", "import-values")
_ESCAPED_BY_GO: Final = {ord(each): f"\\u{ord(each):04x}" for each in "<>&\u2028\u2029"}


class Artifact(Record):
    """The three files of a chart in a registry; `layer` is its .tgz."""

    manifest: bytes
    config: bytes
    layer: bytes

    @property
    def digest(self) -> str:
        """What pins the chart: `sha256:` of the manifest."""
        return sha256(self.manifest)


def artifact(chart: Chart, tgz: bytes) -> Artifact:
    """What is pushed of a chart that was packed as a .tgz."""
    config = _json(metadata.without_empty(chart.metadata))
    manifest = {
        "schemaVersion": 2,
        "config": _descriptor(CONFIG_TYPE, config),
        "layers": [_descriptor(LAYER_TYPE, tgz)],
        "annotations": _annotations(chart.metadata),
    }
    return Artifact(_json(manifest), config, tgz)


def sha256(data: bytes) -> str:
    """The digest of a file in a registry."""
    import hashlib

    return f"sha256:{hashlib.sha256(data).hexdigest()}"


def _descriptor(media_type: str, data: bytes) -> dict[str, Value]:
    return {"mediaType": media_type, "digest": sha256(data), "size": len(data)}


def _annotations(fields: Fields) -> dict[str, str]:
    stated = {
        "description": fields["description"],
        "title": fields["name"],
        "version": fields["version"],
        "url": fields["home"],
        "source": next(iter(fields["sources"] or ()), ""),
        "authors": ", ".join(map(_author, fields["maintainers"] or ())),
    }
    own = {_ANNOTATION + name: text for name, text in stated.items() if text.strip()}
    others = fields["annotations"] or {}
    return {**own, **{key: text for key, text in others.items() if key not in _FIXED}}


def _author(maintainer: Fields) -> str:
    name, email = maintainer["name"], maintainer["email"]
    return f"{name} ({email})" if email else f"{name}"


def _json(value: object) -> bytes:
    """The bytes that Go's `encoding/json` writes."""
    import json

    text = json.dumps(_in_order(value), ensure_ascii=False, separators=(",", ":"))
    return text.translate(_ESCAPED_BY_GO).encode()


def _in_order(value: object, *, is_map: bool = False) -> object:
    """A value with its maps sorted; the fields of structures have an order of their own."""
    if isinstance(value, list):
        return [_in_order(item, is_map=is_map) for item in value]
    if not isinstance(value, dict):
        return value
    keys = sorted(value) if is_map else [*value]
    return {key: _in_order(value[key], is_map=is_map or key in _MAPS) for key in keys}
