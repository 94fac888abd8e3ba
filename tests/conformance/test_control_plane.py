"""The control plane itself: it judges what comes, and what it cannot judge is an error."""

from __future__ import annotations

import re
import socket
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.conformance.control_plane import GENERATED, TESTED, ControlPlane, Mode
from tests.conformance.garden import prepare_for
from tests.conformance.landscapes import DEPLOYMENT, generate
from tests.conformance.servers import Site, etcd
from tests.conformance.serving import LOOPBACK, Servers, free_ports
from tests.conformance.test_judges import CASES, Mutation, manifests, mutations, question
from tests.support.tools import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

MODES: tuple[Mode, ...] = ("client-side", "server-side")


NOTICED = [
    each
    for each in mutations()
    if each.by == "extension" or each.refusal.startswith("unknown field")
    # What nobody knows in a `providerConfig` is dropped without a word.
    if each.refusal != 'unknown field "value"'
]
"""What only the webhook refuses, and what the servers decode strictly."""


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("path", manifests(), ids=lambda path: path.stem)
def test_every_kind_is_taken_and_left_alone(path: Path, mode: Mode, plane: ControlPlane) -> None:
    manifest = path.read_text("utf-8")
    prepare(manifest, plane)
    assert plane.apply(manifest, mode).stderr == ""
    assert plane.diff(manifest, mode).stdout == ""


def test_the_guide(plane: ControlPlane, tmp_path: Path) -> None:
    generated = generate(ROOT / "examples" / "guide.yaml", tmp_path)
    manifest = generated[DEPLOYMENT]
    assert "created" in plane.apply(manifest, "client-side").stdout
    assert "unchanged" in plane.apply(manifest, "client-side").stdout


@pytest.mark.parametrize("mutation", NOTICED, ids=lambda each: f"{each.file} {each.with_}")
def test_what_is_wrong_is_refused(mutation: Mutation, plane: ControlPlane) -> None:
    manifest = mutation.applied((CASES / mutation.file).read_text("utf-8"))
    prepare(manifest, plane)
    result = plane.apply(manifest, "client-side", "--dry-run=server")
    assert mutation.refusal in result.stderr


def test_nothing_is_left_of_a_test(plane: ControlPlane) -> None:
    assert plane.done("get", ",".join(GENERATED), "--all-namespaces", "-l", TESTED) == ""


def test_nobody_to_ask_is_no_verdict(plane: ControlPlane, tmp_path: Path) -> None:
    (port,) = free_ports(1)
    elsewhere = tmp_path / "kubeconfig.json"
    text = plane.kubeconfig.read_text()
    elsewhere.write_text(re.sub(r"127\.0\.0\.1:\d+", f"127.0.0.1:{port}", text))
    deserted = ControlPlane(Servers(), plane.program, elsewhere)
    with pytest.raises(RuntimeError, match="refused"):
        deserted.kubectl("get", "secrets")


def test_a_server_that_ends_is_an_error_with_its_last_words(tmp_path: Path) -> None:
    ends = [sys.executable, "-c", "raise SystemExit('no such flag')"]
    with Servers() as servers:
        servers.start(ends, tmp_path / "etcd.log")
        with pytest.raises(RuntimeError, match="etcd ended with 1:\nno such flag"):
            servers.must_be(lambda: False, "etcd")


def test_servers_end_with_tests_that_are_killed(tmp_path: Path) -> None:
    site = Site(tmp_path)
    command = etcd(site).arguments()
    code = f"Server({command!r}, Path({str(tmp_path / 'log')!r})).process.wait()"
    imports = "from pathlib import Path; from tests.conformance.serving import Server; "
    with subprocess.Popen([sys.executable, "-c", imports + code], cwd=ROOT) as tests:
        until(lambda: answers(site.ports.etcd))
        tests.kill()
    until(lambda: not answers(site.ports.etcd))


def prepare(manifest: str, plane: ControlPlane) -> None:
    """Applies what the object of a hand-written manifest needs to be accepted."""
    needed = question(manifest).get("parent", "")
    if "kind: ControllerRegistration" in manifest:
        needed = (CASES / "controllerdeployment-v1.yaml").read_text("utf-8")
    if needed:
        plane.done("apply", "-f", "-", stdin=needed)
    prepare_for(manifest, plane)


def until(true: Callable[[], bool]) -> None:
    with Servers() as servers:
        servers.must_be(true, "etcd")


def answers(port: int) -> bool:
    try:
        socket.create_connection((LOOPBACK, port)).close()
    except ConnectionRefusedError:
        return False
    return True
