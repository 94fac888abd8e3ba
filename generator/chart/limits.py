"""Sizes that Helm allows (v4.2.4, `pkg/chart/loader/archive`), and our own beside them."""

from __future__ import annotations

from typing import Final

from generator.problems import fail

MIB: Final = 1024 * 1024

MAX_FILE: Final = 5 * MIB
"""Bytes of one file, in a folder or an archive: Helm's."""

MAX_CHART: Final = 100 * MIB
"""Bytes of all files of an archive: Helm's; here with all archives inside of it."""

MAX_TAR: Final = MAX_CHART + 28 * MIB
"""Bytes of an unpacked tar with its headers: ours."""

MAX_ENTRIES: Final = 20_000
"""Entries of one tar, and the files and folders that they make: ours."""

MAX_DEPTH: Final = 30
"""Charts inside of charts: ours."""

MAX_NAME: Final = 255
"""Bytes of a file's name, on every usual file system."""

MAX_PATH: Final = 4096
"""Bytes of a path in an archive; Linux stops there, too."""

MAX_LEVELS: Final = 100
"""Folders in each other in an archive: ours."""


class Budget:
    """How many bytes archives, one inside of the other, may still unpack to."""

    def __init__(self, remaining: int = MAX_CHART) -> None:
        self.remaining = remaining

    def spend(self, size: int, file: str) -> None:
        """Take `size` bytes; raises `ProblemsError` when there are fewer left."""
        self.remaining -= size
        if self.remaining <= 0:
            raise fail(f"the chart unpacks to more than {MAX_CHART:,} bytes", file=file)
