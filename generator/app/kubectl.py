"""Objects in clusters, read by the user's own kubectl: those that are named, and nothing else.

One call asks a cluster for its objects, one more for Secrets, of which a template prints the names
of their keys alone: their values never leave kubectl. Nothing is changed. What objects are called
goes through standard input, so that no name can become an option.
"""

from __future__ import annotations

import shlex
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from generator import files
from generator.app.kubectl_messages import no_objects, too_slow, unread_objects
from generator.app.processes import run
from generator.credentials.policy import REDACTED
from generator.gardener.clusters import Cluster, cluster_of, clusters_of_owner_secret
from generator.gardener.server_defaults import with_server_defaults
from generator.manifest.deployed import DeployedObjects
from generator.manifest.objects import Object, read_objects
from generator.manifest.parts import mapping_at
from generator.problems import Problem, ProblemsError, Severity
from generator.visible import json_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from generator.catalog.values import Value

REQUEST_SECONDS: Final = 10
CALL_SECONDS: Final = 30
"""How long an API server may take for one answer, and kubectl for all of them."""

MOST_BYTES: Final = files.LIMIT
"""Of an answer: a catalog has few objects, of which etcd takes 1.5 MiB each."""

_KEYS: Final = (
    '{{define "secret"}}{{.metadata.namespace}}{{"\\t"}}{{.metadata.name}}'
    '{{range $key, $_ := .data}}{{"\\t"}}{{$key}}{{end}}{{"\\n"}}{{end}}'
    '{{if eq .kind "List"}}{{range .items}}{{template "secret" .}}{{end}}'
    '{{else}}{{template "secret" .}}{{end}}'
)
"""A line for each Secret: its namespace, its name, and the names of its keys, between tabs."""

_SECRET_IN: Final[dict[str, tuple[str, ...]]] = {
    "Secret": (),
    "ExternalSecret": ("spec", "target", "template"),
}
"""Where an object says what a Secret has."""

_PLACE: Final = "cluster"
"""Where an object was read, in place of a folder."""


@dataclass(frozen=True, slots=True)
class Clusters:
    """Which clusters are meant, as kubectl's options say it; empty for what its kubeconfig says.

    `context` is that of the virtual garden, `runtime_context` that of the cluster in which
    gardener-operator runs: the same one where it is empty.
    """

    context: str = ""
    runtime_context: str = ""
    kubeconfig: str = ""

    @property
    def options(self) -> tuple[str, ...]:
        """The options that mean the same clusters once more, as a shell wants them."""
        named = {
            "--context": self.context,
            "--runtime-context": self.runtime_context,
            "--kubeconfig": self.kubeconfig,
        }
        return tuple(f"{name}={shlex.quote(value)}" for name, value in named.items() if value)


@dataclass(frozen=True, slots=True)
class Answer:
    """The objects that are there, those that nobody could read, and why."""

    found: tuple[Object, ...] = ()
    unread: tuple[Object, ...] = ()
    problems: tuple[Problem, ...] = ()


def live_objects(wanted: Sequence[Object], clusters: Clusters, *, needs_secrets: bool) -> Answer:
    """What the clusters have of some objects; Secrets with `REDACTED` for each of their values.

    What is wrong with Secrets is a warning, unless it `needs_secrets`. A call that takes too long
    is ended. Raises `ProblemsError` where kubectl cannot be started.
    """
    answers: list[Answer] = []
    silent: set[str] = set()
    for (context, secrets), items in _by_call(wanted, clusters).items():
        if context in silent:
            answers.append(Answer(unread=tuple(items)))
            continue
        answer = _ask(items, context, clusters, secrets=secrets)
        answers.append(_lenient(answer) if secrets and not needs_secrets else answer)
        if len(answer.unread) == len(items):
            silent.add(context)
    return Answer(
        tuple(item for answer in answers for item in answer.found),
        tuple(item for answer in answers for item in answer.unread),
        tuple(problem for answer in answers for problem in answer.problems),
    )


def _lenient(answer: Answer) -> Answer:
    problems = (each._replace(severity=Severity.WARNING) for each in answer.problems)
    return replace(answer, problems=tuple(problems))


def without_values(secret: Object) -> Object:
    """A Secret as far as a comparison with a cluster knows it: its name, and those of its keys."""
    keys = mapping_at(with_server_defaults(secret.body), "data")
    return _secret(secret.file, secret.namespace, secret.name, keys)


def _secret(file: str, namespace: str, name: str, keys: Iterable[str]) -> Object:
    metadata: dict[str, Value] = {"name": name, "namespace": namespace}
    data: dict[str, Value] = dict.fromkeys(keys, REDACTED)
    body: dict[str, Value] = {"apiVersion": "v1", "kind": "Secret", "metadata": metadata}
    return Object(file, "Secret", {**body, "data": data})


def _by_call(wanted: Sequence[Object], clusters: Clusters) -> dict[tuple[str, bool], list[Object]]:
    """The objects that one call asks for, by its context and whether they are Secrets."""
    runtime = clusters.runtime_context or clusters.context
    kinds = {item.kind for item in wanted}
    of_owner = clusters_of_owner_secret(
        has_deployment="ControllerDeployment" in kinds, has_extension="Extension" in kinds
    )
    calls: dict[tuple[str, bool], list[Object]] = {}
    # Secrets last: where nobody answers, they are not asked for.
    for item in sorted(wanted, key=lambda each: each.kind == "Secret"):
        found = of_owner if _is_referred_to(item) else (cluster_of(item.api_version),)
        # Where both have the owner's Secret, one is asked for it.
        context = clusters.context if Cluster.VIRTUAL_GARDEN in found else runtime
        calls.setdefault((context, item.kind == "Secret"), []).append(item)
    return calls


def _is_referred_to(item: Object) -> bool:
    """Whether an object is the owner's Secret, or what a controller makes that of."""
    secret = mapping_at(item.body, *_SECRET_IN[item.kind]) if item.kind in _SECRET_IN else {}
    labels = mapping_at(secret, "metadata", "labels")
    return labels.get("gardener.cloud/role") == "resource-reference"


def _ask(wanted: Sequence[Object], context: str, clusters: Clusters, *, secrets: bool) -> Answer:
    """What one cluster has of some objects: all of them Secrets, or none."""
    command = ["kubectl", "get", "--filename=-", "--ignore-not-found"]
    command += [f"--output=go-template={_KEYS}" if secrets else "--output=json"]
    command += [f"--request-timeout={REQUEST_SECONDS}s"]
    command += [f"--context={context}"] if context else []
    command += [f"--kubeconfig={clusters.kubeconfig}"] if clusters.kubeconfig else []
    # Settings of the user could make another output of it.
    done = run(command, "".join(map(_named, wanted)), {"KUBERC": "off"}, CALL_SECONDS)
    if done is None:
        return Answer((), tuple(wanted), (too_slow(context, CALL_SECONDS),))
    unread, problems = unread_objects(done, wanted, context)
    try:
        found = [*_secrets(done.output)] if secrets else _objects(done.output)
    except (ProblemsError, ValueError):
        return Answer((), tuple(wanted), tuple(problems) or (no_objects(context),))
    there = DeployedObjects(found)
    left = tuple(item for item in unread if item not in there)
    return Answer(tuple(found), left, tuple(problems))


def _named(item: Object) -> str:
    """What an object is called, as the beginning of a manifest."""
    metadata = {"name": item.name, **({"namespace": item.namespace} if item.namespace else {})}
    return json_text({"apiVersion": item.api_version, "kind": item.kind, "metadata": metadata})


def _objects(output: bytes) -> list[Object]:
    """The objects in an answer; raises ValueError or `ProblemsError` for what is none."""
    if len(output) > MOST_BYTES:
        raise ValueError(len(output))
    items = read_objects(output, _PLACE) if output.strip() else ()
    is_empty = output.strip() and not items and b'"List"' not in output
    if is_empty or not all(item.name for item in items):
        raise ValueError(_PLACE)
    return [replace(item, file=f"{_PLACE}/{item.kind}/{item.name}") for item in items]


def _secrets(output: bytes) -> Iterator[Object]:
    """The same of Secrets, from the lines that the template makes."""
    for line in output.decode().splitlines():
        namespace, name, *keys = line.split("\t")
        yield _secret(f"{_PLACE}/Secret/{name}", namespace, name, keys)
