"""The section `secrets`: which Secrets the operator makes, and of what; it names no credential."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.catalog.secrets import (
    ExternalSecrets,
    RemoteAccessKey,
    RemoteAccessKeys,
    Secrets,
    SecretStore,
)
from generator.credentials.access_key import ACCESS_KEY_NAMES
from generator.credentials.known_access_keys import looks_like_access_key
from generator.decode import catalog_keys
from generator.problems import Finding, Near, quoted
from generator.reading.text_formats import DNS_SUBDOMAIN, Format, one_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from generator.catalog.credentials import AccessKey, OwnerSecret
    from generator.catalog.seeds import Seed
    from generator.problems import Path
    from generator.reading.section import Section

STORE_KIND = one_of("SecretStore", "ClusterSecretStore")
"""The kinds of `external-secrets.io/v1` that an ExternalSecret can refer to."""

REMOTE_NAME = Format(
    r"(?! )[^\x00-\x1f\x7f]{1,1024}(?<! )",
    "a name in the store: one line, without spaces at its ends",
)

_REMOTE: Path = ("secrets", "external", "remote")
_RESOURCE = "ownerSecret: {resource: NAME}"
_OF_V1 = "a ControllerDeployment that refers to a Secret is of v1, and is applied server-side"


def read_secrets(
    top: Section, owner: OwnerSecret | None, seeds: tuple[Seed, ...]
) -> Secrets | None:
    """The section, which must fit the owner secret and the Secrets of the seeds; None if empty."""
    section = top.section("secrets", catalog_keys.SECRETS)
    if not section.has("external"):
        return None
    external = section.section("external", catalog_keys.EXTERNAL)
    if not external.has("store"):
        external.wrong((), "store is missing", "store: {kind: …, name: …}")
    store = external.section("store", catalog_keys.STORE)
    name = store.required_text("name", DNS_SUBDOMAIN) if external.has("store") else ""
    kind = store.text("kind", STORE_KIND) or STORE_KIND.choices[0]
    remote = external.section("remote", catalog_keys.REMOTE)
    keys = RemoteAccessKeys(_remote_key(remote, "owner"), _backups(remote))
    if remote.has("owner"):
        _check_owner(top, owner)
    _check_backups(top, keys.backups, seeds)
    return Secrets(ExternalSecrets(SecretStore(kind, name), keys))


def _backups(remote: Section) -> dict[str, RemoteAccessKey]:
    node = remote.node.get("backups")
    section = remote.section("backups", node if isinstance(node, dict) else ())
    found = {name: _remote_key(section, name) for name in section.node if section.has(name)}
    return {name: key for name, key in found.items() if key is not None}


def _remote_key(above: Section, name: str) -> RemoteAccessKey | None:
    if not above.has(name):
        return None
    section = above.section(name, catalog_keys.REMOTE_ACCESS_KEY)
    if not section.has("key"):
        section.wrong((), "key is missing", "key: the entry of the store")
    of_id, of_secret = ACCESS_KEY_NAMES
    return RemoteAccessKey(
        key=_remote_name(section, "key"),
        id=_remote_name(section, "id") or of_id,
        secret=_remote_name(section, "secret") or of_secret,
    )


def _remote_name(section: Section, key: str) -> str:
    node = section.node.get(key)
    if isinstance(node, str) and looks_like_access_key(node):
        # So it is not shown.
        section.wrong((key,), "found what looks like the credential itself", REMOTE_NAME.expected)
        return ""
    return section.text(key, REMOTE_NAME) or ""


def _check_owner(top: Section, owner: OwnerSecret | None) -> None:
    path, of_owner = (*_REMOTE, "owner"), (("ownerSecret",),)
    if owner is None:
        message = "the catalog has no ownerSecret"
        top.wrong(path, message, _RESOURCE, _OF_V1, of_key=True, relies_on=of_owner)
    elif owner.resource is None:
        message = "the owner's access key goes into the values of the chart: it cannot be external"
        top.wrong(path, message, _RESOURCE, _OF_V1, of_key=True, relies_on=of_owner)
    elif owner.access_key is not None:
        _refuse_two_places(top, path, "ownerSecret", ("ownerSecret",))


def _check_backups(
    top: Section, backups: Mapping[str, RemoteAccessKey], seeds: tuple[Seed, ...]
) -> None:
    stated: dict[str, tuple[int, AccessKey | None]] = {}
    for index, seed in enumerate(seeds):
        secret = seed.backup.secret
        if stated.get(secret.name, (0, None))[1] is None:
            stated[secret.name] = index, secret.access_key
    for name in backups:
        path = (*_REMOTE, "backups", name)
        if name not in stated:
            message = f"no seed uses the Secret {quoted(name)} for its backup"
            hint = Near(name, tuple(stated))
            expected = "the name of a Secret in `seeds`"
            top.wrong(path, message, expected, hint, of_key=True, relies_on=(("seeds",),))
        elif stated[name][1] is not None:
            _refuse_two_places(top, path, name, ("seeds", stated[name][0], "backup", "secret"))


def _refuse_two_places(top: Section, path: Path, what: str, other: Path) -> None:
    message = f"it replaces the access key of {what}"
    asked_by = ((*other, ACCESS_KEY_NAMES[0]),)
    hint = "remove one of the two"
    top.findings.append(Finding(path, message, hint=hint, of_key=True, asked_by=asked_by))
