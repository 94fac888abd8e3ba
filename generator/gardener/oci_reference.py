"""References to artifacts in OCI registries, as gardenlet and gardener-operator parse them.

They take them through go-containerregistry's strict parser (`pkg/name`, as gardener's
`pkg/utils/oci` calls it): host, repository, and tag or digest must be there.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from generator.problems import quoted
from generator.record import Record
from generator.visible import character_name

if TYPE_CHECKING:
    from collections.abc import Iterator

_TAG: Final = r"[A-Za-z0-9_.-]{1,128}"
_DIGEST: Final = r"sha256:[0-9a-f]{64}"
_REPOSITORY: Final = r"[a-z0-9_./-]{1,255}"
_IN_HOST: Final = r"[A-Za-z0-9._~!$&'()*+,;=-]"
_HOST: Final = rf"(?:{_IN_HOST}|:)*:[0-9]*|{_IN_HOST}+|\[[0-9A-Fa-f:.]+\](?::[0-9]*)?"
_DOCKER_HUB: Final = ("docker.io", "index.docker.io")


SCHEME: Final = "oci://"
"""What a chart in a registry starts with on a command line, as Helm has it."""


class Reference(Record):
    """A place in a registry; with both, the digest decides and the tag is for people."""

    host: str
    repository: str
    tag: str = ""
    digest: str = ""

    def __str__(self) -> str:
        """The URL, as Helm writes it."""
        tag = f":{self.tag}" if self.tag else ""
        digest = f"@{self.digest}" if self.digest else ""
        return f"{SCHEME}{self.host}/{self.repository}{tag}{digest}"


class Refusal(Record):
    """What is wrong with a reference, what was expected, and a hint, each maybe empty."""

    message: str
    expected: str = ""
    hint: str = ""


def parse(reference: str) -> Reference:
    """The parts of a reference that has no `refusals`."""
    name, _, digest = reference.partition("@")
    host, _, path = name.partition("/")
    repository, _, tag = path.partition(":")
    return Reference(host, repository, tag, digest)


def refusals(reference: str) -> Iterator[Refusal]:
    """What keeps a reference (`HOST/REPOSITORY:TAG` or `…@sha256:…`) from being parsed."""
    if "://" in reference:
        yield Refusal(f"{quoted(reference)} is a URL", "HOST/REPOSITORY:TAG, without a scheme")
        return
    if "/" in reference.partition("@")[2]:
        yield Refusal("a reference cannot contain a login", "HOST/REPOSITORY:TAG, without a user")
        return
    if strange := next((each for each in reference if not each.isascii()), ""):
        yield Refusal(f"{quoted(reference)} has {character_name(strange)}", "only ASCII characters")
        return
    name, at, digest = reference.partition("@")
    if at and not re.fullmatch(_DIGEST, digest):
        yield Refusal(f"{quoted(digest)} is not a digest", "sha256: and 64 hexadecimal digits")
    path, colon, tag = name.rpartition(":")
    if not colon or "/" in tag:
        path, tag = name, ""
        if not at:
            message = f"{quoted(reference)} has neither tag nor digest"
            yield Refusal(message, "HOST/REPOSITORY:TAG, or HOST/REPOSITORY@sha256:…")
    elif not re.fullmatch(_TAG, tag):
        hint = "a tag has `_` where a version has `+`" if "+" in tag else ""
        yield Refusal(
            f"{quoted(tag)} is not a tag", "letters, digits, dots, dashes, underscores", hint
        )
    yield from _of_repository(path)


def _of_repository(path: str) -> Iterator[Refusal]:
    host, slash, repository = path.partition("/")
    if not slash or not (host == "localhost" or "." in host or ":" in host):
        message = f"{quoted(path)} does not start with the host of a registry"
        yield Refusal(message, "HOST/REPOSITORY, where the host has a dot or a port")
        repository = path
    elif not re.fullmatch(_HOST, host):
        yield Refusal(f"{quoted(host)} is not the host of a registry", "HOST or HOST:PORT")
    elif host in _DOCKER_HUB and "/" not in repository:
        hint = f"{host}/library/{repository}"
        yield Refusal(f"{quoted(path)} leaves out the first part of the repository", hint)
    if re.fullmatch(_REPOSITORY, repository):
        return
    if ":" in repository or "@" in repository:
        yield Refusal(f"the repository {quoted(repository)} has a tag or digest of its own")
    elif repository.lower() != repository:
        yield Refusal(f"the repository {quoted(repository)} has upper case letters", "lower case")
    else:
        expected = "lower case letters, digits, and . _ - /, at most 255"
        yield Refusal(f"{quoted(repository)} is not a repository", expected)
