"""What the bundle runs before the program: its extensions in C are for one Python and platform."""

import importlib.machinery
import sys

this = importlib.machinery.EXTENSION_SUFFIXES[0]
if not (site_packages / "yaml" / f"_yaml{this}").exists():
    ours = next((file.name for file in (site_packages / "yaml").glob("_yaml.*")), "")
    if not ours:
        raise ImportError(f"{site_packages / 'yaml'} is not complete")
    sys.exit(
        f"error: this bundle is for {ours.split('.')[1]}, and this Python is {this.split('.')[1]}\n"
        "  hint: `./FILE` finds its own Python in PATH; with any other, install the wheel"
    )
