"""The rights that a client has and does not use: what may go, if no other release needs it."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from tests.support.rights import Right, granted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.conformance.installation import Installation

READING = {"get", "list", "watch"}


def unused(installation: Installation) -> str:
    """A line for each resource, below the kind of role that grants it.

    Who may read in one way may as well read in another; which one it takes is up to its cache.
    How often an event is told again is a matter of time.
    """
    own = granted(installation.objects.one("Role"))
    requests = installation.requests()
    here = {each.right for each in requests if each.namespace == installation.namespace} & own
    elsewhere = {
        each.right
        for each in requests
        if each.namespace != installation.namespace or each.right not in own
    }
    everywhere = granted(installation.objects.one("ClusterRole"))
    left = {"ClusterRole": _without(everywhere, elsewhere), "Role": _without(own, here)}
    return "".join(f"{kind} {line}\n" for kind, rights in left.items() for line in _lines(rights))


def _without(rights: set[Right], used: set[Right]) -> set[Right]:
    read = {(each.group, each.resource) for each in used if each.verb in READING}
    told = {each.group for each in used if each.resource == "events"}
    return {
        each
        for each in rights - used
        if each.verb not in READING or (each.group, each.resource) not in read
        if each.resource != "events" or each.group not in told
    }


def _lines(rights: set[Right]) -> Iterator[str]:
    resources = groupby(sorted(rights), lambda each: (each.group, each.resource))
    for (group, resource), found in resources:
        yield f"{group or 'core'}/{resource}: {', '.join(each.verb for each in found)}"
