"""How the bundle starts: it unpacks itself and runs what it holds, or says why it cannot."""

import sys
import zipfile
import zlib

import _bootstrap


def _end(why: object) -> None:
    sys.exit(
        f"error: this bundle cannot unpack itself, or run what it has unpacked: {why}\n"
        "  hint: set SHIV_ROOT to another folder that can be written, or SHIV_FORCE_EXTRACT=1 to "
        "unpack once more"
    )


try:
    _bootstrap.bootstrap()
except (zipfile.BadZipFile, zlib.error) as error:
    sys.exit(f"error: this bundle is damaged: {error}\n  hint: fetch it once more")
except OSError as error:
    _end(f"{error.filename}: {error.strerror}")
# The second is raised where nobody knows the user's home folder.
except (ImportError, RuntimeError) as error:
    _end(error)
