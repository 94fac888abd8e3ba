"""The architecture, said by the imports: they point downward, and one layer has each library."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import TYPE_CHECKING

import generator

if TYPE_CHECKING:
    from collections.abc import Iterator

PACKAGE = Path(generator.__file__).parent

LAYERS = (
    {
        "problems",
        "catalog",
        "releases",
        "regions",
        "versions",
        "assets",
        "ansi",
        "markdown",
        "visible",
    },
    {"yamlio", "credentials", "overlay", "quantities"},
    {"decode", "values", "chart", "manifest", "render", "report"},
    {"machine_images", "stages"},
    {"extension", "garden_secrets", "oci", "profile", "profile_defaults", "registration", "seeds"},
    {"checks"},
    {"calendar"},
    {"matrix"},
    {"inspect"},
    {"plan"},
    {"explain"},
    {"schema"},
    {"importing"},
    {"edit"},
    {"workspace", "review"},
    {"commands"},
    {"cli", "__main__"},
)
"""From the leaves up; what stands in one layer may import its own and those before it."""

OWNERS = {
    "yaml": {"yamlio"},
    "jinja2": {"render"},
    "markupsafe": {"render"},
    "deepmerge": {"overlay"},
    "click": {"cli", "commands"},
}


def imports() -> list[tuple[str, str]]:
    """Pairs of a part of the package and a module that it imports."""
    found = []
    for path in PACKAGE.rglob("*.py"):
        parts = path.relative_to(PACKAGE).with_suffix("").parts
        if parts == ("__init__",):
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Import):
                found += [(parts[0], alias.name) for alias in node.names]
            elif isinstance(node, ast.ImportFrom) and node.module == "generator":
                found += [(parts[0], f"generator.{alias.name}") for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                found.append((parts[0], node.module or ""))
    return found


def test_imports_point_downward() -> None:
    level = {part: number for number, layer in enumerate(LAYERS) for part in layer}
    upward = [
        (part, module)
        for part, module in imports()
        if module.startswith("generator.")
        and module != "generator.__version__"
        and level[module.split(".")[1]] > level[part]
    ]
    assert upward == []


def test_each_library_has_one_owner() -> None:
    strangers = [
        (part, module)
        for part, module in imports()
        if part not in OWNERS.get(module.split(".")[0], {part})
    ]
    assert strangers == []


def test_every_part_has_its_layer() -> None:
    parts = {part for part, _ in imports()}
    assert parts <= set().union(*LAYERS)


def writes(tree: ast.AST) -> Iterator[str]:
    """What writes to the terminal in a module."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            yield from {ast.unparse(node)} & {
                *("click.echo", "click.secho", "sys.stdout.write", "sys.stdout.buffer"),
                *("sys.stderr.write", "sys.stderr.buffer", "json.dumps", "json.dump"),
            }
        elif isinstance(node, ast.Name) and node.id == "print":
            yield node.id


def test_everything_goes_the_one_way_out() -> None:
    """Where other people's text becomes visible; `inspect/sizes.py` only counts bytes."""
    found = {
        path.relative_to(PACKAGE).as_posix(): {*writes(ast.parse(path.read_text()))}
        for path in PACKAGE.rglob("*.py")
    }
    assert {path: names for path, names in found.items() if names} == {
        "commands/output.py": {"click.echo", "sys.stdout.buffer"},
        "inspect/sizes.py": {"json.dumps"},
        "visible.py": {"json.dumps"},
    }


def test_help_and_a_failing_decode_import_no_template_engine(tmp_path: Path) -> None:
    import subprocess
    import sys

    (tmp_path / "bad.yaml").write_text("images: []\n")
    script = (
        "import sys; from generator import cli; code = cli.run(sys.argv[1:]);"
        "assert not {'jinja2', 'tarfile', 'importlib.metadata'} & set(sys.modules), code"
    )
    for arguments in (["--help"], ["generate", "--help"], ["generate", "bad.yaml"]):
        process = subprocess.run(
            [sys.executable, "-P", "-c", script, *arguments],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert process.returncode == 0, process.stderr
