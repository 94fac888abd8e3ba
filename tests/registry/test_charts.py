"""Charts pulled and pushed on the command line, with a registry that does as it should."""

from __future__ import annotations

import gzip
import hashlib
import json
from base64 import b64decode
from typing import TYPE_CHECKING

import pytest

from generator import cli
from generator.chart import blob as chart_blob
from generator.chart_values.built_in import built_in
from generator.gardener.oci_reference import Reference
from generator.manifest.chart_source import read_source
from generator.registry import charts
from tests.support.command import run, tree
from tests.support.fake_registry import REPOSITORY
from tests.support.manifests import CHART, blob, v1

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from tests.support.fake_registry import FakeRegistry

TGZ = b64decode(blob(CHART))
OTHER = b64decode(blob({**CHART, "templates/a.yaml": "a: b\n"}))


def test_every_verb_reads_a_chart_from_a_registry(
    registry: FakeRegistry, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    made = registry.put(OTHER)
    file = tmp_path / "c.tgz"
    file.write_bytes(OTHER)
    pinned = f":1.2.3@{made.digest}"
    for version in (":1.2.3", f"@{made.digest}", pinned):
        reference = registry.reference(version)
        assert cli.run(["chart", "verify", reference, "--against", str(file)]) == 0
        assert cli.run(["chart", "verify", str(file), "--against", reference]) == 0
        for verb in ("digest", "pack"):
            capfd.readouterr()
            assert cli.run(["chart", verb, str(file)]) == 0
            expected = capfd.readouterr().out
            assert cli.run(["chart", verb, reference]) == 0
            assert capfd.readouterr().out == expected
    assert cli.run(["chart", "unpack", reference, "-o", str(tmp_path / "out")]) == 0
    assert tree(tmp_path / "out") == dict(read_source(file).files)


def test_two_tags_differ_in_files(
    registry: FakeRegistry, capfd: pytest.CaptureFixture[str]
) -> None:
    registry.put(TGZ, "1.2.3")
    registry.put(OTHER, "1.2.4")
    old, new = registry.reference(":1.2.3"), registry.reference(":1.2.4")
    assert cli.run(["chart", "verify", new, "--against", old]) == 1
    assert capfd.readouterr().out == "added: templates/a.yaml\n"


def test_show_says_what_pins_a_chart(
    registry: FakeRegistry, capfd: pytest.CaptureFixture[str]
) -> None:
    made = registry.put(TGZ)
    reference = registry.reference()
    assert cli.run(["show", reference]) == 0
    pinned, chart, digest, *_ = capfd.readouterr().out.splitlines()
    assert pinned == f"{reference}: pinned by {made.digest}"
    assert chart == "  chart: c 1.2.3, appVersion v9"
    assert digest.startswith("    digest: sha256:")
    assert cli.run(["show", "--format", "json", reference]) == 0
    shown = json.loads(capfd.readouterr().out)
    assert shown["pinned"] == made.digest
    assert shown["chart"]["files"] == [{"path": "Chart.yaml", "size": len(CHART["Chart.yaml"])}]


def test_push_keeps_an_archive_as_it_is_and_prints_its_place(
    registry: FakeRegistry, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "c.tgz"
    file.write_bytes(OTHER)
    place = f"oci://{registry.host}/{REPOSITORY}"
    for version, tag in (("", "1.2.3"), (":v1", "v1"), (":1.2.3", "1.2.3")):
        assert cli.run(["chart", "push", str(file), place + version]) == 0
        printed = capfd.readouterr().out
        assert printed.startswith(f"{place}:{tag}@sha256:")
        reference = charts.read_reference(printed.strip())
        assert charts.pull(reference, lambda pieces, _: pieces) == (OTHER, reference.digest)
    uploads = [path for method, path, _ in registry.requests if method == "POST"]
    assert len(uploads) == 2


@pytest.mark.parametrize("is_manifest", [True, False])
def test_push_takes_folders_and_manifests(
    is_manifest: bool, registry: FakeRegistry, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    source = tmp_path / "c"
    if is_manifest:
        source.write_text(v1(blob(CHART, level=1)))
        expected = b64decode(blob(CHART, level=1))
    else:
        source.mkdir()
        (source / "Chart.yaml").write_text(CHART["Chart.yaml"])
        expected = chart_blob.compress(read_source(source).tar)
    assert cli.run(["chart", "push", str(source), f"oci://{registry.host}/{REPOSITORY}"]) == 0
    assert expected in registry.files.values()
    assert "@sha256:" in capfd.readouterr().out


def test_push_copies_a_chart_from_one_place_to_another(
    registry: FakeRegistry, capfd: pytest.CaptureFixture[str]
) -> None:
    made = registry.put(OTHER)
    place = f"oci://{registry.host}/mirror/c"
    assert cli.run(["chart", "push", registry.reference(), place]) == 0
    assert capfd.readouterr().out == f"{place}:1.2.3@{made.digest}\n"


def test_a_version_with_a_plus_becomes_a_tag(
    registry: FakeRegistry, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "c.tgz"
    file.write_bytes(b64decode(blob({"Chart.yaml": "{name: c, version: 1.2.3+x, apiVersion: v2}"})))
    assert cli.run(["chart", "push", str(file), f"oci://{registry.host}/c"]) == 0
    assert f"/c:1.2.3_x@sha256:{''}" in capfd.readouterr().out


def test_what_has_no_tag_cannot_be_pushed(
    registry: FakeRegistry, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "c.tgz"
    file.write_bytes(TGZ)
    digest = registry.put(TGZ).digest
    for place in (registry.reference(f"@{digest}"), registry.host, "c.tgz", ""):
        assert cli.run(["chart", "push", str(file), place]) == 1
        assert "error: " in capfd.readouterr().err
    assert registry.requests == []


def test_the_same_archive_has_one_digest_everywhere(registry: FakeRegistry, tmp_path: Path) -> None:
    file = tmp_path / "c.tgz"
    file.write_bytes(OTHER)
    place = f"oci://{registry.host}/{REPOSITORY}"
    printed = set()
    for umask, env in (
        (0o022, {"TZ": "UTC", "LC_ALL": "C", "PYTHONHASHSEED": "1"}),
        (0o077, {"TZ": "Asia/Shanghai", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "2"}),
    ):
        file.touch()
        done = run("chart", "push", file, place, cwd=tmp_path, env=env, umask=umask)
        assert done.returncode == 0, done.stderr
        printed.add(done.stdout)
    assert len(printed) == 1


def test_a_proxy_is_none_for_this_machine(
    registry: FakeRegistry, monkeypatch: pytest.MonkeyPatch
) -> None:
    registry.put(TGZ)
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    assert cli.run(["chart", "digest", registry.reference()]) == 0


def test_bytes_of_large_charts_are_counted(registry: FakeRegistry) -> None:
    """For a progress bar: they come and go in pieces, and there are as many as was said."""
    noise = b"".join(hashlib.sha256(bytes([n % 256, n // 256])).digest() for n in range(6200))
    made = registry.put(b64decode(blob({**CHART, "noise": noise})))
    host, counted = registry.host, []

    def watch(pieces: Iterable[bytes], length: int) -> Iterable[bytes]:
        found = [*pieces]
        counted.append((len(found), sum(map(len, found)) == length))
        return found

    charts.pull(Reference(host, REPOSITORY, "1.2.3"), watch)
    charts.push(made, Reference(host, "other", "1"), watch)
    assert counted == [(4, True), (4, True), (1, True)]


def test_pack_writes_an_archive_once(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    source, output = tmp_path / "source.yaml", tmp_path / "c-1.2.3.tgz"
    source.write_text(v1(blob(CHART)))
    pack = ["chart", "pack", str(source), "-o", str(output)]
    assert cli.run(pack) == 0
    assert output.read_bytes() == TGZ
    assert cli.run(["chart", "pack", str(source), "--version", "2.0.0", "-o", str(output)]) == 0
    assert output.read_bytes() != TGZ
    assert capfd.readouterr().err == f"wrote {output}: c 1.2.3\nwrote {output}: c 2.0.0\n"
    # Whoever compressed it: its digest is known elsewhere.
    output.write_bytes(b64decode(blob(CHART, level=1)))
    before = output.stat()
    assert cli.run(pack) == 0
    assert (output.stat().st_ino, output.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
    assert capfd.readouterr() == ("", f"kept {output}: c 1.2.3\n")
    for wrong in (tmp_path, tmp_path / "none" / "c.tgz"):
        assert cli.run(["chart", "pack", str(source), "-o", str(wrong)]) == 1
        assert str(wrong) in capfd.readouterr().err
    assert cli.run(["chart", "pack", str(source), "-o", "-"]) == 2


def test_pack_keeps_an_archive_of_ours_as_it_was(registry: FakeRegistry, tmp_path: Path) -> None:
    """Whoever compressed it: what `from` pins is what the registry has."""
    ours, theirs, output = (tmp_path / name for name in ("ours.tgz", "theirs.tgz", "c.tgz"))
    ours.write_bytes(chart_blob.compress(built_in().chart.tar))
    theirs.write_bytes(gzip.compress(gzip.decompress(ours.read_bytes()), 1, mtime=0))
    assert theirs.read_bytes() != ours.read_bytes()
    registry.put(theirs.read_bytes())
    for source in (registry.reference(), str(theirs)):
        assert cli.run(["chart", "pack", source, "-o", str(output)]) == 0
        assert output.read_bytes() == theirs.read_bytes()
        output.unlink()
        override = ["--app-version", "v9"]
        assert cli.run(["chart", "pack", source, "-o", str(output), *override]) == 0
        assert read_source(output).app_version == "v9"
        output.unlink()
    # One of another tar, as Helm makes it, is packed as a folder is.
    tar = gzip.decompress(ours.read_bytes())
    theirs.write_bytes(gzip.compress(tar + bytes(10240)))
    assert cli.run(["chart", "pack", str(theirs), "-o", str(output)]) == 0
    assert output.read_bytes() == ours.read_bytes()


@pytest.mark.parametrize(
    "manifest",
    [
        "v1\nhelm: {ociRepository: {ref: 'reg.example/a:1'}}\n",
        "v1beta1\nproviderConfig: {ociRepository: {repository: reg.example/a, tag: v1}}\n",
    ],
)
@pytest.mark.parametrize(
    "verb",
    [
        "digest FILE",
        "pack FILE",
        "unpack FILE -o never",
        "push FILE oci://127.0.0.1:9/a",
        "verify FILE --against FILE",
    ],
)
def test_a_manifest_that_only_refers_to_its_chart(
    verb: str, manifest: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "deployment.yaml"
    head = "kind: ControllerDeployment\nmetadata: {name: a}\napiVersion: core.gardener.cloud/"
    file.write_text(head + manifest)
    words = [str(file) if word == "FILE" else word for word in verb.split()]
    assert cli.run(["chart", *words]) == 1
    assert capfd.readouterr().err.splitlines() == [
        f"{file}: error: the chart is in a registry, not in this manifest",
        "  hint: use its reference: oci://HOST/REPOSITORY:TAG",
    ]
