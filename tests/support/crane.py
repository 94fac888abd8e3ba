"""A registry of go-containerregistry on loopback."""

from __future__ import annotations

import re
import subprocess
from contextlib import contextmanager
from typing import TYPE_CHECKING

from tests.support.tools import need

if TYPE_CHECKING:
    from collections.abc import Iterator

_PLACE = re.compile(r"serving on port (\d+)")


@contextmanager
def registry_on_loopback() -> Iterator[str]:
    """The host and port of an empty registry, which ends with the block."""
    command = [need("crane"), "registry", "serve", "--address", "127.0.0.1:0"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        try:
            assert process.stderr is not None
            found = next((found for line in process.stderr if (found := _PLACE.search(line))), None)
            assert found, "crane serves no registry"
            yield f"127.0.0.1:{found[1]}"
        finally:
            process.terminate()
