"""Without the extra, one line says what to install; without `oci://`, nothing needs it."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from generator import cli
from tests.support.command import CATALOG, run
from tests.support.krm import config, resource_list
from tests.support.manifests import CHART, blob, v1

if TYPE_CHECKING:
    from pathlib import Path

OFFLINE = """\
import os, sys
opened = []
def refuse(event, arguments):
    if event in ("socket.connect", "socket.getaddrinfo", "socket.bind", "socket.sendto"):
        opened.append(event)
sys.addaudithook(refuse)
from generator import cli
code = cli.run(sys.argv[1:])
network = {"oras", "requests", "urllib3", "http.client", "ssl", "generator.registry"}
print(code, opened, sorted(network & set(sys.modules)), file=open("seen", "w"))
"""
"""Runs a command line, and notes what of the network it has used."""

REGISTRY = "registry.example/charts/c"
CATALOGS = {
    "live": f"controllerDeployment: {{chart: {{oci: {{ref: '{REGISTRY}:1'}}}}}}\n{CATALOG}",
    "pinned": (
        f"controllerDeployment: {{chart: {{oci: {{repository: {REGISTRY}, tag: v1.72.0, "
        f"digest: 'sha256:{'a' * 64}'}}}}}}\nextension: {{}}\n{CATALOG}"
    ),
}
VERBS = {
    "init": [["init", "--ci", "none", "--install", "x.whl"]],
    "generate": [["generate", "live.yaml", "pinned.yaml"]],
    "import": [["import", "m.yaml"]],
    "krm": [["krm"]],
    "add": [["add", "live.yaml", "gardenlinux", "2000.0.0", "--region", "cn-shanghai=m-uf6a"]],
    "promote": [["promote", "live.yaml", "gardenlinux", "1877.13.0"]],
    "retire": [["retire", "live.yaml", "--as-of", "2026-01-01"]],
    "validate": [["validate", "live.yaml", "pinned.yaml"]],
    "check": [["check", "live.yaml"], ["check", "pinned.yaml", "--format", "github"]],
    "diff": [["diff", "live.yaml", "-o", "manifests"], ["diff", "m.yaml", "n.yaml"]],
    "calendar": [["calendar", "live.yaml", "--as-of", "2026-01-01"]],
    "matrix": [["matrix", "live.yaml"]],
    "show": [["show", "m.yaml", "n.yaml"]],
    "textconv": [["textconv", "m.yaml"]],
    "explain": [["explain", "pinned.yaml", "controllerDeployment"]],
    "catalogs": [["catalogs", "live.yaml"]],
    "rules": [["rules"]],
    "schema": [["schema"]],
    "completion": [["completion", "bash"]],
    "chart": [
        ["chart", "digest", "c.yaml"],
        ["chart", "pack", "c.yaml", "-o", "c.tgz"],
        ["chart", "unpack", "c.yaml", "-o", "unpacked"],
        ["chart", "verify", "c.yaml", "--against", "c.yaml"],
    ],
}
"""Calls that name no `oci://`, about charts that are in registries where they can be."""

ASKING = {"audit"}
"""Verbs whose work it is to ask somebody else."""


@pytest.fixture
def work(tmp_path: Path) -> Path:
    for name, text in CATALOGS.items():
        (tmp_path / f"{name}.yaml").write_text(text)
    (tmp_path / "c.yaml").write_text(v1(blob(CHART)))
    for name, tag in (("m", "1"), ("n", "2")):
        in_registry = f"ociRepository: {{repository: {REGISTRY}, tag: '{tag}'}}"
        text = v1("X").replace("rawChart: X", in_registry)
        (tmp_path / f"{name}.yaml").write_text(text)
    return tmp_path


@pytest.mark.parametrize("verb", sorted({*cli.VERBS} - ASKING))
def test_no_other_verb_opens_a_connection(verb: str, work: Path) -> None:
    import subprocess

    for arguments in VERBS[verb]:
        subprocess.run(
            [sys.executable, "-P", "-c", OFFLINE, *arguments],
            cwd=work,
            input=resource_list(config(catalogs=["live.yaml"])).encode(),
            capture_output=True,
            timeout=60,
            check=True,
        )
        code, seen = (work / "seen").read_text().strip().split(maxsplit=1)
        assert seen == "[] []", arguments
        assert code in ("0", "1"), arguments


def test_the_test_sees_what_uses_the_network(work: Path) -> None:
    import subprocess

    pytest.importorskip("oras")
    call = ["chart", "digest", "oci://127.0.0.1:1/c:1"]
    subprocess.run(
        [sys.executable, "-P", "-c", OFFLINE, *call],
        cwd=work,
        capture_output=True,
        timeout=60,
        check=True,
    )
    seen = (work / "seen").read_text()
    assert "socket.connect" in seen
    assert "'oras', 'requests'" in seen


@pytest.mark.parametrize("absent", ["oras", "requests", "urllib3"])
def test_one_line_says_what_to_install(
    absent: str, work: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    for name in [*sys.modules]:
        if name.startswith("generator.registry.") or name.partition(".")[0] == absent:
            monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, absent, None)
    reference = f"oci://{REGISTRY}:1"
    for call in (["show", reference], ["chart", "push", str(work / "c.yaml"), reference]):
        assert cli.run(call) == 1
        out, err = capfd.readouterr()
        assert out == ""
        assert err == (
            f"{reference}: error: charts in registries need an optional part that is not "
            "installed\n  hint: pip install 'alicloud-generator[oci]'\n"
        )


@pytest.mark.parametrize(
    ("section", "expected"),
    [
        ("controllerDeployment: {chart: %s}", "{oci: {ref: HOST/REPOSITORY:TAG}}"),
        ("extension: {chart: %s}", "{oci: {repository: …, tag: …}}"),
        ("extension: {admission: {virtualCluster: {chart: %s}}}", "{oci: {repository: …, tag: …}}"),
        (
            "controllerDeployment: {chart: {oci: {repository: reg.example/a, from: %s}}}",
            "the path of the .tgz that was pushed",
        ),
    ],
)
def test_a_url_in_a_catalog_is_no_path(section: str, expected: str, work: Path) -> None:
    catalog = work / "url.yaml"
    catalog.write_text(f"{section % repr(f'oci://{REGISTRY}:1')}\n{CATALOG}")
    done = run("generate", "url.yaml", cwd=work)
    assert done.returncode == 1
    assert done.stderr.count("error: ") == 1
    assert "found a URL" in done.stderr
    assert expected in done.stderr
