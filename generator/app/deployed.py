"""What is deployed, as manifests on disk say it, and what a catalog plans in its place."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from generator import files
from generator.app.access_keys import stand_ins
from generator.app.manifests import read_manifest, read_manifest_argument
from generator.documents.layout import PATCHES
from generator.manifest.deployed import DeployedObjects, PlannedObject, match_deployed
from generator.manifest.encryption import encryption
from generator.manifest.objects import read_objects
from generator.manifest.recognize import SUFFIXES, is_manifest
from generator.problems import Problem, ProblemsError, Severity, collected, fail

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from generator.app.kubectl import Clusters
    from generator.catalog import Catalog
    from generator.documents.plan import Document
    from generator.manifest.matching import MatchedObjects
    from generator.manifest.objects import Object


@dataclass(frozen=True, slots=True)
class Deployed:
    """What is deployed.

    `hidden` are objects that cannot be compared: those in `encrypted` files, as far as they can be
    read, and those that nobody may read. `problems` say what could not be read.
    """

    objects: DeployedObjects
    hidden: DeployedObjects = field(default_factory=lambda: DeployedObjects(()))
    encrypted: Sequence[str] = ()
    problems: Sequence[Problem] = ()

    def matches(
        self, planned: Iterable[PlannedObject], problems: list[Problem]
    ) -> list[MatchedObjects]:
        """Each planned object that can be compared, with what is deployed of it.

        Why others cannot be compared is added to `problems`.
        """
        found: list[MatchedObjects] = []
        for each in planned:
            if each.item not in self.hidden:
                with collected(problems, each.item.file):
                    found.append(match_deployed(each, self.objects.find(each.item)))
        return found


def planned_objects(catalog: Catalog, documents: Iterable[Document]) -> list[PlannedObject]:
    """The objects of a catalog's documents."""
    wildcards = stand_ins(catalog)
    return [
        PlannedObject(item, document.name in PATCHES, wildcards)
        for document in documents
        for item in read_objects(document.data, document.path)
        if item.name
    ]


def read_deployed(named: str) -> Deployed:
    """The objects in a file, in standard input, or in the manifests of a folder.

    What is not YAML in a folder is a warning, as anything may stand there. Raises `ProblemsError`.
    """
    if files.is_folder(named):
        return _in_folder(Path(named))
    data = read_manifest_argument(named)
    if not data.strip():
        raise fail("it is empty", file=named, expected="manifests")
    if encryption(data):
        hidden = DeployedObjects(_readable_objects(data, named))
        return Deployed(DeployedObjects(()), hidden, [named])
    return Deployed(DeployedObjects(read_objects(data, named)))


def live_deployed(
    planned: Sequence[PlannedObject], clusters: Clusters, *, needs_secrets: bool
) -> Deployed:
    """What clusters have of planned objects.

    That a Secret may not be read is a warning, unless it `needs_secrets`. Raises `ProblemsError`.
    """
    from generator.app.kubectl import live_objects

    wanted = [each.item for each in planned]
    answer = live_objects(wanted, clusters, needs_secrets=needs_secrets)
    return Deployed(
        DeployedObjects(answer.found), DeployedObjects(answer.unread), (), answer.problems
    )


def without_secret_values(planned: Iterable[PlannedObject]) -> list[PlannedObject]:
    """The objects as far as a comparison with clusters knows them."""
    from generator.app.kubectl import without_values

    return [
        replace(each, item=without_values(each.item)) if each.item.kind == "Secret" else each
        for each in planned
    ]


def _in_folder(folder: Path) -> Deployed:
    objects: list[Object] = []
    hidden: list[Object] = []
    encrypted: list[str] = []
    problems: list[Problem] = []
    for path in files.below(folder):
        if path.suffix not in SUFFIXES:
            continue
        data, name = read_manifest(path), str(path)
        if encryption(data):
            encrypted.append(name)
            hidden += _readable_objects(data, name)
            continue
        try:
            objects += read_objects(data, name) if b"kind" in data else ()
        except ProblemsError as error:
            if is_manifest(data):
                problems += (each._replace(severity=Severity.WARNING) for each in error.problems)
    return Deployed(DeployedObjects(objects), DeployedObjects(hidden), encrypted, problems)


def _readable_objects(data: bytes, file: str) -> Sequence[Object]:
    try:
        return read_objects(data, file)
    except ProblemsError:
        return ()
