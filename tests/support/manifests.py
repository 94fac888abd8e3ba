"""Manifests for the tests of what reads them: every shape, and blobs made to hurt."""

from __future__ import annotations

import gzip
import io
import tarfile
import zlib
from base64 import b64encode
from typing import TYPE_CHECKING

from generator.chart import limits

if TYPE_CHECKING:
    from collections.abc import Mapping

CHART = {"Chart.yaml": "apiVersion: v2\nname: c\nversion: 1.2.3\nappVersion: v9\n"}


def tar(files: Mapping[str, str | bytes]) -> bytes:
    """The tar of a chart's files."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.GNU_FORMAT) as archive:
        for path, content in files.items():
            data = content.encode() if isinstance(content, str) else content
            info = tarfile.TarInfo(f"c/{path}")
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return out.getvalue()


def blob(files: Mapping[str, str | bytes], level: int = 6) -> str:
    """A chart's base64 text, as a manifest has it."""
    return b64encode(gzip.compress(tar(files), level, mtime=0)).decode()


def v1beta1(chart: str, values: str = "{}") -> str:
    """A ControllerDeployment as `generate` writes it; `values` in flow style."""
    return (
        "apiVersion: core.gardener.cloud/v1beta1\n"
        "kind: ControllerDeployment\n"
        "metadata:\n"
        "  name: extension-provider-alicloud\n"
        "type: helm\n"
        "providerConfig:\n"
        "  chart: |-\n"
        f"    {chart}\n"
        f"  values: {values}\n"
        "injectGardenKubeconfig: true\n"
    )


def v1(chart: str, values: str = "{}") -> str:
    """The same in Gardener's newer version."""
    return (
        "apiVersion: core.gardener.cloud/v1\n"
        "kind: ControllerDeployment\n"
        "metadata: {name: extension-provider-alicloud}\n"
        f"helm: {{rawChart: {chart}, values: {values}}}\n"
    )


def guide(chart: str, values: str = "{}") -> str:
    """The form of the operator guide, with its slip."""
    return (
        "apiVersion: core.gardener.cloud/v1beta1\n"
        "kind: ControllerDeployment\n"
        "metadata:\n"
        "  name: extension-provider-alicloud\n"
        "spec:\n"
        "  type: helm\n"
        "   providerConfig:\n"
        "    chart: |\n"
        f"      {chart}\n"
        f"    values: {values}\n"
    )


def registration(chart: str, values: str = "{}") -> str:
    """A ControllerRegistration of old."""
    return (
        "apiVersion: core.gardener.cloud/v1beta1\n"
        "kind: ControllerRegistration\n"
        "metadata: {name: extension-provider-alicloud}\n"
        "spec:\n"
        "  deployment:\n"
        "    type: helm\n"
        f"    providerConfig: {{chart: {chart}, values: {values}}}\n"
    )


SHAPES = (v1beta1, v1, guide, registration)


def _entry(name: str, kind: bytes = tarfile.REGTYPE, data: bytes = b"", size: int = 0) -> bytes:
    info = tarfile.TarInfo(name)
    info.type, info.size, info.linkname = kind, size or len(data), "/etc/passwd"
    return info.tobuf(tarfile.GNU_FORMAT) + data + bytes(-len(data) % 512)


def _zipped(tar_bytes: bytes) -> bytes:
    return gzip.compress(tar_bytes, 1, mtime=0)


def _repeated(piece: bytes, times: int) -> bytes:
    """The compressed text of a piece again and again, which would not fit into memory."""
    compressor = zlib.compressobj(9, zlib.DEFLATED, -15)
    zipped = compressor.compress(piece) + compressor.flush(zlib.Z_FULL_FLUSH)
    return gzip.compress(b"", mtime=0)[:10] + zipped * times + b"\x03\0" + bytes(8)


_CHART_YAML = _entry("c/Chart.yaml", data=CHART["Chart.yaml"].encode())

HOSTILE = {
    "escape": _zipped(_CHART_YAML + _entry("c/../../etc/passwd", data=b"x")),
    "absolute": _zipped(_CHART_YAML + _entry("c//etc/passwd", data=b"x")),
    "ten gigabytes": _repeated(bytes(64 * limits.MIB), 160),
    "a million entries": _repeated(_entry("c/x") * 1000, 1000),
    "sparse": _zipped(_CHART_YAML + _entry("c/x", tarfile.GNUTYPE_SPARSE)),
    "larger than it is": _zipped(_CHART_YAML + _entry("c/x", data=b"x", size=2**40)),
    "a link with content": _zipped(_CHART_YAML + _entry("c/x", tarfile.SYMTYPE, size=9)),
    "a million pieces": gzip.compress(b"") * 1_000_000,
    "deep metadata": _zipped(_entry("c/Chart.yaml", data=b"x: " + b"[" * 100_000)),
    "aliases": _zipped(
        _entry(
            "c/Chart.yaml",
            data=b"a0: &a0 [x]\n"
            + b"".join(
                b"a%d: &a%d [%s]\n" % (n, n, b", ".join([b"*a%d" % (n - 1)] * 9))
                for n in range(1, 12)
            ),
        )
    ),
    "no gzip": b"hello",
    "cut short": _zipped(_CHART_YAML)[:-20],
}
"""Compressed charts that nobody must unpack, by what is wrong with them."""

HOSTILE_TEXTS = {name: b64encode(data).decode() for name, data in HOSTILE.items()}

LINKS = b64encode(
    _zipped(
        _CHART_YAML
        + _entry("c/link", tarfile.SYMTYPE)
        + _entry("c/hard", tarfile.LNKTYPE)
        + _entry("c/device", tarfile.CHRTYPE)
    )
).decode()
"""A chart with links and devices, which Helm reads as empty files."""


def bombs() -> dict[str, str]:
    """YAML made to hurt, by what it does."""
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 12)]
    return {
        "aliases": "kind: ControllerDeployment\nchart: Secret\n" + "\n".join(lines) + "\n",
        "deep flow": "kind: Secret\ndata: " + "[" * 200_000,
        "deep block": "kind: Secret\n" + "".join(f"{' ' * n}a:\n" for n in range(1_500)),
        "one long word": "accessKey" * 200_000,
        "many keys on a line": 'chart: {"accessKeyID": "x"} ' * 40_000,
        "many quotes": "chart: accessKeyID=" + "\"'" * 400_000,
        "a large secret": "kind: Secret\ndata:\n"
        + "".join(f"  k{n}: QUFBQUFBQUFBQUFBQUFBQUFBQUFB{n:08}\n" for n in range(20_000)),
    }
