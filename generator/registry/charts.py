"""Charts pulled from registries and pushed there, as Helm and Gardener do it."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Final

from generator import files
from generator.chart.artifact import LAYER_TYPE, MANIFEST_TYPE, sha256
from generator.gardener.oci_reference import SCHEME, Reference, parse, refusals
from generator.problems import Problem, ProblemsError, fail, quoted
from generator.record import Record
from generator.registry.docker_config import docker_config

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from generator.chart.artifact import Artifact
    from generator.registry.transfer import Transfer, Watch

LAYER_LIMIT: Final = files.LIMIT
"""Bytes of a .tgz, as on disk."""

_INDEX_TYPE: Final = "application/vnd.oci.image.index.v1+json"
_INSTALL: Final = "pip install 'alicloud-generator[oci]'"
_NAME: Final = "[a-z0-9]+(?:[._-]+[a-z0-9]+)*"
_DIGEST: Final = "sha256:[0-9a-f]{64}"


class Pulled(Record):
    """A chart's .tgz, and the digest of the manifest that names it."""

    tgz: bytes
    digest: str


def read_reference(text: str, default_tag: str = "") -> Reference:
    """The place that `oci://HOST/REPOSITORY[:TAG][@DIGEST]` names; raises `ProblemsError`."""
    if not text.startswith(SCHEME):
        raise fail(
            "this is not the reference of a chart", file=text, expected=f"{SCHEME}HOST/REPOSITORY"
        )
    named = text.removeprefix(SCHEME)
    # A login is nothing to repeat in a message.
    text = SCHEME + re.sub(r"^.*@(?=[^@]*/)", "", named, flags=re.DOTALL)
    has_version = "@" in named or ":" in named.rpartition("/")[2]
    if default_tag and not has_version:
        named = f"{named}:{default_tag}"
    problems = [
        Problem(text, 0, 0, each.message, expected=each.expected, hint=each.hint)
        for each in refusals(named)
    ]
    if problems:
        raise ProblemsError(problems)
    reference = parse(named)
    # Other clients take `..`, which leads to another place on the way.
    if not all(re.fullmatch(_NAME, name) for name in reference.repository.split("/")):
        expected = "names of lower case letters and digits, with . _ - between them"
        raise fail(
            f"{quoted(reference.repository)} is not a repository", file=text, expected=expected
        )
    return reference


def pull(reference: Reference, watch: Watch) -> Pulled:
    """The chart at a place; raises `ProblemsError`, also where it has not the digest it should."""
    file = str(reference)
    with _connected(reference, watch) as connection:
        manifest = _manifest(connection, reference)
        layer, size = _layer(manifest, file)
        tgz = connection.blob(layer, size)
    if sha256(tgz) != layer:
        found = f"the chart does not have the digest that its manifest states ({len(tgz):,} bytes)"
        raise fail(found, file=file, expected=f"{layer}, {size:,} bytes")
    return Pulled(tgz, sha256(manifest))


def digest(reference: Reference) -> str:
    """The digest that a tag leads to; raises `ProblemsError`."""
    with _connected(reference, lambda pieces, _: pieces) as connection:
        return sha256(_manifest(connection, reference))


def push(artifact: Artifact, reference: Reference, watch: Watch) -> Reference:
    """Upload a chart for a tag; returns its place with the digest. Raises `ProblemsError`."""
    if reference.digest:
        hint = "leave the digest out: the command prints it"
        raise fail(
            "a chart is pushed with a tag, not with a digest", file=str(reference), hint=hint
        )
    with _connected(reference, watch) as connection:
        for data in (artifact.layer, artifact.config):
            connection.push_blob(sha256(data), data)
        connection.push_manifest(reference.tag, MANIFEST_TYPE, artifact.manifest)
    return reference._replace(digest=artifact.digest)


def _connected(reference: Reference, watch: Watch) -> AbstractContextManager[Transfer]:
    try:
        from generator.registry.transfer import transfer
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] in ("oras", "requests", "urllib3"):
            message = "charts in registries need an optional part that is not installed"
            raise fail(message, file=str(reference), hint=_INSTALL) from None
        raise
    return transfer(reference, docker_config(), watch)


def _manifest(connection: Transfer, reference: Reference) -> bytes:
    version = reference.digest or reference.tag
    data = connection.manifest(version, (MANIFEST_TYPE, _INDEX_TYPE))
    if reference.digest and sha256(data) != reference.digest:
        message = "the manifest in the registry has a different digest"
        raise fail(message, file=str(reference), expected=reference.digest)
    return data


def _layer(manifest: bytes, file: str) -> tuple[str, int]:
    """Digest and size of the chart's .tgz: of the first, as Gardener takes it."""
    try:
        layers = json.loads(manifest)["layers"]
        found = next(each for each in layers if each["mediaType"] == LAYER_TYPE)
        digest, size = found["digest"], found["size"]
        is_good = isinstance(size, int) and size >= 0 and re.fullmatch(_DIGEST, digest)
    except (ValueError, TypeError, LookupError, StopIteration, RecursionError):
        is_good = None
    if not is_good:
        hint = "Helm's charts have a layer of the type " + LAYER_TYPE
        raise fail("there is no chart in it", file=file, hint=hint)
    if size > LAYER_LIMIT:
        message = f"the chart has {size:,} bytes, and at most {LAYER_LIMIT:,} are read"
        raise fail(message, file=file)
    return digest, size
