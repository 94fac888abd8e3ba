"""Everything that is worth knowing about the objects of a manifest, without their credentials."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from generator.credentials.needles import Needles
from generator.credentials.tree import masked, private_leaves
from generator.manifest import deployments as manifest
from generator.manifest.encryption import encryption
from generator.manifest.objects import read_objects
from generator.problems import Problem, fail
from generator.show.charts import chart_summary
from generator.show.encrypted import encrypted
from generator.show.facts import facts
from generator.show.image_slips import image_slips
from generator.show.key_slips import key_slips
from generator.show.sizes import size_problems, sizes
from generator.show.slips import slips

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.catalog.values import Value
    from generator.manifest.objects import Object, Version
    from generator.show.sizes import Sizes


def describe(data: bytes, file: str) -> Iterator[dict[str, Value]]:
    """What `show` says of each object, as JSON has it; raises `ProblemsError` where there is none.

    `file`, `kind`, `apiVersion`, `namespace`, `name`, `facts` (by kind), `charts` (`role`, then
    `name`, `version`, `appVersion`, `digest` and `files` with `path` and `size`, or
    `ociRepository`; `values`), `images` (`image`, `version`, `flavor`, `regions` with `region` and
    `id`), `offers`, `shared`, `size` (`etcd` and `lastApplied`, with `bytes` and their `limit`) and
    `problems` (`severity`, `message`, `expected`, `hint`).

    A file that another tool encrypted is one description: `file`, `encrypted` (`by` which tool and
    `for` whom, how many `documents`, and how many `plain` ones beside them) and no `problems`.
    """
    if how := encryption(data):
        yield encrypted(how, file)
        return
    found = read_objects(data, file)
    if not found:
        raise fail("there is no object in it", file=file, expected="a manifest")
    needles = Needles(leaf for item in found for leaf in private_leaves(item.body))
    of_text = [*_slips_of_text(data, file)]
    for item in found:
        yield _description(item, needles, of_text)
        of_text = []


def _slips_of_text(data: bytes, file: str) -> Iterator[Problem]:
    if manifest.without_guides_slip(data) != data:
        hint = "both belong to the same column"
        yield Problem(file, 0, 0, "providerConfig is indented deeper than type: no YAML", hint=hint)


def _description(item: Object, needles: Needles, problems: list[Problem]) -> dict[str, Value]:
    charts: list[Value] = []
    for release in item.releases:
        chart, wrong = chart_summary(release, item.file)
        charts.append(chart)
        problems = [*problems, *wrong]
    size = sizes(item.body)
    problems = [*problems, *slips(item), *key_slips(item), *image_slips(item)]
    problems += size_problems(size, item.file) if item.kind else ()
    description: Value = {
        "file": item.file,
        "kind": item.kind,
        "apiVersion": item.api_version,
        "namespace": item.namespace,
        "name": item.name,
        "facts": {**facts(item)},
        "charts": charts,
        "images": [_image(version) for version in item.versions],
        "offers": [{"image": o.image, **o.fields, "version": o.version} for o in item.offers],
        "shared": [*item.shared],
        "size": _size(size),
        "problems": [_problem(problem) for problem in problems],
    }
    return cast("dict[str, Value]", masked(description, needles))


def _image(version: Version) -> dict[str, Value]:
    return {
        "image": version.image,
        "version": version.version,
        "flavor": version.flavor,
        "regions": [{"region": region, "id": image_id} for region, image_id in version.ids],
    }


def _size(found: Sizes) -> dict[str, Value]:
    return {
        "etcd": {"bytes": found.stored, "limit": found.stored_limit},
        "lastApplied": {"bytes": found.applied, "limit": found.applied_limit},
    }


def _problem(problem: Problem) -> dict[str, Value]:
    return {
        "severity": str(problem.severity),
        "message": problem.message,
        "expected": problem.expected,
        "hint": problem.hint,
    }
