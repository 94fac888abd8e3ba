"""What kubectl says where it cannot read something, as problems in words of ours.

Its own words about a kubeconfig can quote what stands in there, tokens too: none of them is shown.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from generator.credentials.lines import mask_known_forms
from generator.problems import Problem, quoted

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from generator.app.processes import Finished
    from generator.manifest.objects import Object

_LOG: Final = re.compile(r"[IWEF]\d{4} \d\d:\d\d|ensure CRDs are installed first$|Warning: ")
"""Lines beside the errors: of kubectl's log, and hints."""

_NO_KIND: Final = re.compile(
    r'no matches for kind "(?P<kind>[^"]+)" in version "(?P<version>[^"]+)"'
)
_FORBIDDEN: Final = re.compile(
    r"Error from server \(Forbidden\): (?P<resource>\S+) \"(?P<name>[^\"]+)\" is forbidden: "
    r"User \"(?P<user>[^\"]*)\" cannot (?P<verb>\w+) resource"
    r"(?:.* in the namespace \"(?P<namespace>[^\"]+)\")?"
)
_OF_SERVER: Final = re.compile(r"Error from server \((?P<reason>\w+)\): (?P<text>.*)")

_SLOW: Final = (
    r"Client\.Timeout|deadline exceeded|request canceled|[Tt]imed out|timeout awaiting|: timeout"
)
_CONTEXT: Final = r"context was not found|context \".*\" does not exist|no context exists"
_KUBECONFIG: Final = (
    r"loading config file|stat .*no such file|invalid configuration|no configuration has been"
    r"|unable to read client|unable to read certificate|unable to load root certificates"
    r"|tls: failed to find any PEM|tls: private key|tls: failed to parse"
)
_LOGIN: Final = r"Unauthorized|must be logged in|getting credentials|provide credentials|enter User"
_CERTIFICATE: Final = r"x509:|certificate signed by|tls:|HTTP response to HTTPS"
_UNREACHED: Final = (
    r"refused|no such host|no route|unreachable|[Uu]nable to connect|EOF|i/o timeout|dial tcp"
    r"|connection reset|server misbehaving"
)
_DISCOVERY: Final = "unable to recognize .*"
"""How a message begins where kubectl cannot learn which kinds there are, before it asks for any."""

_CAUSES: Final = (
    (
        _SLOW,
        "the API server does not answer in time",
        "the VPN may be down, or the server may be busy",
    ),
    (
        _CONTEXT,
        "the kubeconfig has no such context",
        "`kubectl config get-contexts` lists them",
    ),
    (_KUBECONFIG, "the kubeconfig cannot be used", "check it with `kubectl config view`"),
    (
        "localhost:8080",
        "no kubeconfig names a cluster",
        "name a kubeconfig with --kubeconfig or KUBECONFIG, and a context with --context",
    ),
    (
        r"exec: executable .* not found|exec: .* executable file not found",
        "the program that the kubeconfig uses to log in is not installed",
        "install the `exec` command of `users` in the kubeconfig, or use another user",
    ),
    (
        _LOGIN,
        "the cluster does not accept the user's credentials",
        "log in again, or use another user in the kubeconfig",
    ),
    (_CERTIFICATE, "the API server's certificate is not the one that the kubeconfig expects", ""),
    (
        rf"{_DISCOVERY}(: unknown$|[Ff]orbidden)",
        "the user may not list the kinds that the API server has",
        "the user needs the role system:discovery",
    ),
    (
        rf"{_DISCOVERY}(unable to handle the request|error on the server|too many requests)",
        "the API server cannot answer now",
        "try again later",
    ),
    (
        rf"{_DISCOVERY}(could not find the requested|invalid character|status code 3)",
        "the server that answers is not a Kubernetes API server",
        "a proxy or a login page may be in between",
    ),
    (_UNREACHED, "the API server cannot be reached", ""),
)
"""What a message means, in the order in which it is looked for, and what to do."""


def unread_objects(
    done: Finished, wanted: Sequence[Object], context: str
) -> tuple[list[Object], list[Problem]]:
    """The objects of a call that kubectl could not read, and why.

    What concerns one kind or object keeps none of the others from being compared.
    """
    unread: dict[Object, None] = {}
    problems: dict[Problem, None] = {}
    lines = [line for line in done.messages.splitlines() if line.strip() and not _LOG.match(line)]
    for line in lines if done.code else ():
        concerned = [*_concerned(line, wanted)]
        unread |= dict.fromkeys(concerned or wanted)
        if problem := _problem(line, concerned, context):
            problems[problem] = None
    if done.code and not problems:
        unread, problems = dict.fromkeys(wanted), {no_reason(context): None}
    return [*unread], [*problems]


def too_slow(context: str, seconds: int) -> Problem:
    """That a call had to be ended."""
    hint = "it may be waiting for a login: try `kubectl get namespaces` with the same context"
    return _of_call(f"kubectl did not end within {seconds} seconds", context, hint)


def no_reason(context: str) -> Problem:
    """That kubectl does not say why it failed, or not in words that may be shown."""
    return _of_call("it failed", context, "try `kubectl get namespaces` with the same context")


def no_objects(context: str) -> Problem:
    """That an answer is not a list of objects, or larger than any that is read."""
    hint = "a wrapper of kubectl may print something else: try `kubectl get namespaces -o json`"
    return _of_call("its answer cannot be read", context, hint)


def _concerned(line: str, wanted: Sequence[Object]) -> Iterator[Object]:
    """The objects that a message is about; none where it is about the whole call."""
    if found := _NO_KIND.search(line):
        version = found["version"]
        yield from (i for i in wanted if (i.kind, i.api_version) == (found["kind"], version))
    elif found := _FORBIDDEN.match(line):
        for item in wanted:
            is_there = found["namespace"] in (None, item.namespace) or not item.namespace
            if item.name == found["name"] and _is_of_kind(item, found["resource"]) and is_there:
                yield item


def _is_of_kind(item: Object, resource: str) -> bool:
    """Whether a resource, such as `seeds.core.gardener.cloud`, is that of an object."""
    plural, _, group = resource.partition(".")
    of_group = item.api_version.rpartition("/")[0]
    return group == of_group and plural.startswith(item.kind.lower())


def _problem(line: str, concerned: Sequence[Object], context: str) -> Problem | None:
    if concerned and (found := _NO_KIND.search(line)):
        message = f"the cluster has no kind {found['kind']} of {found['version']}"
        hint = "a newer or older release may have it"
        if found["version"].startswith("operator.gardener.cloud/"):
            hint = "--runtime-context names the cluster in which gardener-operator runs"
        elif found["version"].startswith("external-secrets.io/"):
            hint = "External Secrets Operator must be installed in that cluster"
        return _of_call(message, context, hint)
    if concerned and (found := _FORBIDDEN.match(line)):
        item = concerned[0]
        what = f"{item.kind} {quoted(item.name)}"
        place = f" in the namespace {item.namespace}" if item.namespace else ""
        message = f"{what}{place} cannot be read: {found['user']} may not {found['verb']} it"
        resource = found["resource"]
        hint = f"grant the user a role with the verb {found['verb']} for {resource}"
        return _of_call(message, context, hint)
    for pattern, message, hint in _CAUSES:
        if re.search(pattern, line):
            return _of_call(message, context, hint)
    if found := _OF_SERVER.match(line):
        return _of_call(f"{mask_known_forms(found['text'])} ({found['reason']})", context, "")
    return None


def _of_call(message: str, context: str, hint: str) -> Problem:
    where = f"kubectl, context {quoted(context)}" if context else "kubectl"
    return Problem("", 0, 0, f"{where}: {message}", hint=hint)
