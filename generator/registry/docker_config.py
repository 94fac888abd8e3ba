"""The user's logins to registries: the configuration of Docker, of which others read it, too."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any, Final

from generator import files
from generator.problems import fail

_LIMIT: Final = 1024 * 1024
"""Bytes of the file; it has a few lines for each registry."""

_AROUND_HOST: Final = re.compile("^https?://|/.*$")


def docker_config() -> dict[str, Any]:
    """`auths`, `credsStore` and `credHelpers` by hosts of registries, all empty without the file.

    `docker login`, `podman login --authfile` and `helm registry login --registry-config` write it;
    DOCKER_CONFIG names its folder. Raises `ProblemsError` where it is not what they write.
    """
    import json

    folder = Path(os.environ.get("DOCKER_CONFIG") or "~/.docker").expanduser()
    file = folder / "config.json"
    try:
        found = json.loads(files.read(file, _LIMIT))
        return {
            "auths": {_host(key): dict(login) for key, login in (found.get("auths") or {}).items()},
            "credsStore": found.get("credsStore"),
            "credHelpers": {
                _host(key): name for key, name in (found.get("credHelpers") or {}).items()
            },
        }
    except FileNotFoundError:
        return {"auths": {}, "credsStore": None, "credHelpers": {}}
    except OSError as error:
        raise files.unreadable(error, str(file)) from None
    except (ValueError, TypeError, AttributeError, RecursionError):
        # The error itself could quote a credential.
        raise fail("this is not a configuration file of Docker", file=str(file)) from None


def _host(key: str) -> str:
    """The host of a registry, which old versions wrote as a URL."""
    return _AROUND_HOST.sub("", key)
