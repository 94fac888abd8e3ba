"""Everything that is worth knowing about the objects of a manifest, without their credentials."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

from generator.chart import blob
from generator.chart.source import from_text
from generator.credentials.known_access_keys import KnownAccessKeys
from generator.credentials.tree import masked, private_leaves
from generator.gardener.chart_releases import chart_releases
from generator.manifest.encryption import SOPS, encryption
from generator.manifest.objects import fix_indentation, read_objects
from generator.manifest.parts import mapping_at, mappings, text
from generator.problems import Problem, ProblemsError, fail
from generator.repetitions import first_of_each_kind
from generator.show.access_key_problems import access_key_problems
from generator.show.chart_release_problems import chart_release_problems
from generator.show.facts import facts
from generator.show.field_problems import field_problems
from generator.show.image_problems import image_problems
from generator.show.schema_problems import Lines, schema_problems
from generator.show.sizes import size_problems, sizes
from generator.show.value_problems import value_problems

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.catalog.values import Value
    from generator.chart.packed import Packed
    from generator.gardener.chart_releases import ChartReleases
    from generator.manifest.deployments import HelmDeployment
    from generator.manifest.encryption import Encryption
    from generator.manifest.images import ImageIDs
    from generator.manifest.objects import Object
    from generator.show.sizes import Sizes


_RECIPIENTS: Final = {
    "age": "recipient",
    "pgp": "fp",
    "kms": "arn",
    "gcp_kms": "resource_id",
    "azure_kv": "vault_url",
    "hc_vault": "vault_address",
    "hckms": "key_id",
}
"""Where the metadata of SOPS names whoever can decrypt: in lists of items with such a field."""


def describe(data: bytes, file: str) -> Iterator[dict[str, Value]]:
    """What `show` says of each object, as JSON has it; raises `ProblemsError` where there is none.

    `file`, `kind`, `apiVersion`, `namespace`, `name`, `facts` (by kind), `charts` (`role`, then
    `name`, `version`, `appVersion`, `digest`, `releases` of provider-alicloud that it fits if they
    are known (`first`, `last`, `upstream`), and `files` with `path` and `size`, or
    `ociRepository`; `values`), `images` (`image`, `version`, `flavor`, `regions` with `region` and
    `id`), `offers`, `shared`, `size` (`etcd` and `lastApplied`, with `bytes` and their `limit`) and
    `problems` (`severity`, `message`, `expected`, `hint`, `line` and `column`, which are 0 where
    the problem concerns the whole object).

    A file that another tool encrypted is one description: `file`, `encrypted` (`by` which tool and
    `for` whom, how many `documents`, and how many `plain` ones beside them) and no `problems`.
    """
    if how := encryption(data):
        yield _encrypted(how, file)
        return
    found = read_objects(data, file)
    if not found:
        raise fail("it has no objects", file=file, expected="a manifest")
    access_keys = KnownAccessKeys(leaf for item in found for leaf in private_leaves(item.body))
    of_text = [*_problems_of_text(data, file)]
    lines = Lines(data, file)
    for index, item in enumerate(found):
        of_schema = [*schema_problems(item, index, lines)]
        yield _description(item, access_keys, [*of_text, *of_schema])
        of_text = []


def describe_chart(packed: Packed, file: str, digest: str) -> dict[str, Value]:
    """The same of a chart in a registry: `file`, `pinned` by the manifest's digest, and `chart`."""
    chart: Value = {"role": "", **_contents(packed, chart_releases(packed)), "values": {}}
    description: Value = {"file": file, "pinned": digest, "chart": chart, "problems": []}
    return cast("dict[str, Value]", masked(description))


def _problems_of_text(data: bytes, file: str) -> Iterator[Problem]:
    if fix_indentation(data) != data:
        hint = "both belong to the same column"
        yield Problem(
            file,
            0,
            0,
            "providerConfig is indented deeper than type, which is not valid YAML",
            hint=hint,
        )


def _description(
    item: Object, access_keys: KnownAccessKeys, problems: list[Problem]
) -> dict[str, Value]:
    charts: list[Value] = []
    for deployment in item.deployments:
        chart, wrong = _chart(deployment, item.file)
        charts.append(chart)
        problems = [*problems, *wrong]
    size = sizes(item.body)
    problems = [*problems, *field_problems(item), *access_key_problems(item), *image_problems(item)]
    problems += size_problems(size, item.file) if item.kind else ()
    description: Value = {
        "file": item.file,
        "kind": item.kind,
        "apiVersion": item.api_version,
        "namespace": item.namespace,
        "name": item.name,
        "facts": {**facts(item)},
        "charts": charts,
        "images": [_image(version) for version in item.image_ids],
        "offers": [
            {"image": v.image, **v.fields, "version": v.version} for v in item.profile_versions
        ],
        "shared": [*item.shared_ids],
        "size": _size(size),
        "problems": [_problem(problem) for problem in first_of_each_kind(problems)],
    }
    return cast("dict[str, Value]", masked(description, access_keys))


def _chart(deployment: HelmDeployment, file: str) -> tuple[dict[str, Value], tuple[Problem, ...]]:
    """A deployment with the credentials in its values; what is wrong with it.

    `digest` is the chart's identity (`sha256:` of its tar), `size` in bytes.
    """
    found: dict[str, Value] = {"role": deployment.role}
    problems: tuple[Problem, ...] = ()
    releases = chart = None
    if deployment.repository:
        found["ociRepository"] = deployment.repository
    if deployment.chart and deployment.chart.strip():
        try:
            packed = from_text(deployment.chart, file)
        except ProblemsError as error:
            problems = error.problems
        else:
            chart, releases = packed.chart, chart_releases(packed)
            found |= _contents(packed, releases)
    problems = (*problems, *chart_release_problems(deployment, releases, file))
    if not problems or chart:
        problems = (*problems, *value_problems(deployment, chart, file))
    return {**found, "values": deployment.values}, problems


def _contents(packed: Packed, releases: ChartReleases | None) -> dict[str, Value]:
    fits: dict[str, Value] = {}
    if releases:
        first, last = releases.first, releases.last
        fits["releases"] = {"first": first, "last": last, "upstream": releases.is_upstream}
    files = sorted(packed.files.items())
    return {
        "name": packed.name,
        "version": packed.version,
        "appVersion": packed.app_version,
        "digest": blob.digest(packed.tar),
        **fits,
        "files": [{"path": path, "size": len(data)} for path, data in files],
    }


def _image(version: ImageIDs) -> dict[str, Value]:
    return {
        "image": version.image,
        "version": version.version,
        "flavor": version.flavor,
        "regions": [{"region": region, "id": image_id} for region, image_id in version.ids],
    }


def _size(found: Sizes) -> dict[str, Value]:
    return {
        "etcd": {"bytes": found.stored, "limit": found.stored_limit},
        "lastApplied": {"bytes": found.applied, "limit": found.annotations_limit},
    }


def _problem(problem: Problem) -> dict[str, Value]:
    return {
        "severity": str(problem.severity),
        "message": problem.message,
        "expected": problem.expected,
        "hint": str(problem.hint),
        "line": problem.line,
        "column": problem.column,
    }


def _encrypted(found: Encryption, file: str) -> dict[str, Value]:
    """How an encrypted file is encrypted, and for whom; none of its values is in it."""
    recipients = dict.fromkeys(
        each for body in found.documents for each in _recipients(mapping_at(body, SOPS))
    )
    details: Value = {
        "by": found.tool,
        "for": [*recipients],
        "documents": len(found.documents),
        "plain": len(found.plain),
    }
    description: Value = {"file": file, "encrypted": details, "problems": []}
    return cast("dict[str, Value]", masked(description))


def _recipients(metadata: dict[str, Value]) -> Iterator[str]:
    for holder in (metadata, *mappings(metadata.get("key_groups"))):
        for key, field in _RECIPIENTS.items():
            yield from (f"{key}/{text(each.get(field))}" for each in mappings(holder.get(key)))
