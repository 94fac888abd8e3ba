"""The architecture, said by the imports: they point downward, and one layer has each library."""

from __future__ import annotations

import ast
import graphlib
from pathlib import Path
from typing import TYPE_CHECKING

import generator
from generator import assets

if TYPE_CHECKING:
    from collections.abc import Iterator

PACKAGE = Path(generator.__file__).parent

LAYERS = (
    {"installation", "record"},
    {"problems", "files", "catalog", "assets", "ansi", "bounded", "markdown", "visible"},
    {"yamlio", "merge"},
    {"credentials"},
    {"repetitions"},
    {"report", "reading"},
    {"chart"},
    {"gardener"},
    {"chart_values"},
    {"manifest"},
    {"schema", "decode"},
    {"documents"},
    {"checks"},
    {
        *("audit", "calendar", "edit", "explain", "importing", "krm", "matrix", "registry"),
        *("review", "show"),
    },
    {"alicloud"},
    {"app"},
    {"commands"},
    {"cli", "__main__"},
)
"""From the leaves up; what stands in one layer may import its own and those before it."""

SDK = (
    *("alibabacloud_credentials", "alibabacloud_ecs20140526", "alibabacloud_tea_openapi"),
    *("darabonba", "Tea"),
)
"""What Alibaba Cloud's SDK consists of."""

OWNERS = {
    "yaml": {"yamlio"},
    "jinja2": {"documents"},
    "markupsafe": {"documents"},
    "deepmerge": {"merge"},
    "jsonschema_rs": {"chart_values"},
    "click": {"cli", "commands"},
    "oras": {"registry"},
    "requests": {"alicloud", "registry"},
    "urllib3": {"alicloud", "registry"},
    **{name: {"alicloud"} for name in SDK},
}


DISK_FUNCTIONS = {
    # of builtins, os, shutil, tempfile and jinja2
    *("open", "fdopen", "lstat", "isfile", "isdir", "islink", "listdir", "scandir", "walk"),
    *("unlink", "renames", "rmdir", "removedirs", "rmtree", "truncate", "makedirs", "mkfifo"),
    *("mkdir", "link", "symlink", "chmod", "fchmod", "chown", "fchown", "utime", "readlink"),
    *("mkstemp", "mkdtemp", "NamedTemporaryFile", "TemporaryDirectory", "FileSystemLoader"),
}
DISK_METHODS = {
    *("stat", "exists", "is_file", "is_dir", "is_symlink", "access", "rename", "touch"),
    *("read_bytes", "read_text", "write_bytes", "write_text", "iterdir", "glob", "rglob"),
    *("hardlink_to", "symlink_to"),
}
"""What asks or changes the disk, by its last name."""

DISK_ALLOWED = {
    ("cli.py", "open"): "/dev/null, in the place of what takes no output",
    ("__main__.py", "open"): "the same",
    ("__main__.py", "fdopen"): "the same",
    ("app/parallel.py", "fdopen"): "pipes between processes",
    ("bounded.py", "open"): "/dev/null, in the place of standard error",
    ("bounded.py", "fdopen"): "a pipe between processes",
    ("commands/crash.py", "mkstemp"): "nothing of ours may be needed to report a bug of ours",
    ("commands/crash.py", "fdopen"): "the same",
}


def own_modules() -> list[Path]:
    """The modules of the package; in a wheel, templates are modules of Jinja's beside them."""
    found = (path.relative_to(PACKAGE) for path in PACKAGE.rglob("*.py"))
    return [PACKAGE / path for path in found if path.parts[0] != assets.COMPILED.parent.name]


def imports() -> list[tuple[str, str]]:
    """Pairs of a part of the package and a module that it imports."""
    found = []
    for path in own_modules():
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


def module_imports() -> dict[str, set[str]]:
    """Each module of the package with those of the package that it imports, wherever it does."""
    paths = {
        ".".join(("generator", *path.relative_to(PACKAGE).with_suffix("").parts)): path
        for path in own_modules()
    }
    modules = {name.removesuffix(".__init__"): path for name, path in paths.items()}
    graph: dict[str, set[str]] = {}
    for name, path in modules.items():
        imported = set()
        for node in run_time_nodes(ast.parse(path.read_text())):
            if isinstance(node, ast.Import):
                imported |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                within = {f"{node.module}.{alias.name}" for alias in node.names} & modules.keys()
                imported |= within or {node.module or ""}
        graph[name] = (imported & modules.keys()) - {name}
    return graph


def run_time_nodes(node: ast.AST) -> Iterator[ast.AST]:
    """All below a node but what only type checkers see."""
    for child in ast.iter_child_nodes(node):
        match child:
            case ast.If(test=ast.Name(id="TYPE_CHECKING")):
                pass
            case _:
                yield child
                yield from run_time_nodes(child)


def test_no_modules_import_each_other_in_a_circle() -> None:
    graphlib.TopologicalSorter(module_imports()).prepare()


def test_each_library_has_one_owner() -> None:
    strangers = [
        (part, module)
        for part, module in imports()
        if part not in OWNERS.get(module.split(".")[0], {part})
    ]
    assert strangers == []


def test_one_module_knows_the_sdk_of_alibaba_cloud() -> None:
    sources = {str(path.relative_to(PACKAGE)): path.read_text() for path in own_modules()}
    knowing = {
        name for name, text in sources.items() if any(f"from {each}" in text for each in SDK)
    }
    assert knowing == {"alicloud/sdk.py"}


def disk_calls() -> set[tuple[str, str]]:
    """Files of the package, and what they call that asks or changes the disk."""
    found = set()
    for path in own_modules():
        place = path.relative_to(PACKAGE)
        for node in ast.walk(ast.parse(path.read_text())):
            if place.parts[0] != "files" and isinstance(node, ast.Call):
                match node.func:
                    case ast.Attribute(value=ast.Name(id="files")):
                        pass
                    case ast.Attribute(attr=name) if name in DISK_FUNCTIONS | DISK_METHODS:
                        found.add((place.as_posix(), name))
                    case ast.Name(id=name) if name in DISK_FUNCTIONS:
                        found.add((place.as_posix(), name))
                    # A text's `replace` has two arguments, a date's have names.
                    case ast.Attribute(attr="replace") if len(node.args) == 1 and not node.keywords:
                        found.add((place.as_posix(), "replace"))
    return found


def test_one_part_touches_the_disk() -> None:
    assert disk_calls() == set(DISK_ALLOWED)


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
    """Where other people's text becomes visible; `show/sizes.py` only counts bytes.

    What `chart/artifact.py` writes is kept by a registry.
    """
    found = {
        path.relative_to(PACKAGE).as_posix(): {*writes(ast.parse(path.read_text()))}
        for path in own_modules()
    }
    assert {path: names for path, names in found.items() if names} == {
        "chart/artifact.py": {"json.dumps"},
        "commands/output.py": {"click.echo", "sys.stdout.buffer"},
        "show/sizes.py": {"json.dumps"},
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
