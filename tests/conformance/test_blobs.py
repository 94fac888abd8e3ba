"""Chart blobs, sound and broken: gardenlet and we take the same ones."""

from __future__ import annotations

import base64
import gzip
import io
import tarfile
from typing import TYPE_CHECKING

import pytest

from tests.conformance.landscapes import CASES, DEPLOYMENT, as_yaml, generate

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conformance.judges import Judge

CHART = {"chart/Chart.yaml": b"apiVersion: v2\nname: chart\nversion: 1.0.0\n"}
SEED = (CASES / "clusters" / "seed-other.yaml").read_text("utf-8")

PURPOSES = {
    **dict.fromkeys(
        ("cut-gzip", "no-checksum", "wrong-checksum", "rest-of-text"),
        "gardenlet stops reading at the end of the tar; what follows says that it is damaged",
    ),
}
"""What we refuse although gardenlet takes it: the case, and why."""

ONLY_RENDERING_SHOWS = {"broken-template"}
"""What we take although gardenlet refuses it: only Helm can say whether a template works."""


def tar(
    files: dict[str, bytes], kind: bytes = tarfile.REGTYPE, form: int = tarfile.GNU_FORMAT
) -> bytes:
    """A tar in which every entry is of one kind; anything but a file links to Chart.yaml."""
    data = io.BytesIO()
    with tarfile.open(fileobj=data, mode="w", format=form) as archive:
        for name, content in files.items():
            entry = tarfile.TarInfo(name)
            if name.endswith("Chart.yaml") or kind == tarfile.REGTYPE:
                entry.size = len(content)
            else:
                entry.type, entry.linkname = kind, "Chart.yaml"
            archive.addfile(entry, io.BytesIO(content))
    return data.getvalue()


def zipped(data: bytes) -> str:
    return base64.b64encode(gzip.compress(data, mtime=0)).decode()


def chart(**metadata: str) -> str:
    """A chart whose Chart.yaml says what is given."""
    lines = "".join(f"{key}: {value}\n" for key, value in metadata.items())
    return zipped(tar({"chart/Chart.yaml": lines.encode()}))


SOUND = zipped(tar(CHART))
RAW = base64.b64decode(SOUND)
NAMED = {"apiVersion": "v2", "name": "chart", "version": "1.0.0"}
BLOBS = {
    "sound": SOUND,
    "in-lines": "\n".join(SOUND[start : start + 60] for start in range(0, len(SOUND), 60)) + "\n",
    "with-blanks": SOUND[:8] + " " + SOUND[8:],
    "no-padding": SOUND.rstrip("=") if SOUND.endswith("=") else SOUND[:-1],
    "url-alphabet": SOUND.replace("+", "-").replace("/", "_"),
    "no-base64": SOUND[:8] + "*" + SOUND[9:],
    "nothing": "",
    "text": base64.b64encode(b"chart").decode(),
    "tar-alone": base64.b64encode(tar(CHART)).decode(),
    "zipped-twice": zipped(gzip.compress(tar(CHART))),
    "encoded-twice": base64.b64encode(SOUND.encode()).decode(),
    "cut-gzip": base64.b64encode(RAW[:-20]).decode(),
    "no-checksum": base64.b64encode(RAW[:-8]).decode(),
    "wrong-checksum": base64.b64encode(RAW[:-8] + bytes(4) + RAW[-4:]).decode(),
    "two-members": base64.b64encode(RAW + gzip.compress(b"", mtime=0)).decode(),
    "rest-of-zeros": base64.b64encode(RAW + bytes(512)).decode(),
    "rest-of-text": base64.b64encode(RAW + b"rest").decode(),
    "gzip-of-text": zipped(b"chart"),
    "empty-tar": zipped(tar({})),
    "cut-tar": zipped(tar(CHART)[:600]),
    "tar-without-end": zipped(tar(CHART)[:1024]),
    "damaged-header": zipped(b"x" + tar(CHART)[1:]),
    "only-a-folder": zipped(tar({"chart/": b""}, tarfile.DIRTYPE)),
    "no-folder": zipped(tar({"Chart.yaml": CHART["chart/Chart.yaml"]})),
    "no-chart-yaml": zipped(tar({"chart/values.yaml": b"{}"})),
    "two-tops": zipped(tar({**CHART, "other/values.yaml": b"{}"})),
    "absolute": zipped(tar({**CHART, "/etc/passwd": b""})),
    "parent": zipped(tar({**CHART, "chart/../../x": b""})),
    "parent-inside": zipped(tar({**CHART, "chart/a/../b": b""})),
    "parent-first": zipped(tar({**CHART, "../x": b""})),
    "drive": zipped(tar({**CHART, "chart/c:/x": b""})),
    "backslashes": zipped(tar({**CHART, "chart\\templates\\x": b""})),
    "backslash-parent": zipped(tar({**CHART, "chart\\..\\..\\x": b""})),
    "dots": zipped(tar({f"./{name}": content for name, content in CHART.items()})),
    "same-file-twice": zipped(tar({**CHART, "other/Chart.yaml": CHART["chart/Chart.yaml"]})),
    "symlink": zipped(tar({**CHART, "chart/link": b""}, tarfile.SYMTYPE)),
    "hardlink": zipped(tar({**CHART, "chart/link": b""}, tarfile.LNKTYPE)),
    "device": zipped(tar({**CHART, "chart/null": b""}, tarfile.CHRTYPE)),
    "fifo": zipped(tar({**CHART, "chart/fifo": b""}, tarfile.FIFOTYPE)),
    "long-name": zipped(tar({**CHART, f"chart/{'a' * 200}": b""})),
    "long-name-pax": zipped(tar({**CHART, f"chart/{'a' * 200}": b""}, form=tarfile.PAX_FORMAT)),
    "file-of-5-MiB": zipped(tar({**CHART, "chart/big": bytes(5 * 2**20)})),
    "file-over-5-MiB": zipped(tar({**CHART, "chart/big": bytes(5 * 2**20 + 1)})),
    "over-100-MiB": zipped(
        tar({**CHART, **{f"chart/{number}": bytes(5 * 2**20) for number in range(21)}})
    ),
    "byte-order-mark": zipped(tar({name: b"\xef\xbb\xbf" + data for name, data in CHART.items()})),
    "no-api-version": chart(name="chart", version="1.0.0"),
    "api-version-v1": chart(**{**NAMED, "apiVersion": "v1"}),
    "api-version-v3": chart(**{**NAMED, "apiVersion": "v3"}),
    "no-name": chart(apiVersion="v2", version="1.0.0"),
    "name-with-path": chart(**{**NAMED, "name": "../chart"}),
    "no-version": chart(apiVersion="v2", name="chart"),
    "version-number": chart(**{**NAMED, "version": "1.0"}),
    "version-short": chart(**{**NAMED, "version": "'1.0'"}),
    "version-no-semver": chart(**{**NAMED, "version": "latest"}),
    "library": chart(**NAMED, type="library"),
    "no-type": chart(**NAMED, type="other"),
    "unknown-key": chart(**NAMED, unknown="1"),
    "wrong-kind-of-key": chart(**NAMED, keywords="text"),
    "kube-version": chart(**NAMED, kubeVersion="'>=1.30.0-0'"),
    "kube-version-too-new": chart(**NAMED, kubeVersion="'>=1.99.0'"),
    "broken-chart-yaml": zipped(tar({"chart/Chart.yaml": b"{"})),
    "broken-values": zipped(tar({**CHART, "chart/values.yaml": b"{"})),
    "values-list": zipped(tar({**CHART, "chart/values.yaml": b"[]"})),
    "broken-template": zipped(tar({**CHART, "chart/templates/x.yaml": b"{{"})),
    "broken-schema": zipped(tar({**CHART, "chart/values.schema.json": b"{"})),
    "subchart": zipped(
        tar({**CHART, "chart/charts/a/Chart.yaml": b"apiVersion: v2\nname: a\nversion: 1.0.0\n"})
    ),
    "subchart-without-version": zipped(
        tar({**CHART, "chart/charts/a/Chart.yaml": b"apiVersion: v2\nname: a\n"})
    ),
    "missing-subchart": zipped(
        tar(
            {
                "chart/Chart.yaml": CHART["chart/Chart.yaml"]
                + b"dependencies: [{name: a, version: 1.0.0, repository: ''}]\n"
            }
        )
    ),
}


def as_written(blob: str) -> str:
    return as_yaml(
        {
            "apiVersion": "core.gardener.cloud/v1beta1",
            "kind": "ControllerDeployment",
            "metadata": {"name": "blob"},
            "type": "helm",
            "providerConfig": {"chart": blob},
        }
    )


@pytest.mark.parametrize("name", BLOBS)
def test_blobs(name: str, tmp_path: Path, gardener: Judge) -> None:
    manifest = as_written(BLOBS[name])
    verdict = gardener.ask("gardenlet", deployment=manifest, seed=SEED)
    (tmp_path / "blob.yaml").write_text(manifest)
    catalog = {
        "images": {"any": {"versions": {"1.0.0": {"cn-shanghai": "any.vhd"}}}},
        "controllerDeployment": {"chart": "blob.yaml"},
    }
    generated = generate(catalog, tmp_path)
    assert generated.exit_code in (0, 1)
    if generated.exit_code == 0:
        if name in ONLY_RENDERING_SHOWS:
            assert not verdict.accepted
            return
        assert verdict.accepted, f"only gardenlet refuses it: {verdict.refusals}"
        assert not gardener.ask("gardenlet", deployment=generated[DEPLOYMENT], seed=SEED).refusals
    elif verdict.accepted:
        assert name in PURPOSES, f"only we refuse it: {generated.messages}"
    else:
        assert name not in PURPOSES
