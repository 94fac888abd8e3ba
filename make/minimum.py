"""The requirements of `make test-wheel`, printed: what pyproject.toml declares, at its lowest.

The tools that tests need keep the versions of requirements-dev.txt.
"""

from __future__ import annotations

import re
import sys
import tomllib
from itertools import chain
from pathlib import Path

_DECLARED = re.compile(r"(?P<name>[a-z0-9-]+)>=(?P<version>[0-9.]+)")


def minimum() -> list[str]:
    """Each requirement as `name==version`; raises SystemExit for one without a lowest version."""
    project = tomllib.loads(Path("pyproject.toml").read_text(encoding="utf-8"))["project"]
    lowest: dict[str, str] = {}
    extras = project["optional-dependencies"].values()
    for requirement in [*project["dependencies"], *chain.from_iterable(extras)]:
        match = _DECLARED.fullmatch(requirement)
        if match is None:
            raise SystemExit(f"pyproject.toml: {requirement}: expected NAME>=VERSION")
        lowest[match["name"]] = f"{match['name']}=={match['version']}"
    tools = Path("requirements-dev.txt").read_text(encoding="utf-8").splitlines()
    return [*(tool for tool in tools if tool.partition("==")[0] not in lowest), *lowest.values()]


if __name__ == "__main__":
    sys.stdout.writelines(f"{line}\n" for line in minimum())
