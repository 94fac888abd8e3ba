"""bundle.py MADE BUNDLE: what shiv has made, with our own start, and the same bytes everywhere.

Shiv packs its own files as it finds them: in the order of the file system, with the modes that the
umask of its installation gave them.
"""

from __future__ import annotations

import sys
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

_FILE = 0o100644 << 16


def _repack(made: Path, bundle: Path) -> None:
    with made.open("rb") as old, bundle.open("wb") as new:
        new.write(old.readline())
        with ZipFile(old) as source, ZipFile(new, "w", ZIP_DEFLATED) as target:
            for entry in sorted(source.infolist(), key=lambda entry: entry.filename):
                data = source.read(entry)
                if entry.filename == "__main__.py":
                    data = Path(__file__).with_name("bundle_main.py").read_bytes()
                if not entry.filename.startswith("site-packages/"):
                    entry.external_attr = _FILE
                target.writestr(entry, data)
    bundle.chmod(0o755)


if __name__ == "__main__":
    _repack(*map(Path, sys.argv[1:]))
